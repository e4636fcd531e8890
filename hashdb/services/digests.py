"""The counts of days as charts need them: summed, and kept for days that are over, so that no page adds them up again.

Yesterday is still added up where it is read: an act that began before midnight may end after it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from hashdb.records.tally import DIMENSIONS, Digest, digest_of
from hashdb.store import Store

_DAY = timedelta(days=1)
_SURELY_OVER = 2 * _DAY
# What a chart, or early warning, may look back.
LONGEST = timedelta(days=200)


def take(store: Store, now: datetime) -> None:
    """Keep the digests that are missing of the days that are over."""
    last = now.date() - _SURELY_OVER
    days = list(_days(last - LONGEST, last + _DAY))
    for day, known in zip(days, store.tallies.digests(days, (), ()), strict=True):
        if known is None:
            store.tallies.keep_digest(day, digest_of(store.tallies.of(day)))


def between(
    store: Store, start: date, end: date, events: Sequence[str], dimensions: Sequence[str] = DIMENSIONS
) -> list[tuple[date, Digest]]:
    """Return the digest of each day from *start* to before *end*, of these events; what is not kept is made now."""
    days = list(_days(start, end))
    kept = store.tallies.digests(days, dimensions, events)
    return [
        (day, digest_of(store.tallies.of(day, events)) if known is None else known)
        for day, known in zip(days, kept, strict=True)
    ]


def sums(store: Store, start: date, end: date, dimension: str, events: Sequence[str]) -> dict[str, Counter[str]]:
    """Return how often each of these events happened from *start* to before *end*, by the words of a dimension."""
    found: dict[str, Counter[str]] = {each: Counter() for each in events}
    for _, digest in between(store, start, end, events, (dimension,)):
        for event, counts in digest.items():
            found[event].update(counts[dimension])
    return found


def _days(start: date, end: date) -> Iterator[date]:
    for each in range((end - start).days):
        yield start + each * _DAY
