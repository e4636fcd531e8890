"""PDQ, the perceptual hash of ThreatExchange, in NumPy.

Written from the paper "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm" (Facebook, 2019) and
bit-identical to its C++ reference on the same pixels. Its chain of filters (two box passes down the columns and along
the rows, then every picture becomes 64 x 64) is linear and separable, so that it is two products with one small
matrix for each side's length.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float32]

# The reference's weights of red, green and blue.
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)
_SMALL = 64
_BLOCK = 16
# Sum of gradients (in per cent of the range) that is worth one point of quality.
_GRADIENT_PER_POINT = 90
_LOWER_MEDIAN = 127

_frequency, _place = np.ogrid[1 : _BLOCK + 1, :_SMALL]
_DCT: Plane = (np.sqrt(2 / _SMALL) * np.cos(np.pi / (2 * _SMALL) * _frequency * (2 * _place + 1))).astype(np.float32)

_alternating = np.where(np.arange(_BLOCK) % 2, 1, -1).astype(np.float32)
_FLIP_ROWS: Plane = _alternating[:, None]
_FLIP_COLUMNS: Plane = _alternating[None, :]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pdq:
    """A hash of 32 bytes, as printed, and its quality from 0 (featureless) to 100."""

    value: bytes
    quality: int


def luma(pixels: NDArray[np.uint8]) -> Plane:
    """Return the brightness of *pixels*, of shape (rows, columns) or (rows, columns, 3), from 0 to 255."""
    if pixels.ndim == 2:  # noqa: PLR2004 - grey already
        return pixels.astype(np.float32)
    return (pixels[..., :3] @ _LUMA).astype(np.float32)


def pdq(brightness: Plane) -> Pdq:
    """Hash a picture given as its luma; any size."""
    small = _shrink(brightness)
    return Pdq(value=_bits(_transform(small)), quality=_quality(small))


def orientations(brightness: Plane) -> tuple[bytes, ...]:
    """Return the hashes of the picture in its eight orientations, itself first.

    Then: turned counter-clockwise by 90, 180 and 270 degrees, mirrored top to bottom, left to right, and along the two
    diagonals. A mirror only changes signs of the transform and a turn exchanges its axes, so all eight cost little
    more than one.
    """
    block = _transform(_shrink(brightness))
    both = _FLIP_ROWS * _FLIP_COLUMNS
    turned = (
        block,
        (block * _FLIP_COLUMNS).T,
        block * both,
        (block * _FLIP_ROWS).T,
        block * _FLIP_ROWS,
        block * _FLIP_COLUMNS,
        block.T,
        (block * both).T,
    )
    return tuple(_bits(each) for each in turned)


def _shrink(brightness: Plane) -> Plane:
    """Return the picture as 64 x 64."""
    rows, columns = brightness.shape
    if (rows, columns) == (_SMALL, _SMALL):
        return brightness
    small: Plane = np.matmul(np.matmul(_shrinking(rows), brightness), _shrinking(columns).T)
    return small


@lru_cache(maxsize=256)
def _shrinking(length: int) -> Plane:
    """Return the matrix of shape (64, length) that smooths one axis twice and keeps 64 places of it."""
    window = (length + 2 * _SMALL - 1) // (2 * _SMALL)
    once = _box_filter(length, window)
    kept = ((np.arange(_SMALL) + 0.5) * length / _SMALL).astype(int)
    return np.ascontiguousarray(once[kept] @ once, dtype=np.float32)


def _box_filter(length: int, window: int) -> NDArray[np.float64]:
    """Return the running mean over *window* places as a matrix; at the ends the window shrinks."""
    ahead = (window + 2) // 2
    place = np.arange(length)
    first = np.maximum(0, place + ahead - window)[:, None]
    end = np.minimum(length, place + ahead)[:, None]
    inside = (first <= place) & (place < end)
    weights: NDArray[np.float64] = inside / (end - first)
    return weights


def _transform(small: Plane) -> Plane:
    """Return the 16 x 16 lowest frequencies but the constant."""
    block: Plane = np.matmul(np.matmul(_DCT, small), _DCT.T)
    return block


def _bits(block: Plane) -> bytes:
    """Return which coefficients are above the median; the last one is the first bit printed."""
    above = block > np.sort(block, axis=None)[_LOWER_MEDIAN]
    return np.packbits(above.reshape(-1)[::-1]).tobytes()


def _quality(small: Plane) -> int:
    steps = [np.abs(np.trunc(np.diff(small, axis=axis) * 100 / 255)).sum() for axis in (0, 1)]
    return min(100, int(sum(steps)) // _GRADIENT_PER_POINT)
