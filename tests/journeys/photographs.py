"""The photographs of the journeys, and whose each is: journeys share a service, and it knows a picture only once."""

from pathlib import Path

import skimage.data

FOLDER = Path(skimage.data.__file__).parent
JOURNEYS = {
    "astronaut.png": "test_main_story",
    "camera.png": "test_local_matching",
    "chelsea.png": "test_views",
    "coffee.png": "test_reupload",
    "motorcycle_left.png": "test_local_matching",
    "rocket.jpg": "test_examples",
}


def photographs_of(journey: str) -> list[Path]:
    """Return the photographs of a journey, or raise LookupError: a new journey needs a line with a new picture."""
    found = [FOLDER / name for name, owner in JOURNEYS.items() if owner == journey]
    if not found:
        raise LookupError(f"{journey} has no photograph: give it one of its own in {Path(__file__).name}")
    return found
