"""Exact search by comparing every row: blocks that fit the processor's cache, two words first.

Of distinct pictures hardly any pair is within the radius on its first 128 bits, so the other words are only read for
the few rows that still can be.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from hashdb.index.columns import Columns
from hashdb.index.hits import Hits, join
from hashdb.signals import RowFlag

# Rows of a block, and query x row cells compared in one go: measured best between 8,192 and 65,536.
_BLOCK = 16_384
_CELLS = 32_768
_LIVE = np.uint8(RowFlag.LIVE)


def scan(columns: Columns, queries: NDArray[np.uint64], radius: int) -> Hits:
    """Find every live row within *radius* bits of each query; *queries* has shape (n, words)."""
    found: list[Hits] = []
    for start in range(0, columns.length, _BLOCK):
        stop = min(start + _BLOCK, columns.length)
        live = (columns.flags[start:stop] & _LIVE).astype(bool)
        if live.any():
            found.extend(_scan_block(columns.codes[:, start:stop], live, start, queries, radius))
    return join(found)


def _scan_block(
    codes: NDArray[np.uint64], live: NDArray[np.bool_], start: int, queries: NDArray[np.uint64], radius: int
) -> Iterator[Hits]:
    step = max(1, _CELLS // len(live))
    for first in range(0, len(queries), step):
        query, row, distance = _within(codes, queries[first : first + step], radius)
        kept = live[row]
        if kept.any():
            yield Hits(
                (query[kept] + first).astype(np.uint32),
                (row[kept] + start).astype(np.uint32),
                distance[kept],
            )


def _within(
    codes: NDArray[np.uint64], queries: NDArray[np.uint64], radius: int
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.uint16]]:
    """Return (query, row, distance) of all pairs within *radius*; *codes* has shape (words, rows)."""
    words = len(codes)
    partial = np.bitwise_count(codes[0] ^ queries[:, :1])
    for word in range(1, min(words, 2)):
        partial += np.bitwise_count(codes[word] ^ queries[:, word : word + 1])
    near = np.flatnonzero(partial <= radius)
    query, row = np.divmod(near, codes.shape[1])
    distance = partial.ravel()[near].astype(np.uint16)
    for word in range(2, words):
        distance += np.bitwise_count(codes[word, row] ^ queries[query, word])
    kept = distance <= radius
    return query[kept], row[kept], distance[kept]
