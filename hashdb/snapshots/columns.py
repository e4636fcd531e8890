"""The columns of one signal type: a line for each signal, in the order of their ids, and a row for each of its codes.

    of a signal   id_high, id_low (the ULID as two numbers), codes (how many rows it has), particulars (a number),
                  activated, expires (whole Unix seconds; 0: never)
    of a row      code (the bytes as they are written), name (a number: `picture`, or a view's), quality (-1: not told)

The rows of a signal follow one another: that of its value first, then those of its views. Numbers are little-endian.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hashdb.errors import SnapshotError
from hashdb.signals import SIGNAL_TYPES

Column = NDArray[Any]

OF_SIGNALS: dict[str, np.dtype[Any]] = {
    "id_high": np.dtype("<u8"),
    "id_low": np.dtype("<u8"),
    "codes": np.dtype("<u4"),
    "particulars": np.dtype("<u4"),
    "activated": np.dtype("<u4"),
    "expires": np.dtype("<u4"),
}
OF_ROWS: dict[str, np.dtype[Any]] = {"code": np.dtype("u1"), "name": np.dtype("<u4"), "quality": np.dtype("i1")}
COLUMNS = OF_SIGNALS | OF_ROWS


def unixtime(moment: datetime | None) -> int:
    """Return a time in whole seconds, 0 for none."""
    return 0 if moment is None else int(moment.timestamp())


@dataclass(frozen=True)
class SignalColumns:
    """All columns of the signals of one type."""

    signal_type: str
    columns: Mapping[str, Column]

    @classmethod
    def of(cls, signal_type: str, contents: Mapping[str, bytes | memoryview]) -> "SignalColumns":
        """Return columns over their contents, or raise SnapshotError when these do not fit together."""
        columns = {name: np.frombuffer(contents[name], kind) for name, kind in COLUMNS.items()}
        columns["code"] = columns["code"].reshape(-1, width_of(signal_type))
        found = cls(signal_type, columns)
        lengths = {len(columns[name]) for name in OF_SIGNALS}, {len(columns[name]) for name in OF_ROWS}
        if lengths != ({found.signals}, {int(columns["codes"].sum(dtype=np.int64))}):
            raise SnapshotError(f"the columns of {signal_type} do not fit together")
        return found

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]

    @property
    def signals(self) -> int:
        """How many signals there are."""
        return len(self.columns["id_high"])

    @property
    def rows(self) -> int:
        """How many codes they have."""
        return len(self.columns["code"])

    @cached_property
    def first_rows(self) -> NDArray[np.int64]:
        """The row of each signal's value, and at the end the number of rows."""
        ends = np.cumsum(self.columns["codes"], dtype=np.int64)
        return np.concatenate((np.zeros(1, np.int64), ends))

    def line_of_row(self, row: int) -> int:
        """Return the line of the signal that has a row."""
        return int(np.searchsorted(self.first_rows, row, "right")) - 1

    def line_of_id(self, ulid: bytes) -> int | None:
        """Return the line of the signal with this ULID, or None."""
        high, low = np.uint64(int.from_bytes(ulid[:8])), np.uint64(int.from_bytes(ulid[8:]))
        first, stop = (int(np.searchsorted(self["id_high"], high, side)) for side in ("left", "right"))
        found = np.flatnonzero(self["id_low"][first:stop] == low)
        return first + int(found[0]) if len(found) else None

    def ulid(self, line: int) -> bytes:
        """Return the 16 bytes of a signal's ULID."""
        return int(self["id_high"][line]).to_bytes(8) + int(self["id_low"][line]).to_bytes(8)


def width_of(signal_type: str) -> int:
    """Return the bytes of one code."""
    return SIGNAL_TYPES[signal_type].bits // 8


def empty(signal_type: str) -> SignalColumns:
    """Return the columns of no signals."""
    return SignalColumns.of(signal_type, dict.fromkeys(COLUMNS, b""))


def merged(base: SignalColumns, changes: SignalColumns) -> SignalColumns:
    """Return what *base* is after *changes*, which come in their order; a signal without codes in them is no more."""
    high, low = (np.concatenate((base[name], changes[name])) for name in ("id_high", "id_low"))
    codes = np.concatenate((base["codes"], changes["codes"]))
    order = np.lexsort((low, high))  # stable: of one id, the latest is the last
    high, low = high[order], low[order]
    last = np.append((high[1:] != high[:-1]) | (low[1:] != low[:-1]), np.ones(min(1, len(order)), bool))
    lines = order[last]
    lines = lines[codes[lines] > 0]
    rows = _rows_of(lines, codes)
    columns = {name: np.concatenate((base[name], changes[name]))[lines] for name in OF_SIGNALS}
    columns |= {name: np.concatenate((base[name], changes[name]))[rows] for name in OF_ROWS}
    return SignalColumns(base.signal_type, columns)


def _rows_of(lines: NDArray[np.int64], codes: Column) -> NDArray[np.int64]:
    """Return the rows of these lines, one line after the other."""
    firsts = np.cumsum(codes, dtype=np.int64) - codes
    counts = codes[lines].astype(np.int64)
    before = np.cumsum(counts) - counts
    return np.repeat(firsts[lines] - before, counts) + np.arange(counts.sum(), dtype=np.int64)
