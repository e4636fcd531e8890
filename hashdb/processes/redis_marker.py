"""The marker beside the private server's data: which server wrote it last.

Data loads upwards only, and within one flavour only for certain; an older server given newer data can start empty
without an error. So a mismatch is refused before the server starts.
"""

import json
from pathlib import Path

from hashdb.errors import StoreMismatchError
from hashdb.processes import private_files
from hashdb.processes.redis_binary import Binary

MARKER = "redis.version"


def check(data: Path, folder: Path, binary: Binary) -> None:
    """Refuse data that *binary* must not load, or record that it is the one that will write in *folder*."""
    marker = data / MARKER
    if marker.exists():
        _compare(marker, binary)
    elif any(folder.iterdir()):
        raise StoreMismatchError(f"{folder} holds data, but {marker} does not say which server wrote it")
    private_files.write(marker, json.dumps({"flavour": binary.flavour, "major": binary.major}) + "\n")


def _compare(marker: Path, binary: Binary) -> None:
    try:
        told = json.loads(marker.read_text())
        flavour, major = str(told["flavour"]), int(told["major"])
    except (ValueError, KeyError, TypeError):
        raise StoreMismatchError(f"{marker} does not say which server wrote the data") from None
    if flavour != binary.flavour or major > binary.major:
        raise StoreMismatchError(
            f"the data in {marker.parent} was written by {flavour} {major}, "
            f"but the server found is {binary.flavour} {binary.major} ({binary.path})"
        )
