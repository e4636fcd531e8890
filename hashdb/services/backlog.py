"""What waits, and how late it is: counted in the lists that are ordered by time, without reading a record.

Matches have no deadline; they are counted by how long they wait already.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from hashdb.records.takedown import TakedownRequest
from hashdb.store import Store, lists
from hashdb.store.records import Records

# From now on; what is before the first is overdue.
AHEAD = (timedelta(0), timedelta(hours=1), timedelta(hours=4), timedelta(days=1), timedelta(days=7))
# Until now, the oldest first; a chart has as many bars as one of deadlines.
BEHIND = (timedelta(days=7), timedelta(days=1), timedelta(hours=4), timedelta(hours=1))
SHOWN = 20


@dataclass(frozen=True, slots=True)
class _Queue:
    name: str
    records: Callable[[Store], Records[Any]]
    list: str


# By deadline: what people of the service decide, what platforms answer.
_BY_DEADLINE = (
    _Queue("signals", lambda store: store.signals, lists.SIGNAL_QUEUE),
    _Queue("reaffirmations", lambda store: store.signals, lists.SIGNALS_REVIEW_DUE),
    _Queue("requests", lambda store: store.takedowns, lists.TAKEDOWN_QUEUE),
    _Queue("platforms", lambda store: store.takedowns, lists.TAKEDOWNS_WAITING),
    _Queue("appeals", lambda store: store.appeals, lists.APPEALS_OPEN),
    _Queue("register", lambda store: store.register, lists.REGISTER_REVIEW_DUE),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One queue: how many are overdue and how many are due within each of AHEAD; when the most urgent was, or is."""

    name: str
    counts: Sequence[int]
    first_due: datetime | None

    @property
    def overdue(self) -> int:
        """How many should have been done by now."""
        return self.counts[0]

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """The matches that nobody has decided about: how many are older than each of BEHIND, and since when the oldest."""

    counts: Sequence[int]
    since: datetime | None

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.counts)


def by_deadline(store: Store, now: datetime) -> list[Waiting]:
    """Return every queue that has deadlines."""
    edges = [(now + each).timestamp() for each in AHEAD]
    return [
        Waiting(
            name=each.name,
            counts=each.records(store).between_scores(each.list, edges),
            first_due=_moment(each.records(store).earliest(each.list)),
        )
        for each in _BY_DEADLINE
    ]


def undecided_matches(store: Store, now: datetime) -> Undecided:
    """Return how long matches wait for somebody."""
    edges = [(now - each).timestamp() for each in BEHIND]
    return Undecided(
        counts=store.matches.between_scores(lists.MATCH_QUEUE, edges),
        since=_moment(store.matches.earliest(lists.MATCH_QUEUE)),
    )


def open_clocks(store: Store) -> list[TakedownRequest]:
    """Return the requests whose platform must answer first."""
    return store.takedowns.first(lists.TAKEDOWNS_WAITING, skip=0, limit=SHOWN)


def _moment(score: float | None) -> datetime | None:
    """Return a score as a moment; what has no deadline stands at nought."""
    return datetime.fromtimestamp(score, UTC) if score else None
