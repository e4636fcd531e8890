"""Texts: what typing changes and what it does not, and how edits move a MinHash."""
# ruff: noqa: RUF001 - that letters look like others is the point

import random
from collections.abc import Callable

import pytest

from hashdb.errors import InvalidInputError
from hashdb.hashing import hash_text
from hashdb.hashing.minhash import minhash
from hashdb.hashing.text import normalised, words

VOCABULARY = [f"{one}{two}" for one in ("ka", "lo", "mi", "ne", "po", "ru", "sa", "ti") for two in "abcdefghijklmnop"]


def text_of(count: int, seed: int = 1) -> list[str]:
    return random.Random(seed).choices(VOCABULARY, k=count)  # noqa: S311 - the same text every time


def apart(one: list[str], other: list[str]) -> int:
    return sum(a != b for a, b in zip(minhash(one), minhash(other), strict=True))


def exact(text: str) -> str:
    return hash_text(text)[0].signal_value


@pytest.mark.parametrize(
    "typed",
    [
        "ATTACK  AT\n\tDAWN.",
        "at\u200btack at da\u00adwn.",
        "аttасk аt dаwn.",
        "\uff21ttack at dawn\uff0e",
        "𝐀𝐭𝐭𝐚𝐜𝐤 𝐚𝐭 𝐝𝐚𝐰𝐧.",
        "\u202eattack at dawn.\u202c",
        " attack\u00a0at\u3000dawn. ",
        "АТТАСК АТ ԁаԝո.",
    ],
    ids=["case and spaces", "unseen", "cyrillic", "wide", "mathematical", "direction", "odd spaces", "capitals"],
)
def test_how_a_text_was_typed_does_not_change_its_signal(typed: str) -> None:
    assert exact(typed) == exact("attack at dawn.")


def test_what_a_text_says_changes_its_signal() -> None:
    assert exact("attack at dawn") != exact("attack at dusk")


def test_the_signals_of_a_text_never_change() -> None:
    signals = hash_text(" ".join(text_of(60)))

    assert exact("Grüße aus Köln") == "01cde5e14781288a5f31083351bc78bc19b84c18a67407fbeda6ad452aaefcaa"
    assert signals[1].signal_value[:32] == "f1e79acc1d217b0617d19500d12755ff"


@pytest.mark.parametrize(("count", "types"), [(49, ["text_sha256"]), (50, ["text_sha256", "text_minhash"])])
def test_a_short_text_has_its_exact_signal_only(count: int, types: list[str]) -> None:
    assert [signal.signal_type for signal in hash_text(" ".join(text_of(count)))] == types


@pytest.mark.parametrize("text", ["", " \n", "\u200b\ufeff"])
def test_a_text_that_shows_nothing_has_no_signal(text: str) -> None:
    assert hash_text(text) == []


def test_a_text_that_is_too_long_is_refused_by_name() -> None:
    with pytest.raises(InvalidInputError, match="text: may have at most"):
        hash_text("a" * 1_000_001)


def test_words_are_characters_where_no_spaces_are_written() -> None:
    assert words(normalised("攻撃は dawn、明日")) == ["攻", "撃", "は", "dawn", "明", "日"]


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: [*text[:100], "entirely", "new", *text[102:]],
        lambda text: text[:180],
        lambda text: text[100:] + text[:100],
        lambda text: text + text_of(60, seed=9),
    ],
    ids=["two words changed", "a tenth dropped", "halves exchanged", "a third added"],
)
def test_an_edited_text_stays_within_the_radius(edit: Callable[[list[str]], list[str]]) -> None:
    text = text_of(200)

    assert apart(text, edit(text)) <= 64


def test_another_text_is_far_away() -> None:
    assert apart(text_of(300, seed=2), text_of(300, seed=3)) > 110


def test_the_share_of_equal_bytes_is_the_share_of_common_runs() -> None:
    one, other = text_of(900), text_of(450) + text_of(450, seed=5)
    runs = [{tuple(text[place : place + 3]) for place in range(len(text) - 2)} for text in (one, other)]
    jaccard = len(runs[0] & runs[1]) / len(runs[0] | runs[1])

    assert 1 - apart(one, other) / 128 == pytest.approx(jaccard, abs=0.15)
