"""How the codes of a segment are cut into chunks: a small cost model.

By the pigeonhole principle a code within r bits of a query lies within some r_i bits of it in at least one of m
disjoint chunks, if only the sum of all (r_i + 1) is above r: with r = m * s + a, the first a + 1 chunks have the radius
s and the others s - 1 (multi-index hashing: Norouzi, Punjani and Fleet, IEEE TPAMI 36(6), 2014). A query so probes all
buckets within r_i of its own in each chunk.

More is known of such a code: let e_i be the bits in which it differs in chunk i, less r_i + 1. All e_i together are
below 0, so with the chunks in a ring there is one from which on every running sum is below 0 (the cycle lemma; used for
search by Qin and Xiao, Pigeonring, PVLDB 12(1), 2018): it differs in at most r_i bits there, and in at most
r_i + r_j + 1 bits in chunk i and the next, j, together. So beside each row stands a tag, the first 16 bits of the next
chunk, and only the codes whose tag is near enough are compared: of uniform codes, one row in hundreds.

What that costs is counted in waits for memory, of which a bucket costs two (its bounds, its tags), each row in it a
sixty-fourth, and each code to compare two:

    waits(chunk) = probes * (2 + rows / 2**width / 64) + 2 * compared
    probes = sum of C(width, k) for k <= radius
    compared = rows * share of the codes whose chunk and tag are near, if the next chunk is like this one

Few wide chunks have many buckets to probe, many narrow ones much in each. The plan is the m, and the split of the bits
among its chunks, with the fewest waits whose tables fit into the memory allowed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations, product
from math import comb

# The largest radius that is answered, by the length of the code; the same as in hashdb.signals.
MAX_RADIUS = {64: 10, 256: 31}

# The same for codes that are compared byte by byte, and the radius up to which bits are compared for review.
MAX_LANES = {1024: 90}
REVIEW_RADIUS = {256: 64}

# Bytes of a segment: so many a row, and a part that small ones may take as well.
_BYTES_A_ROW = 129
_BYTES_BESIDE = 1 << 23

# A table has at most so many buckets (as a power of two), and not many more than there are rows.
_WIDEST = 27

# Above it the buckets to probe are too many for any number of rows that fits in memory.
_LARGEST_CHUNK_RADIUS = 3

# Bits of a tag, at most, and the bytes that a row takes in each chunk: its number and its tag.
TAG_BITS = 16
_LINK_BYTES = 6

# In waits for memory (some 10 ns): a bucket, a row in it, a code to compare, and one that is compared in its turn.
_BUCKET = 2
_ROW = 1 / 64
_CODE = 2
_NEXT = 1 / 10

# A move of a bit that saves less is rounding.
_NOTHING = 1e-6


@dataclass(frozen=True, slots=True)
class Chunk:
    """*width* bits of every code, searched within *radius* bits."""

    width: int
    radius: int

    def probes(self) -> int:
        """Return how many buckets lie within the radius."""
        return sum(comb(self.width, bits) for bits in range(self.radius + 1))

    def waits(self, rows: int) -> float:
        """Return how many waits for memory a query costs."""
        each = rows / (1 << self.width)
        return self.probes() * (_BUCKET + _ROW * each) + _CODE * each * _compared(self.width, self.radius)

    def masks(self) -> Iterator[int]:
        """Yield what the probed keys differ in from the query's own."""
        for count in range(self.radius + 1):
            for bits in combinations(range(self.width), count):
                yield sum(1 << bit for bit in bits)


@cache
def _compared(width: int, radius: int) -> float:
    """Return how many buckets' worth of rows have tags that are near enough, if the next chunk is like this one."""
    bits = min(width, TAG_BITS)
    ways = [comb(bits, apart) / (1 << bits) for apart in range(bits + 1)]
    return sum(comb(width, apart) * sum(ways[: 2 * radius + 2 - apart]) for apart in range(radius + 1))


Plan = tuple[Chunk, ...]


def waits(plan: Plan, rows: int) -> float:
    """Return how many waits for memory one query costs."""
    return sum(chunk.waits(rows) for chunk in plan)


def size(plan: Plan, rows: int, bits: int) -> int:
    """Return the bytes of a segment: its codes, and for each chunk a table, the row numbers and their tags."""
    return rows * (bits // 8 + _LINK_BYTES * len(plan)) + sum(4 * ((1 << chunk.width) + 1) for chunk in plan)


def outgrown(rows: int, tail: int, bits: int) -> bool:
    """Whether *tail* rows behind a segment of *rows* are worth another: comparing costs more than twice probing."""
    return tail > 0 and tail * _NEXT > 2 * waits(best_plan(rows + tail, bits), rows + tail)


@lru_cache(maxsize=64)
def best_plan(rows: int, bits: int) -> Plan:
    """Return the plan with the fewest waits, within the memory allowed, for *rows* codes of *bits* bits (64 or 256)."""
    radius = MAX_RADIUS[bits]
    plans = [_split(radii, rows, bits) for radii in _all_radii(radius)]
    allowed = rows * _BYTES_A_ROW + _BYTES_BESIDE
    fitting = [plan for plan in plans if size(plan, rows, bits) <= allowed]
    return min(fitting or plans, key=lambda plan: waits(plan, rows))


def _all_radii(radius: int) -> Iterator[list[int]]:
    """Yield the radii of the chunks for every number of chunks."""
    for chunks in range(1, radius + 2):
        each, rest = divmod(radius, chunks)
        if each <= _LARGEST_CHUNK_RADIUS:
            wide = rest + 1
            yield [each] * wide + [each - 1] * (chunks - wide if each else 0)


def _split(radii: list[int], rows: int, bits: int) -> Plan:
    """Share the bits out: evenly, then one bit after another to where it saves the most."""
    widest = min(_WIDEST, max(rows, 2).bit_length())
    even, rest = divmod(bits, len(radii))
    plan = [Chunk(min(widest, even + (place < rest)), radius) for place, radius in enumerate(radii)]
    while better := _best_move(plan, rows, widest):
        giver, taker = better
        plan[giver], plan[taker] = _resized(plan[giver], -1), _resized(plan[taker], 1)
    return tuple(plan)


def _best_move(plan: list[Chunk], rows: int, widest: int) -> tuple[int, int] | None:
    """Return between which two chunks moving a bit saves the most, or None if no move saves anything."""
    # Of chunks that are alike, the last gives or the first takes.
    givers = {chunk: place for place, chunk in enumerate(plan)}
    takers = {plan[place]: place for place in reversed(range(len(plan)))}
    moves = {
        (giver, taker): _saved(plan[giver], -1, rows) + _saved(plan[taker], 1, rows)
        for giver, taker in product(givers.values(), takers.values())
        if giver != taker and plan[giver].width > 1 and plan[taker].width < widest
    }
    best = max(moves, key=lambda move: moves[move], default=None)
    return best if best is not None and moves[best] > _NOTHING else None


def _resized(chunk: Chunk, by: int) -> Chunk:
    return Chunk(chunk.width + by, chunk.radius)


def _saved(chunk: Chunk, by: int, rows: int) -> float:
    return chunk.waits(rows) - _resized(chunk, by).waits(rows)
