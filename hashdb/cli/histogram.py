"""A histogram as a drawing (SVG): bars over a scale, the numbers that matter written beside them."""

from collections.abc import Mapping
from dataclasses import dataclass

_WIDTH, _HEIGHT = 960, 190
_LEFT, _BOTTOM, _TOP = 8, 24, 18
_MOST_BARS = 66
_TICKS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar in the drawing's units; `label` tells what it counts."""

    x: float
    y: float
    width: float
    height: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A number below the bars."""

    x: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """What to draw: a title, bars, numbers below them, and how many the longest bar counts."""

    title: str
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    most: int
    width: int = _WIDTH
    height: int = _HEIGHT
    floor: int = _HEIGHT - _BOTTOM


def histogram(title: str, counts: Mapping[int, int], *, largest: int, unit: str) -> Histogram:
    """Draw how often each number from 0 to *largest* was counted; neighbours share a bar when there are many."""
    each = -(-(largest + 1) // _MOST_BARS)
    sums = [sum(counts.get(number, 0) for number in range(low, low + each)) for low in range(0, largest + 1, each)]
    step, most = (_WIDTH - 2 * _LEFT) / len(sums), max(sums)
    scale = (_HEIGHT - _BOTTOM - _TOP) / max(1, most)
    bars = tuple(
        Bar(
            x=round(_LEFT + place * step, 1),
            y=round(_HEIGHT - _BOTTOM - total * scale, 1),
            width=round(max(1.0, step - 1), 1),
            height=round(total * scale, 1),
            label=f"{_range(place * each, each, largest)} {unit}: {total:,}",
        )
        for place, total in enumerate(sums)
        if total
    )
    apart = max(1, -(-len(sums) // _TICKS))
    ticks = tuple(
        Tick(x=round(_LEFT + (place + 0.5) * step, 1), text=str(place * each)) for place in range(0, len(sums), apart)
    )
    return Histogram(title=title, bars=bars, ticks=ticks, most=most)


def _range(low: int, each: int, largest: int) -> str:
    return str(low) if each == 1 or low == largest else f"{low} to {min(largest, low + each - 1)}"
