"""Packed columns: what matching needs of every row, in blocks of 65,536 rows, and the stream of changed rows.

Three columns: `code` (the value's bytes), `flags` (one byte, see hashdb.signals.RowFlag) and `id` (the 16 bytes of the
ULID). A matcher loads the columns once and then follows the stream; one that fell behind its end loads them again.
"""

import secrets
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
BEGINNING = "0-0"
# Changes that are read at once for a page, and rows that fill it.
_AT_ONCE = 100
_MOST_ROWS = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """One row whose flags changed; `checkpoint` is its place in the stream, `row` is None for exact types.

    The rows of one signal change together and share their place.
    """

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
        self.space = space
        self._prefix = prefix

    def reserve(self, signal_type: str, count: int) -> int:
        """Give out *count* consecutive rows and return the first; rows that are never written stay without a flag."""
        return int(self._database.incrby(keyspace.rows(self.space, signal_type), count)) - count

    def length(self, signal_type: str) -> int:
        """Return how many rows were given out."""
        return int(self._database.get(keyspace.rows(self.space, signal_type)) or 0)

    def write(self, signal_type: str, first_row: int, values: list[bytes], identifiers: list[str]) -> Write:
        """Write codes and ids of consecutive rows; their flags stay unset."""
        codes = self._pieces(signal_type, "code", first_row, values)
        packed = self._pieces(signal_type, "id", first_row, [ids.packed(each) for each in identifiers])
        return Write(commands=(*codes, *packed))

    def change(self, *rows: RowChange) -> Write:
        """Set the flags of consecutive rows of one id and tell whoever follows, all in one entry of the stream.

        So nobody learns half of what belongs together, wherever a page of the stream ends. The checkpoint is given by
        the stream.
        """
        first = rows[0]
        codes = b"".join(each.code for each in rows)
        told = ("t", first.signal_type, "f", first.flags, "c", codes, "i", ids.packed(first.id))
        row = _NO_ROW if first.row is None else first.row
        tell = ("XADD", keyspace.changes(self.space), "*", "r", row, *told)
        if first.row is None:
            return Write(commands=(tell,))
        flags = self._pieces(first.signal_type, "flags", first.row, [bytes([each.flags]) for each in rows])
        return Write(commands=(*flags, tell))

    def blocks(self, signal_type: str, from_row: int = 0) -> Iterator[tuple[int, bytes, bytes]]:
        """Yield first row, codes and flags of every block, beginning with the one in which *from_row* stands.

        Both columns are padded with zeros to the same length.
        """
        width = SIGNAL_TYPES[signal_type].bits // 8
        for first in range(from_row // BLOCK * BLOCK, self.length(signal_type), BLOCK):
            # Flags first: a code is written before its flag is ever set.
            flags, codes = (self._block(signal_type, name, first) for name in ("flags", "code"))
            rows = max(len(flags), len(codes) // width)
            yield first, codes.ljust(rows * width, b"\0"), flags.ljust(rows, b"\0")

    def flags(self, signal_type: str, until_row: int) -> Iterator[tuple[int, bytes]]:
        """Yield first row and flags of every block, up to *until_row*; rows without a flag yet may be left out."""
        for first in range(0, until_row, BLOCK):
            yield first, self._block(signal_type, "flags", first)[: until_row - first]

    def codes(self, signal_type: str, until_row: int) -> Iterator[bytes]:
        """Yield the codes of every block, up to *until_row*; those that were not written yet are zeros."""
        width = SIGNAL_TYPES[signal_type].bits // 8
        for first in range(0, until_row, BLOCK):
            rows = min(BLOCK, until_row - first)
            yield self._block(signal_type, "code", first).ljust(rows * width, b"\0")[: rows * width]

    def origin(self) -> str:
        """Return a random name that this database was given once: what was made of another's columns has another."""
        # Asked first: a server that takes no writes for now still tells it.
        if not self._database.exists(keyspace.ORIGIN):
            self._database.set(keyspace.ORIGIN, secrets.token_hex(16), nx=True)
        return f"{self._database.get(keyspace.ORIGIN).decode()}/{self.space}"

    def ids_at(self, signal_type: str, rows: list[int]) -> list[str]:
        """Return the ids that stand in these rows."""
        pipeline = self._database.pipeline()
        for run in _runs(rows):
            block, offset = divmod(run.start, BLOCK)
            key = keyspace.column(self.space, signal_type, "id", block)
            pipeline.getrange(key, offset * _ID_BYTES, (offset + len(run)) * _ID_BYTES - 1)
        packed = b"".join(pipeline.execute()) if rows else b""
        cells = [packed[at : at + _ID_BYTES] for at in range(0, len(packed), _ID_BYTES)]
        named = {cell: ids.unpacked(self._prefix, cell) for cell in set(cells)}
        return [named[cell] for cell in cells]

    def latest(self) -> str:
        """Return the place of the latest change there ever was, `0-0` before the first."""
        if not self._database.exists(keyspace.changes(self.space)):
            return BEGINNING
        return self._database.xinfo_stream(keyspace.changes(self.space))["last-generated-id"].decode()

    def changes_since(self, checkpoint: str, limit: int) -> list[RowChange] | None:
        """Return the rows of up to *limit* changes behind the checkpoint, none left out, in their order.

        Returns None when that cannot be told: what stood there was cut off, or the stream is another one.
        """
        found = self._database.xrange(keyspace.changes(self.space), min=checkpoint, count=limit + 1)
        if found and found[0][0].decode() == checkpoint:
            return self._told(found[1:])
        return None if found or self.latest() != checkpoint else []

    def changes_after(self, checkpoint: str, limit: int) -> list[RowChange]:
        """Return the rows of up to *limit* changes behind the checkpoint, in their order; those of one id together.

        There are fewer where changes have many rows, as those of videos do: what is read has to fit into memory.
        """
        told: list[RowChange] = []
        while limit > 0 and len(told) < _MOST_ROWS:
            stream = keyspace.changes(self.space)
            found = self._database.xrange(stream, min=f"({checkpoint}", count=min(limit, _AT_ONCE))
            if not found:
                break
            told += self._told(found)
            checkpoint, limit = found[-1][0].decode(), limit - len(found)
        return told

    def wait_for_change(self, checkpoint: str, milliseconds: int) -> None:
        """Return as soon as there is a change behind the checkpoint, or when the time has passed."""
        self._database.xread({keyspace.changes(self.space): checkpoint}, count=1, block=milliseconds)

    def _block(self, signal_type: str, column: str, first_row: int) -> bytes:
        return self._database.get(keyspace.column(self.space, signal_type, column, first_row // BLOCK)) or b""

    def _pieces(self, signal_type: str, column: str, first_row: int, cells: list[bytes]) -> Iterator[tuple[Any, ...]]:
        width = len(cells[0])
        at = 0
        while at < len(cells):
            block, offset = divmod(first_row + at, BLOCK)
            fitting = cells[at : at + BLOCK - offset]
            key = keyspace.column(self.space, signal_type, column, block)
            yield ("SETRANGE", key, offset * width, b"".join(fitting))
            at += len(fitting)

    def _told(self, found: list[tuple[bytes, dict[bytes, bytes]]]) -> list[RowChange]:
        return [change for place, fields in found for change in self._changes(place.decode(), fields)]

    def _changes(self, checkpoint: str, fields: dict[bytes, bytes]) -> Iterator[RowChange]:
        signal_type, codes, row = fields[b"t"].decode(), fields[b"c"], int(fields[b"r"])
        width = SIGNAL_TYPES[signal_type].bits // 8
        for place in range(len(codes) // width):
            yield RowChange(
                checkpoint=checkpoint,
                signal_type=signal_type,
                row=None if row == _NO_ROW else row + place,
                flags=int(fields[b"f"]),
                code=codes[place * width : (place + 1) * width],
                id=ids.unpacked(self._prefix, fields[b"i"]),
            )


def _runs(rows: list[int]) -> Iterator[range]:
    """Yield the rows as ranges within one block each, as long as they follow one another: those of one id do."""
    first = 0
    for place, row in enumerate(rows):
        ends = place + 1 == len(rows) or rows[place + 1] != row + 1 or (row + 1) % BLOCK == 0
        if ends:
            yield range(rows[first], row + 1)
            first = place + 1
