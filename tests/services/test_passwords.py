"""Passwords: what is refused, and that nothing but the right one fits."""

import pytest

from hashdb.errors import InvalidInputError
from hashdb.services import passwords

OWN = ("Aigerim Serikbaykyzy", "a.serik@example.org")


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "x" * 201,
        "aaaaaaaaaaaaaaa",
        "Password-1234",
        "QWERTYuiop123",
        "my friend Aigerim!",
        "serikbaykyzy 2026",
    ],
)
def test_a_password_that_would_soon_be_guessed_is_refused_by_name(password: str) -> None:
    with pytest.raises(InvalidInputError, match=r"^new: "):
        passwords.require_good(password, field="new", own=OWN)


@pytest.mark.parametrize("password", ["four words that differ", "тұмар қазан көпір", "a.d 5 ,-# ü{}ß"])
def test_any_other_long_password_is_good_in_any_script(password: str) -> None:
    passwords.require_good(password, field="new", own=OWN)


def test_only_the_password_itself_matches_and_where_there_is_none_nothing_does() -> None:
    kept = passwords.hashed("four words that differ")

    assert kept.startswith("$argon2id$")
    assert passwords.matches(kept, "four words that differ")
    assert not passwords.matches(kept, "four words that differ ")
    assert not passwords.matches(None, "not the password of anybody")
