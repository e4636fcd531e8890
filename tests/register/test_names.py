"""The recipe of the specification, with all of its numbers, and the names that must not be found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashdb.register import names

LISTED = (
    "VERMILION LANTERN FRONT (VLF)",
    "Red Lantern Movement",
    "Ruritanian Lamp Brigade",
    "BRIGADE OF THE HOLLOW MOUNTAIN",
    "Hollow Mountain Brigade",
    "Фронт Алого Фонаря",
)


@pytest.mark.parametrize(
    ("asked", "score"),
    [
        ("Vermillion Lantern Front", 97.9),
        ("Front of the Vermilion Lantern", 100.0),
        ("Hollow Mountains Brigade", 97.9),
        ("Front Alogo Fonarya", 100.0),
        ("VLF", 100.0),
        ("vlf", 100.0),
    ],
)
def test_a_name_that_is_meant_is_a_candidate(asked: str, score: float) -> None:
    found, _ = names.best(asked, LISTED)

    assert found == pytest.approx(score, abs=0.05)
    assert found >= names.CANDIDATE


@pytest.mark.parametrize(
    ("asked", "score"),
    [
        ("Vermilion Lamp Front", 83.7),
        ("Vermilion Lantern Festival", 81.6),
        ("Hollow Mountain Hiking Club", 76.0),
        ("Liberal Front", 55.6),
        ("Mountain Bike Club", 68.3),
        ("Movement", 0.0),
        ("Front", 0.0),
        ("VL", 0.0),
        ("", 0.0),
        ("of the", 0.0),
        ("()", 0.0),
    ],
)
def test_a_name_that_only_sounds_like_one_is_no_candidate(asked: str, score: float) -> None:
    found, _ = names.best(asked, LISTED)

    assert found == pytest.approx(score, abs=0.05)
    assert found < names.CANDIDATE


def test_the_name_that_was_found_is_told() -> None:
    assert names.best("Hollow Mountains Brigade", LISTED)[1] == "BRIGADE OF THE HOLLOW MOUNTAIN"


def test_a_name_in_full_width_letters_is_the_same_name() -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) if letter.isalpha() else letter for letter in "Vermilion Lantern Front")

    assert names.score(wide, LISTED[0]) == 100.0


WORDS = st.sampled_from(
    ["vermilion", "lantern", "lanterns", "front", "of", "hollow", "mountain", "(VLF)", "VLF", "-", "al"]
)
NAMES = st.lists(WORDS, max_size=5).map(" ".join)


@given(NAMES, st.lists(NAMES, max_size=6))
def test_a_directory_finds_what_the_recipe_finds(asked: str, listed: list[str]) -> None:
    found = names.Directory(enumerate(listed)).search(asked, names.GREY)

    best: dict[int, float] = {}
    for score, place, name in found:
        assert listed[place] == name
        best.setdefault(place, score)
    scores = {place: names.score(asked, name) for place, name in enumerate(listed)}
    assert best == pytest.approx({place: score for place, score in scores.items() if score >= names.GREY})
    assert [score for score, _, _ in found] == sorted((score for score, _, _ in found), reverse=True)
