"""Marks on the picture: watermarks, words, boxes, stickers; the size of the picture stays."""

from functools import partial

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from scripts.benches.reuploads.tone import Change


def _written(picture: Image.Image, text: str, share: float, place: tuple[float, float], opacity: int) -> Image.Image:
    """Return the picture with *text* at *place*, its letters *share* of the height."""
    layer = Image.new("RGBA", picture.size, (255, 255, 255, 0))
    font = ImageFont.load_default(max(8, picture.height * share))
    spot = picture.width * place[0], picture.height * place[1]
    ImageDraw.Draw(layer).text(
        spot, text, (255, 255, 255, opacity), font, anchor="mm", stroke_width=2, stroke_fill=(0, 0, 0, opacity)
    )
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def _boxed(picture: Image.Image, share: float, colour: str) -> Image.Image:
    """Return the picture with a box over *share* of its area, a bit off its middle."""
    side = share**0.5
    left, top = picture.width * (0.55 - side / 2), picture.height * (0.45 - side / 2)
    marked = picture.copy()
    box = (left, top, left + picture.width * side, top + picture.height * side)
    ImageDraw.Draw(marked).rectangle(box, colour)
    return marked


def _censored(picture: Image.Image) -> Image.Image:
    """Return the picture with its middle third blurred beyond recognition."""
    box = tuple(round(length * share) for share in (1 / 3, 2 / 3) for length in picture.size)
    marked = picture.copy()
    marked.paste(picture.crop(box).filter(ImageFilter.GaussianBlur(max(picture.size) / 30)), box[:2])  # type: ignore[arg-type]
    return marked


def _stickers(picture: Image.Image, count: int) -> Image.Image:
    marked = picture.copy()
    draw = ImageDraw.Draw(marked)
    radius = min(picture.size) * 0.07
    for across, down in np.random.default_rng(2).uniform(0.1, 0.9, (count, 2)):
        draw.circle((picture.width * across, picture.height * down), radius, "#ffd23f", "#4a3b00", 2)
    return marked


def _scribbled(picture: Image.Image) -> Image.Image:
    marked = picture.copy()
    points = np.random.default_rng(3).uniform(0.05, 0.95, (9, 2)) * picture.size
    ImageDraw.Draw(marked).line([tuple(point) for point in points.tolist()], "#e02020", max(2, picture.width // 90))
    return marked


def _played(picture: Image.Image) -> Image.Image:
    """Return the picture with the controls of a video player over it."""
    marked = picture.copy()
    draw = ImageDraw.Draw(marked, "RGBA")
    width, height = picture.size
    draw.rectangle((0, height * 0.92, width, height), (0, 0, 0, 150))
    draw.rectangle((width * 0.03, height * 0.955, width * 0.97, height * 0.965), (230, 30, 30, 255))
    draw.circle((width / 2, height / 2), min(width, height) * 0.08, (0, 0, 0, 140))
    return marked


ROWS: dict[str, Change] = {
    "small watermark": partial(_written, text="@somebody", share=0.05, place=(0.85, 0.95), opacity=200),
    "pale watermark across": partial(_written, text="SAMPLE PHOTO", share=0.12, place=(0.5, 0.5), opacity=90),
    "big text": partial(_written, text="BREAKING NEWS", share=0.16, place=(0.5, 0.75), opacity=255),
    "box of 3 %": partial(_boxed, share=0.03, colour="black"),
    "box of 20 %": partial(_boxed, share=0.2, colour="black"),
    "middle censored by blurring": _censored,
    "three stickers": partial(_stickers, count=3),
    "ten stickers": partial(_stickers, count=10),
    "scribbled on": _scribbled,
    "a player's controls": _played,
}
