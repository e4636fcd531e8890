"""The index against an oracle that compares Python integers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashdb.errors import RadiusError
from hashdb.index import MAX_RADIUS, Index, codes_of
from hashdb.signals import SIGNAL_TYPES, Distance

LIVE = b"\x01"


def oracle(queries: list[bytes], stored: list[bytes], flags: bytes, radius: int) -> list[tuple[int, int, int]]:
    pairs = [
        (place, row, (int.from_bytes(query) ^ int.from_bytes(code)).bit_count())
        for place, query in enumerate(queries)
        for row, code in enumerate(stored)
        if flags[row] & 1
    ]
    return sorted((pair for pair in pairs if pair[2] <= radius), key=lambda pair: (pair[0], pair[2], pair[1]))


def index_of(stored: list[bytes], flags: bytes | None = None, bits: int = 256) -> Index:
    index = Index(bits)
    index.write(0, b"".join(stored), flags if flags is not None else LIVE * len(stored))
    return index


def flipped(code: bytes, bits: list[int]) -> bytes:
    return (int.from_bytes(code) ^ sum(1 << bit for bit in bits)).to_bytes(len(code))


@st.composite
def neighbourhoods(draw: st.DrawFn, bits: int) -> tuple[list[bytes], list[bytes], bytes, int]:
    """Codes around few centres, so that many pairs are near the radius; queries of the same kind."""
    centres = draw(st.lists(st.binary(min_size=bits // 8, max_size=bits // 8), min_size=1, max_size=3))
    near = st.builds(
        flipped,
        st.sampled_from(centres),
        st.lists(st.integers(0, bits - 1), unique=True, max_size=MAX_RADIUS[bits] + 4),
    )
    stored = draw(st.lists(near, max_size=40))
    queries = draw(st.lists(near, min_size=1, max_size=6))
    flags = draw(st.binary(min_size=len(stored), max_size=len(stored)))
    return queries, stored, flags, draw(st.integers(0, MAX_RADIUS[bits]))


@pytest.mark.parametrize("bits", [64, 256])
@given(data=st.data())
def test_every_live_row_within_the_radius_is_found_and_no_other(bits: int, data: st.DataObject) -> None:
    queries, stored, flags, radius = data.draw(neighbourhoods(bits))
    hits = index_of(stored, flags, bits).range_search_batch(codes_of(queries, bits), radius)

    assert list(zip(*(column.tolist() for column in hits), strict=True)) == oracle(queries, stored, flags, radius)


@given(neighbourhoods(256))
def test_a_query_of_several_codes_finds_each_row_once_at_its_best_distance(
    drawn: tuple[list[bytes], list[bytes], bytes, int],
) -> None:
    queries, stored, flags, radius = drawn
    rows, distances = index_of(stored, flags).range_search(codes_of(queries, 256), radius)
    best: dict[int, int] = {}
    for _, row, distance in oracle(queries, stored, flags, radius):
        best[row] = min(distance, best.get(row, distance))

    assert dict(zip(rows.tolist(), distances.tolist(), strict=True)) == best
    assert len(rows) == len(best)
    assert distances.tolist() == sorted(distances.tolist())


@pytest.mark.parametrize("step", [1, 7, 8])
def test_radius_31_finds_distance_31_and_not_32_however_the_bits_are_spread(step: int) -> None:
    code = bytes(range(32))
    spread = [place * step % 256 for place in range(32)]
    rows, distances = index_of([flipped(code, spread[:31]), flipped(code, spread)]).range_search(
        codes_of(code, 256), 31
    )

    assert (rows.tolist(), distances.tolist()) == ([0], [31])


def test_all_of_many_equal_codes_are_found_across_blocks() -> None:
    index = index_of([bytes(32)] * 40_000)
    rows, distances = index.range_search(codes_of(bytes(32), 256), 0)

    assert rows.tolist() == list(range(40_000))
    assert not distances.any()


def test_all_zero_and_all_one_codes_are_256_bits_apart() -> None:
    rows, _ = index_of([bytes(32), b"\xff" * 32]).range_search(codes_of(b"\xff" * 32, 256), 31)

    assert rows.tolist() == [1]


def test_many_queries_over_many_blocks_keep_their_places() -> None:
    stored = np.random.default_rng(5).bytes(32 * 50_000)
    index = Index(256)
    index.write(0, stored, LIVE * 50_000)
    wanted = [49_999, 3, 16_384, 16_383, 3]
    hits = index.range_search_batch(codes_of([stored[32 * row : 32 * row + 32] for row in wanted], 256), 31)

    assert hits.rows.tolist() == wanted
    assert hits.queries.tolist() == [0, 1, 2, 3, 4]


def test_an_empty_index_finds_nothing() -> None:
    rows, distances = Index(256).range_search(codes_of(bytes(32), 256), 31)

    assert (len(rows), len(distances)) == (0, 0)


def test_no_queries_find_nothing() -> None:
    hits = index_of([bytes(32)]).range_search_batch(codes_of(b"", 256), 31)

    assert len(hits.rows) == 0


@pytest.mark.parametrize(("bits", "radius"), [(256, 32), (64, 11), (256, -1)])
def test_a_radius_that_is_not_answered_is_refused(bits: int, radius: int) -> None:
    with pytest.raises(RadiusError):
        Index(bits).range_search(codes_of(bytes(bits // 8), bits), radius)


def test_the_index_answers_exactly_the_radii_of_the_registry() -> None:
    hamming = [kind for kind in SIGNAL_TYPES.values() if kind.distance is Distance.HAMMING]

    assert {kind.bits: kind.max_radius for kind in hamming} == MAX_RADIUS
