"""A random sample of the active signals, for auditors: whether what is on the list belongs there.

Whoever looks does not choose, and whoever is looked at cannot: what is drawn follows from the seed and the list alone,
so that others can draw the same.
"""

import random
from dataclasses import dataclass

from hashdb.records.signal import Signal
from hashdb.store import Store, lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What was drawn with a seed, of so many."""

    seed: str
    total: int
    signals: list[Signal]


def draw(store: Store, *, size: int, seed: str) -> Drawn:
    """Draw up to *size* of the active signals, each as likely as any other."""
    total = store.signals.count(lists.SIGNALS_REVIEW_DUE)
    places = random.Random(seed).sample(range(total), min(size, total))  # noqa: S311 - no secret: others draw the same
    found = (store.signals.first(lists.SIGNALS_REVIEW_DUE, skip=place, limit=1) for place in places)
    return Drawn(seed=seed, total=total, signals=[signal for some in found for signal in some])
