"""Passwords: what makes one good enough, and Argon2id, a few at a time.

Argon2 takes 64 MiB and a fifth of a second each time (the second recommendation of RFC 9106, as argon2-cffi has it).
More than a few at a time would stop everything else, so others wait for a moment, and are then asked to come back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from hashdb.errors import FieldProblem, InvalidInputError, RateLimitedError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 12, 200
FEWEST_CHARACTERS = 5

_AT_A_TIME = BoundedSemaphore(2)
_PATIENCE = 3.0

# Of nobody: compared with when there is no such account, so that its absence takes as long as a wrong password.
_OF_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$zQReFREjVH2CoP5+oPRLaA$xY7vSFZ4P/+Zwz/vTKxkjBlv2JjYIveIWj52nucJ48Y"

# The commonest of those that are long enough, without what stands between their letters and digits.
COMMON = frozenset(
    {
        "adminadminadmin",
        "administrator",
        "changemechangeme",
        "correcthorsebatterystaple",
        "iloveyouiloveyou",
        "letmeinletmein",
        "passwordpassword",
        "qwertyqwerty",
        "qwertyuiop12",
        "qwertyuiop123",
        "qwertyuiopasdfghjkl",
        "1q2w3e4r5t6y",
        "1q2w3e4r5t6y7u8i",
        "1qaz2wsx3edc",
        "1qaz2wsx3edc4rfv",
        "zaq12wsxcde3",
        "abcdefghijkl",
        "abcdefghijklmnopqrstuvwxyz",
        "123456789012",
        "1234567890123",
        "12345678901234567890",
        "123123123123",
        "987654321098",
        "asdfghjkl123",
        "asdfghjklzxcvbnm",
        "password1234",
        "password12345",
        "password123456",
        "passw0rd1234",
        "p4ssw0rd1234",
        "welcome12345",
        "welcome123456",
        "letmein12345",
        "iloveyou1234",
        "sunshine1234",
        "football1234",
        "princess1234",
        "superman1234",
        "trustno1trustno1",
        "unknownunknown",
        "thisismypassword",
        "mypassword123",
        "secretsecret",
        "testtesttest",
        "hashdbhashdb",
    }
)


def require_good(password: str, *, field: str, own: tuple[str, ...]) -> None:
    """Raise InvalidInputError naming *field* for a password that would soon be guessed.

    *own* is what a person is known by: the name and the e-mail address.
    """
    rule = _broken_rule(password, own)
    if rule is not None:
        raise InvalidInputError(FieldProblem(field, rule))


def _broken_rule(password: str, own: tuple[str, ...]) -> str | None:
    if not SHORTEST <= len(password) <= LONGEST:
        return f"must have {SHORTEST} to {LONGEST} characters"
    plain = _plain(password)
    if plain in COMMON or len(set(password)) < FEWEST_CHARACTERS:
        return "is one of those that are tried first; take a few words that have nothing to do with each other"
    if any(part in plain for part in _parts(own)):
        return "must not contain your name or address"
    return None


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _parts(own: tuple[str, ...]) -> Iterator[str]:
    """Yield the words that a person is known by, but for those that are too short to tell."""
    for text in own:
        for word in text.replace("@", " ").replace(".", " ").split():
            if len(_plain(word)) > 3:  # noqa: PLR2004 - such as "com", or an initial
                yield _plain(word)


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    with _turn():
        return _hasher().hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether the password is the kept one; without a kept one it takes as long and is not."""
    from argon2.exceptions import VerificationError  # noqa: PLC0415 - see _hasher

    with _turn():
        try:
            _hasher().verify(kept or _OF_NOBODY, password)
        except VerificationError:
            return False
    return kept is not None


@contextmanager
def _turn() -> Iterator[None]:
    if not _AT_A_TIME.acquire(timeout=_PATIENCE):
        raise RateLimitedError(int(_PATIENCE), "too many people sign in at this moment")
    try:
        yield
    finally:
        _AT_A_TIME.release()


def _hasher() -> "PasswordHasher":
    """Return Argon2id; imported when somebody signs in, since neither a lookup nor a worker needs it."""
    from argon2 import PasswordHasher  # noqa: PLC0415

    return PasswordHasher()
