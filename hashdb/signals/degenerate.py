"""Values that are well formed and yet say nothing about a picture or file.

A flat picture, a stripe pattern or an empty file would "match" whatever is equally empty, so such a value is never
shared. The answer is a reason in words, or None for a value that may be used.
"""

import hashlib
import struct
from collections.abc import Callable

from hashdb.signals.registry import SIGNAL_TYPES

_PDQ_BITS = range(96, 161)
_BITS_OF_64 = range(8, 57)
_PDQ_ROWS = struct.Struct(">16H")
_ALL_ONES = 0xFFFF
_EMPTY_FILE = frozenset(hashlib.new(name, b"", usedforsecurity=False).digest() for name in ("sha256", "sha1", "md5"))
# Of 128 random bytes some 100 differ from one another.
_FEWEST_LANES = 64


def degenerate(signal_type: str, value: bytes) -> str | None:
    """Return why *value* must be refused, or None."""
    return _CHECKS[signal_type](value)


def _pdq(value: bytes) -> str | None:
    bits = int.from_bytes(value).bit_count()
    if bits not in _PDQ_BITS:
        return f"{bits} of its 256 bits are set; a picture with content has {_PDQ_BITS[0]} to {_PDQ_BITS[-1]}"
    if _is_stripes(value):
        return "its rows or columns repeat: a pattern of stripes or squares, not a picture"
    return None


def _is_stripes(value: bytes) -> bool:
    """Tell whether the 16 x 16 bits have at most two different rows, or at most two different columns.

    Columns are of at most two kinds when every row is constant, or one pattern, or that pattern inverted.
    """
    rows = set(_PDQ_ROWS.unpack(value))
    patterns = rows - {0, _ALL_ONES}
    return len(rows) <= 2 or len({min(row, row ^ _ALL_ONES) for row in patterns}) <= 1  # noqa: PLR2004 - two kinds


def _perceptual64(value: bytes) -> str | None:
    bits = int.from_bytes(value).bit_count()
    if bits not in _BITS_OF_64:
        return f"{bits} of its 64 bits are set; a picture with content has {_BITS_OF_64[0]} to {_BITS_OF_64[-1]}"
    return None


def _minhash(value: bytes) -> str | None:
    lanes = len(set(value))
    if lanes < _FEWEST_LANES:
        return f"only {lanes} of its {len(value)} bytes differ; the MinHash of a text has {_FEWEST_LANES} at least"
    return None


def _digest(value: bytes) -> str | None:
    return "it is the digest of an empty file" if value in _EMPTY_FILE else None


_CHECKS: dict[str, Callable[[bytes], str | None]] = {
    "pdq": _pdq,
    "phash": _perceptual64,
    "dhash": _perceptual64,
    "whash": _perceptual64,
    "vpdq": _digest,
    "text_minhash": _minhash,
    "text_sha256": _digest,
    "url_sha256": _digest,
    "sha256": _digest,
    "sha1": _digest,
    "md5": _digest,
}
if _CHECKS.keys() != SIGNAL_TYPES.keys():
    raise LookupError("every signal type needs its check of degenerate values")
