"""The ways to hash a picture that are measured beside each other, each in a process of its own.

    python -m scripts.benches.pipelines NAME FILE COUNT

prints the median of COUNT runs in milliseconds and the peak of the process's memory in MB, with whatever libraries
the way needs and no others.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

Run = Callable[[Path], object]


def _ours(strategy: str) -> Run:
    from hashdb.hashing.digests import digests  # noqa: PLC0415 - measured with nothing else loaded
    from hashdb.hashing.fingerprints import fingerprints  # noqa: PLC0415
    from hashdb.hashing.pictures import open_picture  # noqa: PLC0415

    formats = {".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP"}

    def run(path: Path) -> object:
        picture = open_picture(path, formats[path.suffix])
        with path.open("rb") as file:
            digests(file, ("sha256", "md5"))
        return fingerprints(picture, ("pdq", "phash", "dhash"), strategy)

    return run


def _imagehash() -> Run:
    import imagehash  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    def run(path: Path) -> object:
        with Image.open(path) as picture:
            return imagehash.phash(picture), imagehash.dhash(picture)

    return run


def _perception() -> Run:
    from perception.hashers import PHash  # type: ignore[import-not-found]  # noqa: PLC0415 - not one of ours

    hasher = PHash()
    return lambda path: hasher.compute(str(path))


# Name, the same for people, how to make it.
WAYS: dict[str, tuple[str, Callable[[], Run]]] = {
    "plain": ("hashdb, plain", lambda: _ours("plain")),
    "fast": ("hashdb, fast", lambda: _ours("fast")),
    "thorough": ("hashdb, thorough", lambda: _ours("thorough")),
    "views": ("hashdb, views", lambda: _ours("views")),
    "imagehash": ("imagehash: phash, dhash", _imagehash),
    "perception": ("perception: PHash", _perception),
}


def main(name: str, path: Path, count: int) -> None:
    """Run one way and print what it cost."""
    run = WAYS[name][1]()
    times = []
    for _ in range(count + 1):
        started = time.perf_counter()
        run(path)
        times.append(time.perf_counter() - started)
    print(json.dumps({"ms": statistics.median(times[1:]) * 1e3, "peak_mb": _peak()}))


def _peak() -> float:
    """Return the most memory this process had; `getrusage` would tell that of the process it was forked from."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
