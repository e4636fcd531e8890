"""PDQ against the published algorithm, step by step in plain Python, and against itself turned."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from hashdb.hashing.pdq import luma, orientations, pdq


def box(values: list[float], window: int) -> list[float]:
    """Run a mean over *values* in the four phases of the reference: filling, growing, sliding, shrinking."""
    ahead = (window + 2) // 2
    out: list[float] = []
    total, size, read, drop = 0.0, 0, 0, 0
    while len(out) < len(values):
        if read < len(values):
            total, size, read = total + values[read], size + 1, read + 1
        if size > window or len(out) + ahead > len(values):
            total, size, drop = total - values[drop], size - 1, drop + 1
        if read >= ahead:
            out.append(total / size)
    return out


def twice(lines: list[list[float]]) -> list[list[float]]:
    window = (len(lines[0]) + 127) // 128
    return [box(box(line, window), window) for line in lines]


def turned(lines: list[list[float]]) -> list[list[float]]:
    return [list(line) for line in zip(*lines, strict=True)]


def reference_hash(brightness: list[list[float]]) -> int:
    rows, columns = len(brightness), len(brightness[0])
    smooth = turned(twice(turned(twice(brightness))))
    small = [[smooth[int((i + 0.5) * rows / 64)][int((j + 0.5) * columns / 64)] for j in range(64)] for i in range(64)]
    wave = [[math.sqrt(2 / 64) * math.cos(math.pi / 128 * f * (2 * x + 1)) for x in range(64)] for f in range(1, 17)]
    half = [[sum(w * v for w, v in zip(line, column, strict=True)) for column in turned(small)] for line in wave]
    block = [sum(w * v for w, v in zip(line, row, strict=True)) for row in half for line in wave]
    median = sorted(block)[127]
    return sum(1 << place for place, value in enumerate(block) if value > median)


@pytest.mark.parametrize("size", [(64, 64), (100, 75), (200, 130), (300, 301)])
def test_a_hash_is_that_of_the_published_algorithm(
    photograph: Callable[[str], Image.Image], size: tuple[int, int]
) -> None:
    brightness = luma(np.asarray(photograph("chelsea.png").convert("RGB").resize(size)))
    wanted = reference_hash([[float(value) for value in row] for row in brightness])

    assert (int.from_bytes(pdq(brightness).value) ^ wanted).bit_count() == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("astronaut.png", "2d6b1af3a956c529e79ca3d2526fa834d4196c81cedd04de0a26b855fc99b724"),
        ("camera.png", "dc9c9d3b746978f888f40ce6e5c3f70f7266623e8d989cb99f21f2010841e1c7"),
    ],
)
def test_the_hash_of_a_picture_never_changes(photograph: Callable[[str], Image.Image], name: str, value: str) -> None:
    assert pdq(luma(np.asarray(photograph(name)))).value.hex() == value


def test_the_eight_orientations_are_the_hashes_of_the_turned_picture(photograph: Callable[[str], Image.Image]) -> None:
    brightness = luma(np.asarray(photograph("astronaut.png")))
    around = [np.rot90(brightness, turns) for turns in range(4)]
    mirrored = [brightness[::-1], brightness[:, ::-1], brightness.T, np.rot90(brightness, 2).T]
    wanted = [int.from_bytes(pdq(np.ascontiguousarray(each)).value) for each in around + mirrored]
    apart = [
        (int.from_bytes(value) ^ want).bit_count() for value, want in zip(orientations(brightness), wanted, strict=True)
    ]

    assert orientations(brightness)[0] == pdq(brightness).value
    assert max(apart) <= 16


def test_quality_is_100_for_a_photograph_and_0_for_a_flat_picture(photograph: Callable[[str], Image.Image]) -> None:
    flat = np.full((512, 512), 90, np.float32)

    assert pdq(luma(np.asarray(photograph("coffee.png")))).quality == 100
    assert pdq(flat).quality == 0
