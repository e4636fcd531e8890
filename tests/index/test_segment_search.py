"""Searching a segment finds what comparing every pair of codes finds, whatever is in it and however it was cut."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hashdb.index import MAX_RADIUS, Index
from hashdb.index.plan import Plan, best_plan
from tests.index.oracle import expected, told
from tests.index.samples import (
    KINDS,
    Codes,
    Scene,
    drowned,
    near,
    packed,
    plans,
    scenes,
    segment_of,
    spread,
    uniform,
)

LIVE = b"\x01"


def index_of(codes: Codes, flags: bytes | None = None, plan: Plan | None = None) -> Index:
    """Return an index of which every code is in the segment."""
    index = Index(64 * codes.shape[1], segment_of(codes, plan))
    index.set_flags(0, LIVE * len(codes) if flags is None else flags)
    return index


def agrees(scene: Scene, plan: Plan | None) -> bool:
    index = index_of(scene.codes, scene.flags.tobytes(), plan)
    return told(index.range_search_batch(scene.queries, scene.radius)) == expected(
        scene.queries, scene.codes, scene.flags, scene.radius
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("bits", MAX_RADIUS)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_every_kind_of_codes_is_found_as_the_oracle_finds_it(bits: int, kind: str, data: st.DataObject) -> None:
    assert agrees(data.draw(scenes(kind, bits)), None)


@pytest.mark.parametrize("bits", MAX_RADIUS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_plan_finds_what_is_near_whatever_chunks_lead_to_it(bits: int, data: st.DataObject) -> None:
    plan, rng = data.draw(plans(bits)), np.random.default_rng(data.draw(st.integers(0, 1 << 32)))
    query, radius = uniform(rng, 1, bits), data.draw(st.integers(0, MAX_RADIUS[bits]))
    close = np.array([near(rng, query[0], apart) for apart in rng.integers(0, radius + 3, 12)])
    codes, _ = drowned(rng, np.concatenate([query, close, close[:3]]), plan)
    flags = rng.integers(0, 4, len(codes), np.uint8)

    assert agrees(Scene(codes, flags, query, radius), plan)


@pytest.mark.parametrize("bits", MAX_RADIUS)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_a_code_at_the_radius_that_a_single_chunk_leads_to_is_found(bits: int, data: st.DataObject) -> None:
    plan, rng = data.draw(plans(bits)), np.random.default_rng(data.draw(st.integers(0, 1 << 32)))

    assert found_through_one_chunk(rng, plan, bits) == only_those_at_the_radius(plan, bits)


@pytest.mark.parametrize("bits", MAX_RADIUS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_code_is_found_however_its_bits_are_shared_out_among_the_chunks(bits: int, data: st.DataObject) -> None:
    plan, rng = data.draw(plans(bits)), np.random.default_rng(data.draw(st.integers(0, 1 << 32)))
    query = uniform(rng, 1, bits)
    close = [spread(rng, query[0], plan, shared_out(rng, plan, MAX_RADIUS[bits])) for _ in range(30)]
    codes, rows = drowned(rng, np.concatenate([query, close]), plan)

    assert index_of(codes, plan=plan).range_search(query[0], MAX_RADIUS[bits])[0].tolist() == rows


def shared_out(rng: np.random.Generator, plan: Plan, bits: int) -> list[int]:
    """Return how many bits of each chunk differ: *bits* in all, at a few chunks rather than everywhere."""
    apart, room = np.zeros(len(plan), int), np.array([chunk.width for chunk in plan])
    liking = rng.exponential(size=len(plan)) ** 3
    while (left := bits - apart.sum()) > 0:
        share = liking * (apart < room)
        apart = np.minimum(apart + rng.multinomial(left, share / share.sum()), room)
    return apart.tolist()


@pytest.mark.parametrize("rows", [1_000, 100_000, 1_000_000])
@pytest.mark.parametrize("bits", MAX_RADIUS)
def test_the_plans_for_many_rows_find_what_a_single_chunk_leads_to(bits: int, rows: int) -> None:
    plan = best_plan(rows, bits)

    assert found_through_one_chunk(np.random.default_rng(rows), plan, bits) == only_those_at_the_radius(plan, bits)


def found_through_one_chunk(rng: np.random.Generator, plan: Plan, bits: int) -> list[tuple[int, int]]:
    """Search for a code whose neighbours differ in one bit too many in every chunk, but in one; the last in all."""
    query, beyond = uniform(rng, 1, bits), [chunk.radius + 1 for chunk in plan]
    close = [
        spread(rng, query[0], plan, [apart - (place == only) for place, apart in enumerate(beyond)])
        for only in range(len(plan) + 1)
    ]
    codes, rows = drowned(rng, np.concatenate([query, close]), plan)
    found, distances = index_of(codes, plan=plan).range_search(query[0], MAX_RADIUS[bits])
    return [(rows.index(row), distance) for row, distance in zip(found.tolist(), distances.tolist(), strict=True)]


def only_those_at_the_radius(plan: Plan, bits: int) -> list[tuple[int, int]]:
    return [(0, 0), *((1 + only, MAX_RADIUS[bits]) for only in range(len(plan)))]


@pytest.mark.parametrize("bits", MAX_RADIUS)
def test_every_smaller_radius_is_exact_too(bits: int) -> None:
    rng = np.random.default_rng(bits)
    query = uniform(rng, 1, bits)
    close = [near(rng, query[0], apart) for apart in range(MAX_RADIUS[bits] + 2) for _ in range(3)]
    codes, _ = drowned(rng, np.concatenate([query, close]), best_plan(10_000, bits))
    index, flags = index_of(codes), np.ones(len(codes), np.uint8)

    for radius in range(MAX_RADIUS[bits] + 1):
        assert told(index.range_search_batch(query, radius)) == expected(query, codes, flags, radius)


@pytest.mark.parametrize("count", [1_023, 1_024, 1_025, 5_000])
def test_a_query_may_hit_more_than_there_is_room_for_at_first(count: int) -> None:
    rng, plan = np.random.default_rng(count), best_plan(100 * count, 64)
    close = np.repeat(uniform(rng, 1, 64), count, axis=0)
    codes, rows = drowned(rng, close, plan)
    found, _ = index_of(codes, plan=plan).range_search(close[0], 10)

    assert found.tolist() == rows


@pytest.mark.parametrize("count", [1, 63, 64, 65, 127, 128, 200])
@pytest.mark.parametrize("bits", MAX_RADIUS)
def test_many_queries_that_are_shared_out_find_what_each_finds_alone(bits: int, count: int) -> None:
    rng = np.random.default_rng(count)
    codes = uniform(rng, 3_000, bits)
    queries = np.array([near(rng, codes[row % 90], row % (MAX_RADIUS[bits] + 2)) for row in range(count)])
    index = index_of(codes[:2_000])
    index.write(2_000, packed(codes[2_000:]), LIVE * 1_000)
    alone = [index.range_search(query, MAX_RADIUS[bits]) for query in queries]

    assert told(index.range_search_batch(queries, MAX_RADIUS[bits])) == [
        (query, distance, row)
        for query, hits in enumerate(alone)
        for row, distance in zip(hits[0].tolist(), hits[1].tolist(), strict=True)
    ]


@pytest.mark.parametrize("alone", [True, False])
@pytest.mark.parametrize("bits", MAX_RADIUS)
def test_a_code_that_is_told_late_is_found_and_the_zeros_in_its_place_are_not(bits: int, *, alone: bool) -> None:
    """Whether the zeros are all there is behind the buckets, or among so many others that probing is worth it."""
    rng, plan = np.random.default_rng(bits), best_plan(1_000, bits)
    empty = np.zeros((3, bits // 64), np.uint64)
    stored, rows = (empty, [0, 1, 2]) if alone else drowned(rng, empty, plan)
    index, told_late = index_of(stored, plan=plan), uniform(rng, 1, bits)
    index.write(rows[1], packed(told_late), LIVE)
    index.set_flags(rows[1], LIVE)

    assert index.range_search(empty[0], MAX_RADIUS[bits])[0].tolist() == [rows[0], rows[2]]
    assert index.range_search(told_late[0], MAX_RADIUS[bits])[0].tolist() == [rows[1]]


def test_flags_that_mean_nothing_here_change_nothing_wherever_the_rows_stand() -> None:
    codes = uniform(np.random.default_rng(1), 100, 256)
    index = index_of(codes[:50], b"\xff" * 50)
    index.write(50, packed(codes[50:]), b"\xff" * 50)

    assert index.range_search_batch(codes, 31).rows.tolist() == list(range(100))


def test_withdrawn_rows_of_a_segment_are_not_found() -> None:
    codes = uniform(np.random.default_rng(1), 500, 256)
    index = index_of(codes)
    index.set_flags(100, b"\x08" * 50)
    hits = index.range_search_batch(codes, 0)

    assert hits.rows.tolist() == [*range(100), *range(150, 500)]
