"""What it costs to hash a picture: time and memory by size and format, ours beside what others do."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import skimage.data
from PIL import Image, ImageOps

from scripts.benches.pipelines import WAYS
from scripts.benches.progress import tracked

# Name, width and height, ending.
_INPUTS = (
    ("JPEG 0.3 MP", (640, 480), "jpg"),
    ("JPEG 1080p", (1920, 1080), "jpg"),
    ("JPEG 12 MP", (4000, 3000), "jpg"),
    ("JPEG 48 MP", (8000, 6000), "jpg"),
    ("PNG 1080p", (1920, 1080), "png"),
    ("WebP 1080p", (1920, 1080), "webp"),
)
_RUNS = 15
# One core, as every library is measured; more threads would only hide what a core does.
_ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "OPENCV_FOR")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The median time of one picture and the peak memory of the process, its libraries included."""

    input: str
    pipeline: str
    ms: float
    peak_mb: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Every input by every way."""

    rows: list[Row]


def measure(perception: str | None = None) -> Measured:
    """Measure each way on each input, in a process of its own bound to one core.

    *perception* is a Python that has the library of that name; without one it is left out.
    """
    pythons = {name: perception if name == "perception" else sys.executable for name in WAYS}
    ways = [name for name, python in pythons.items() if python]
    with TemporaryDirectory(prefix="hashdb-") as folder:
        inputs = [(name, _made(Path(folder), *size, ending)) for name, size, ending in _INPUTS]
        pairs = [(name, file, way) for name, file in inputs for way in ways]
        rows = [_row(name, file, way, str(pythons[way])) for name, file, way in tracked(pairs, "pictures")]
    return Measured(rows=rows)


def _made(folder: Path, width: int, height: int, ending: str) -> Path:
    """Return a photograph of this size, as a file."""
    source = Path(skimage.data.__file__).parent / "coffee.png"
    file = folder / f"{width}.{ending}"
    with Image.open(source) as picture:
        ImageOps.fit(picture.convert("RGB"), (width, height), Image.Resampling.LANCZOS).save(file, quality=88)
    return file


def _row(name: str, file: Path, way: str, python: str) -> Row:
    command = [python, "-m", "scripts.benches.pipelines", way, str(file), str(_RUNS)]
    core = min(os.sched_getaffinity(0))
    done = subprocess.run(
        ["taskset", "--cpu-list", str(core), *command],  # noqa: S607 - util-linux, wherever it is
        check=True,
        capture_output=True,
        env=os.environ | _ONE_THREAD,
    )
    return Row(input=name, pipeline=WAYS[way][0], **json.loads(done.stdout))
