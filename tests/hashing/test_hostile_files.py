"""Files that are broken, or made to hurt: each ends in its error, soon and without much memory."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hashdb.errors import UnreadableFileError
from hashdb.hashing import CODES, DEFAULT_TYPES, hash_file
from tests.hashing.hostile_media import MEDIA, pdf_with_picture, video
from tests.hashing.hostile_pictures import HASHED, PICTURES, encoded, moving, picture

ROOT = Path(__file__).parents[2]
HOSTILE = PICTURES | MEDIA


@pytest.fixture(scope="module")
def ordeal(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("hostile")
    for name, (make, _) in HOSTILE.items():
        (folder / name).write_bytes(make())
    command = [sys.executable, "-m", "tests.hashing.ordeal", str(folder)]
    answer: dict[str, Any] = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
    return answer


def test_there_are_many_kinds_of_hostile_file() -> None:
    assert len(HOSTILE) >= 55
    assert {code for _, code in HOSTILE.values()} <= CODES.keys() | {HASHED}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_its_error(ordeal: dict[str, Any], name: str) -> None:
    assert ordeal["outcomes"][name][0] == HOSTILE[name][1]


def test_no_hostile_file_takes_300_mb(ordeal: dict[str, Any]) -> None:
    assert ordeal["peak"] < 300 * 10**6


@pytest.mark.parametrize("kind", ["absent", "folder", "pipe", "a name that is too long " * 20])
def test_what_is_no_regular_file_is_refused_without_waiting(tmp_path: Path, kind: str) -> None:
    path = tmp_path / kind
    if kind == "folder":
        path.mkdir()
    if kind == "pipe":
        os.mkfifo(path)
    with pytest.raises(UnreadableFileError) as refused:
        hash_file(path)

    assert refused.value.code == "unreadable"


WHOLE = [encoded(picture(80, 60), name) for name in ("JPEG", "PNG", "GIF", "WEBP", "AVIF")] + [
    encoded(moving()[0], "GIF", save_all=True, append_images=moving()[1:]),
    video(frames=12),
    video(codec="libx264", container="matroska", frames=12),
    pdf_with_picture(100, 100, bytes(30_000)),
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(WHOLE), st.lists(st.tuples(st.integers(0, 9_000), st.integers(0, 255)), max_size=8), st.data())
def test_a_damaged_file_is_hashed_or_refused_and_nothing_else(
    tmp_path: Path, content: bytes, damage: list[tuple[int, int]], data: st.DataObject
) -> None:
    damaged = bytearray(content[: data.draw(st.integers(1, len(content)))])
    for place, value in damage:
        damaged[place % len(damaged)] = value
    file = tmp_path / "file"
    file.write_bytes(damaged)
    try:
        outcome = {signal.signal_type for signal in hash_file(file)}
    except UnreadableFileError as refused:
        outcome = {refused.code}

    assert outcome <= CODES.keys() | set(DEFAULT_TYPES)
