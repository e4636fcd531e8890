"""What an environment variable is, and how the texts of the environment become values.

Each reader raises ValueError with the rule in words; `hashdb.settings` has the table of the variables.
"""

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

KEY_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One environment variable; `read` turns its text into a value or raises ValueError with the rule in words."""

    name: str
    default: str
    meaning: str
    read: Callable[[str], Any]

    @property
    def field(self) -> str:
        """The name of the field of Settings that it fills."""
        return self.name.removeprefix("HASHDB_").lower()


def whole(low: int, high: int) -> Callable[[str], int]:
    """Read a whole number within the bounds."""

    def read(text: str) -> int:
        if re.fullmatch(r"[0-9]{1,12}", text) and low <= int(text) <= high:
            return int(text)
        raise ValueError(f"must be a whole number from {low} to {high}")

    return read


def switch(text: str) -> bool:
    """Read 0 or 1."""
    if text not in {"0", "1"}:
        raise ValueError("must be 0 or 1")
    return text == "1"


def choice(*words: str) -> Callable[[str], str]:
    """Read one of the words."""

    def read(text: str) -> str:
        if text.lower() not in words:
            raise ValueError(f"must be one of {', '.join(words)}")
        return text.lower()

    return read


def address(*schemes: str) -> Callable[[str], str]:
    """Read a URL of one of the schemes, or nothing."""

    def read(text: str) -> str:
        if text and not text.startswith(schemes):
            raise ValueError(f"must start with {' or '.join(schemes)}")
        return text.rstrip("/")

    return read


def matching(pattern: str, rule: str) -> Callable[[str], str]:
    """Read a text of this form; *rule* says it in words."""

    def read(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(rule)
        return text

    return read


def key_of_32_bytes(text: str) -> str:
    """Read a key as URL-safe base64, or nothing."""
    rule = "must be 32 bytes as URL-safe base64 (44 characters)"
    try:
        key = base64.urlsafe_b64decode(text)
    except (binascii.Error, ValueError):
        raise ValueError(rule) from None
    if text and len(key) != KEY_BYTES:
        raise ValueError(rule)
    return text
