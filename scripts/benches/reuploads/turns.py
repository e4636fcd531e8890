"""Turned: by quarters, mirrored, and by a few degrees with black corners or without."""

import math
from functools import partial

from PIL import Image

from scripts.benches.reuploads.tone import Change


def tilted(picture: Image.Image, degrees: float) -> Image.Image:
    """Return the picture turned within its frame; the corners are black."""
    return picture.rotate(degrees, Image.Resampling.BICUBIC)


def straightened(picture: Image.Image, degrees: float) -> Image.Image:
    """Return the picture turned and cropped so that no corner is black."""
    angle = abs(math.radians(degrees))
    proportion = max(picture.size) / min(picture.size)
    share = 1 / (math.cos(angle) + proportion * math.sin(angle))
    width, height = round(picture.width * share), round(picture.height * share)
    left, top = (picture.width - width) // 2, (picture.height - height) // 2
    return tilted(picture, degrees).crop((left, top, left + width, top + height))


QUARTERS: dict[str, Change] = {
    "mirrored": partial(Image.Image.transpose, method=Image.Transpose.FLIP_LEFT_RIGHT),
    "upside down": partial(Image.Image.transpose, method=Image.Transpose.FLIP_TOP_BOTTOM),
    "turned by 90": partial(Image.Image.transpose, method=Image.Transpose.ROTATE_90),
    "turned by 180": partial(Image.Image.transpose, method=Image.Transpose.ROTATE_180),
    "turned by 270": partial(Image.Image.transpose, method=Image.Transpose.ROTATE_270),
}
SMALL: dict[str, Change] = {
    **{f"tilted by {degrees} degrees": partial(tilted, degrees=degrees) for degrees in (1, 2, -3)},
    **{f"tilted by {degrees}, cropped": partial(straightened, degrees=degrees) for degrees in (-2, 4)},
}
ROWS: dict[str, Change] = QUARTERS | SMALL
