"""Adopting a segment changes where codes stand, and nothing about what is found."""

import numpy as np
import pytest

from hashdb.index import Index
from tests.index.samples import Codes, packed, segment_of, uniform

LIVE, TOMBSTONE = b"\x01", b"\x08"
CODES = uniform(np.random.default_rng(3), 60, 256)
ZEROS = np.zeros(4, np.uint64)


def without(*rows: int) -> Codes:
    """Return the codes as a builder reads them to which these have not been told yet."""
    codes = CODES.copy()
    codes[list(rows)] = 0
    return codes


def found(index: Index) -> list[int]:
    """Return the rows that are found by their own codes, and -1 for each that is found by zeros."""
    hits = index.range_search_batch(CODES, 31)
    assert hits.queries.tolist() == hits.rows.tolist()
    by_zeros, _ = index.range_search(ZEROS, 31)
    return [*[-1] * len(by_zeros), *hits.rows.tolist()]


@pytest.fixture
def index() -> Index:
    """An index of 40 rows, of which 20 are in the segment; 3, 4 and 25 had no code at first, 4 was told since."""
    index = Index(256, segment_of(without(3, 4)[:20]))
    index.write(0, packed(without(3, 4, 25)[:40]), LIVE * 3 + b"\0\0" + LIVE * 20 + b"\0" + LIVE * 14)
    index.write(4, packed(CODES[4:5]), LIVE)
    return index


EXPECTED = [row for row in range(40) if row not in (3, 25)]


def test_before_it_adopts_an_index_finds_rows_in_the_segment_behind_it_and_told_late(index: Index) -> None:
    assert found(index) == EXPECTED


@pytest.mark.parametrize("rows", [21, 39, 40, 60])
@pytest.mark.parametrize("missing", [(), (3, 25), (3, 4), (3, 20), (3, 4, 20, 38)])
def test_what_was_told_is_found_wherever_it_stands_afterwards(
    index: Index, rows: int, missing: tuple[int, ...]
) -> None:
    index.adopt(segment_of(without(*missing)[:rows]))

    assert found(index) == EXPECTED
    assert (len(index), index.in_segment) == (max(40, rows), rows)


@pytest.mark.parametrize("rows", [1, 19, 20])
def test_a_segment_that_is_no_longer_than_the_present_one_is_passed_over(index: Index, rows: int) -> None:
    index.adopt(segment_of(CODES[:rows]))

    assert found(index) == EXPECTED
    assert index.in_segment == 20


def test_one_segment_after_the_other_may_be_adopted(index: Index) -> None:
    for rows, missing in ((25, (3, 4)), (30, (3, 4, 25)), (35, (3,)), (40, ())):
        index.adopt(segment_of(without(*missing)[:rows]))

        assert found(index) == EXPECTED


@pytest.mark.parametrize("missing", [(3,), (3, 4), (3, 30)])
def test_rows_that_were_withdrawn_stay_so_and_rows_that_were_told_late_can_be(
    index: Index, missing: tuple[int, ...]
) -> None:
    index.set_flags(4, TOMBSTONE * 2)
    index.set_flags(30, TOMBSTONE)
    index.adopt(segment_of(without(*missing)))
    withdrawn = found(index)
    index.set_flags(4, LIVE)
    index.set_flags(30, LIVE)

    assert withdrawn == [row for row in EXPECTED if row not in (4, 5, 30)]
    assert found(index) == [row for row in EXPECTED if row != 5]


def test_rows_that_the_index_has_not_heard_of_are_found_when_it_has(index: Index) -> None:
    index.adopt(segment_of(without(3, 50)))
    before = found(index)
    index.write(40, packed(CODES[40:]), LIVE * 20)

    assert len(index) == 60
    assert before == EXPECTED
    assert found(index) == [*EXPECTED, *range(40, 60)]


@pytest.mark.parametrize("missing", [(), (3,), (25,), (3, 4, 25)])
def test_a_code_is_found_that_is_told_after_a_segment_with_or_without_it_was_adopted(
    index: Index, missing: tuple[int, ...]
) -> None:
    index.adopt(segment_of(without(*missing)))
    for row in (3, 25):
        index.write(row, packed(CODES[row : row + 1]), LIVE)

    assert found(index) == list(range(40))
