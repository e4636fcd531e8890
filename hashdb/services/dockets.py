"""What waits for officers, commanders, editors and authorities, most urgent first; what there was, newest first.

It only reads, and decides nothing: whether somebody may act is said by the acts themselves, and asked of them here.
"""

from dataclasses import dataclass
from itertools import chain

from hashdb.access import Actor
from hashdb.errors import SeparationOfDutiesError
from hashdb.lifecycles.appeal import State
from hashdb.records.alert import Alert
from hashdb.records.appeal import Appeal
from hashdb.records.incident import Incident
from hashdb.records.member import Kind
from hashdb.records.register import Import, RegisterEntry
from hashdb.records.takedown import TakedownRequest
from hashdb.roles import Role
from hashdb.services import cases, triage
from hashdb.store import Page, Store, lists

_AHEAD = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeals:
    """The appeals that nobody has decided yet, the one that is due first at the head, and those that are outside."""

    waiting: list[Appeal]
    outside: list[Appeal]


def appeals_open(store: Store, *, limit: int) -> Appeals:
    """Return the appeals that wait for somebody."""
    waiting = store.appeals.first(lists.APPEALS_OPEN, skip=0, limit=limit)
    return Appeals(waiting=waiting, outside=store.appeals.page(lists.APPEALS_OUTSIDE, after=None, limit=limit).items)


def next_appeal(store: Store, *, after: str | None, actor: Actor) -> Appeal | None:
    """Return the most urgent appeal that the officer may act on: behind *after*, or else from the start."""
    waiting = appeals_open(store, limit=_AHEAD).waiting
    place = next((at + 1 for at, each in enumerate(waiting) if each.id == after), 0)
    ahead = (each for each in chain(waiting[place:], waiting[:place]) if each.id != after)
    ready = (each for each in ahead if each.state is not State.WAITING_APPELLANT)
    return next((each for each in ready if closed_because(store, each, actor=actor) is None), None)


def closed_because(store: Store, appeal: Appeal, *, actor: Actor) -> str | None:
    """Return why an officer has no say in an appeal; nothing if they have."""
    meant = triage.candidates(store, appeal) if appeal.subject_id is None else [appeal.subject_id]
    try:
        cases.require_uninvolved(store, appeal, meant, actor)
    except SeparationOfDutiesError as refusal:
        return str(refusal)
    return None


def appeals_about(store: Store, appeal: Appeal) -> list[Appeal]:
    """Return the first other appeals about the same."""
    if appeal.subject_id is None:
        return []
    found = store.appeals.page(lists.appeals_about(appeal.subject_id), after=None, limit=_AHEAD).items
    return [each for each in found if each.id != appeal.id]


def latest_appeals(store: Store, *, before: str | None, limit: int) -> Page[Appeal]:
    """Return appeals, the newest first."""
    return store.appeals.newest(lists.APPEALS, before=before, limit=limit)


def active_incidents(store: Store) -> list[Incident]:
    """Return the incidents in which the rules of a crisis hold, or held until a moment ago."""
    return list(store.incidents.all_of(lists.INCIDENTS_ACTIVE))


def latest_incidents(store: Store, *, before: str | None, limit: int) -> Page[Incident]:
    """Return incidents, the newest first."""
    return store.incidents.newest(lists.INCIDENTS, before=before, limit=limit)


def open_alerts(store: Store, *, limit: int) -> list[Alert]:
    """Return the alerts that nobody has handled, the newest first."""
    return store.alerts.newest(lists.ALERTS_OPEN, limit=limit).items


def latest_alerts(store: Store, *, before: str | None, limit: int) -> Page[Alert]:
    """Return alerts, handled or not, the newest first."""
    return store.alerts.newest(lists.ALERTS, before=before, limit=limit)


def proposed_entries(store: Store, *, limit: int) -> Page[RegisterEntry]:
    """Return the proposals for the register that wait for a second person."""
    return store.register.page(lists.REGISTER_QUEUE, after=None, limit=limit)


def flagged_entries(store: Store, *, limit: int) -> Page[RegisterEntry]:
    """Return the entries of which the latest list says something else than what was approved."""
    return store.register.page(lists.REGISTER_FLAGGED, after=None, limit=limit)


def latest_imports(store: Store, *, before: str | None, limit: int) -> Page[Import]:
    """Return the lists that were taken in or refused, the newest first."""
    return store.imports.newest(lists.IMPORTS, before=before, limit=limit)


def latest_orders(store: Store, *, before: str | None, limit: int, actor: Actor) -> Page[TakedownRequest]:
    """Return orders, the newest first: all of them for auditors, else an authority's and those it may look at."""
    everything = actor.role == Role.AUDITOR
    name = lists.ORDERS if everything else lists.of_member("orders", actor.member_id)
    return store.takedowns.newest(name, before=before, limit=limit)


def addressees(store: Store, kind: Kind) -> dict[str, str]:
    """Return the names of the members of a kind, by which an order's addressee is chosen."""
    found = [each for each in store.members.all_of(lists.MEMBERS) if each.kind is kind]
    return {each.id: each.name for each in sorted(found, key=lambda each: each.name.casefold())}
