"""Codes as arrays: one row of 64-bit words a code, most significant word first."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

WORD_BITS = 64


def codes_of(values: bytes | Iterable[bytes], bits: int) -> NDArray[np.uint64]:
    """Return *values*, each of *bits* bits and big-endian, as an array of shape (n, bits / 64).

    A packed column (the values one after the other in one `bytes`) does as well. Raises ValueError for bytes that
    are no whole number of codes.
    """
    packed = values if isinstance(values, bytes) else b"".join(values)
    return np.frombuffer(packed, dtype=">u8").reshape(-1, bits // WORD_BITS).astype(np.uint64)
