"""Real photographs as JPEG files: those that the scikit-image package ships, and copies as uploads would be.

They are harmless and stand in for content of which nobody needs a copy. Each member's pictures lie in a folder of its
own; its hashes are computed there, and nothing but hashes is sent.
"""

from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from hashdb.hashing import HashedSignal, hash_file
from scripts.demo.screenshot import screenshot


class Copy(NamedTuple):
    """One file to be made: which photograph, at which scale and JPEG quality."""

    path: str
    photograph: str
    scale: float
    quality: int


COPIES = (
    Copy("alderfeed/rocket.jpg", "rocket.jpg", 1.0, 92),
    Copy("alderfeed/coffee.jpg", "coffee.png", 1.0, 92),
    Copy("brookpics/rocket.jpg", "rocket.jpg", 1.0, 92),
    Copy("brookpics/coffee.jpg", "coffee.png", 1.0, 92),
    Copy("brookpics/upload-rocket.jpg", "rocket.jpg", 0.4, 35),
    Copy("brookpics/upload-coffee.jpg", "coffee.png", 0.4, 35),
    Copy("cairnboard/post-1.jpg", "astronaut.png", 1.0, 90),
    Copy("cairnboard/post-2.jpg", "rocket.jpg", 0.5, 30),
    Copy("cairnboard/post-3.jpg", "chelsea.png", 1.0, 90),
    Copy("cairnboard/post-4.jpg", "coffee.png", 0.5, 30),
    Copy("alderfeed/camera.jpg", "camera.png", 1.0, 92),
    Copy("alderfeed/motorcycle.jpg", "motorcycle_left.png", 1.0, 92),
    Copy("cairnboard/later/post-5.jpg", "coffee.png", 0.6, 40),
    Copy("cairnboard/later/post-6.jpg", "coffee.png", 0.8, 60),
    Copy("cairnboard/later/post-7.jpg", "coffee.png", 0.7, 50),
)


# The coffee, screenshot on a phone, cropped and recompressed.
SCREENSHOT = "brookpics/screenshot-coffee.jpg"


def write(folder: Path) -> None:
    """Write all of COPIES, and SCREENSHOT, into *folder*."""
    for copy in COPIES:
        path = folder / copy.path
        path.parent.mkdir(parents=True, exist_ok=True)
        with files("skimage.data").joinpath(copy.photograph).open("rb") as shipped:
            picture = Image.open(shipped).convert("RGB")
        size = (round(picture.width * copy.scale), round(picture.height * copy.scale))
        picture.resize(size).save(path, quality=copy.quality)
    with Image.open(folder / "brookpics/coffee.jpg") as coffee:
        screenshot(coffee).save(folder / SCREENSHOT, quality=45)


def pdq(path: Path, strategy: str = "plain") -> HashedSignal:
    """Return the PDQ signal of a file, computed on the member's side."""
    return hash_file(path, ("pdq",), strategy=strategy)[0]
