"""The index of one signal type: rows are written as they come, and searched.

A row is found if and only if its LIVE flag is set and its code is within the radius.
"""

from dataclasses import replace
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from hashdb.errors import RadiusError
from hashdb.index.codes import WORD_BITS, codes_of
from hashdb.index.columns import Columns
from hashdb.index.hits import Hits, best_of_each_row
from hashdb.index.scan import scan

# The largest radius that is answered, by the length of the code; the same as in hashdb.signals.
MAX_RADIUS = {64: 10, 256: 31}


class Index:
    """All rows of one signal type whose codes have *bits* bits (64 or 256)."""

    def __init__(self, bits: int) -> None:
        self.bits = bits
        self.max_radius = MAX_RADIUS[bits]
        self._columns = Columns.empty(bits // WORD_BITS)
        self._writing = Lock()

    def __len__(self) -> int:
        """Return the number of rows, live or not."""
        return self._columns.length

    def write(self, first_row: int, codes: bytes, flags: bytes) -> None:
        """Write consecutive rows, from *first_row* on, straight from the packed columns of the store.

        *codes* has `bits // 8` bytes a row, big-endian, *flags* one. Rows that are skipped exist and are not live.
        Rows that exist already take the new flags; their codes must be the same as before. Raises ValueError when
        the two columns differ in length.
        """
        new = codes_of(codes, self.bits)
        if len(new) != len(flags):
            raise ValueError(f"{len(new)} codes but {len(flags)} flags")
        stop = first_row + len(new)
        with self._writing:
            columns = self._columns.with_room_for(stop)
            columns.codes[:, first_row:stop] = new.T
            columns.flags[first_row:stop] = np.frombuffer(flags, np.uint8)
            self._columns = replace(columns, length=max(columns.length, stop))

    def set_flags(self, row: int, flags: int) -> None:
        """Replace the flags of an existing row, or raise IndexError."""
        with self._writing:
            if not 0 <= row < len(self):
                raise IndexError(f"there is no row {row} among {len(self)}")
            self._columns.flags[row] = flags

    def range_search(self, codes: NDArray[np.uint64], radius: int) -> tuple[NDArray[np.uint32], NDArray[np.uint16]]:
        """Find every live row within *radius* bits of one query: `rows, distances`, nearest first.

        *codes* has shape (words,) or, for a query that has several codes (its orientations), (n, words); a row that
        several of them find is told once with its smallest distance. Raises RadiusError above `max_radius`.
        """
        return best_of_each_row(self.range_search_batch(np.atleast_2d(codes), radius))

    def range_search_batch(self, codes: NDArray[np.uint64], radius: int) -> Hits:
        """Find every live row within *radius* bits of each of many queries, exactly.

        *codes* has shape (n, words), most significant word first; see `codes_of`. All queries see one snapshot of
        the rows. Raises RadiusError above `max_radius`.
        """
        if not 0 <= radius <= self.max_radius:
            raise RadiusError(f"the radius must be 0 to {self.max_radius} for codes of {self.bits} bits")
        return scan(self._columns, codes, radius)
