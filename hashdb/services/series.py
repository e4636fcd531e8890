"""What happened over time: the sums of events, day by day or week by week, as charts show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hashdb.reports.trends import week_of
from hashdb.store import Store

_WEEK = 7
_DAY = timedelta(days=1)


class Step(StrEnum):
    """How long each point of a series is."""

    DAY = "day"
    WEEK = "week"


_POINTS = {Step.DAY: 28, Step.WEEK: 26}


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """How often each event happened on the days of each point, which its first day names; the last point still grows.

    It goes from its first point to before `end`.
    """

    points: Sequence[tuple[date, Sequence[Mapping[str, int]]]]
    end: date

    @property
    def starts(self) -> list[date]:
        """The first day of each point."""
        return [start for start, _ in self.points]

    def of(self, *events: str) -> list[int]:
        """Return how often these events happened, together, at each point."""
        return [sum(totals.get(event, 0) for totals in days for event in events) for _, days in self.points]

    def total(self, *events: str) -> int:
        """Return how often these events happened, together."""
        return sum(self.of(*events))


def latest(store: Store, step: Step, today: date) -> History:
    """Return the last 28 days, or the last 26 weeks, that of *today* among them."""
    first = today if step is Step.DAY else week_of(today)
    length = timedelta(days=1 if step is Step.DAY else _WEEK)
    start = first - (_POINTS[step] - 1) * length
    points: dict[date, list[Mapping[str, int]]] = {start + each * length: [] for each in range(_POINTS[step])}
    days = [start + each * _DAY for each in range((today - start).days + 1)]
    for day, totals in zip(days, store.tallies.totals(days), strict=True):
        points[day if step is Step.DAY else week_of(day)].append(totals)
    return History(points=list(points.items()), end=today + _DAY)
