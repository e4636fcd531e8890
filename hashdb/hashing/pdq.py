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
SMALL = 64
_BLOCK = 16
# Sum of gradients (in per cent of the range) that is worth one point of quality.
_GRADIENT_PER_POINT = 90
_LOWER_MEDIAN = 127

_frequency, _place = np.ogrid[1 : _BLOCK + 1, :SMALL]
_DCT: Plane = (np.sqrt(2 / SMALL) * np.cos(np.pi / (2 * SMALL) * _frequency * (2 * _place + 1))).astype(np.float32)

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
    small = shrunk(brightness)[None]
    return Pdq(value=values(transformed(small))[0], quality=qualities(small)[0])


def orientations(brightness: Plane) -> tuple[bytes, ...]:
    """Return the hashes of the picture in its eight orientations, itself first; `turned` tells their order."""
    return tuple(values(turned(transformed(shrunk(brightness)))))


def shrunk(brightness: Plane) -> Plane:
    """Return the picture as 64 x 64."""
    rows, columns = brightness.shape
    if (rows, columns) == (SMALL, SMALL):
        return brightness
    small: Plane = np.matmul(np.matmul(shrinking(rows), brightness), shrinking(columns).T)
    return small


@lru_cache(maxsize=512)
def shrinking(length: int) -> Plane:
    """Return the matrix of shape (64, length) that smooths one axis twice and keeps 64 places of it."""
    window = (length + 2 * SMALL - 1) // (2 * SMALL)
    once = _box_filter(length, window)
    kept = ((np.arange(SMALL) + 0.5) * length / SMALL).astype(int)
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


def transformed(smalls: Plane) -> Plane:
    """Return the 16 x 16 lowest frequencies but the constant, of one picture of 64 x 64 or of a stack of them."""
    blocks: Plane = np.matmul(np.matmul(_DCT, smalls), _DCT.T)
    return blocks


def turned(block: Plane) -> Plane:
    """Return the transform in its eight orientations, shape (8, 16, 16), itself first.

    Then: turned counter-clockwise by 90, 180 and 270 degrees, mirrored top to bottom, left to right, and along the two
    diagonals. A mirror only changes signs of the transform and a turn exchanges its axes, so all eight cost little
    more than one.
    """
    upside_down, mirrored = block * _FLIP_ROWS, block * _FLIP_COLUMNS
    both = upside_down * _FLIP_COLUMNS
    return np.stack((block, mirrored.T, both, upside_down.T, upside_down, mirrored, block.T, both.T))


def values(blocks: Plane) -> list[bytes]:
    """Return for each transform which coefficients are above its median; the last one is the first bit printed."""
    flat = blocks.reshape(len(blocks), -1)
    above = flat > np.sort(flat, axis=1)[:, _LOWER_MEDIAN, None]
    return [packed.tobytes() for packed in np.packbits(above[:, ::-1], axis=1)]


def qualities(smalls: Plane) -> list[int]:
    """Return the quality of each picture of 64 x 64: how much changes from one place to the next."""
    down, along = (np.abs(np.trunc(np.diff(smalls, axis=axis) * 100 / 255)).sum(axis=(1, 2)) for axis in (1, 2))
    return [min(100, int(steps) // _GRADIENT_PER_POINT) for steps in down + along]
