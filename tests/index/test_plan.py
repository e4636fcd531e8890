"""How codes are cut: exact for any number of rows, within the memory allowed, and no dearer than it need be."""

from itertools import pairwise, permutations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hashdb.index import MAX_RADIUS, outgrown
from hashdb.index.plan import Chunk, Plan, best_plan, size, waits
from tests.index.samples import plans

BITS = sorted(MAX_RADIUS)
LARGEST = 10**8

# As many rows as there may be, small and large ones alike.
ROWS = st.builds(lambda power, part: int(10**power * part), st.integers(0, 8), st.floats(1, 10)).map(
    lambda rows: min(rows, LARGEST)
)


@pytest.mark.parametrize("bits", BITS)
@settings(max_examples=40, deadline=None)
@given(rows=ROWS)
def test_a_code_within_the_radius_is_within_that_of_a_chunk(bits: int, rows: int) -> None:
    plan = best_plan(rows, bits)

    assert sum(chunk.radius + 1 for chunk in plan) > MAX_RADIUS[bits]
    assert all(chunk.radius >= 0 for chunk in plan)


@pytest.mark.parametrize("bits", BITS)
@settings(max_examples=40, deadline=None)
@given(rows=ROWS)
def test_no_bit_is_in_two_chunks_and_no_table_is_larger_than_the_rows_deserve(bits: int, rows: int) -> None:
    plan = best_plan(rows, bits)

    assert sum(chunk.width for chunk in plan) <= bits
    assert all(1 <= chunk.width <= 27 for chunk in plan)
    assert all(1 << chunk.width <= 2 * max(rows, 2) for chunk in plan)


@pytest.mark.parametrize("bits", BITS)
@settings(max_examples=40, deadline=None)
@given(rows=ROWS)
def test_a_segment_takes_no_more_memory_than_is_allowed(bits: int, rows: int) -> None:
    assert size(best_plan(rows, bits), rows, bits) <= (8 << 20) + 129 * rows


@given(st.builds(Chunk, st.integers(1, 14), st.integers(0, 3)))
def test_the_masks_of_a_chunk_are_all_differences_within_its_radius_once(chunk: Chunk) -> None:
    masks = list(chunk.masks())

    assert sorted(masks) == [mask for mask in range(1 << chunk.width) if mask.bit_count() <= chunk.radius]
    assert len(masks) == chunk.probes()


@pytest.mark.parametrize("bits", BITS)
@settings(max_examples=15, deadline=None)
@given(rows=ROWS)
def test_no_bit_would_be_better_in_another_chunk(bits: int, rows: int) -> None:
    plan = best_plan(rows, bits)
    widest = min(27, max(rows, 2).bit_length())

    assert all(waits(other, rows) > waits(plan, rows) - 1e-5 for other in neighbours(plan, widest))


def neighbours(plan: Plan, widest: int) -> list[Plan]:
    """Return the plans in which one bit is in another chunk."""
    moves = [
        (giver, taker)
        for giver, taker in permutations(range(len(plan)), 2)
        if plan[giver].width > 1 and plan[taker].width < widest
    ]
    return [tuple(resized(plan, giver, taker)) for giver, taker in moves]


def resized(plan: Plan, giver: int, taker: int) -> list[Chunk]:
    more = {giver: -1, taker: 1}
    return [Chunk(chunk.width + more.get(place, 0), chunk.radius) for place, chunk in enumerate(plan)]


@pytest.mark.parametrize("bits", BITS)
@settings(max_examples=60, deadline=None)
@given(data=st.data(), rows=st.integers(1 << 13, LARGEST))
def test_no_other_exact_plan_has_fewer_waits_in_as_much_memory(bits: int, data: st.DataObject, rows: int) -> None:
    other, plan = data.draw(plans(bits)), best_plan(rows, bits)
    assume(size(other, rows, bits) <= (8 << 20) + 129 * rows)

    assert waits(plan, rows) <= waits(other, rows)


@pytest.mark.parametrize("plan", [(Chunk(16, 1),) * 16, (Chunk(22, 3), Chunk(22, 3), Chunk(20, 2))])
def test_more_rows_cost_more_waits(plan: Plan) -> None:
    costs = [waits(plan, 10**power) for power in range(9)]

    assert all(fewer < more < 10 * fewer for fewer, more in pairwise(costs))


@pytest.mark.parametrize("bits", BITS)
def test_ten_times_the_rows_cost_more_and_by_far_not_ten_times_as_much(bits: int) -> None:
    costs = [waits(best_plan(10**power, bits), 10**power) for power in range(3, 9)]

    assert all(fewer < more < 8 * fewer for fewer, more in pairwise(costs))


@pytest.mark.parametrize("bits", BITS)
def test_a_wider_chunk_has_more_buckets_and_less_behind_each(bits: int) -> None:
    narrow, wide = Chunk(bits // 16, 1), Chunk(bits // 16 + 1, 1)

    assert narrow.probes() < wide.probes()
    assert narrow.waits(10**9) > wide.waits(10**9)


@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize(
    ("rows", "tail"), [(0, 0), (0, 100), (0, 1_000), (10**6, 0), (10**6, 10_000), (10**6, -(10**6))]
)
def test_few_rows_behind_a_segment_are_not_worth_another(bits: int, rows: int, tail: int) -> None:
    assert not outgrown(rows, tail, bits)


@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize(("rows", "tail"), [(0, 20_000), (0, 10**7), (1_000, 10_000), (10**6, 100_000), (10**7, 10**6)])
def test_many_rows_behind_a_segment_are_worth_another(bits: int, rows: int, tail: int) -> None:
    assert outgrown(rows, tail, bits)


@pytest.mark.parametrize("bits", BITS)
@settings(max_examples=40, deadline=None)
@given(rows=st.just(0) | ROWS, tail=st.integers(0, 10**6))
def test_what_is_outgrown_stays_so_when_there_are_twice_as_many_more_rows(bits: int, rows: int, tail: int) -> None:
    assume(outgrown(rows, tail, bits))

    assert outgrown(rows, 2 * tail, bits)


@pytest.mark.parametrize("bits", BITS)
@settings(max_examples=40, deadline=None)
@given(rows=ROWS)
def test_a_segment_that_was_just_built_is_not_outgrown_at_once(bits: int, rows: int) -> None:
    assert not outgrown(rows, 0, bits)
    assert not outgrown(rows, 50, bits)
