"""The compiled loops that compare all rows with all queries: beyond the radius of a segment, and byte by byte.

Rows are taken some at a time, few enough to stay in the processor's cache, and compared with one query after the other:
what a row costs is then read from memory once, not once a query.
"""

from hashdb.index.instructions import LANE_WORDS, bits_apart, lanes_apart
from hashdb.index.kernels import kernel, write
from hashdb.index.table import LIVE, Flags, Queries, Room, Words

# Words of the rows that are taken at once: 16 KB.
_AT_ONCE = 2048


@kernel
def sweep(codes: Words, flags: Flags, barred: int, queries: Queries, radius: int, room: Room) -> int:
    """Find the rows within *radius* bits that are live and have no *barred* flag; codes have four words."""
    count, step = 0, _AT_ONCE // 4
    for first in range(0, flags.shape[0], step):
        for number in range(queries.shape[0]):
            for row in range(first, min(first + step, flags.shape[0])):
                distance = bits_apart(codes, row * 4, queries[number])
                if distance <= radius and flags[row] & (LIVE | barred) == LIVE:
                    count = write(room, count, number, row, distance)
    return count


@kernel
def sweep_lanes(codes: Words, flags: Flags, queries: Queries, radius: int, room: Room) -> int:
    """Find the live rows that differ in at most *radius* bytes; codes have sixteen words."""
    count, step = 0, _AT_ONCE // LANE_WORDS
    for first in range(0, flags.shape[0], step):
        for number in range(queries.shape[0]):
            for row in range(first, min(first + step, flags.shape[0])):
                distance = lanes_apart(codes, row * LANE_WORDS, queries[number])
                if distance <= radius and flags[row] & LIVE == LIVE:
                    count = write(room, count, number, row, distance)
    return count
