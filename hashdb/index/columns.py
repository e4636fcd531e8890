"""The two columns of an index, as arrays that only ever grow.

The writer fills rows beyond `length` and then publishes a new value of Columns; whoever read the old one keeps a
consistent view. The code of a row never changes, its flags do, in place.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_SMALLEST = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """`codes` has shape (words, capacity), so that one word of all rows lies together; `flags` (capacity,)."""

    codes: NDArray[np.uint64]
    flags: NDArray[np.uint8]
    length: int

    @classmethod
    def empty(cls, words: int) -> "Columns":
        """Return columns of no rows."""
        return cls(codes=np.zeros((words, _SMALLEST), np.uint64), flags=np.zeros(_SMALLEST, np.uint8), length=0)

    def with_room_for(self, length: int) -> "Columns":
        """Return columns that hold *length* rows: these ones, or copies of at least twice the capacity."""
        capacity = len(self.flags)
        if length <= capacity:
            return self
        more = max(length, 2 * capacity) - capacity
        return Columns(
            codes=np.pad(self.codes, ((0, 0), (0, more))),
            flags=np.pad(self.flags, (0, more)),
            length=self.length,
        )
