"""Videos among videos: whose frames are near those of one that is looked up, and how many of them.

A video that stands still has thousands of frames that are all near each other, so of two such videos every frame finds
every frame. Frames of the same value are searched once, some at a time, and of all pairs only those are kept that
count: for each frame of the query the nearest of every video.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hashdb.index import Hits, Index, codes_of

# Distinct frames whose pairs are in memory at once.
_AT_ONCE = 64

# A distance and a row as one number, of which the least is the nearest.
_ROW_BITS = 32
_NOTHING = np.iinfo(np.int64).max

OwnersOf = Callable[[list[int]], list[str]]
_Numbers = NDArray[np.int64]


class Footage(NamedTuple):
    """A video with frames near those of the query.

    `frames` is how many of the query's have one near, `rows` how many of its own do; `row` and `code` are the nearest
    two, the second one's place in the query, and `distance` is theirs.
    """

    id: str
    distance: int
    row: int
    code: int
    frames: int
    rows: int


class _Pairs(NamedTuple):
    """For every frame and every video that has one near: the nearest row, all as numbers."""

    videos: _Numbers
    frames: _Numbers
    rows: _Numbers
    distances: _Numbers


class _Videos:
    """Which video each row belongs to, asked of the store once for each row; videos are numbered as they come."""

    def __init__(self, owners_of: OwnersOf) -> None:
        self._owners_of = owners_of
        self._numbers: dict[str, int] = {}
        self._of_rows = np.full(0, -1, np.int32)

    def of(self, rows: _Numbers) -> _Numbers:
        """Return the number of the video of each row."""
        if not len(rows):
            return rows
        missing = max(int(rows.max()) + 1 - len(self._of_rows), 0)
        self._of_rows = np.pad(self._of_rows, (0, missing), constant_values=-1)
        unknown = np.unique(rows[self._of_rows[rows] < 0])
        owners = self._owners_of(unknown.tolist())
        self._of_rows[unknown] = [self._numbers.setdefault(owner, len(self._numbers)) for owner in owners]
        return self._of_rows[rows].astype(np.int64)

    def names(self) -> list[str]:
        """Return the ids of all videos in the order of their numbers."""
        return list(self._numbers)

    def rows(self) -> _Numbers:
        """Return how many rows of each video were asked for."""
        return np.bincount(self._of_rows[self._of_rows >= 0], minlength=len(self._numbers))


def search(index: Index, owners_of: OwnersOf, frames: Sequence[bytes], radius: int) -> list[Footage]:
    """Return the videos of which a live frame is within *radius* of one of *frames*, the most covered first."""
    codes, first, times = np.unique(codes_of(frames, index.bits), axis=0, return_index=True, return_counts=True)
    videos = _Videos(owners_of)
    some = [
        _nearest(index.range_search_batch(codes[start : start + _AT_ONCE], radius, ordered=False), videos, start)
        for start in range(0, len(codes), _AT_ONCE)
    ]
    pairs = _Pairs(*(np.concatenate(column) for column in zip(*some, strict=True))) if some else None
    return [] if pairs is None or not len(pairs.videos) else _summed(pairs, videos, first, times)


def _nearest(hits: Hits, videos: _Videos, first_frame: int) -> _Pairs:
    """Keep the nearest row of every video for each frame, without sorting: there may be millions of pairs."""
    frames, rows, distances = (column.astype(np.int64) for column in hits)
    place = videos.of(rows) * _AT_ONCE + frames
    least = np.full(_AT_ONCE * len(videos.names()), _NOTHING)
    np.minimum.at(least, place, distances << _ROW_BITS | rows)
    kept = np.flatnonzero(least < _NOTHING)
    owners, frames = np.divmod(kept, _AT_ONCE)
    return _Pairs(owners, frames + first_frame, least[kept] & ((1 << _ROW_BITS) - 1), least[kept] >> _ROW_BITS)


def _summed(pairs: _Pairs, videos: _Videos, first: _Numbers, times: _Numbers) -> list[Footage]:
    covered = np.bincount(pairs.videos, weights=times[pairs.frames]).astype(np.int64)
    nearest = np.lexsort((pairs.rows, pairs.distances, pairs.videos))
    _, best = np.unique(pairs.videos[nearest], return_index=True)
    names, rows = videos.names(), videos.rows()
    found = [
        Footage(
            id=names[pairs.videos[place]],
            distance=int(pairs.distances[place]),
            row=int(pairs.rows[place]),
            code=int(first[pairs.frames[place]]),
            frames=int(covered[pairs.videos[place]]),
            rows=int(rows[pairs.videos[place]]),
        )
        for place in nearest[best]
    ]
    return sorted(found, key=lambda each: (-each.frames, each.distance))
