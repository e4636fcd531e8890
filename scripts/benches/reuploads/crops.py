"""Crops: some of the picture is gone, nothing was put in its place."""

from functools import partial

from PIL import Image, ImageOps

from scripts.benches.reuploads.tone import Change


def cropped(
    picture: Image.Image, *, left: float = 0, top: float = 0, right: float = 0, bottom: float = 0
) -> Image.Image:
    """Return the picture without these shares of its sides."""
    width, height = picture.size
    return picture.crop(
        (round(width * left), round(height * top), round(width * (1 - right)), round(height * (1 - bottom)))
    )


def centre(picture: Image.Image, off: float) -> Image.Image:
    """Return the middle without the share *off* of both sides."""
    return cropped(picture, left=off / 2, top=off / 2, right=off / 2, bottom=off / 2)


def shaped(picture: Image.Image, proportion: float) -> Image.Image:
    """Return the largest middle of this width to height."""
    width, height = min(picture.width, picture.height * proportion), min(picture.height, picture.width / proportion)
    return ImageOps.fit(picture, (round(width), round(height)))


ROWS: dict[str, Change] = {
    **{f"centre crop of {off} %": partial(centre, off=off / 100) for off in (2, 5, 10, 20)},
    "crop of 5 % at the top": partial(cropped, top=0.05),
    "crop of 10 % at the left": partial(cropped, left=0.1),
    "crop of 20 % at the right": partial(cropped, right=0.2),
    "crop of 30 % at the top": partial(cropped, top=0.3),
    "crop of 10 % at a corner": partial(cropped, left=0.1, top=0.1),
    "cropped to a square": partial(shaped, proportion=1),
    "cropped to 4:5": partial(shaped, proportion=0.8),
}
