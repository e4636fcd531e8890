"""What is owed to a member, written down: a webhook for each endpoint that wants the event, a mail, or a notice.

A body is thin (ids and deadlines, never a hash or a URL) and is the same in every attempt. This only writes; what
becomes of a delivery is the business of `deliveries` and `notices`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

import orjson

from hashdb.ids import new_id
from hashdb.lifecycles.delivery import State
from hashdb.records.webhook import Channel, Delivery, Endpoint, EventType, Priority
from hashdb.store import Debt, Kind, Store, Write, lists

OPEN = frozenset({State.QUEUED, State.RETRY_SCHEDULED})
_JSON = orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an event tells: about what, which ids and deadlines, how urgently."""

    subject_id: str
    facts: Mapping[str, object] = field(default_factory=dict)
    priority: Priority = Priority.STANDARD

    def body(self, event_type: EventType, now: datetime) -> str:
        """Return what is sent."""
        facts = {"id": self.subject_id, **self.facts}
        return orjson.dumps({"type": event_type, "timestamp": now, "data": facts}, option=_JSON).decode()


def webhooks(store: Store, member_id: str, event_type: EventType, told: Told, *, now: datetime) -> Write:
    """Owe an event to every endpoint of the member that wants it."""
    owed = Write()
    for endpoint in store.endpoints.all_of(lists.of_member("endpoints", member_id)):
        if endpoint.wants(event_type):
            owed += webhook(store, endpoint, event_type, told, now=now)
    return owed


def webhook(store: Store, endpoint: Endpoint, event_type: EventType, told: Told, *, now: datetime) -> Write:
    """Owe an event to one endpoint."""
    return _owed(store, replace(_new(endpoint.member_id, event_type, told, now), endpoint_id=endpoint.id), now)


def mail(
    store: Store,
    address: str,
    event_type: EventType,
    told: Told,
    *,
    member_id: str = "",
    notice_id: str | None = None,
    now: datetime,
) -> Write:
    """Owe a mail to one address, which is kept sealed; the body is what its text is made of."""
    new = _new(member_id, event_type, told, now)
    sealed = store.sealer.seal(address)
    return _owed(store, replace(new, channel=Channel.EMAIL, address=sealed, notice_id=notice_id), now)


def notice(store: Store, member_id: str, event_type: EventType, told: Told, *, first: datetime, now: datetime) -> Write:
    """Put a notice into the member's tasks, until it is read; it climbs from *first* on."""
    new = _new(member_id, event_type, told, now)
    return _owed(store, replace(new, channel=Channel.PORTAL, next_attempt_at=first), first)


def debt(delivery: Delivery) -> Debt:
    """Return what is owed while a delivery is open: an attempt, or the next rung of a notice."""
    kind = Kind.CLIMB if delivery.channel is Channel.PORTAL else Kind.DELIVER
    return Debt(kind=kind, subject_id=delivery.id)


def _new(member_id: str, event_type: EventType, told: Told, now: datetime) -> Delivery:
    return Delivery(
        id=new_id("dlv", now),
        member_id=member_id,
        event_type=event_type,
        subject_id=told.subject_id,
        body=told.body(event_type, now),
        priority=told.priority,
        created_at=now,
        next_attempt_at=now,
    )


def _owed(store: Store, delivery: Delivery, due: datetime) -> Write:
    return store.deliveries.put(delivery) + store.ledger.owe(debt(delivery), due)
