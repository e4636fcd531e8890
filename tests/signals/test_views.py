"""Views as they are sent: which names and values they may have."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashdb.errors import InvalidInputError
from hashdb.signals import MOST_FRAMES, MOST_VIEWS, MOST_VIEWS_ASKED, View, parse_views, video_value


def view(name: str, text: str | None = None) -> View:
    return View(name=name, signal_value=text or hashlib.sha256(name.encode()).hexdigest(), quality=80)


def refused(*views: View, signal_type: str = "pdq") -> str:
    """Return the field that is named in the refusal."""
    with pytest.raises(InvalidInputError) as error:
        parse_views(signal_type, views, "signals[3].views")
    return error.value.problems[0].field


def test_views_keep_their_order_names_and_qualities() -> None:
    parsed = parse_views("pdq", [view("left_80"), view("centre_90")])

    assert parsed == (view("left_80"), view("centre_90"))


def test_a_value_in_upper_case_is_the_same_value() -> None:
    upper = view("left_80", view("left_80").signal_value.upper())

    assert parse_views("pdq", [upper]) == (view("left_80"),)


def test_no_views_are_right_for_every_type() -> None:
    assert parse_views("sha256", []) == ()


def test_there_are_at_most_so_many() -> None:
    most = [view(f"v{number}") for number in range(MOST_VIEWS)]

    assert len(parse_views("pdq", most)) == MOST_VIEWS
    assert refused(*most, view("one_more")) == "signals[3].views"
    assert len(parse_views("pdq", [*most, view("one_more")], are_asked=True)) == MOST_VIEWS + 1


def test_a_lookup_may_bring_more_of_them() -> None:
    most = [view(f"v{number}") for number in range(MOST_VIEWS_ASKED)]

    assert len(parse_views("pdq", most, are_asked=True)) == MOST_VIEWS_ASKED
    with pytest.raises(InvalidInputError, match="views: may be at most 128 of pdq"):
        parse_views("pdq", [*most, view("one_more")], are_asked=True)


@pytest.mark.parametrize("signal_type", ["sha256", "text_minhash", "url_sha256"])
def test_what_is_compared_as_a_whole_has_no_views(signal_type: str) -> None:
    assert refused(view("left_80"), signal_type=signal_type) == "signals[3].views"


def test_a_video_has_an_hour_of_frames_at_most_and_one_at_least() -> None:
    hour = [view(f"second_{number}") for number in range(MOST_FRAMES)]

    assert len(parse_views("vpdq", hour)) == MOST_FRAMES
    assert refused(*hour, view("one_more"), signal_type="vpdq") == "signals[3].views"
    assert refused(signal_type="vpdq") == "signals[3].views"


def test_the_value_of_a_video_is_the_digest_of_its_frames_in_their_order() -> None:
    first, second = view("second_0"), view("second_1")
    both = bytes.fromhex(first.signal_value + second.signal_value)

    assert video_value([first, second]) == hashlib.sha256(both).hexdigest()
    assert video_value([second, first]) != video_value([first, second])


@pytest.mark.parametrize("name", ["", "Left", "left-80", "left 80", "left\n", "ä", "x" * 33, "٣"])
def test_a_name_is_a_short_lower_case_word(name: str) -> None:
    assert refused(view("centre_90"), view(name)) == "signals[3].views[1].name"


@pytest.mark.parametrize("name", ["picture", "orientation_0", "orientation_7"])
def test_the_names_of_the_picture_and_its_orientations_are_taken(name: str) -> None:
    assert refused(view(name)) == "signals[3].views[0].name"


def test_two_views_have_two_names() -> None:
    assert refused(view("left_80"), view("left_80", "0f" * 32)) == "signals[3].views[1].name"


@given(st.text(max_size=70))
def test_what_is_no_value_is_refused_by_its_place(text: str) -> None:
    assert refused(view("left_80"), view("top_80", text or "-")) == "signals[3].views[1].signal_value"
