"""The folder of segments: the longest that can be used is the newest; what cannot be used is thrown away."""

from pathlib import Path

import numpy as np
import pytest

from hashdb.index import SegmentFolder
from tests.index.samples import uniform

CODES = uniform(np.random.default_rng(1), 300, 64)


@pytest.fixture
def folder(tmp_path: Path) -> SegmentFolder:
    return SegmentFolder(tmp_path / "segments", "signal-phash", 64, "here")


def newest_rows(folder: SegmentFolder, above: int = 0) -> int:
    """Return the rows of the newest segment, 0 without one."""
    segment = folder.newest(above=above)
    return segment.rows if segment else 0


def names(tmp_path: Path) -> list[str]:
    return sorted(each.name for each in (tmp_path / "segments").iterdir())


def test_a_folder_that_does_not_exist_has_no_segment(folder: SegmentFolder) -> None:
    assert folder.newest() is None
    assert folder.longest() == 0


def test_a_longer_segment_takes_the_place_of_a_shorter_one(folder: SegmentFolder, tmp_path: Path) -> None:
    folder.add([CODES[:100]])
    shorter = folder.newest()
    folder.add([CODES[:200], CODES[200:]])

    assert (newest_rows(folder), folder.longest()) == (300, 300)
    assert names(tmp_path) == ["signal-phash-000000000300.segment"]
    assert shorter is not None
    assert np.array_equal(shorter.codes, CODES[:100])


def test_a_segment_built_again_of_as_many_rows_takes_the_place_of_the_first(
    folder: SegmentFolder, tmp_path: Path
) -> None:
    folder.add([CODES])
    folder.add([~CODES])
    segment = folder.newest()

    assert segment is not None
    assert np.array_equal(segment.codes, ~CODES)
    assert names(tmp_path) == ["signal-phash-000000000300.segment"]


@pytest.mark.parametrize(("above", "rows"), [(0, 300), (299, 300), (300, 0), (301, 0)])
def test_only_a_segment_of_more_rows_than_asked_is_opened(folder: SegmentFolder, above: int, rows: int) -> None:
    folder.add([CODES])

    assert newest_rows(folder, above) == rows


@pytest.mark.parametrize("damage", [b"", b"\0" * 5_000, b"null"])
def test_a_damaged_segment_is_thrown_away(folder: SegmentFolder, tmp_path: Path, damage: bytes) -> None:
    folder.add([CODES]).write_bytes(damage)
    found = folder.newest()
    folder.add([CODES])

    assert found is None
    assert newest_rows(folder) == 300
    assert names(tmp_path) == ["signal-phash-000000000300.segment"]


def test_behind_a_damaged_segment_a_shorter_one_is_found(folder: SegmentFolder, tmp_path: Path) -> None:
    path = folder.add([CODES[:100]])
    path.with_name("signal-phash-000000000300.segment").write_bytes(path.read_bytes()[:-1])

    assert newest_rows(folder) == 100
    assert names(tmp_path) == [path.name]


def test_a_segment_of_another_origin_is_thrown_away(folder: SegmentFolder, tmp_path: Path) -> None:
    SegmentFolder(tmp_path / "segments", "signal-phash", 64, "there").add([CODES])

    assert newest_rows(folder) == 0
    assert names(tmp_path) == []


def test_a_segment_of_codes_of_another_length_is_thrown_away(folder: SegmentFolder, tmp_path: Path) -> None:
    SegmentFolder(tmp_path / "segments", "signal-phash", 256, "here").add([CODES.reshape(-1, 4)])

    assert newest_rows(folder) == 0


def test_segments_of_other_names_are_left_alone(folder: SegmentFolder, tmp_path: Path) -> None:
    other = SegmentFolder(tmp_path / "segments", "signal-phash-x", 64, "here")
    other.add([CODES])
    folder.add([CODES[:100]])

    assert (newest_rows(folder), folder.longest(), newest_rows(other)) == (100, 100, 300)


def test_files_that_are_no_segments_are_left_alone(folder: SegmentFolder, tmp_path: Path) -> None:
    folder.add([CODES])
    strange = ["lock", "signal-phash.built", "signal-phash.draft", "signal-phash-many.segment"]
    for name in strange:
        (tmp_path / "segments" / name).write_bytes(b"strange")

    assert newest_rows(folder) == 300
    assert names(tmp_path) == sorted(["signal-phash-000000000300.segment", *strange])


def test_a_segment_that_can_be_neither_opened_nor_removed_is_passed_over(folder: SegmentFolder, tmp_path: Path) -> None:
    folder.add([CODES[:100]])
    (tmp_path / "segments" / "signal-phash-000000000300.segment").mkdir()

    assert newest_rows(folder) == 100


def test_a_discarded_segment_is_gone_and_stays_with_those_who_have_it(folder: SegmentFolder) -> None:
    folder.add([CODES])
    segment = folder.newest()
    assert segment is not None
    folder.discard(segment)

    assert folder.newest() is None
    assert np.array_equal(segment.codes, CODES)
