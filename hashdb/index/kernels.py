"""The compiled loops of the index: cutting codes, filling buckets, probing them, comparing codes.

Written for numba: they run without the GIL, and are compiled at their first call or taken from its cache. A code is a
row of 64-bit words. How a query travels through a Table is told by `probe`; `scan` compares every row in turn. Those
that compare all rows with many queries are in `hashdb.index.sweeps`.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from hashdb.index.instructions import lowest, near, popcount, prefetch
from hashdb.index.table import (
    AMENDED,
    LANES,
    LIVE,
    Cut,
    Flags,
    Numbers,
    Places,
    Queries,
    Room,
    Table,
    Tags,
    Words,
)

# Words that are compared first: hardly any pair of distinct codes is within the radius on 128 bits.
_HEAD = 2

# Codes that are asked of memory before the first of them is compared, so that the waits overlap.
_AHEAD = 2048

# Rows that a query remembers to have come upon: codes that are alike come up in chunk after chunk. A row has one place
# among them, by Fibonacci hashing, and may be forgotten there.
_SEEN_BITS = 13
_FIBONACCI = np.uint64(0x9E3779B97F4A7C15)

# When one row in so many would have to be compared, comparing all rows in turn is quicker.
_CROWDED = 8


# What is called from outside; and what these call, for whom they hold all arrays: counting references there as well
# made a query with two thousand hits seven times slower.
kernel = njit(cache=True, nogil=True)
within = njit(cache=True, nogil=True, _nrt=False)


class Scratch(NamedTuple):
    """What one query writes down: the bounds of its buckets, the links to follow, and the rows that it has compared."""

    lows: Places
    highs: Places
    waiting: Places
    seen: Places


@within
def _key(codes: Words, at: int, offset: int, width: int) -> np.int64:
    """Return the *width* bits from bit *offset* on of the code that begins at *at*; word by word, low end first."""
    word, shift = at + (offset >> 6), np.uint64(offset & 63)
    bits = codes[word] >> shift
    if (offset & 63) + width > 64:  # noqa: PLR2004 - bits of a word
        bits |= codes[word + 1] << (np.uint64(64) - shift)
    return np.int64(bits & ((np.uint64(1) << np.uint64(width)) - np.uint64(1)))


@kernel
def fill(codes: Words, words: int, chunk: Cut, starts: Numbers, rows: Numbers, tags: Tags) -> None:
    """Sort rows into the buckets of one chunk, with their tags.

    *starts* has 2**width + 1 zeros; *rows* and *tags* have one number a row.
    """
    for row in range(rows.shape[0]):
        starts[_key(codes, row * words, chunk.offset, chunk.width) + 1] += np.uint32(1)
    for bucket in range(1, starts.shape[0]):
        starts[bucket] += starts[bucket - 1]
    place = starts.copy()
    for row in range(rows.shape[0]):
        bucket = _key(codes, row * words, chunk.offset, chunk.width)
        rows[place[bucket]] = row
        tags[place[bucket]] = _key(codes, row * words, chunk.tag_offset, chunk.tag_width)
        place[bucket] += np.uint32(1)


@within
def _distance(codes: Words, at: int, query: Words, words: int) -> np.int64:
    """Return in how many bits the first *words* words of a code differ from the query's."""
    bits = np.uint64(0)
    for word in range(words):
        bits += popcount(codes[at + word] ^ query[word])
    return np.int64(bits)


@within
def write(room: Room, count: int, query: int, row: int, distance: int) -> int:
    """Write a hit down if there is room for it, and return how many there were."""
    if count < room.rows.shape[0]:
        room.queries[count] = query
        room.rows[count] = row
        room.distances[count] = distance
    return count + 1


@within
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
                count = write(room, count, number, row, distance)
    return count


@kernel
def scan(codes: Words, flags: Flags, queries: Queries, radius: int, room: Room) -> int:
    """Find the live rows within *radius* of each query by comparing all of them, and return how many there are."""
    count = 0
    for number in range(queries.shape[0]):
        count = _compare_all(codes, flags, 0, queries[number], (number, radius), room, count)
    return count


@within
def _locate(table: Table, query: Words, lows: Places) -> None:
    """Write down every bucket to probe, and ask memory for its bounds."""
    for number in range(table.chunks.shape[0]):
        chunk = table.chunks[number]
        key, base = _key(query, 0, chunk.offset, chunk.width), chunk.table
        for probed in range(chunk.first, chunk.last):
            bucket = base + (key ^ table.masks[probed])
            lows[probed] = bucket
            prefetch(table.links, bucket)


@within
def _open(table: Table, lows: Places, highs: Places) -> None:
    """Replace every bucket by its bounds among the rows, and ask memory for its tags."""
    for number in range(table.chunks.shape[0]):
        chunk = table.chunks[number]
        for probed in range(chunk.first, chunk.last):
            bucket = lows[probed]
            lows[probed], highs[probed] = np.int64(table.links[bucket]), np.int64(table.links[bucket + 1])
            prefetch(table.tags, chunk.tags + lows[probed])
            prefetch(table.tags, chunk.tags + highs[probed])


@within
def _sift_bucket(
    table: Table, places: tuple[int, int], bounds: tuple[int, int], tag: tuple[int, int], waiting: Places, count: int
) -> int:
    """Write down the links of one bucket whose tags are near; *places* are where rows and tags of the chunk begin."""
    rows, tags = places
    low, high = bounds
    own, radius = tag
    while low < high and count <= waiting.shape[0] - LANES:
        found = near(table.tags, tags + low, np.uint16(own), np.uint16(radius))
        if high - low < LANES:
            found &= (np.uint64(1) << np.uint64(high - low)) - np.uint64(1)
        while found:
            link = rows + low + lowest(found)
            found &= found - np.uint64(1)
            prefetch(table.links, link)
            waiting[count] = link
            count += 1
        low += LANES
    return count


@within
def _sift(table: Table, scratch: Scratch, query: Words) -> int:
    """Write down the links whose tags are near, ask memory for their rows, and return how many there are.

    It ends early once there are too many.
    """
    count = 0
    for number in range(table.chunks.shape[0]):
        chunk = table.chunks[number]
        places, tag = (chunk.rows, chunk.tags), _key(query, 0, chunk.tag_offset, chunk.tag_width)
        for probed in range(chunk.first, chunk.last):
            radius = chunk.bound - np.int64(popcount(np.uint64(table.masks[probed])))
            bounds = scratch.lows[probed], scratch.highs[probed]
            count = _sift_bucket(table, places, bounds, (tag, radius), scratch.waiting, count)
    return count


@within
def _leads(table: Table, number: int, at: int, query: Words) -> bool:
    """Whether a chunk leads from the query to a code."""
    chunk = table.chunks[number]
    apart = _key(table.codes, at, chunk.offset, chunk.width) ^ _key(query, 0, chunk.offset, chunk.width)
    beside = _key(table.codes, at, chunk.tag_offset, chunk.tag_width) ^ _key(
        query, 0, chunk.tag_offset, chunk.tag_width
    )
    differ = np.int64(popcount(np.uint64(apart)))
    return differ <= chunk.radius and differ + np.int64(popcount(np.uint64(beside))) <= chunk.bound


@within
def _came_before(table: Table, at: int, query: Words, link: int) -> bool:
    """Whether a chunk before that of this link has led to the code already."""
    number = 0
    while number + 1 < table.chunks.shape[0] and link >= table.chunks[number + 1].rows:
        if _leads(table, number, at, query):
            return True
        number += 1
    return False


@within
def _follow(table: Table, links: Places, seen: Places, words: int, place: int) -> int:
    """Ask memory for the codes of the rows that *links* lead to; keep one link for each, and return how many."""
    kept = 0
    for each in range(links.shape[0]):
        row = np.int64(table.links[links[each]])
        mark = (np.int64(place + 1) << 32) | row
        slot = np.int64((np.uint64(row) * _FIBONACCI) >> np.uint64(64 - _SEEN_BITS))
        if seen[slot] != mark:
            seen[slot] = mark
            prefetch(table.codes, row * words)
            links[kept] = links[each]
            kept += 1
    return kept


@within
def _compare(
    table: Table, flags: Flags, links: Places, query: Words, asked: tuple[int, int], room: Room, count: int
) -> int:
    """Compare the codes that *links* lead to; *asked* are the query's number and the radius."""
    place, radius = asked
    words = query.shape[0]
    head = min(words, _HEAD)
    for each in range(links.shape[0]):
        row = np.int64(table.links[links[each]])
        at = row * words
        if _distance(table.codes, at, query, head) <= radius and flags[row] & (LIVE | AMENDED) == LIVE:
            distance = _distance(table.codes, at, query, words)
            if distance <= radius and not _came_before(table, at, query, links[each]):
                count = write(room, count, place, row, distance)
    return count


@kernel
def probe(table: Table, flags: Flags, queries: Queries, radius: int, room: Room) -> int:
    """Find the rows of a segment within *radius* of each query, and return how many there are.

    A query goes through its buckets in turns, so that memory is always asked for much at once: all bounds, all tags,
    all rows whose tags are near, their codes. A row that several chunks lead to counts in the first. Where too many
    tags are near (codes that are alike), all rows are compared in turn instead.
    """
    count, probes, crowd = 0, table.masks.shape[0], flags.shape[0] // _CROWDED
    lows, highs = np.empty(probes, np.int64), np.empty(probes, np.int64)
    scratch = Scratch(lows, highs, np.empty(crowd + LANES, np.int64), np.zeros(1 << _SEEN_BITS, np.int64))
    for number in range(queries.shape[0]):
        query, asked = queries[number], (number, radius)
        _locate(table, query, scratch.lows)
        _open(table, scratch.lows, scratch.highs)
        waiting = _sift(table, scratch, query)
        if waiting > crowd:
            count = _compare_all(table.codes, flags, AMENDED, query, asked, room, count)
        else:
            for first in range(0, waiting, _AHEAD):
                links = scratch.waiting[first : min(first + _AHEAD, waiting)]
                links = links[: _follow(table, links, scratch.seen, query.shape[0], number)]
                count = _compare(table, flags, links, query, asked, room, count)
    return count
