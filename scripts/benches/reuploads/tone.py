"""Compression, size, colour, noise and blur: what a plain perceptual hash is made for."""

from collections.abc import Callable
from functools import partial
from io import BytesIO

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

# What is done to a picture.
Change = Callable[[Image.Image], Image.Image]


def saved(picture: Image.Image, encoding: str, quality: int) -> Image.Image:
    """Return what is left of the picture after it was saved with loss."""
    file = BytesIO()
    picture.save(file, encoding, quality=quality)
    with Image.open(file) as opened:
        return opened.convert("RGB")


def scaled(picture: Image.Image, across: float, down: float) -> Image.Image:
    """Return the picture with its sides multiplied."""
    size = max(1, round(picture.width * across)), max(1, round(picture.height * down))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _thumbnail(picture: Image.Image) -> Image.Image:
    return ImageOps.contain(picture, (160, 160))


def _enhanced(picture: Image.Image, of: Callable[[Image.Image], ImageEnhance._Enhance], factor: float) -> Image.Image:
    return of(picture).enhance(factor)


def _gamma(picture: Image.Image, power: float) -> Image.Image:
    return picture.point([round(255 * (level / 255) ** power) for level in range(256)] * 3)


def _grey(picture: Image.Image) -> Image.Image:
    return picture.convert("L").convert("RGB")


def _sepia(picture: Image.Image) -> Image.Image:
    return ImageOps.colorize(picture.convert("L"), "#1c0f00", "#ffe9c4")


def _tinted(picture: Image.Image) -> Image.Image:
    return Image.blend(picture, Image.new("RGB", picture.size, "#2050c0"), 0.25)


def _noisy(picture: Image.Image, deviation: float) -> Image.Image:
    noise = np.random.default_rng(1).normal(0, deviation, (picture.height, picture.width, 3))
    return Image.fromarray(np.clip(np.asarray(picture) + noise, 0, 255).astype(np.uint8))


def _vignetted(picture: Image.Image) -> Image.Image:
    mask = Image.radial_gradient("L").resize(picture.size)
    return Image.composite(
        Image.new("RGB", picture.size), picture, mask.point([level * 2 // 3 for level in range(256)])
    )


def _inverted(picture: Image.Image) -> Image.Image:
    return ImageOps.invert(picture)


ROWS: dict[str, Change] = {
    **{f"JPEG, quality {quality}": partial(saved, encoding="JPEG", quality=quality) for quality in (85, 50, 20, 10)},
    "WebP, quality 40": partial(saved, encoding="WEBP", quality=40),
    "half its size": partial(scaled, across=0.5, down=0.5),
    "thumbnail of 160 pixels": _thumbnail,
    "squeezed by 10 %": partial(scaled, across=0.9, down=1),
    "squeezed by 30 %": partial(scaled, across=1, down=0.7),
    "grey": _grey,
    "sepia": _sepia,
    "tinted blue": _tinted,
    "brighter by 40 %": partial(_enhanced, of=ImageEnhance.Brightness, factor=1.4),
    "darker by 40 %": partial(_enhanced, of=ImageEnhance.Brightness, factor=0.6),
    "more contrast": partial(_enhanced, of=ImageEnhance.Contrast, factor=1.6),
    "less contrast": partial(_enhanced, of=ImageEnhance.Contrast, factor=0.5),
    "colours doubled": partial(_enhanced, of=ImageEnhance.Color, factor=2),
    "gamma 0.5": partial(_gamma, power=0.5),
    "gamma 2": partial(_gamma, power=2),
    "equalised": ImageOps.equalize,
    "eight levels": partial(ImageOps.posterize, bits=3),
    "noise of 12": partial(_noisy, deviation=12),
    "noise of 40": partial(_noisy, deviation=40),
    "blurred by 2": lambda picture: picture.filter(ImageFilter.GaussianBlur(2)),
    "blurred by 6": lambda picture: picture.filter(ImageFilter.GaussianBlur(6)),
    "sharpened": lambda picture: picture.filter(ImageFilter.UnsharpMask(3, 250)),
    "vignette": _vignetted,
    "inverted": _inverted,
}
