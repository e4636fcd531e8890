"""Identifiers: a prefix that tells the kind of record, and a ULID (sortable by time, 80 random bits)."""

import re
from datetime import datetime

from ulid import ULID

_PATTERN = re.compile(r"[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}")


def new_id(prefix: str, now: datetime) -> str:
    """Return a fresh id such as `sig_01JD...` whose time part is *now*."""
    return f"{prefix}_{ULID.from_datetime(now)}"


def is_id(text: str, prefix: str) -> bool:
    """Tell whether *text* is a well-formed id of the kind that *prefix* names."""
    return text.startswith(f"{prefix}_") and _PATTERN.fullmatch(text) is not None


def earliest(prefix: str, moment: datetime) -> str:
    """Return the id before which stands every id of this kind that was made before *moment*."""
    return unpacked(prefix, int(moment.timestamp() * 1_000).to_bytes(6, "big") + bytes(10))


def packed(identifier: str) -> bytes:
    """Return the 16 bytes of the ULID, without the prefix."""
    return ULID.from_str(identifier[4:]).bytes


def unpacked(prefix: str, raw: bytes) -> str:
    """Return the id whose ULID is these 16 bytes."""
    return f"{prefix}_{ULID.from_bytes(raw)}"
