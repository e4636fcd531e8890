"""Take in the lists that authorities publish. A list proposes; it neither makes a ground nor takes one away.

What is new becomes a proposal, what is missing is flagged for an editor, and a list that is not believed changes
nothing and is remembered with the reason. Taking the same list in again finishes what broke off and changes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar

from hashdb import audit
from hashdb.access import Actor
from hashdb.audit import Entry
from hashdb.errors import ImportRefusedError
from hashdb.ids import new_id
from hashdb.lifecycles.register_entry import State
from hashdb.records.alert import AlertKind
from hashdb.records.register import Designation, Import, RegisterEntry, Source
from hashdb.register import diff, merging
from hashdb.register.diff import Changes
from hashdb.register.files import parse
from hashdb.register.listing import PUBLISHERS, Listed, Listing
from hashdb.register.merging import Snapshot
from hashdb.services import alerts, authorities
from hashdb.store import Store, Write, keyspace, lists

_IN_ONE_ACT = 200
# What a delisting would mean something for.
_IN_FORCE = frozenset({State.ACTIVE, State.UNDER_CHALLENGE, State.SUSPENDED})

AnyT = TypeVar("AnyT")
Held = dict[str, tuple[RegisterEntry, Designation]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that an editor brings; *programs* besides those about terrorism, and how many *removals* are expected."""

    raw: bytes
    programs: frozenset[str] = frozenset()
    removals: int = 0

    def digest(self) -> str:
        """Return what identifies the file."""
        return sha256(self.raw).hexdigest()


def take(store: Store, upload: Upload, *, actor: Actor, now: datetime) -> Import:
    """Take a list in; raises ImportRefusedError, with nothing of the register changed, for one that is not believed."""
    try:
        listing = parse(upload.raw)
    except ImportRefusedError as error:
        _refused(store, upload, None, str(error), actor, now)
        raise
    held = _held(store, listing)
    changes = _changes(listing, held, upload, now)
    made, latest = listing.generated_at, _latest(store, listing.source)
    reason = diff.refusal(changes, _standing(held, now), made, latest, removals=upload.removals, now=now)
    if reason is not None:
        _refused(store, upload, listing, reason, actor, now)
        raise ImportRefusedError(f"the list is not believed: {reason}")
    snapshot = Snapshot(listing=listing, sha256=upload.digest(), by=actor.user_id or actor.id, now=now)
    return _taken(store, snapshot, changes, held, actor)


def _held(store: Store, listing: Listing) -> Held:
    """Return what is known from the lists of this source, by what the authority calls it."""
    authority = PUBLISHERS[listing.source].authority
    return {
        designation.authority_id: (entry, designation)
        for entry in store.register.all_of(lists.entries_of(authority))
        for designation in entry.designations
        if designation.source is listing.source and designation.authority_id is not None
    }


def _stands(designation: Designation, now: datetime) -> bool:
    return designation.vanished_at is None and designation.holds(now.date())


def _standing(held: Held, now: datetime) -> int:
    return sum(_stands(designation, now) for _, designation in held.values())


def _changes(listing: Listing, held: Held, upload: Upload, now: datetime) -> Changes:
    wanted = PUBLISHERS[listing.source].terrorism | upload.programs
    records = [each for each in listing.records if _is_about(each, wanted, held)]
    standing = {name: _stands(designation, now) for name, (_, designation) in held.items()}
    return diff.compare(standing, records, now.date())


def _is_about(listed: Listed, wanted: frozenset[str], held: Held) -> bool:
    """Whether a record is listed under a programme that is wanted, or under the one for which it was taken in.

    Who is on the list for something else only, is not designated for this any more.
    """
    known = held.get(listed.authority_id)
    taken_in_for = frozenset() if known is None else frozenset({known[1].program_id or ""})
    return not (wanted | taken_in_for).isdisjoint(listed.programs)


def _latest(store: Store, source: Source) -> datetime | None:
    taken = store.imports.first(lists.imports_of(source), skip=0, limit=1)
    return taken[0].generated_at if taken else None


def _taken(store: Store, snapshot: Snapshot, changes: Changes, held: Held, actor: Actor) -> Import:
    publisher = PUBLISHERS[snapshot.listing.source]
    authorities.ensure(store, publisher.authority, publisher.name, actor=actor, now=snapshot.now)
    added = [merging.proposed(each, snapshot) for each in changes.added]
    changed = _updates(snapshot, changes, held)
    counts = {"added": len(added), "changed": len(changed), "known": len(held)}
    counts |= {"ended": len(changes.ended), "vanished": len(changes.vanished)}
    imported = _import(snapshot, counts)
    for some in _in_acts(added):
        entry = _line(actor, imported, "propose", entries=[each.id for each in some])
        store.commit(entry, *(_added(store, each) for each in some))
    for pairs in _in_acts(changed):
        entry = _line(actor, imported, "update", entries=[new.id for _, new in pairs])
        store.commit(entry, *(_changed(store, old, new, snapshot.now) for old, new in pairs))
    believed = alerts.settled(store, AlertKind.IMPORT_REFUSED, snapshot.listing.source, now=snapshot.now)
    store.commit(_line(actor, imported, "finish", **counts), store.imports.put(imported), believed)
    return imported


def _updates(snapshot: Snapshot, changes: Changes, held: Held) -> list[tuple[RegisterEntry, RegisterEntry]]:
    """Return every known entry of which the list says something new, as it was and as it is."""
    kept = [(*held[each.authority_id], each) for each in changes.kept]
    updated = [(entry, merging.updated(entry, held_as, each, snapshot)) for entry, held_as, each in kept]
    gone = [held[name] for name in sorted(changes.vanished)]
    updated += [(entry, merging.vanished(entry, held_as, snapshot.now)) for entry, held_as in gone]
    return [(old, new) for old, new in updated if new is not old]


def _added(store: Store, entry: RegisterEntry) -> Write:
    designation = entry.designations[0]
    once = store.unique(keyspace.REGISTER_IDS, designation.source, designation.authority_id or "")
    return store.register.put(entry) + once


def _changed(store: Store, old: RegisterEntry, new: RegisterEntry, now: datetime) -> Write:
    """Write an update; of what is in force and seems to be delisted, an editor is told."""
    written = store.register.put(new, old)
    was, is_now = (merging.gone(each, now.date()) for each in (old, new))
    if is_now > was and new.state in _IN_FORCE:
        return written + alerts.raised(store, AlertKind.VANISHED, "register_entry", new.id, now=now)
    if was and not is_now:
        return written + alerts.settled(store, AlertKind.VANISHED, new.id, now=now)
    return written


def _import(snapshot: Snapshot, counts: dict[str, int]) -> Import:
    listing = snapshot.listing
    count, fewest = len(listing.records), PUBLISHERS[listing.source].fewest
    warning = None if count >= fewest else f"it has {count} records; a whole list has at least {fewest}"
    return Import(
        id=new_id("imp", snapshot.now),
        source=listing.source,
        generated_at=listing.generated_at,
        sha256=snapshot.sha256,
        counts=counts,
        warning=warning,
        imported_by=snapshot.by,
        imported_at=snapshot.now,
    )


def _refused(store: Store, upload: Upload, listing: Listing | None, reason: str, actor: Actor, now: datetime) -> None:
    """Remember a list that is not believed, and tell somebody."""
    refused = Import(
        id=new_id("imp", now),
        source=None if listing is None else listing.source,
        generated_at=None if listing is None else listing.generated_at,
        sha256=upload.digest(),
        refused_because=reason,
        imported_by=actor.user_id or actor.id,
        imported_at=now,
    )
    told = alerts.raised(store, AlertKind.IMPORT_REFUSED, "source", refused.source or "unknown", now=now)
    store.commit(_line(actor, refused, "refuse", why=reason), store.imports.put(refused), told)


def _line(actor: Actor, imported: Import, word: str, **payload: Any) -> Entry:  # noqa: ANN401 - whatever is kept
    return audit.entry(actor, f"import.{word}", imported.imported_at, after=imported, **payload)


def _in_acts(found: Sequence[AnyT]) -> Iterable[Sequence[AnyT]]:
    return (found[start : start + _IN_ONE_ACT] for start in range(0, len(found), _IN_ONE_ACT))
