"""Inventories: what platforms host, matched in private against every live signal, whichever came first.

Both searches catch up before they look, so of a signal and an entry that come at the same moment the later one finds
the earlier.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from hashdb import audit
from hashdb.access import SYSTEM, Actor
from hashdb.errors import FieldProblem, InvalidInputError, NotFoundError
from hashdb.ids import new_id
from hashdb.records.inventory import InventoryEntry
from hashdb.records.match import Match, Origin, Shares
from hashdb.records.policy import Policy
from hashdb.records.signal import Signal
from hashdb.services import matches, matching, negative_list, shares
from hashdb.services.contention import again_if_stale
from hashdb.services.matcher import Matcher
from hashdb.services.screening import weakness
from hashdb.signals import PICTURE, SIGNAL_TYPES, Distance, SignalType, View, parse_value, parse_views
from hashdb.store import Debt, Kind, Store, Write, lists


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
    views: tuple[View, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The answer to one item."""

    result: Result
    problem: FieldProblem | None = None


@again_if_stale
def put(store: Store, hosted: Sequence[Hosted], *, actor: Actor, now: datetime) -> list[Outcome]:
    """Add items to the member's inventory, in one act; the same item again changes nothing."""
    policy, stored = store.policy(), _known(store, hosted, actor)
    known = dict(stored)
    fresh: dict[tuple[str, str], InventoryEntry] = {}
    outcomes: list[Outcome] = []
    for place, each in enumerate(hosted):
        try:
            sound = _sound(each, f"items[{place}]", policy)
        except InvalidInputError as error:
            outcomes.append(Outcome(result=Result.REJECTED, problem=error.problems[0]))
            continue
        before = known.get((each.signal_type, each.content_ref))
        if before is not None and (before.signal_value, before.views) == (sound.signal_value, sound.views):
            outcomes.append(Outcome(result=Result.KNOWN))
            continue
        entry = _entry(store, sound, actor, now)
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


def size(store: Store, *, actor: Actor) -> int:
    """Return how many fingerprints the member has in its inventory."""
    return store.inventory.size_of(actor.member_id)


def found_lately(store: Store, *, limit: int, actor: Actor) -> tuple[list[Match], int]:
    """Return the latest matches at the member, the newest first, and how many there are."""
    name = lists.of_member("matches", actor.member_id)
    return store.matches.newest(name, limit=limit).items, store.matches.count(name)


def match_signal(
    store: Store, inventories: Matcher, signal_id: str, *, benign: Matcher | None = None, now: datetime
) -> int:
    """Search all inventories for a signal that became live; return how many matches are new.

    What is nearer to something harmless, as *benign* knows it, is counted and put before nobody.
    """
    debt = Debt(kind=Kind.MATCH_SIGNAL, subject_id=signal_id)
    note = store.ledger.begin(debt)
    if note is None:
        return 0
    inventories.catch_up()
    signal = store.signals.find(signal_id)
    found = 0
    if signal is not None and signal.is_live(now):
        for held in _holders(store, inventories, signal):
            found += _record(store, signal, held, benign, now)
    store.ledger.strike_out(debt, note)
    return found


def match_entry(store: Store, signals: Matcher, entry_id: str, *, benign: Matcher | None = None, now: datetime) -> int:
    """Search all live signals for a new inventory entry; return how many matches are new."""
    debt = Debt(kind=Kind.MATCH_INVENTORY, subject_id=entry_id)
    note = store.ledger.begin(debt)
    if note is None:
        return 0
    signals.catch_up()
    entry = store.inventory.find(entry_id)
    found = 0
    if entry is not None:
        value = bytes.fromhex(entry.signal_value)
        query = matching.Query(signal_type=entry.signal_type, values=(value,), views=entry.views)
        for hit in matching.match(store, signals, [query], policy=store.policy(), now=now)[0]:
            if hit.is_match:
                found += _record(store, hit.signal, _Held(entry, hit.distance, hit.view, hit.shares), benign, now)
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


def _sound(each: Hosted, field: str, policy: Policy) -> Hosted:
    """Return an item with its values as they are stored, and without views that are too weak to find anything."""
    value = parse_value(each.signal_type, each.signal_value, f"{field}.signal_value")
    kind = SIGNAL_TYPES[each.signal_type]
    views = tuple(
        view
        for view in parse_views(kind.name, each.views, f"{field}.views")
        if weakness(kind.view_type or kind.name, bytes.fromhex(view.signal_value), view.quality, policy) is None
    )
    if kind.distance is Distance.FRAMES and not views:
        raise InvalidInputError(FieldProblem(f"{field}.views", "must hold a frame that is sharp, and of something"))
    return replace(each, signal_value=value.hex(), views=views)


def _entry(store: Store, each: Hosted, actor: Actor, now: datetime) -> InventoryEntry:
    return InventoryEntry(
        id=new_id("inv", now),
        member_id=actor.member_id,
        content_ref=each.content_ref,
        signal_type=each.signal_type,
        signal_value=each.signal_value,
        content_url=None if each.content_url is None else store.sealer.seal(each.content_url),
        views=each.views,
        row=store.inventory.reserve_rows(each.signal_type, 1 + len(each.views)),
        added_at=now,
    )


class _Held(NamedTuple):
    """An entry in which a signal was found, and how near."""

    entry: InventoryEntry
    distance: int
    view: str
    shares: Shares | None = None


def _holders(store: Store, inventories: Matcher, signal: Signal) -> list[_Held]:
    """Return the entries that a signal matches, with their distance from the nearest of its views."""
    kind = SIGNAL_TYPES[signal.signal_type]
    if kind.distance is Distance.EXACT:
        ids = store.inventory.holders_of(kind.name, signal.signal_value)
        return [_Held(entry, 0, PICTURE) for entry in store.inventory.many(ids)]
    if kind.distance is Distance.FRAMES:
        return _videos(store, inventories, signal, kind)
    names = signal.view_names()
    answer = inventories.search(kind.name, [signal.codes()], store.policy().radius(kind))[0]
    found = {each.id: (each.distance, names[each.code]) for each in answer}
    return [_Held(entry, *found[entry.id]) for entry in store.inventory.many(list(found))]


def _videos(store: Store, inventories: Matcher, signal: Signal, kind: SignalType) -> list[_Held]:
    """Return the videos most of whose frames are the signal's: here the signal asks, and what is hosted is found."""
    policy, frames = store.policy(), signal.codes()[1:]
    answer = inventories.search_videos(kind.name, [frames], policy.radius(kind))[0]
    entries = {entry.id: entry for entry in store.inventory.many([each.id for each in answer])}
    held = []
    for each in answer:
        entry = entries.get(each.id)
        if entry is None:
            continue
        covered = shares.Covered(
            frames=each.rows, of_frames=len(entry.views), rows=each.frames, of_rows=len(signal.views)
        )
        told = shares.told(covered, policy)
        if told is not None and told.is_match:
            held.append(_Held(entry, each.distance, signal.views[each.code].name, told.shares))
    return held


def _record(store: Store, signal: Signal, held: _Held, benign: Matcher | None, now: datetime) -> int:
    entry = held.entry
    harmless = benign is not None and negative_list.is_nearer(benign, signal, entry.codes(), held.distance)
    finding = matches.Finding(
        member_id=entry.member_id,
        content_ref=entry.content_ref,
        content_url=None if entry.content_url is None else store.sealer.open(entry.content_url),
        distance=held.distance,
        view=held.view,
        shares=held.shares,
        is_harmless=harmless,
        origin=Origin.INVENTORY,
    )
    return int(matches.record(store, signal.id, finding, actor=SYSTEM, now=now) is not None)


def _audit(actor: Actor, action: str, count: int, now: datetime) -> audit.Entry:
    identifier = new_id("inv", now)
    return audit.entry(actor, action, now, object_type="inventory", object_id=identifier, items=count)
