"""The index of one signal type: rows are written as they come, and searched.

A row is found if and only if its LIVE flag is set and its code is within the radius. Where its code stands is of no
consequence for that: in the segment, in the tail behind it, or among the amended rows, whose code came after the
segment was built.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from hashdb.errors import RadiusError
from hashdb.index.codes import WORD_BITS, codes_of
from hashdb.index.compiled import kernels, sweeps
from hashdb.index.hits import Hits, best_of_each_row, join
from hashdb.index.plan import MAX_LANES, MAX_RADIUS, REVIEW_RADIUS
from hashdb.index.segment import Segment
from hashdb.index.table import AMENDED, Room
from hashdb.index.tail import Tail

# Queries that are worth a thread of their own.
_SHARE = 32

# Hits for which there is room at first.
_ROOM = 8192

# A search of one snapshot of the rows: rows, radius, queries, and the number of the first of these.
_Search = Callable[["_Rows", int, NDArray[np.uint64], int], list[Hits]]

_PROCESSORS = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()


def _roam() -> None:
    """Let a thread that needs no lock run wherever there is room, though the one that started it may not."""
    if _PROCESSORS:
        os.sched_setaffinity(0, _PROCESSORS)


_threads = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="index", initializer=_roam)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """What a search sees. A change is a new value; only flags, and codes behind the tail's end, change in place."""

    segment: Segment | None
    tail: Tail
    amended: dict[int, NDArray[np.uint64]]
    flags: NDArray[np.uint8]

    def with_flags_for(self, length: int) -> "_Rows":
        more = max(length, 2 * len(self.flags)) - len(self.flags)
        return self if length <= len(self.flags) else replace(self, flags=np.pad(self.flags, (0, more)))


class Index:
    """All rows of one signal type whose codes have *bits* bits.

    Codes of 64 and of 256 bits are compared by their bits, those of 1,024 by their bytes and without segments.
    """

    def __init__(self, bits: int, segment: Segment | None = None) -> None:
        self.bits = bits
        self.max_radius = MAX_LANES[bits] if bits in MAX_LANES else MAX_RADIUS[bits]
        self._words = bits // WORD_BITS
        self._writing = Lock()
        first = segment.rows if segment else 0
        flags, tail = np.zeros(max(first, _ROOM), np.uint8), Tail.empty(first, self._words)
        self._rows = _Rows(segment=segment, tail=tail, amended={}, flags=flags)

    def __len__(self) -> int:
        """Return the number of rows, live or not."""
        return self._rows.tail.stop

    @property
    def in_segment(self) -> int:
        """How many rows the segment holds."""
        return self._rows.tail.first_row

    def write(self, first_row: int, codes: bytes, flags: bytes) -> None:
        """Write consecutive rows, from *first_row* on, straight from the packed columns of the store.

        *codes* has `bits // 8` bytes a row, big-endian, *flags* one. Rows that are skipped exist and are not live.
        Rows that exist already take the new flags; a code that was zero may be told now, others stay what they are.
        Raises ValueError when the two columns differ in length.
        """
        new = codes_of(codes, self.bits)
        if len(new) != len(flags):
            raise ValueError(f"{len(new)} codes but {len(flags)} flags")
        with self._writing:
            rows = self._rows.with_flags_for(first_row + len(new))
            inside = min(max(rows.tail.first_row - first_row, 0), len(new))
            amended = _amended(rows, first_row, new[:inside])
            tail = rows.tail.written(first_row + inside, new[inside:]) if inside < len(new) else rows.tail
            written = replace(rows, tail=tail, amended=amended)
            _set_flags(written, first_row, flags)
            self._rows = written

    def set_flags(self, first_row: int, flags: bytes) -> None:
        """Replace the flags of existing rows, or raise IndexError."""
        with self._writing:
            if not 0 <= first_row <= first_row + len(flags) <= len(self):
                raise IndexError(f"there is no row {first_row + len(flags) - 1} among {len(self)}")
            _set_flags(self._rows, first_row, flags)

    def adopt(self, segment: Segment) -> None:
        """Take a longer segment in place of the present one; what this index knows of its rows stays."""
        with self._writing:
            if segment.rows <= self.in_segment:
                return
            rows, first = self._rows, self.in_segment
            known = rows.tail.codes[: rows.tail.length][: segment.rows - first]
            tail = rows.tail.from_row(segment.rows)
            flags = rows.with_flags_for(segment.rows).flags & np.uint8(~AMENDED & 0xFF)
            fresh = _Rows(segment=segment, tail=tail, amended={}, flags=flags)
            amended = _amended(fresh, first, known)
            for row, code in rows.amended.items():
                amended |= _amended(fresh, row, code[None])
            flags[list(amended)] |= np.uint8(AMENDED)
            self._rows = replace(fresh, amended=amended)

    def range_search(self, codes: NDArray[np.uint64], radius: int) -> tuple[NDArray[np.uint32], NDArray[np.uint16]]:
        """Find every live row within *radius* bits of one query: `rows, distances`, nearest first.

        *codes* has shape (words,) or, for a query that has several codes (its orientations), (n, words); a row that
        several of them find is told once with its smallest distance. Raises RadiusError above `max_radius`.
        """
        hits = self.range_search_batch(np.atleast_2d(codes), radius)
        return (hits.rows, hits.distances) if codes.ndim == 1 else best_of_each_row(hits)

    def range_search_batch(self, codes: NDArray[np.uint64], radius: int, *, ordered: bool = True) -> Hits:
        """Find every live row within *radius* bits of each of many queries, exactly.

        *codes* has shape (n, words), most significant word first; see `codes_of`. All queries see one snapshot of
        the rows; many are shared out among threads. Sorting costs more than finding where all codes are alike, so hits
        need not be *ordered*. Raises RadiusError above `max_radius`.
        """
        return self._each(_sweep_lanes if self.bits in MAX_LANES else _search, codes, radius, self.max_radius, ordered)

    def sweep_batch(self, codes: NDArray[np.uint64], radius: int) -> Hits:
        """Do the same up to the radius of a review, by comparing every row there is: at a hundred times the cost.

        Raises RadiusError above that radius, and for codes that have none.
        """
        return self._each(_sweep, codes, radius, REVIEW_RADIUS.get(self.bits, -1))

    def _each(
        self,
        search: _Search,
        codes: NDArray[np.uint64],
        radius: int,
        most: int,
        ordered: bool = True,  # noqa: FBT001, FBT002 - handed on
    ) -> Hits:
        if not 0 <= radius <= most:
            raise RadiusError(f"the radius must be 0 to {most} for codes of {self.bits} bits")
        queries = np.array(codes, np.uint64, order="C").reshape(-1, self._words)
        one_snapshot = partial(search, self._rows, radius)
        if len(queries) < 2 * _SHARE:
            return join(one_snapshot(queries, 0), ordered=ordered)
        starts = range(0, len(queries), max(_SHARE, -(-len(queries) // (os.cpu_count() or 1))))
        shares = [queries[start : start + starts.step] for start in starts]
        parts = _threads.map(one_snapshot, shares, starts)
        return join([hits for part in parts for hits in part], ordered=ordered)


def _set_flags(rows: _Rows, first_row: int, flags: bytes) -> None:
    """Set flags in place: after the codes that they let be found, and before anybody is told of new rows."""
    new = np.frombuffer(flags, np.uint8) & np.uint8(~AMENDED & 0xFF)
    late = [row - first_row for row in rows.amended if first_row <= row < first_row + len(new)]
    new[late] |= np.uint8(AMENDED)
    rows.flags[first_row : first_row + len(new)] = new


def _amended(rows: _Rows, first_row: int, codes: NDArray[np.uint64]) -> dict[int, NDArray[np.uint64]]:
    """Return the amended rows after these codes of rows of the segment were told; a code of zeros tells nothing."""
    if rows.segment is None or not len(codes):
        return rows.amended
    built = rows.segment.codes[first_row : first_row + len(codes)]
    differs = (codes != built).any(axis=1)
    told = {first_row + int(place): codes[place].copy() for place in np.flatnonzero(differs & codes.any(axis=1))}
    return {**rows.amended, **told} if told else rows.amended


def _search(rows: _Rows, radius: int, queries: NDArray[np.uint64], first_query: int) -> list[Hits]:
    """Search the three places where a code can stand."""
    found = []
    if rows.segment is not None:
        flags = rows.flags[: rows.tail.first_row]
        found.append(_hits(partial(kernels().probe, rows.segment.table, flags, queries, radius), first_query))
    for codes, numbers in _loose(rows):
        search = partial(kernels().scan, codes, rows.flags[numbers], queries, radius)
        found.append(_hits(search, first_query, numbers))
    return found


def _sweep(rows: _Rows, radius: int, queries: NDArray[np.uint64], first_query: int) -> list[Hits]:
    """Compare all codes, wherever they stand."""
    sweep, found = sweeps().sweep, []
    if rows.segment is not None:
        flags = rows.flags[: rows.tail.first_row]
        search = partial(sweep, rows.segment.table.codes, flags, AMENDED, queries, radius)
        found.append(_hits(search, first_query))
    for codes, numbers in _loose(rows):
        search = partial(sweep, codes, rows.flags[numbers], 0, queries, radius)
        found.append(_hits(search, first_query, numbers))
    return found


def _sweep_lanes(rows: _Rows, radius: int, queries: NDArray[np.uint64], first_query: int) -> list[Hits]:
    """Compare all codes byte by byte; none of them is in a segment."""
    lanes = sweeps().sweep_lanes
    return [
        _hits(partial(lanes, codes, rows.flags[numbers], queries, radius), first_query, numbers)
        for codes, numbers in _loose(rows)
    ]


def _loose(rows: _Rows) -> Iterator[tuple[NDArray[np.uint64], slice | NDArray[np.int64]]]:
    """Yield the codes that stand in no segment, one after the other, and which rows they are."""
    if rows.tail.length:
        yield rows.tail.codes.reshape(-1), slice(rows.tail.first_row, rows.tail.stop)
    if rows.amended:
        late = np.fromiter(rows.amended, np.int64)
        yield np.concatenate(list(rows.amended.values())), late


def _hits(search: Callable[[Room], int], first_query: int, numbers: slice | NDArray[np.int64] = slice(0, None)) -> Hits:
    """Call a kernel with room for its hits, again with more room where it was not enough.

    It counts queries and rows from 0; the first query is *first_query*, and the rows are those of *numbers*.
    """
    room, count = 0, _ROOM
    while count > room:
        room = count
        hits = Hits(np.empty(room, np.uint32), np.empty(room, np.uint32), np.empty(room, np.uint16))
        count = search(Room(*hits))
    rows = hits.rows[:count]
    told = rows + np.uint32(numbers.start) if isinstance(numbers, slice) else numbers[rows].astype(np.uint32)
    return Hits(hits.queries[:count] + np.uint32(first_query), told, hits.distances[:count])
