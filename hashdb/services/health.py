"""Whether the service itself is well: how large the index is and how fresh, and what the workers still owe."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hashdb.services import snapshots
from hashdb.services.matcher import Matcher
from hashdb.signals import PACKED_TYPES
from hashdb.store import Store

# What is owed waits for its turn this long without anybody having to worry.
PATIENCE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexSize:
    """One signal type: rows of the store, rows that this process searches, and how many of these have a segment.

    A signal has a row, and one for each of its views; inventories of members are rows of their own.
    """

    signal_type: str
    stored: int
    known: int
    in_segment: int
    inventory: int

    @property
    def in_tail(self) -> int:
        """How many rows are searched in memory alone, until the next segment holds them."""
        return self.known - self.in_segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Of the index, of the published list, and of the work that is owed."""

    index: list[IndexSize]
    late_by: float | None
    changed_at: datetime | None
    published_at: datetime | None
    owed: int
    overdue: int
    given_up: int
    read_only: str | None


def look(store: Store, matcher: Matcher, folder: Path, now: datetime) -> Health:
    """Return how the service is; the index is that of the process that was asked."""
    known = matcher.sizes()
    counts = store.ledger.counts()
    return Health(
        index=[
            IndexSize(
                signal_type=kind.name,
                stored=store.signals.columns.length(kind.name),
                known=known.get(kind.name, (0, 0))[0],
                in_segment=known.get(kind.name, (0, 0))[1],
                inventory=store.inventory.columns.length(kind.name),
            )
            for kind in PACKED_TYPES
        ],
        late_by=matcher.late_by(),
        changed_at=_moment_of(store.signals.columns.latest()),
        published_at=snapshots.published_at(folder),
        owed=counts["owed"],
        overdue=store.ledger.overdue(now - PATIENCE),
        given_up=counts["dead"],
        read_only=store.read_only.reason(),
    )


def _moment_of(checkpoint: str) -> datetime | None:
    """Return when a change was told: its place in the stream begins with the milliseconds."""
    milliseconds = int(checkpoint.partition("-")[0])
    return datetime.fromtimestamp(milliseconds / 1_000, UTC) if milliseconds else None
