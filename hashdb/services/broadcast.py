"""Telling all members of an incident, each once of each event, however often the job runs.

Contact points are mailed whatever there is to tell. Of an active incident a notice stands in the member's tasks as
well, until somebody has taken notice.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from hashdb import audit
from hashdb.access import SYSTEM
from hashdb.lifecycles.incident import State
from hashdb.records.incident import Incident
from hashdb.records.member import Member
from hashdb.records.webhook import EventType, Priority
from hashdb.services import mails, notices
from hashdb.services.contention import again_if_stale
from hashdb.services.sending import Told
from hashdb.store import Debt, Kind, Store, Write, keyspace, lists

_AT_ONCE = 50
_A_TURN = 500


class _News(NamedTuple):
    """An event of the incident, and what tells it from others of the same type."""

    event_type: EventType
    part: str


@again_if_stale
def broadcast(store: Store, incident_id: str, *, now: datetime) -> None:
    """Tell every member once; a long list is gone through in turns."""
    debt = Debt(kind=Kind.BROADCAST, subject_id=incident_id)
    note = store.ledger.begin(debt)
    if note is None:
        return
    incident = store.incidents.get(incident_id)
    news = _news(incident)
    untold = [] if news is None else _untold(store, incident, news)
    for at in range(0, min(len(untold), _A_TURN), _AT_ONCE):
        _tell(store, incident, news, untold[at : at + _AT_ONCE], now)
    if len(untold) > _A_TURN:
        store.ledger.pass_on(debt, now)
    else:
        store.ledger.strike_out(debt, note)


def _news(incident: Incident) -> _News | None:
    """Return what there is to tell of an incident as it stands."""
    match incident.state:
        case State.AWARENESS | State.PROPOSED:
            return _News(EventType.INCIDENT_AWARENESS, "")
        case State.ACTIVE if incident.extensions:
            return _News(EventType.INCIDENT_UPDATED, str(len(incident.extensions)))
        case State.ACTIVE:
            return _News(EventType.INCIDENT_ACTIVATED, "")
        case State.CONCLUDED:
            return _News(EventType.INCIDENT_CONCLUDED, "")
    return None


def _untold(store: Store, incident: Incident, news: _News) -> list[Member]:
    members = store.members.all_of(lists.MEMBERS)
    return [each for each in members if each.is_admitted and not store.is_recorded(*_mark(incident, news, each))]


def _mark(incident: Incident, news: _News, member: Member) -> tuple[str, ...]:
    return keyspace.TOLD, incident.id, news.event_type, news.part, member.id


def _tell(store: Store, incident: Incident, news: _News | None, members: list[Member], now: datetime) -> None:
    if news is None:
        return
    priority = Priority.URGENT if incident.state is State.ACTIVE else Priority.STANDARD
    told = Told(subject_id=incident.id, facts={"sunset_at": incident.sunset_at}, priority=priority)
    owed = Write()
    for each in members:
        owed += store.unique(*_mark(incident, news, each))
        owed += notices.announce(store, each.id, news.event_type, told, now=now)
        owed += _mailed(store, each.id, news.event_type, told, now)
    entry = audit.entry(
        SYSTEM,
        "incident.tell",
        now,
        object_type="incident",
        object_id=incident.id,
        event=news.event_type,
        members=[each.id for each in members],
    )
    store.commit(entry, owed)


def _mailed(store: Store, member_id: str, event_type: EventType, told: Told, now: datetime) -> Write:
    owed = Write()
    for address in _addresses(store, member_id, now):
        owed += mails.mail(
            store,
            address,
            str(event_type),
            {"id": told.subject_id},
            subject_id=told.subject_id,
            now=now,
            member_id=member_id,
        )
    return owed


def _addresses(store: Store, member_id: str, now: datetime) -> Iterator[str]:
    """Yield where a member's contact points that were proved lately are reached, each address once."""
    policy = store.policy()
    points = store.contact_points.all_of(lists.of_member("contact_points", member_id))
    opened = (store.sealer.open(each.email) for each in points if each.is_verified(now, policy))
    yield from dict.fromkeys(opened)
