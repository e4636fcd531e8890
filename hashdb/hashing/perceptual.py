"""The 64-bit hashes of the ImageHash library, for exchange with those who use it.

phash and dhash are computed here, bit for bit as the library does (a test compares them): the library brings SciPy,
which costs half a second and 60 MB in every process that hashes. whash, which is for the curious, calls the library.
All take the same 512 x 512 picture as the PDQ and may differ by a few bits from hashes of the file in its full size.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_SIDE = 8
_SAMPLED = 32

_frequency, _place = np.ogrid[:_SIDE, :_SAMPLED]
_DCT: NDArray[np.float64] = 2 * np.cos(np.pi / (2 * _SAMPLED) * _frequency * (2 * _place + 1))


def perceptual(picture: Image.Image, algorithm: str) -> bytes:
    """Return the 64 bits of one of ALGORITHMS, row by row from the top left."""
    return ALGORITHMS[algorithm](picture)


def _phash(picture: Image.Image) -> bytes:
    """Return which of the lowest 8 x 8 frequencies are above their median."""
    low = _DCT @ _grey(picture, _SAMPLED, _SAMPLED) @ _DCT.T
    return np.packbits(low > np.median(low)).tobytes()


def _dhash(picture: Image.Image) -> bytes:
    """Return where it becomes brighter from one column to the next."""
    small = _grey(picture, _SIDE + 1, _SIDE)
    return np.packbits(small[:, 1:] > small[:, :-1]).tobytes()


def _whash(picture: Image.Image) -> bytes:
    import imagehash  # noqa: PLC0415 - brings SciPy

    return bytes.fromhex(str(imagehash.whash(picture)))


def _grey(picture: Image.Image, width: int, height: int) -> NDArray[np.float64]:
    return np.asarray(picture.convert("L").resize((width, height), Image.Resampling.LANCZOS), np.float64)


ALGORITHMS = {"phash": _phash, "dhash": _dhash, "whash": _whash}
