"""Charts of bars and of lines: from numbers to places on a surface of 640 x 240 units.

A value that is not known (None) is a gap, never a nought. Each chart stands beside its table, so nobody depends on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import floor, log10

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 14, 30
MOST_TICKS = 5
MOST_LABELS = 6

Place = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A row of values under one name, a value for each label of its chart."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What is drawn, and told in its table; `limit` is a line that should not be crossed, such as a deadline."""

    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    unit: str = ""
    limit: float | None = None
    limit_name: str = ""

    @property
    def known(self) -> list[float]:
        """All values that are known."""
        return [value for each in self.series for value in each.values if value is not None]

    @property
    def is_whole(self) -> bool:
        """Whether it counts, and has no fractions."""
        return all(float(value).is_integer() for value in self.known)

    @property
    def rows(self) -> list[tuple[str, list[float | None]]]:
        """The table: for each label its value in each series."""
        return [(label, [each.values[at] for each in self.series]) for at, label in enumerate(self.labels)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One value as a bar of series number `of`."""

    of: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One series as a path, broken where a value is not known, and a point for each value that is."""

    path: str
    points: list[Place]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A chart's places: what its axes say, and its bars or lines."""

    ticks: list[tuple[float, float]]
    labels: list[tuple[float, str]]
    limit: float | None
    bars: list[Bar]
    lines: list[Line]


def bars(chart: Chart) -> Drawn:
    """Return the chart as bars, those of one label side by side."""
    top = _top(chart)
    slot = (WIDTH - LEFT - RIGHT) / max(len(chart.labels), 1)
    width = slot * 0.72 / max(len(chart.series), 1)
    found = [
        _bar(of, LEFT + slot * (at + 0.14) + width * of, width, _height(value, top))
        for of, each in enumerate(chart.series)
        for at, value in enumerate(each.values)
        if value is not None
    ]
    return _drawn(chart, top, bars=found)


def lines(chart: Chart) -> Drawn:
    """Return the chart as lines."""
    top = _top(chart)
    places = [
        [None if value is None else (_middle(chart, at), _height(value, top)) for at, value in enumerate(each.values)]
        for each in chart.series
    ]
    return _drawn(chart, top, lines=[_line(each) for each in places])


def _bar(of: int, x: float, width: float, y: float) -> Bar:
    return Bar(of=of, x=round(x, 1), y=y, width=round(width * 0.92, 1), height=round(HEIGHT - BOTTOM - y, 1))


def _line(places: Sequence[Place | None]) -> Line:
    runs = [list(run) for known, run in groupby(places, key=lambda each: each is not None) if known]
    path = "".join("M" + "L".join(f"{each[0]} {each[1]}" for each in run if each) for run in runs)
    return Line(path=path, points=[each for each in places if each])


def _drawn(chart: Chart, top: float, *, bars: Sequence[Bar] = (), lines: Sequence[Line] = ()) -> Drawn:
    step = _step(top, whole=chart.is_whole)
    every = -(-len(chart.labels) // MOST_LABELS) or 1
    return Drawn(
        ticks=[(_height(step * at, top), step * at) for at in range(round(top / step) + 1)],
        labels=[(_middle(chart, at), label) for at, label in enumerate(chart.labels) if at % every == 0],
        limit=None if chart.limit is None else _height(chart.limit, top),
        bars=list(bars),
        lines=list(lines),
    )


def _middle(chart: Chart, at: int) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * (at + 0.5) / len(chart.labels), 1)


def _height(value: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top, 1)


def _step(most: float, *, whole: bool) -> float:
    """Return 1, 2 or 5 times a power of ten, so that at most five of them reach *most*; a *whole* one for counts."""
    rough = most / MOST_TICKS
    power = 10.0 ** floor(log10(rough))
    found = next(power * each for each in (1, 2, 5, 10) if power * each >= rough * (1 - 1e-9))
    return max(found, 1.0) if whole else found


def _top(chart: Chart) -> float:
    step = _step(_most(chart), whole=chart.is_whole)
    return float(step * -(-_most(chart) // step))


def _most(chart: Chart) -> float:
    return max([*chart.known, chart.limit or 0]) or 1
