"""Places in the log, told as ranges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashdb.errors import CorruptLogError
from hashdb.services import places

numbers = st.sets(st.integers(1, 60))


@given(numbers)
def test_ranges_are_read_as_they_were_written_and_hold_the_same_numbers(seqs: set[int]) -> None:
    ranges = places.ranges_of(seqs)

    assert {seq for first, last in ranges for seq in range(first, last + 1)} == seqs
    assert places.read(places.text_of(ranges)) == ranges if seqs else ranges == []


def test_what_stands_side_by_side_is_one_range() -> None:
    assert places.text_of(places.ranges_of([9, 3, 8, 7])) == "3,7-9"


@given(numbers, numbers)
def test_what_is_outside_of_all_ranges_is_what_no_range_holds(seqs: set[int], held: set[int]) -> None:
    assert places.outside(sorted(seqs), places.ranges_of(held)) == sorted(seqs - held)


@pytest.mark.parametrize("text", ["", "a", "1-b", "1,,2"])
def test_a_text_that_names_no_places_is_refused(text: str) -> None:
    with pytest.raises(CorruptLogError):
        places.read(text)
