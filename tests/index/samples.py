"""Codes, plans and segments for the tests of the index; whatever is random comes from a generator with a seed.

Bit b of a code is bit b % 64, from the low end, of its word b // 64: the order in which a plan counts.
"""

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from hashdb.index import MAX_RADIUS, Segment, build, open_segment
from hashdb.index.plan import Chunk, Plan

Codes = NDArray[np.uint64]
Random = np.random.Generator

# So that the tables of a test are small.
_WIDEST = 13


def uniform(rng: Random, count: int, bits: int) -> Codes:
    """Return codes that have nothing in common."""
    return rng.integers(0, 1 << 64, (count, bits // 64), np.uint64)


def flipped(code: Codes, places: Iterable[int]) -> Codes:
    """Return the code that differs in these bits."""
    changed = code.copy()
    for place in places:
        changed[place >> 6] ^= np.uint64(1 << (place & 63))
    return changed


def near(rng: Random, code: Codes, apart: int) -> Codes:
    """Return a code that differs in so many bits."""
    return flipped(code, rng.choice(64 * len(code), apart, replace=False).tolist())


def packed(codes: Codes) -> bytes:
    """Return codes as a packed column holds them."""
    return codes.astype(">u8").tobytes()


def segment_of(codes: Codes, plan: Plan | None = None) -> Segment:
    """Return a mapped segment of these codes, whose file is gone already."""
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder, "sample"), [codes], 64 * codes.shape[1], plan=plan)
        return open_segment(Path(folder, "sample"))


def _clustered(rng: Random, count: int, bits: int) -> Codes:
    centres = uniform(rng, 3, bits)
    apart = rng.integers(0, MAX_RADIUS[bits] + 4, count).tolist()
    return np.array([near(rng, centres[place % 3], apart[place]) for place in range(count)])


def _equal(rng: Random, count: int, bits: int) -> Codes:
    return np.repeat(uniform(rng, 1, bits), count, axis=0)


def _repeated(rng: Random, count: int, bits: int) -> Codes:
    return uniform(rng, 1 + count // 4, bits)[rng.integers(0, 1 + count // 4, count)]


def _all_zero_or_all_one(rng: Random, count: int, bits: int) -> Codes:
    return np.repeat(np.array([0, (1 << 64) - 1], np.uint64)[rng.integers(0, 2, (count, 1))], bits // 64, axis=1)


def _counted(_rng: Random, count: int, bits: int) -> Codes:
    """Return 0, 1, 2 ...: alike in all bits but the lowest."""
    return np.pad(np.arange(count, dtype=np.uint64)[:, None], ((0, 0), (bits // 64 - 1, 0)))


KINDS = {
    "uniform": uniform,
    "clustered": _clustered,
    "equal": _equal,
    "repeated": _repeated,
    "all_zero_or_all_one": _all_zero_or_all_one,
    "counted": _counted,
}

_COUNTS = (1, 2, 3, *(power + more for power in (16, 64, 256, 1024) for more in (-1, 0, 1)))


class Scene(NamedTuple):
    """What is stored, and what is asked."""

    codes: Codes
    flags: NDArray[np.uint8]
    queries: Codes
    radius: int


@st.composite
def scenes(draw: st.DrawFn, kind: str, bits: int) -> Scene:
    """Draw codes of one kind, with queries about as far from some of them as the radius reaches."""
    rng = np.random.default_rng(draw(st.integers(0, 1 << 32)))
    codes = KINDS[kind](rng, draw(st.sampled_from(_COUNTS)), bits)
    radius = draw(st.integers(0, MAX_RADIUS[bits]))
    asked = [near(rng, codes[rng.integers(len(codes))], max(radius + more, 0)) for more in (-radius, -3, -1, 0, 1)]
    queries = np.array([*asked, *uniform(rng, 1, bits), np.zeros(bits // 64, np.uint64)])
    flags = rng.integers(0, 16, len(codes), np.uint8) | rng.integers(0, 2, len(codes), np.uint8)
    return Scene(codes, flags, queries, radius)


@st.composite
def plans(draw: st.DrawFn, bits: int) -> Plan:
    """Draw any plan that is exact by the pigeonhole principle, with chunks as unequal as they come."""
    left, radii = MAX_RADIUS[bits] + 1, []
    while left:
        radii.append(min(draw(st.integers(0, 3)), left - 1))
        left -= radii[-1] + 1
    room = bits - (MAX_RADIUS[bits] + 1)
    plan = []
    for radius in radii:
        more = draw(st.integers(0, min(room, _WIDEST - radius - 1)))
        plan.append(Chunk(radius + 1 + more, radius))
        room -= more
    return tuple(draw(st.permutations(plan)))


def offsets(plan: Plan) -> list[int]:
    """Return the first bit of each chunk."""
    widths = [chunk.width for chunk in plan]
    return [sum(widths[:place]) for place in range(len(plan))]


def spread(rng: Random, code: Codes, plan: Plan, apart: Iterable[int]) -> Codes:
    """Return the code that differs in so many bits of each chunk, and in no others."""
    chunks = zip(offsets(plan), plan, apart, strict=True)
    return flipped(
        code,
        [
            offset + place
            for offset, chunk, bits in chunks
            for place in rng.choice(chunk.width, bits, replace=False).tolist()
        ],
    )


def drowned(rng: Random, codes: Codes, plan: Plan) -> tuple[Codes, list[int]]:
    """Return codes among so many others that probing is worth it, and in which rows they are.

    The others are the complement of the first code: in no chunk are they near.
    """
    others = np.repeat(~codes[:1], 20 * len(plan) * len(codes), axis=0)
    rows = np.sort(rng.choice(len(others) + len(codes), len(codes), replace=False))
    stored = np.insert(others, rows - np.arange(len(rows)), codes, axis=0)
    return stored, rows.tolist()
