import pytest

from api.drawing import overlay, pattern
from tests.services.world import near, value

PDQ = value("a picture")


def test_every_set_bit_of_a_hash_is_a_square() -> None:
    drawn = pattern("8" + "0" * 62 + "1", "pdq")

    assert drawn is not None
    assert (drawn.side, drawn.extent, drawn.count) == (16, 159, 2)
    assert drawn.lit == "M0 0h9v9h-9zM150 150h9v9h-9z"


def test_a_hash_of_64_bits_is_eight_by_eight() -> None:
    drawn = pattern("b19cd28e6d3c8a73", "phash")

    assert drawn is not None
    assert (drawn.side, drawn.count) == (8, 33)


def test_two_hashes_differ_by_their_distance() -> None:
    drawn = overlay(PDQ, near(PDQ, 7), "pdq")

    assert drawn is not None
    assert drawn.distance == 7
    assert (drawn.first.count("M"), drawn.second.count("M")) == (drawn.only_first, drawn.only_second)


def test_the_same_hash_twice_has_nothing_lit() -> None:
    drawn = overlay(PDQ, PDQ, "pdq")

    assert drawn is not None
    assert (drawn.distance, drawn.first, drawn.second) == (0, "", "")


@pytest.mark.parametrize("signal_type", ["sha256", "tmk", "none"])
def test_what_is_not_compared_by_bits_is_not_drawn(signal_type: str) -> None:
    assert pattern(PDQ, signal_type) is None
    assert overlay(PDQ, PDQ, signal_type) is None


def test_a_value_of_another_length_is_not_drawn() -> None:
    assert pattern(PDQ, "phash") is None
