"""Packed columns: what matching needs of every row, in blocks of 65,536 rows, and the stream of changed rows.

Three columns: `code` (the value's bytes), `flags` (one byte, see hashdb.signals.RowFlag) and `id` (the 16 bytes of the
ULID). A matcher loads the columns once and then follows the stream; one that fell behind its end loads them again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hashdb import ids
from hashdb.signals import SIGNAL_TYPES
from hashdb.store import keyspace
from hashdb.store.act import Write
from hashdb.store.database import Database

BLOCK = 65_536
_ID_BYTES = 16
_NO_ROW = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """One row whose flags changed; `checkpoint` is its place in the stream, `row` is None for exact types."""

    checkpoint: str
    signal_type: str
    row: int | None
    flags: int
    code: bytes
    id: str


class Columns:
    """The columns of one space: `signal` (prefix of its ids: `sig`) or `inventory` (`inv`)."""

    def __init__(self, database: Database, space: str, prefix: str) -> None:
        self._database = database
        self._space = space
        self._prefix = prefix

    def reserve(self, signal_type: str, count: int) -> int:
        """Give out *count* consecutive rows and return the first; rows that are never written stay without a flag."""
        return int(self._database.incrby(keyspace.rows(self._space, signal_type), count)) - count

    def length(self, signal_type: str) -> int:
        """Return how many rows were given out."""
        return int(self._database.get(keyspace.rows(self._space, signal_type)) or 0)

    def write(self, signal_type: str, first_row: int, values: list[bytes], identifiers: list[str]) -> Write:
        """Write codes and ids of consecutive rows; their flags stay unset."""
        codes = self._pieces(signal_type, "code", first_row, values)
        packed = self._pieces(signal_type, "id", first_row, [ids.packed(each) for each in identifiers])
        return Write(commands=(*codes, *packed))

    def change(self, change: RowChange) -> Write:
        """Set the flags of a row and tell whoever follows; the checkpoint is given by the stream."""
        told = ("t", change.signal_type, "f", change.flags, "c", change.code, "i", ids.packed(change.id))
        row = _NO_ROW if change.row is None else change.row
        tell = ("XADD", keyspace.changes(self._space), "*", "r", row, *told)
        if change.row is None:
            return Write(commands=(tell,))
        block, offset = divmod(change.row, BLOCK)
        key = keyspace.column(self._space, change.signal_type, "flags", block)
        return Write(commands=(("SETRANGE", key, offset, bytes([change.flags])), tell))

    def blocks(self, signal_type: str) -> Iterator[tuple[int, bytes, bytes]]:
        """Yield first row, codes and flags of every block; both columns padded with zeros to the same length."""
        width = SIGNAL_TYPES[signal_type].bits // 8
        for first in range(0, self.length(signal_type), BLOCK):
            block = first // BLOCK
            names = [keyspace.column(self._space, signal_type, name, block) for name in ("flags", "code")]
            # Flags first: a code is written before its flag is ever set.
            flags, codes = (self._database.get(name) or b"" for name in names)
            rows = max(len(flags), len(codes) // width)
            yield first, codes.ljust(rows * width, b"\0"), flags.ljust(rows, b"\0")

    def ids_at(self, signal_type: str, rows: list[int]) -> list[str]:
        """Return the ids that stand in these rows."""
        pipeline = self._database.pipeline()
        for row in rows:
            block, offset = divmod(row, BLOCK)
            key = keyspace.column(self._space, signal_type, "id", block)
            pipeline.getrange(key, offset * _ID_BYTES, (offset + 1) * _ID_BYTES - 1)
        return [ids.unpacked(self._prefix, raw) for raw in pipeline.execute()] if rows else []

    def last_checkpoint(self) -> str:
        """Return the place of the latest change, `0-0` before the first."""
        latest = self._database.xrevrange(keyspace.changes(self._space), count=1)
        return latest[0][0].decode() if latest else "0-0"

    def first_checkpoint(self) -> str | None:
        """Return the place of the oldest change that the stream still holds."""
        oldest = self._database.xrange(keyspace.changes(self._space), count=1)
        return oldest[0][0].decode() if oldest else None

    def changes_after(self, checkpoint: str, limit: int) -> list[RowChange]:
        """Return up to *limit* changes behind the checkpoint, in their order."""
        found = self._database.xrange(keyspace.changes(self._space), min=f"({checkpoint}", count=limit)
        return [self._change(place, fields) for place, fields in found]

    def wait_for_change(self, checkpoint: str, milliseconds: int) -> None:
        """Return as soon as there is a change behind the checkpoint, or when the time has passed."""
        self._database.xread({keyspace.changes(self._space): checkpoint}, count=1, block=milliseconds)

    def _pieces(self, signal_type: str, column: str, first_row: int, cells: list[bytes]) -> Iterator[tuple[Any, ...]]:
        width = len(cells[0])
        at = 0
        while at < len(cells):
            block, offset = divmod(first_row + at, BLOCK)
            fitting = cells[at : at + BLOCK - offset]
            key = keyspace.column(self._space, signal_type, column, block)
            yield ("SETRANGE", key, offset * width, b"".join(fitting))
            at += len(fitting)

    def _change(self, place: bytes, fields: dict[bytes, bytes]) -> RowChange:
        row = int(fields[b"r"])
        return RowChange(
            checkpoint=place.decode(),
            signal_type=fields[b"t"].decode(),
            row=None if row == _NO_ROW else row,
            flags=int(fields[b"f"]),
            code=fields[b"c"],
            id=ids.unpacked(self._prefix, fields[b"i"]),
        )
