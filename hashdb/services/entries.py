"""Read the register: as a list, one entry, or by name."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from hashdb.access import Actor
from hashdb.errors import NotFoundError
from hashdb.lifecycles.register_entry import State
from hashdb.records.register import Acceptance, Authority, Designation, Import, RegisterEntry
from hashdb.register import names
from hashdb.roles import Role
from hashdb.store import Page, Store, lists

NameIndex = names.Directory[RegisterEntry]

_MOST_FOUND = 50
_OVER = frozenset({State.REFUSED, State.MERGED})
# Who works on the register or decides on its ground; everybody else reads what is usable.
_WORKING = frozenset(
    {
        Role.REGISTER_EDITOR,
        Role.REVIEWER,
        Role.SENIOR_REVIEWER,
        Role.APPEALS_OFFICER,
        Role.INCIDENT_COMMANDER,
        Role.AUDITOR,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An entry whose name resembles the one asked for; people decide whether it is meant, above all a grey one."""

    entry: RegisterEntry
    name: str
    score: float
    grey: bool


def works_on(reader: Actor) -> bool:
    """Tell whether somebody works on the register or decides on its ground."""
    return reader.role in _WORKING


def get(store: Store, entry_id: str, *, actor: Actor) -> RegisterEntry:
    """Return an entry; what is not usable exists for those only who work on the register."""
    entry = store.register.get(entry_id)
    if not (entry.is_usable or works_on(actor)):
        raise NotFoundError(f"there is no register_entry {entry_id}")
    return entry


def page(store: Store, *, waiting: bool, after: str | None, limit: int, actor: Actor) -> Page[RegisterEntry]:
    """Return entries by their id, or those only that wait for a decision."""
    everything = lists.REGISTER_QUEUE if waiting else lists.ENTRIES
    shown = everything if works_on(actor) else lists.ENTRIES_USABLE
    return store.register.page(shown, after=after, limit=limit)


def usable(store: Store) -> list[RegisterEntry]:
    """Return every entry on which something may rest as far as its state goes; some thousands at the most."""
    return list(store.register.all_of(lists.ENTRIES_USABLE))


def everything(store: Store) -> Iterator[RegisterEntry]:
    """Yield every entry."""
    return store.register.all_of(lists.ENTRIES)


def search(found_in: NameIndex, query: str) -> list[Candidate]:
    """Return the entries whose names resemble *query*, the most similar first.

    A weak alias finds nobody: it is too common a name. Nothing is ever linked by a search.
    """
    candidates: dict[str, Candidate] = {}
    for score, entry, name in found_in.search(query, names.GREY):
        candidate = Candidate(entry=entry, name=name, score=round(score, 1), grey=score < names.CANDIDATE)
        candidates.setdefault(entry.id, candidate)
    return list(candidates.values())[:_MOST_FOUND]


def directory(entries: Iterable[RegisterEntry]) -> NameIndex:
    """Return the names by which entries are found."""
    return names.Directory((entry, name) for entry in entries for name in _called(entry))


def searched(store: Store, *, actor: Actor) -> NameIndex:
    """Return what the actor's search looks through."""
    if not works_on(actor):
        return directory(usable(store))
    return directory(entry for entry in everything(store) if entry.state not in _OVER)


def authorities_of(store: Store, entries: Sequence[RegisterEntry]) -> dict[str, Authority]:
    """Return the authorities that designate any of the entries, by their slug."""
    named = sorted({each.authority for entry in entries for each in entry.designations})
    return {each.id: each for each in store.authorities.many(named)}


def counting(entry: RegisterEntry, authorities: dict[str, Authority], now: datetime) -> list[Designation]:
    """Return the designations that hold and are of authorities whose word counts here."""
    accepted = {each.id for each in authorities.values() if each.acceptance is Acceptance.ACCEPTED}
    return [each for each in entry.designations if each.authority in accepted and each.holds(now.date())]


def page_of_imports(store: Store, *, after: str | None, limit: int) -> Page[Import]:
    """Return the lists that were taken in or refused."""
    return store.imports.page(lists.IMPORTS, after=after, limit=limit)


def _called(entry: RegisterEntry) -> Iterable[str]:
    called = entry.properties
    return (*called.name, *called.abbreviation, *called.alias, *called.previous_name)
