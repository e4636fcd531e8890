"""Inventories: what platforms host, matched in private against every live signal, whichever came first.

Both searches catch up before they look, so of a signal and an entry that come at the same moment the later one finds
the earlier.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hashdb import audit
from hashdb.access import SYSTEM, Actor
from hashdb.errors import FieldProblem, InvalidInputError, NotFoundError
from hashdb.ids import new_id
from hashdb.records.inventory import InventoryEntry
from hashdb.records.match import Origin
from hashdb.records.signal import Signal
from hashdb.services import matches, matching
from hashdb.services.contention import again_if_stale
from hashdb.services.matcher import Matcher
from hashdb.signals import PICTURE, SIGNAL_TYPES, Distance, parse_value
from hashdb.store import Debt, Kind, Store, Write


class Result(StrEnum):
    """What became of one item."""

    ADDED = "added"
    REPLACED = "replaced"
    KNOWN = "known"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosted:
    """One fingerprint of one piece of content, as a platform sent it."""

    content_ref: str
    signal_type: str
    signal_value: str
    content_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The answer to one item."""

    result: Result
    problem: FieldProblem | None = None


@again_if_stale
def put(store: Store, hosted: Sequence[Hosted], *, actor: Actor, now: datetime) -> list[Outcome]:
    """Add items to the member's inventory, in one act; the same item again changes nothing."""
    stored = _known(store, hosted, actor)
    known = dict(stored)
    fresh: dict[tuple[str, str], InventoryEntry] = {}
    outcomes: list[Outcome] = []
    for place, each in enumerate(hosted):
        try:
            value = parse_value(each.signal_type, each.signal_value, f"items[{place}].signal_value").hex()
        except InvalidInputError as error:
            outcomes.append(Outcome(result=Result.REJECTED, problem=error.problems[0]))
            continue
        before = known.get((each.signal_type, each.content_ref))
        if before is not None and before.signal_value == value:
            outcomes.append(Outcome(result=Result.KNOWN))
            continue
        entry = _entry(store, each, value, actor, now)
        known[each.signal_type, each.content_ref] = fresh[each.signal_type, each.content_ref] = entry
        outcomes.append(Outcome(result=Result.ADDED if before is None else Result.REPLACED))
    if fresh:
        writes = (_added(store, entry, stored.get(place), now) for place, entry in fresh.items())
        store.commit(_audit(actor, "inventory.put", len(outcomes), now), *writes)
    return outcomes


@again_if_stale
def remove(store: Store, content_ref: str, *, actor: Actor, now: datetime) -> None:
    """Remove every fingerprint of one piece of content, or raise NotFoundError."""
    places = [(signal_type, content_ref) for signal_type in SIGNAL_TYPES]
    ids = [each for each in store.inventory.ids_of(actor.member_id, places) if each is not None]
    entries = store.inventory.many(ids)
    if not entries:
        raise NotFoundError("there is no such content_ref in your inventory")
    writes = [store.inventory.remove(entry) for entry in entries]
    store.commit(_audit(actor, "inventory.remove", len(entries), now), *writes)


def match_signal(store: Store, inventories: Matcher, signal_id: str, *, now: datetime) -> int:
    """Search all inventories for a signal that became live; return how many matches are new."""
    debt = Debt(kind=Kind.MATCH_SIGNAL, subject_id=signal_id)
    note = store.ledger.begin(debt)
    if note is None:
        return 0
    inventories.catch_up()
    signal = store.signals.find(signal_id)
    found = 0
    if signal is not None and signal.is_live(now):
        for entry, distance, view in _holders(store, inventories, signal):
            found += _record(store, signal, entry, distance, view, now)
    store.ledger.strike_out(debt, note)
    return found


def match_entry(store: Store, signals: Matcher, entry_id: str, *, now: datetime) -> int:
    """Search all live signals for a new inventory entry; return how many matches are new."""
    debt = Debt(kind=Kind.MATCH_INVENTORY, subject_id=entry_id)
    note = store.ledger.begin(debt)
    if note is None:
        return 0
    signals.catch_up()
    entry = store.inventory.find(entry_id)
    found = 0
    if entry is not None:
        query = matching.Query(signal_type=entry.signal_type, values=(bytes.fromhex(entry.signal_value),))
        for hit in matching.match(store, signals, [query], policy=store.policy(), now=now)[0]:
            found += _record(store, hit.signal, entry, hit.distance, hit.view, now)
    store.ledger.strike_out(debt, note)
    return found


def _added(store: Store, entry: InventoryEntry, before: InventoryEntry | None, now: datetime) -> Write:
    owed = store.ledger.owe(Debt(kind=Kind.MATCH_INVENTORY, subject_id=entry.id), now)
    return store.inventory.add(entry, before) + owed


def _known(store: Store, hosted: Sequence[Hosted], actor: Actor) -> dict[tuple[str, str], InventoryEntry]:
    places = [(each.signal_type, each.content_ref) for each in hosted]
    ids = store.inventory.ids_of(actor.member_id, places)
    entries = store.inventory.many([each for each in ids if each is not None])
    return {(entry.signal_type, entry.content_ref): entry for entry in entries}


def _entry(store: Store, each: Hosted, value: str, actor: Actor, now: datetime) -> InventoryEntry:
    return InventoryEntry(
        id=new_id("inv", now),
        member_id=actor.member_id,
        content_ref=each.content_ref,
        signal_type=each.signal_type,
        signal_value=value,
        content_url=None if each.content_url is None else store.sealer.seal(each.content_url),
        row=store.inventory.reserve_row(each.signal_type),
        added_at=now,
    )


def _holders(store: Store, inventories: Matcher, signal: Signal) -> list[tuple[InventoryEntry, int, str]]:
    """Return the entries within the policy's radius of a signal, with their distance from the nearest of its views."""
    kind = SIGNAL_TYPES[signal.signal_type]
    if kind.distance is Distance.EXACT:
        ids = store.inventory.holders_of(kind.name, signal.signal_value)
        return [(entry, 0, PICTURE) for entry in store.inventory.many(ids)]
    names = signal.view_names()
    answer = inventories.search(kind.name, [signal.codes()], store.policy().radius(kind))[0]
    found = {each.id: (each.distance, names[each.code]) for each in answer}
    return [(entry, *found[entry.id]) for entry in store.inventory.many(list(found))]


def _record(store: Store, signal: Signal, entry: InventoryEntry, distance: int, view: str, now: datetime) -> int:
    finding = matches.Finding(
        member_id=entry.member_id,
        content_ref=entry.content_ref,
        content_url=None if entry.content_url is None else store.sealer.open(entry.content_url),
        distance=distance,
        view=view,
        origin=Origin.INVENTORY,
    )
    return int(matches.record(store, signal.id, finding, actor=SYSTEM, now=now) is not None)


def _audit(actor: Actor, action: str, count: int, now: datetime) -> audit.Entry:
    identifier = new_id("inv", now)
    return audit.entry(actor, action, now, object_type="inventory", object_id=identifier, items=count)
