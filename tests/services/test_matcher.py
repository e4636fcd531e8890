"""A matcher finds what stands in the columns, with segments and without, and adopts those built meanwhile."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hashdb.services.matcher import Matcher
from hashdb.services.segments import Segments
from hashdb.signals import SIGNAL_TYPES, RowFlag
from hashdb.store.columns import BLOCK
from tests.processes.machine import eventually
from tests.services.backups import Server
from tests.services.packed import Rows, asked, by_the_columns, codes, found

KIND = SIGNAL_TYPES["phash"]
TOMBSTONE = RowFlag.TOMBSTONE


def is_mapped(path: Path) -> bool:
    """Whether this process has the file in its memory."""
    return str(path) in Path("/proc/self/maps").read_text()


def test_what_stands_in_a_segment_and_behind_it_is_found(rows: Rows, segments: Segments, matcher: Matcher) -> None:
    rows.add(codes(1, 300))
    path = segments.build(KIND)
    rows.add(codes(2, 50))

    assert asked(rows, matcher) == by_the_columns(rows)
    assert found(rows, matcher) == set(range(350))
    assert is_mapped(path)


def test_rows_of_a_segment_take_their_flags_from_the_columns(rows: Rows, segments: Segments, matcher: Matcher) -> None:
    rows.add(codes(1, 300))
    segments.build(KIND)
    rows.change(range(100, 120), TOMBSTONE)
    live = found(rows, matcher)
    rows.change(range(110, 130), RowFlag.LIVE)
    rows.change(range(200, 210), TOMBSTONE)
    matcher.catch_up()

    assert live == set(range(300)) - set(range(100, 120))
    assert found(rows, matcher) == set(range(300)) - set(range(100, 110)) - set(range(200, 210))
    assert asked(rows, matcher) == by_the_columns(rows)


def test_segments_across_the_blocks_of_the_columns_are_completed_from_them(
    rows: Rows, segments: Segments, matcher: Matcher
) -> None:
    rows.reserve(BLOCK - 30)
    rows.add(codes(1, 60))
    segments.build(KIND)
    rows.add(codes(2, 30))
    rows.reserve(BLOCK)
    rows.add(codes(3, 30))

    assert len(found(rows, matcher)) == 120
    assert asked(rows, matcher) == by_the_columns(rows)


@pytest.mark.parametrize("caught_up", [False, True])
def test_rows_whose_codes_come_after_the_segment_was_built_are_found(
    rows: Rows, segments: Segments, matcher: Matcher, *, caught_up: bool
) -> None:
    """A matcher that starts then reads them from the columns, one that runs hears of them."""
    first = rows.reserve(20)
    rows.add(codes(1, 100))
    behind = rows.reserve(20)
    segments.build(KIND)
    if caught_up:
        matcher.catch_up()
    rows.write(first + 3, codes(2, 10))
    rows.write(behind + 3, codes(3, 10))
    rows.change(range(first + 5, first + 7), TOMBSTONE)
    matcher.catch_up()

    assert found(rows, matcher) == set(rows.codes) - {5, 6}
    assert asked(rows, matcher) == by_the_columns(rows)


def test_a_matcher_adopts_longer_segments_and_finds_the_same(rows: Rows, segments: Segments, matcher: Matcher) -> None:
    first = rows.reserve(20)
    rows.add(codes(1, 100))
    shorter = segments.build(KIND)
    rows.write(first, codes(2, 10))
    rows.add(codes(3, 100))
    rows.change(range(50, 60), TOMBSTONE)
    matcher.catch_up()
    before = asked(rows, matcher)
    longer = segments.build(KIND)
    rows.write(first + 10, codes(4, 5))
    matcher.adopt()
    matcher.catch_up()

    assert asked(rows, matcher) == by_the_columns(rows)
    assert asked(rows, matcher)[:110] == before[:110]
    assert is_mapped(longer)
    assert not is_mapped(shorter)


def test_a_segment_with_rows_that_a_matcher_has_not_heard_of_may_be_adopted(
    rows: Rows, segments: Segments, matcher: Matcher
) -> None:
    rows.add(codes(1, 100))
    matcher.catch_up()
    rows.add(codes(2, 100))
    rows.change(range(90, 110), TOMBSTONE)
    segments.build(KIND)
    matcher.adopt()
    heard_before = found(rows, matcher)
    matcher.catch_up()

    assert heard_before == set(range(100))
    assert found(rows, matcher) == set(range(200)) - set(range(90, 110))
    assert asked(rows, matcher) == by_the_columns(rows)


def test_a_matcher_that_follows_adopts_by_itself_and_never_answers_otherwise_meanwhile(
    rows: Rows, segments: Segments, matcher: Matcher
) -> None:
    rows.add(codes(1, 200))
    matcher.start()
    before = asked(rows, matcher)
    answers = []
    built = segments.build(KIND)
    while not is_mapped(built):
        answers.append(asked(rows, matcher))
    rows.add(codes(2, 10))
    eventually(lambda: len(found(rows, matcher)) == 210)
    matcher.stop()

    assert all(answer == before for answer in answers)
    assert asked(rows, matcher) == by_the_columns(rows)


def _cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _changed(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[5_000] ^= 1
    path.write_bytes(content)


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _turned_into_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES = (_cut_short, _changed, _emptied)


@pytest.mark.parametrize("damage", [*DAMAGES, _turned_into_a_folder])
def test_a_matcher_that_starts_with_a_damaged_segment_answers_right_without_it(
    rows: Rows, segments: Segments, matcher: Matcher, damage: Callable[[Path], None]
) -> None:
    rows.add(codes(1, 200))
    path = segments.build(KIND)
    damage(path)

    assert found(rows, matcher) == set(range(200))
    assert not is_mapped(path)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_matcher_does_not_adopt_a_damaged_segment_and_adopts_the_next(
    rows: Rows, segments: Segments, matcher: Matcher, damage: Callable[[Path], None]
) -> None:
    rows.add(codes(1, 200))
    matcher.catch_up()
    damage(segments.build(KIND))
    matcher.adopt()
    meanwhile = found(rows, matcher)
    rows.add(codes(2, 10))
    path = segments.build(KIND)
    matcher.adopt()
    matcher.catch_up()

    assert meanwhile == set(range(200))
    assert found(rows, matcher) == set(range(210))
    assert is_mapped(path)


def test_a_segment_of_another_database_is_not_used(
    rows: Rows, segments: Segments, matcher: Matcher, server: Server
) -> None:
    rows.add(codes(1, 200))
    path = segments.build(KIND)
    server.client.flushall()
    rows.codes.clear()
    rows.add(codes(2, 200))

    assert asked(rows, matcher) == by_the_columns(rows)
    assert not path.exists()
