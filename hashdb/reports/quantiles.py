"""Medians and other quantiles of durations, by the nearest rank: always a value that was really seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from hashdb.reports.cells import SMALL_CELL, Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How long something took, in seconds; of fewer than ten cases nothing is told but that they are few."""

    count: Shown
    median: int | None = None
    p90: int | None = None


def quantile(values: Sequence[float], share: float) -> float:
    """Return the smallest of *values* that at least *share* of them do not exceed."""
    return sorted(values)[max(0, ceil(share * len(values)) - 1)]


def spread(seconds: Sequence[float]) -> Spread:
    """Return count, median and 90th percentile of durations."""
    if 0 < len(seconds) < SMALL_CELL:
        return Spread(count=f"<{SMALL_CELL}")
    if not seconds:
        return Spread(count=0)
    return Spread(count=len(seconds), median=round(quantile(seconds, 0.5)), p90=round(quantile(seconds, 0.9)))
