"""Segments of the columns: used if they tell what the columns tell, else thrown away; built when it is worth it."""

import resource
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from hashdb.index import codes_of
from hashdb.services.segments import Segments
from hashdb.signals import SIGNAL_TYPES
from hashdb.store.columns import BLOCK
from tests.services.backups import Server
from tests.services.packed import Rows, codes

KIND = SIGNAL_TYPES["phash"]


@pytest.fixture
def small_disk() -> Iterator[None]:
    """Let no file grow beyond 64 KiB, as if the disk were full then."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def newest_rows(segments: Segments) -> int:
    """Return the rows of the newest segment, 0 without one."""
    segment = segments.newest(KIND)
    return segment.rows if segment else 0


def test_a_segment_holds_the_codes_of_all_rows_whatever_their_flags(rows: Rows, segments: Segments) -> None:
    rows.add(codes(1, 50))
    rows.add(codes(2, 50), flags=0)
    segments.build(KIND)
    segment = segments.newest(KIND)

    assert segment is not None
    assert np.array_equal(segment.codes, codes_of(codes(1, 50) + codes(2, 50), 64))


def test_rows_that_have_no_code_yet_are_zeros(rows: Rows, segments: Segments) -> None:
    rows.reserve(2)
    rows.add(codes(1, 1))
    rows.reserve(2)
    segments.build(KIND)
    segment = segments.newest(KIND)

    assert segment is not None
    assert segment.codes.any(axis=1).tolist() == [False, False, True, False, False]


def test_without_rows_there_is_no_segment_and_none_is_due(segments: Segments) -> None:
    assert newest_rows(segments) == 0
    assert not segments.is_due(KIND)


def test_a_segment_is_due_when_many_rows_are_in_none(rows: Rows, segments: Segments) -> None:
    rows.reserve(1_000)
    before = segments.is_due(KIND)
    rows.reserve(19_000)
    grown = segments.is_due(KIND)
    segments.build(KIND)

    assert (before, grown, segments.is_due(KIND)) == (False, True, False)
    rows.reserve(20_000)
    assert segments.is_due(KIND)


def test_a_damaged_segment_is_thrown_away_and_another_is_due(rows: Rows, segments: Segments) -> None:
    rows.reserve(20_000)
    path = segments.build(KIND)
    path.write_bytes(path.read_bytes()[:-1])

    assert newest_rows(segments) == 0
    assert segments.is_due(KIND)
    assert newest_rows(segments) == 0
    segments.build(KIND)
    assert newest_rows(segments) == 20_000


def test_a_segment_of_another_database_with_the_same_rows_is_thrown_away(
    rows: Rows, segments: Segments, server: Server, tmp_path: Path
) -> None:
    rows.add(codes(1, 50))
    path = segments.build(KIND)
    server.client.flushall()
    rows.add(codes(1, 50))

    assert newest_rows(Segments(rows.columns, tmp_path)) == 0
    assert not path.exists()


def test_the_segments_of_two_spaces_are_not_mixed_up(rows: Rows, segments: Segments, tmp_path: Path) -> None:
    rows.add(codes(1, 50))
    segments.build(KIND)

    assert newest_rows(Segments(rows.store.inventory.columns, tmp_path)) == 0
    assert newest_rows(segments) == 50


@pytest.mark.parametrize("since", [0, 10, 20, 30])
@pytest.mark.parametrize("before", [0, BLOCK - 10, BLOCK, 2 * BLOCK])
def test_a_segment_with_rows_that_a_restored_backup_does_not_know_is_thrown_away(
    rows: Rows, segments: Segments, server: Server, before: int, since: int
) -> None:
    """The rows are given out again after that, to fewer codes than stand in the segment, as many, or more."""
    assert newest_rows(segments) == 0
    rows.reserve(before)
    rows.add(codes(1, 30))
    backup = server.backup()
    rows.add(codes(2, 20))
    path = segments.build(KIND)
    server.restore(backup)
    if since:
        rows.add(codes(3, since))

    assert newest_rows(segments) == 0
    assert not path.exists()


@pytest.mark.parametrize("before", [0, BLOCK - 10, BLOCK])
def test_a_segment_that_was_built_before_the_backup_is_used_after_it_is_restored(
    rows: Rows, segments: Segments, server: Server, before: int
) -> None:
    rows.reserve(before)
    rows.add(codes(1, 30))
    segments.build(KIND)
    backup = server.backup()
    rows.add(codes(2, 30))
    server.restore(backup)
    rows.add(codes(3, 30))

    assert newest_rows(segments) == before + 30


@pytest.mark.parametrize("late", [0, 15, 29])
def test_a_code_that_was_told_after_the_segment_was_built_speaks_not_against_it(
    rows: Rows, segments: Segments, late: int
) -> None:
    first, written = rows.reserve(30), codes(1, 30)
    for row in range(30):
        if row != late:
            rows.write(first + row, [written[row]])
    segments.build(KIND)
    rows.write(first + late, [written[late]])

    assert newest_rows(segments) == 30


@pytest.mark.usefixtures("small_disk")
def test_a_full_disk_is_told_and_leaves_nothing(rows: Rows, segments: Segments, tmp_path: Path) -> None:
    rows.reserve(20_000)
    with pytest.raises(OSError, match="too large"):
        segments.build(KIND)

    assert list(tmp_path.iterdir()) == []
