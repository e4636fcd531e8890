"""Gather what a report counts: signals and matches from the tallies of its days, all else from the records."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time

from hashdb.records.member import Member
from hashdb.records.tally import UNSTATED, Cell
from hashdb.reports import cases, requests, signals
from hashdb.reports.document import Figures
from hashdb.services import reputation
from hashdb.services.reputation import Standing
from hashdb.signals import SIGNAL_TYPES
from hashdb.store import Store, lists


def gathered(store: Store, start: date, end: date) -> Figures:
    """Return the figures of the days from *start* to before *end*; members and states are as they stand now."""
    begins, ends = midnight(start), midnight(end)
    names = ideologies(store)
    counted = counts(store, start, end)
    members = list(store.members.all_of(lists.MEMBERS))
    sizes = {each.id: str(each.size or UNSTATED) for each in members}
    return _merged(
        [
            signals.figures(counted, names, SIGNAL_TYPES),
            requests.figures(store.takedowns.between(lists.TAKEDOWNS, begins, ends), sizes, names),
            cases.appeals(store.appeals.between(lists.APPEALS, begins, ends)),
            cases.incidents(list(store.incidents.between(lists.INCIDENTS, begins, ends))),
            cases.members(members, _standings(store, members), map(str, Standing)),
            cases.register(list(store.register.between(lists.ENTRIES, begins, ends))),
            cases.disclosures(counted),
        ]
    )


def counts(store: Store, start: date, end: date, events: Collection[str] = ()) -> dict[Cell, int]:
    """Return the tallies of a period, of all events or of these."""
    total: Counter[Cell] = Counter()
    for _, day in store.tallies.between(start, end, events):
        total.update(day)
    return dict(total)


def ideologies(store: Store) -> dict[str, str]:
    """Return the ideology of each entry of the register, by id."""
    return {each.id: str(each.ideology) for each in store.register.all_of(lists.ENTRIES)}


def ideologies_of(store: Store, grounds: Iterable[str]) -> dict[str, str]:
    """Return the ideology of those grounds that are entries of the register: not of all the entries there are."""
    entries = store.register.many(sorted(each for each in grounds if each.startswith("reg_")))
    return {each.id: str(each.ideology) for each in entries}


def midnight(day: date) -> datetime:
    """Return when a day begins."""
    return datetime.combine(day, time(), UTC)


def _standings(store: Store, members: Iterable[Member]) -> list[str]:
    return [str(reputation.of(store, each.id).standing) for each in members]


def _merged(parts: Iterable[Figures]) -> Figures:
    known = list(parts)
    return Figures(
        tables=[each for part in known for each in part.tables],
        shares=[each for part in known for each in part.shares],
        durations=[each for part in known for each in part.durations],
    )
