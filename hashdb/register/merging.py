"""What a list says of an entry, put into the entry: pure, so that a list can be tried before anything is written."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from hashdb.ids import new_id
from hashdb.lifecycles.register_entry import State
from hashdb.records.register import Designation, Names, RegisterEntry
from hashdb.register import names
from hashdb.register.diff import has_ended
from hashdb.register.listing import PUBLISHERS, Listed, Listing

VANISHED = "vanished"
ENDED = "ended"
RENAMED = "renamed"
LISTED_AGAIN = "listed_again"
_TERROR = ("sanction", "crime.terror")


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The file that a list came in, who brought it, and when."""

    listing: Listing
    sha256: str
    by: str
    now: datetime


def proposed(listed: Listed, snapshot: Snapshot) -> RegisterEntry:
    """Return a record of the list as a proposed entry."""
    publisher = PUBLISHERS[snapshot.listing.source]
    designation = Designation(
        id=new_id("dsg", snapshot.now),
        authority=publisher.authority,
        source=snapshot.listing.source,
        authority_id=listed.authority_id,
        source_url=publisher.url,
        source_snapshot_sha256=snapshot.sha256,
        imported_at=snapshot.now,
    )
    return RegisterEntry(
        id=new_id("reg", snapshot.now),
        schema=listed.schema,
        properties=_with_topics(listed, snapshot),
        designations=(_said(designation, listed),),
        flags=(ENDED,) if has_ended(listed.end_date, snapshot.now.date()) else (),
        proposed_by=snapshot.by,
        created_at=snapshot.now,
    )


def updated(entry: RegisterEntry, designation: Designation, listed: Listed, snapshot: Snapshot) -> RegisterEntry:
    """Return the entry as the list has it now; the very same entry if the list says nothing new.

    Names change with the list, unless the entry is called something else altogether: that is no update but another
    organisation under an approved number, so the names stay and a person looks at it.
    """
    today = snapshot.now.date()
    flags = set(entry.flags) - {VANISHED, ENDED, RENAMED, LISTED_AGAIN} | _flags_of_others(entry, designation, today)
    new = replace(_said(designation, listed), vanished_at=None)
    if new != designation:
        new = replace(new, source_snapshot_sha256=snapshot.sha256)
    called = entry.properties if len(entry.designations) > 1 else _with_topics(listed, snapshot)
    if entry.state is not State.PROPOSED and _is_another(entry.properties, called):
        called = entry.properties
        flags.add(RENAMED)
    if has_ended(new.end_date, today):
        flags.add(ENDED)
    elif new.ended_at is not None:
        flags.add(LISTED_AGAIN)
    return _changed(entry, designation, new, called, flags)


def gone(entry: RegisterEntry, today: date) -> int:
    """Return how many designations their lists have ended, or do not have any more."""
    return sum(each.vanished_at is not None or has_ended(each.end_date, today) for each in entry.designations)


def vanished(entry: RegisterEntry, designation: Designation, now: datetime) -> RegisterEntry:
    """Return the entry with a designation that its list does not have any more."""
    gone = replace(designation, vanished_at=designation.vanished_at or now)
    return _changed(entry, designation, gone, entry.properties, {*entry.flags, VANISHED})


def _flags_of_others(entry: RegisterEntry, designation: Designation, today: date) -> set[str]:
    """Return what other lists have said of the entry, which this one says nothing about."""
    others = [each for each in entry.designations if each.id != designation.id and each.ended_at is None]
    flags = {VANISHED} if any(each.vanished_at is not None for each in others) else set()
    return flags | ({ENDED} if any(has_ended(each.end_date, today) for each in others) else set())


def _changed(entry: RegisterEntry, old: Designation, new: Designation, called: Names, flags: set[str]) -> RegisterEntry:
    designations = tuple(new if each.id == old.id else each for each in entry.designations)
    changed = replace(entry, designations=designations, properties=called, flags=tuple(sorted(flags)))
    return entry if changed == entry else replace(changed, version=entry.version + 1)


def _said(designation: Designation, listed: Listed) -> Designation:
    terrorism = PUBLISHERS[designation.source].terrorism
    first = sorted(listed.programs, key=lambda each: each not in terrorism)[:1]
    return replace(
        designation,
        program=listed.program or ", ".join(listed.programs) or None,
        program_id=first[0] if first else None,
        listing_date=listed.listing_date,
        end_date=listed.end_date,
    )


def _with_topics(listed: Listed, snapshot: Snapshot) -> Names:
    terrorism = PUBLISHERS[snapshot.listing.source].terrorism
    return replace(listed.names, topics=_TERROR if terrorism.intersection(listed.programs) else _TERROR[:1])


def _is_another(held: Names, new: Names) -> bool:
    """Tell whether the new name resembles none that the entry has, and does not come with the old one."""
    known = (*held.name, *held.alias, *held.previous_name, *held.abbreviation)
    alike = any(names.best(each, known)[0] >= names.GREY for each in new.name)
    kept = any(names.best(each, (*new.alias, *new.previous_name))[0] >= names.CANDIDATE for each in held.name)
    return not alike and not kept
