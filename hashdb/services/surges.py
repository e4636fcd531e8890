"""Early warning: each day, and each week, the counts that their own history does not explain become alerts.

Counted are submissions and matches by label, by ideology and by region. The statistic and what it promises stand in
`hashdb.reports.surges`; days and weeks share the rate of false alarms that the policy sets.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hashdb.records.alert import AlertKind
from hashdb.records.tally import Cell
from hashdb.reports.counting import ideology
from hashdb.reports.regions import region_of
from hashdb.reports.surges import Surge, surges
from hashdb.services import alerts, figures, tallies
from hashdb.store import Store, lists

_DAYS, _WEEKS, _WEEK = 28, 26, 7
_EVENTS = (tallies.SUBMITTED, tallies.FOUND)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One count that is watched: how often something happened, of one label, ideology or region."""

    event: str
    dimension: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A surging count: what is watched, in how many days from when on, and what was expected."""

    watched: Watched
    start: date
    days: int
    surge: Surge

    @property
    def id(self) -> str:
        """What the alert is about."""
        span = "week" if self.days == _WEEK else "day"
        return f"{self.watched.event} {self.watched.dimension} {self.watched.word} {span} {self.start}"


def look(store: Store, now: datetime) -> None:
    """Raise an alert for each count of the day before that surges, and on Mondays for those of the week."""
    for found in found_on(store, now.date() - timedelta(days=1)):
        alerts.raise_now(store, AlertKind.SURGE, "tally", found.id, now=now)


def found_on(store: Store, day: date) -> list[Found]:
    """Return the surging counts of a day, and if it is a Sunday those of its week."""
    alpha = store.policy().surge_alpha_per_mille / 1_000 / 2
    found = _found(store, day, 1, _DAYS, alpha)
    if day.weekday() == _WEEK - 1:
        found += _found(store, day - timedelta(days=_WEEK - 1), _WEEK, _WEEKS, alpha)
    return found


def _found(store: Store, start: date, days: int, length: int, alpha: float) -> list[Found]:
    spans = list(_spans(store, start, days, length))
    cells = {watched: None for span in spans for watched in span}
    counts = {each: _with_history(each, spans) for each in cells}
    return [
        Found(watched=watched, start=start, days=days, surge=surge)
        for watched, surge in surges(counts, alpha=alpha).items()
    ]


def _with_history(watched: Watched, spans: Sequence[Mapping[Watched, int]]) -> tuple[int, list[int]]:
    """Return the last count and those before it."""
    *history, count = [span.get(watched, 0) for span in spans]
    return count, history


def _spans(store: Store, start: date, days: int, length: int) -> Iterator[Counter[Watched]]:
    """Yield the counts of each span of the history, then those from *start* on; none from before the service began."""
    names, regions = figures.ideologies(store), _regions(store)
    first = _first_day(store)
    for back in range(length, -1, -1):
        begin = start - back * timedelta(days=days)
        if first is not None and begin >= first:
            counts = figures.counts(store, begin, begin + timedelta(days=days), _EVENTS)
            yield _watched(counts, names, regions)


def _watched(counts: Mapping[Cell, int], names: Mapping[str, str], regions: Mapping[str, str]) -> Counter[Watched]:
    total: Counter[Watched] = Counter()
    for cell, count in counts.items():
        words = {
            "label": cell.label,
            "ideology": ideology(cell.ground, names),
            "region": regions.get(cell.member_id, region_of(None)),
        }
        for dimension, word in words.items():
            total[Watched(event=cell.event, dimension=dimension, word=word)] += count
    return total


def _regions(store: Store) -> dict[str, str]:
    return {each.id: region_of(each.country) for each in store.members.all_of(lists.MEMBERS)}


def _first_day(store: Store) -> date | None:
    """Return the day on which the service began, which the log tells."""
    first = store.log.entries(0, 1)
    return date.fromisoformat(str(first[0].fields()["at"])[:10]) if first else None
