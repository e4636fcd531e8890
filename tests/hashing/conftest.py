"""Real photographs, from the package scikit-image, which ships them in its wheel."""

from collections.abc import Callable
from pathlib import Path

import pytest
import skimage.data
from PIL import Image

FOLDER = Path(skimage.data.__file__).parent


@pytest.fixture
def photograph() -> Callable[[str], Image.Image]:
    """Return a function that opens a photograph by its file name."""

    def opened(name: str) -> Image.Image:
        with Image.open(FOLDER / name) as picture:
            picture.load()
            return picture.copy()

    return opened
