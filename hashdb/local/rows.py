"""A copy's rows, read as `hashdb.store.columns.Columns` reads those of the store: what matcher and segments ask for.

The rows of the snapshot come first, then those of the changes. Places in the stream are counted here: `7` is behind the
seventh signal whose rows changed since the snapshot.
"""

import time
from collections.abc import Iterator

from hashdb import ids
from hashdb.local.changes import Changes
from hashdb.local.snapshot import Snapshot
from hashdb.store.columns import BLOCK, RowChange


class LocalRows:
    """The rows of *snapshot* after *changes*."""

    space = "signal"

    def __init__(self, snapshot: Snapshot, changes: Changes) -> None:
        self._snapshot = snapshot
        self._changes = changes

    def length(self, signal_type: str) -> int:
        """Return how many rows there are, live or not."""
        return len(self._changes.rows[signal_type].flags)

    def blocks(self, signal_type: str, from_row: int = 0) -> Iterator[tuple[int, bytes, bytes]]:
        """Yield first row, codes and flags of every block, beginning with the one in which *from_row* stands."""
        for first in range(from_row // BLOCK * BLOCK, self.length(signal_type), BLOCK):
            rows = range(first, min(first + BLOCK, self.length(signal_type)))
            yield first, self._codes(signal_type, rows), self._flags(signal_type, rows)

    def flags(self, signal_type: str, until_row: int) -> Iterator[tuple[int, bytes]]:
        """Yield first row and flags of every block, up to *until_row*."""
        for first in range(0, until_row, BLOCK):
            yield first, self._flags(signal_type, range(first, min(first + BLOCK, until_row)))

    def codes(self, signal_type: str, until_row: int) -> Iterator[bytes]:
        """Yield the codes of every block, up to *until_row*."""
        for first in range(0, until_row, BLOCK):
            yield self._codes(signal_type, range(first, min(first + BLOCK, until_row)))

    def origin(self) -> str:
        """Return what names this very snapshot: a segment of another one is of no use."""
        return f"{self._snapshot.manifest.origin}/{self._snapshot.manifest.sequence}/{self.space}"

    def ids_at(self, signal_type: str, rows: list[int]) -> list[str]:
        """Return the ids of the signals that have these rows."""
        return [self._id_at(signal_type, row) for row in rows]

    def latest(self) -> str:
        """Return the place of the latest change."""
        self._changes.catch_up()
        return str(self._changes.count())

    def changes_since(self, checkpoint: str, limit: int) -> list[RowChange] | None:
        """Return the rows of up to *limit* changes behind the checkpoint; None if they are no longer known."""
        self._changes.catch_up()
        return self._changes.told_behind(int(checkpoint), limit)

    def wait_for_change(self, _checkpoint: str, milliseconds: int) -> None:
        """Return when the time has passed: a file tells nobody that it has grown."""
        time.sleep(milliseconds / 1_000)

    def _codes(self, signal_type: str, rows: range) -> bytes:
        base, more = self._snapshot.columns[signal_type], self._changes.rows[signal_type]
        width = base["code"].shape[1]
        behind = slice(max(0, rows.start - more.first) * width, max(0, rows.stop - more.first) * width)
        return base["code"][rows.start : min(rows.stop, more.first)].tobytes() + bytes(more.codes[behind])

    def _flags(self, signal_type: str, rows: range) -> bytes:
        return bytes(self._changes.rows[signal_type].flags[rows.start : rows.stop])

    def _id_at(self, signal_type: str, row: int) -> str:
        more = self._changes.rows[signal_type]
        if row >= more.first:
            return more.ids[row - more.first]
        columns = self._snapshot.columns[signal_type]
        return ids.unpacked("sig", columns.ulid(columns.line_of_row(row)))
