"""The picture turned back by a few degrees: what a scan, a phone before a screen, or an evader's hand did to it.

The tilted picture is sampled on a small grid, in the proportion it was seen in. At the corners nothing is left of the
original, so each angle is answered whole, and without its rim: as much as the crops that are stored with signals.
"""

import math
from collections.abc import Iterator

import numpy as np
from PIL import Image

from hashdb.hashing.canvas import Canvas
from hashdb.hashing.pdq import Plane, shrunk

_ANGLES = (2, 4)
_SHARES = (100, 90)
_SIDE = 128


def tilts(canvas: Canvas) -> Iterator[tuple[str, Plane]]:
    """Yield `tilt_left_2_100` and so on, as 64 x 64: the side it is turned to, degrees, per cent of both sides kept."""
    picture = Image.fromarray(canvas.brightness.astype(np.uint8)).resize((_SIDE, _SIDE), Image.Resampling.BOX)
    for angle in _ANGLES:
        for side, sign in (("left", 1), ("right", -1)):
            for share in _SHARES:
                tilted = _tilted(picture, math.radians(sign * angle), share / 100, canvas.proportion)
                yield f"tilt_{side}_{angle}_{share}", shrunk(np.asarray(tilted, np.float32))


def _tilted(picture: Image.Image, angle: float, share: float, proportion: float) -> Image.Image:
    """Return the middle of the square *picture* turned by *angle* as if it had its *proportion* of width to height."""
    across, down = share * math.cos(angle), share * math.sin(angle)
    slopes = (across, -down / proportion), (down * proportion, across)
    middle = _SIDE / 2
    rows = ((x, y, middle * (1 - x - y)) for x, y in slopes)
    flat = tuple(number for row in rows for number in row)
    return picture.transform((_SIDE, _SIDE), Image.Transform.AFFINE, flat, Image.Resampling.BILINEAR)
