"""What researchers may see of a week: cells that so many share that nobody can be told by them.

A cell is published from ten cases on, if they come from at least three organisations of which none has more than four
fifths, rounded to five, and two weeks after the end of its week. No cell is the sum of others.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

LEAST = 10
LEAST_ORGANISATIONS = 3
ROUNDED_TO = 5
DELAY = timedelta(days=14)
_LARGEST_SHARE = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendCell:
    """One cell of the published trends."""

    event: str
    content_type: str
    tier: str
    ideology: str
    behaviour_label: str
    region: str
    platform_size_class: str
    count: int = 0


def week_of(day: date) -> date:
    """Return the Monday of the week of *day*."""
    return day - timedelta(days=day.weekday())


def is_told(week: date, today: date) -> bool:
    """Whether the week that begins on the Monday *week* may be told about *today*."""
    return today >= week + timedelta(days=7) + DELAY


def published(counts: Iterable[tuple[TrendCell, str, int]]) -> list[TrendCell]:
    """Return the cells that may be told, of (cell, organisation, count); the organisations are told of none."""
    by_cell: dict[TrendCell, dict[str, int]] = {}
    for cell, organisation, count in counts:
        shares = by_cell.setdefault(cell, {})
        shares[organisation] = shares.get(organisation, 0) + count
    return [_rounded(cell, sum(shares.values())) for cell, shares in by_cell.items() if _is_common(shares)]


def _is_common(shares: dict[str, int]) -> bool:
    total = sum(shares.values())
    sharing = sum(1 for count in shares.values() if count > 0)
    return total >= LEAST and sharing >= LEAST_ORGANISATIONS and max(shares.values()) <= _LARGEST_SHARE * total


def _rounded(cell: TrendCell, count: int) -> TrendCell:
    return replace(cell, count=ROUNDED_TO * round(count / ROUNDED_TO))
