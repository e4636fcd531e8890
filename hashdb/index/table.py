"""What the index hands to its kernels: arrays, and what stands in them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# A row is found in the segment if it is live and its code there is right, in the tail if it is live.
LIVE = 1
AMENDED = 128

# Tags that are compared at once; so many numbers may be read behind the last tag.
LANES = 32


# Codes one word after the other, and one row a code.
Words = NDArray[np.uint64]
Queries = NDArray[np.uint64]
Numbers = NDArray[np.uint32]
Tags = NDArray[np.uint16]
Places = NDArray[np.int64]
Flags = NDArray[np.uint8]


class Cut(NamedTuple):
    """Which bits of a code are the key of a chunk, and which are the tag beside it."""

    offset: int
    width: int
    tag_offset: int
    tag_width: int


class Table(NamedTuple):
    """A segment as its loops see it.

    `codes` are the words of all rows, one after the other. Each of `chunks` tells which bits it is made of (see `Cut`),
    and which `masks` (`first` to `last`) lead from a key to the buckets within its `radius`; keys and tags together may
    be `bound` bits apart. Bucket b of a chunk begins at `links[table + b]` and ends where b + 1 begins: among the rows
    that stand in `links` from `rows` on, and among their tags, which stand in `tags` from `tags` on.
    """

    codes: NDArray[np.uint64]
    links: NDArray[np.uint32]
    tags: NDArray[np.uint16]
    chunks: NDArray[np.void]
    masks: NDArray[np.int64]


class Room(NamedTuple):
    """Where hits are written; what does not fit is only counted."""

    queries: NDArray[np.uint32]
    rows: NDArray[np.uint32]
    distances: NDArray[np.uint16]
