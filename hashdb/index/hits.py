"""What a search found."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Hits(NamedTuple):
    """Pairs of a query and a live row within the radius, as three arrays of one length.

    Ordered by query, then distance, then row.
    """

    queries: NDArray[np.uint32]
    rows: NDArray[np.uint32]
    distances: NDArray[np.uint16]


def join(parts: list[Hits], *, ordered: bool = True) -> Hits:
    """Return the hits of several places as one, in the order that Hits promises unless it does not matter."""
    told = [part for part in parts if len(part.rows)]
    if not told:
        return Hits(np.empty(0, np.uint32), np.empty(0, np.uint32), np.empty(0, np.uint16))
    queries, rows, distances = (np.concatenate(column) for column in zip(*told, strict=True))
    if not ordered:
        return Hits(queries, rows, distances)
    order = np.lexsort((rows, distances, queries))
    return Hits(queries[order], rows[order], distances[order])


def best_of_each_row(hits: Hits) -> tuple[NDArray[np.uint32], NDArray[np.uint16]]:
    """Return every row once with its smallest distance over all queries, nearest first."""
    order = np.lexsort((hits.rows, hits.distances))
    rows, distances = hits.rows[order], hits.distances[order]
    _, first = np.unique(rows, return_index=True)
    first.sort()
    return rows[first], distances[first]
