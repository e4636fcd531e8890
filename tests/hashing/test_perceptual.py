"""The 64-bit hashes beside those of the library that they are exchanged with."""

from collections.abc import Callable

import imagehash
import pytest
from PIL import Image

from hashdb.hashing.perceptual import perceptual

NAMES = ["astronaut.png", "chelsea.png", "coffee.png", "rocket.jpg", "coins.png", "motorcycle_left.png", "retina.jpg"]


@pytest.mark.parametrize("size", [(512, 512), (300, 200)])
@pytest.mark.parametrize("name", NAMES)
def test_a_hash_is_the_one_of_the_imagehash_library(
    photograph: Callable[[str], Image.Image], name: str, size: tuple[int, int]
) -> None:
    picture = photograph(name).convert("RGB").resize(size)

    assert perceptual(picture, "phash").hex() == str(imagehash.phash(picture))
    assert perceptual(picture, "dhash").hex() == str(imagehash.dhash(picture))
    assert perceptual(picture, "whash").hex() == str(imagehash.whash(picture))
