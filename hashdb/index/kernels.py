"""The compiled loops of the index: cutting codes, filling buckets, probing them, comparing codes.

Written for numba: they run without the GIL, and are compiled at their first call or taken from its cache. A code is a
row of 64-bit words. How a query travels through a Table is told by `probe`; `scan` compares every row in turn.
"""

from typing import Any, NamedTuple

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic
from numba.np import arrayobj

from hashdb.index.table import AMENDED, LIVE, Flags, Numbers, Places, Queries, Room, Table, Words

# Words that are compared first: hardly any pair of distinct codes is within the radius on 128 bits.
_HEAD = 2

# Codes that are asked of memory before the first of them is compared, so that the waits overlap.
_AHEAD = 2048

# One row in so many behind the probed buckets: from there on comparing all rows in turn is quicker.
_CROWDED = 8


# What is called from outside; and what these call, for whom they hold all arrays: counting references there as well
# made a query with two thousand hits seven times slower.
_kernel = njit(cache=True, nogil=True)
_within = njit(cache=True, nogil=True, _nrt=False)


class Scratch(NamedTuple):
    """What one query writes down: the bounds of its buckets, and rows whose codes were asked for."""

    lows: Places
    highs: Places
    waiting: Places


@intrinsic
def _popcount(_typing: Any, _word: Any) -> Any:  # noqa: ANN401 - numba's own protocol
    """Count the bits of a word, in one instruction."""

    def emit(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:  # noqa: ANN401 - the same
        return builder.ctpop(arguments[0])

    return types.uint64(types.uint64), emit


@intrinsic
def _prefetch(_typing: Any, array: Any, _element: Any) -> Any:  # noqa: ANN401 - numba's own protocol
    """Ask memory for an element of an array, and do not wait for it."""

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ANN401 - the same
        data = arrayobj.make_array(signature.args[0])(context, builder, arguments[0]).data
        pointer, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        fetch = builder.module.declare_intrinsic(
            "llvm.prefetch", [pointer], ir.FunctionType(ir.VoidType(), [pointer, number, number, number])
        )
        address = builder.bitcast(builder.gep(data, [arguments[1]]), pointer)
        builder.call(fetch, [address, number(0), number(3), number(1)])
        return context.get_dummy_value()

    return types.void(array, types.int64), emit


@_within
def _key(codes: Words, at: int, offset: int, width: int) -> np.int64:
    """Return the *width* bits from bit *offset* on of the code that begins at *at*; word by word, low end first."""
    word, shift = at + (offset >> 6), np.uint64(offset & 63)
    bits = codes[word] >> shift
    if (offset & 63) + width > 64:  # noqa: PLR2004 - bits of a word
        bits |= codes[word + 1] << (np.uint64(64) - shift)
    return np.int64(bits & ((np.uint64(1) << np.uint64(width)) - np.uint64(1)))


@_kernel
def fill(codes: Words, words: int, chunk: tuple[int, int], starts: Numbers, rows: Numbers) -> None:
    """Sort rows into the buckets of one chunk (offset, width); *starts* has 2**width + 1 zeros, *rows* one a row."""
    offset, width = chunk
    for row in range(rows.shape[0]):
        starts[_key(codes, row * words, offset, width) + 1] += np.uint32(1)
    for bucket in range(1, starts.shape[0]):
        starts[bucket] += starts[bucket - 1]
    place = starts.copy()
    for row in range(rows.shape[0]):
        bucket = _key(codes, row * words, offset, width)
        rows[place[bucket]] = row
        place[bucket] += np.uint32(1)


@_within
def _distance(codes: Words, at: int, query: Words, words: int) -> np.int64:
    """Return in how many bits the first *words* words of a code differ from the query's."""
    bits = np.uint64(0)
    for word in range(words):
        bits += _popcount(codes[at + word] ^ query[word])
    return np.int64(bits)


@_within
def _write(room: Room, count: int, query: int, row: int, distance: int) -> int:
    if count < room.rows.shape[0]:
        room.queries[count] = query
        room.rows[count] = row
        room.distances[count] = distance
    return count + 1


@_within
def _compare_all(
    codes: Words, flags: Flags, barred: int, query: Words, asked: tuple[int, int], room: Room, count: int
) -> int:
    """Compare every row that is live and has no *barred* flag; *asked* are the query's number and the radius."""
    number, radius = asked
    words = query.shape[0]
    head = min(words, _HEAD)
    for row in range(flags.shape[0]):
        # The flags are read before the code that counts: whoever adds a row writes them after its code.
        if _distance(codes, row * words, query, head) <= radius and flags[row] & (LIVE | barred) == LIVE:
            distance = _distance(codes, row * words, query, words)
            if distance <= radius:
                count = _write(room, count, number, row, distance)
    return count


@_kernel
def scan(codes: Words, flags: Flags, queries: Queries, radius: int, room: Room) -> int:
    """Find the live rows within *radius* of each query by comparing all of them, and return how many there are."""
    count = 0
    for number in range(queries.shape[0]):
        count = _compare_all(codes, flags, 0, queries[number], (number, radius), room, count)
    return count


@_within
def _locate(table: Table, query: Words, lows: Places) -> None:
    """Write down every bucket to probe, and ask memory for its bounds."""
    for number in range(table.chunks.shape[0]):
        chunk = table.chunks[number]
        key, base = _key(query, 0, chunk.offset, chunk.width), chunk.table
        for probed in range(chunk.first, chunk.last):
            bucket = base + (key ^ table.masks[probed])
            lows[probed] = bucket
            _prefetch(table.links, bucket)


@_within
def _open(table: Table, lows: Places, highs: Places) -> int:
    """Replace every bucket by its bounds among the rows, ask memory for the rows, and return how many there are."""
    total = 0
    for number in range(table.chunks.shape[0]):
        chunk = table.chunks[number]
        base = chunk.rows
        for probed in range(chunk.first, chunk.last):
            bucket = lows[probed]
            low, high = base + np.int64(table.links[bucket]), base + np.int64(table.links[bucket + 1])
            lows[probed], highs[probed] = low, high
            total += high - low
            if high > low:
                _prefetch(table.links, low)
    return total


@_within
def _came_before(table: Table, at: int, query: Words, number: int) -> bool:
    """Whether a chunk before this one has led to the code already."""
    for earlier in range(number):
        chunk = table.chunks[earlier]
        apart = _key(table.codes, at, chunk.offset, chunk.width) ^ _key(query, 0, chunk.offset, chunk.width)
        if _popcount(np.uint64(apart)) <= chunk.radius:
            return True
    return False


@_within
def _compare(
    table: Table, flags: Flags, waiting: Places, query: Words, asked: tuple[int, int, int, int], room: Room, count: int
) -> int:
    """Compare the waiting rows; *asked* are how many, the chunk that led to them, the query's number, the radius."""
    ahead, number, place, radius = asked
    words = query.shape[0]
    head = min(words, _HEAD)
    for each in range(ahead):
        row = waiting[each]
        at = row * words
        if _distance(table.codes, at, query, head) <= radius and flags[row] & (LIVE | AMENDED) == LIVE:
            distance = _distance(table.codes, at, query, words)
            if distance <= radius and not _came_before(table, at, query, number):
                count = _write(room, count, place, row, distance)
    return count


@_within
def _collect(
    table: Table, flags: Flags, scratch: Scratch, query: Words, asked: tuple[int, int], room: Room, count: int
) -> int:
    """Ask memory for the codes behind the buckets, many at a time, then compare them."""
    place, radius = asked
    words = query.shape[0]
    for number in range(table.chunks.shape[0]):
        chunk = table.chunks[number]
        ahead = 0
        for probed in range(chunk.first, chunk.last):
            for link in range(scratch.lows[probed], scratch.highs[probed]):
                row = np.int64(table.links[link])
                _prefetch(table.codes, row * words)
                scratch.waiting[ahead] = row
                ahead += 1
                if ahead == _AHEAD:
                    count = _compare(table, flags, scratch.waiting, query, (ahead, number, place, radius), room, count)
                    ahead = 0
        count = _compare(table, flags, scratch.waiting, query, (ahead, number, place, radius), room, count)
    return count


@_kernel
def probe(table: Table, flags: Flags, queries: Queries, radius: int, room: Room) -> int:
    """Find the rows of a segment within *radius* of each query, and return how many there are.

    A query goes through its buckets three times, so that memory is always asked for much at once: all bounds, all
    rows, all codes. A row that several chunks lead to counts in the first. Where too much lies behind the buckets
    (codes that are alike), all rows are compared in turn instead.
    """
    count, probes = 0, table.masks.shape[0]
    scratch = Scratch(np.empty(probes, np.int64), np.empty(probes, np.int64), np.empty(_AHEAD, np.int64))
    for number in range(queries.shape[0]):
        query = queries[number]
        _locate(table, query, scratch.lows)
        if _open(table, scratch.lows, scratch.highs) * _CROWDED > flags.shape[0]:
            count = _compare_all(table.codes, flags, AMENDED, query, (number, radius), room, count)
        else:
            count = _collect(table, flags, scratch, query, (number, radius), room, count)
    return count
