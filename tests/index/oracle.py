"""What a search must find, told by comparing every pair of codes."""

import numpy as np
from numpy.typing import NDArray

from hashdb.index import Hits
from hashdb.signals import RowFlag

Pairs = list[tuple[int, int, int]]


def expected(queries: NDArray[np.uint64], codes: NDArray[np.uint64], flags: NDArray[np.uint8], radius: int) -> Pairs:
    """Return query, distance and row of every pair that is a hit, in the order that Hits promises."""
    apart = np.bitwise_count(queries[:, None] ^ codes[None]).sum(axis=2, dtype=np.int64)
    pairs = np.argwhere((apart <= radius) & (flags & RowFlag.LIVE != 0)).tolist()
    return sorted((query, int(apart[query, row]), row) for query, row in pairs)


def told(hits: Hits) -> Pairs:
    """Return query, distance and row of every hit, in their order."""
    return list(zip(hits.queries.tolist(), hits.distances.tolist(), hits.rows.tolist(), strict=True))
