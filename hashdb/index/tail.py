"""Rows that are in no segment (yet): compared one after the other.

The writer fills places behind `length` and then publishes a new Tail; whoever read the old one keeps a consistent view.
A place may be written again: its code before its flag.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

_SMALLEST = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Tail:
    """`codes` has shape (capacity, words); the places up to `length` are the rows from `first_row` on."""

    first_row: int
    codes: NDArray[np.uint64]
    length: int = 0

    @classmethod
    def empty(cls, first_row: int, words: int) -> "Tail":
        """Return a tail of no rows."""
        return cls(first_row=first_row, codes=np.zeros((_SMALLEST, words), np.uint64))

    @property
    def stop(self) -> int:
        """The row behind the last one."""
        return self.first_row + self.length

    def written(self, row: int, codes: NDArray[np.uint64]) -> "Tail":
        """Write codes of consecutive rows, none before `first_row`, and return the tail that has them.

        A code of zeros tells nothing: what stands there stays.
        """
        first, stop = row - self.first_row, row - self.first_row + len(codes)
        roomy = self._with_room_for(stop)
        np.copyto(roomy.codes[first:stop], codes, where=codes.any(axis=1, keepdims=True))
        return replace(roomy, length=max(self.length, stop))

    def from_row(self, row: int) -> "Tail":
        """Return a tail of the rows from *row* on, with room to grow."""
        kept = self.codes[row - self.first_row : self.length]
        return Tail.empty(row, self.codes.shape[1]).written(row, kept)

    def _with_room_for(self, length: int) -> "Tail":
        capacity = len(self.codes)
        if length <= capacity:
            return self
        more = max(length, 2 * capacity) - capacity
        return replace(self, codes=np.pad(self.codes, ((0, more), (0, 0))))
