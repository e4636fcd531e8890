"""Whatever happened to the stream that a matcher follows, or to the database: it finds what stands in the columns."""

import threading

import pytest

from hashdb.services.matcher import Matcher
from hashdb.services.segments import Segments
from hashdb.signals import SIGNAL_TYPES, RowFlag
from hashdb.store import keyspace
from tests.services.backups import Server
from tests.services.packed import Rows, asked, by_the_columns, codes, found

KIND = SIGNAL_TYPES["phash"]
TOMBSTONE = RowFlag.TOMBSTONE
CHANGES = keyspace.changes("signal")


@pytest.mark.parametrize("kept", [0, 1, 7])
def test_a_matcher_that_did_not_hear_of_changes_before_they_were_trimmed_reads_the_columns(
    rows: Rows, segments: Segments, matcher: Matcher, server: Server, kept: int
) -> None:
    rows.add(codes(1, 100))
    segments.build(KIND)
    matcher.catch_up()
    rows.change(range(20), TOMBSTONE)
    rows.add(codes(2, 20))
    server.client.xtrim(CHANGES, maxlen=kept, approximate=False)
    matcher.catch_up()

    assert found(rows, matcher) == set(range(20, 120))
    assert asked(rows, matcher) == by_the_columns(rows)


def test_a_matcher_whose_stream_was_emptied_hears_of_what_comes_then(
    rows: Rows, matcher: Matcher, server: Server
) -> None:
    rows.add(codes(1, 100))
    matcher.catch_up()
    server.client.xtrim(CHANGES, maxlen=0, approximate=False)
    matcher.catch_up()
    rows.add(codes(2, 10))
    rows.change(range(5), TOMBSTONE)
    matcher.catch_up()

    assert found(rows, matcher) == set(range(5, 110))


def test_a_matcher_whose_stream_was_emptied_twice_misses_nothing_in_between(
    rows: Rows, matcher: Matcher, server: Server
) -> None:
    for seed in range(3):
        rows.add(codes(seed, 10))
        matcher.catch_up()
        rows.change(range(10 * seed, 10 * seed + 3), TOMBSTONE)
        server.client.xtrim(CHANGES, maxlen=0, approximate=False)
    matcher.catch_up()

    assert found(rows, matcher) == {row for row in range(30) if row % 10 >= 3}


@pytest.mark.parametrize("since", [0, 1, 40])
def test_a_matcher_that_runs_while_a_backup_is_restored_forgets_what_was_lost(
    rows: Rows, segments: Segments, matcher: Matcher, server: Server, since: int
) -> None:
    """Whatever was told since then, and although the stream may have grown beyond where the matcher was."""
    rows.add(codes(1, 30))
    backup = server.backup()
    rows.add(codes(2, 20))
    rows.change(range(5), TOMBSTONE)
    segments.build(KIND)
    matcher.catch_up()
    server.restore(backup)
    for row in range(30, 50):
        del rows.codes[row]
    if since:
        rows.add(codes(3, since))
    matcher.catch_up()

    assert found(rows, matcher) == set(range(30 + since))
    assert asked(rows, matcher) == by_the_columns(rows)


def test_a_matcher_that_loaded_from_an_emptied_stream_misses_nothing_when_it_is_emptied_again(
    rows: Rows, matcher: Matcher, server: Server
) -> None:
    rows.add(codes(1, 10))
    server.client.xtrim(CHANGES, maxlen=0, approximate=False)
    matcher.catch_up()
    rows.change(range(3), TOMBSTONE)
    rows.add(codes(2, 10))
    server.client.xtrim(CHANGES, maxlen=0, approximate=False)
    matcher.catch_up()

    assert found(rows, matcher) == set(range(3, 20))


def test_what_is_trimmed_while_a_matcher_reads_page_after_page_is_not_missed(
    rows: Rows, matcher: Matcher, server: Server
) -> None:
    """Changes are applied from a thread of their own while as many are told and all but the latest are cut off."""
    rows.add(codes(1, 400))
    over = threading.Event()

    def follow() -> None:
        while not over.is_set():
            matcher.catch_up()

    follower = threading.Thread(target=follow)
    follower.start()
    for row in range(0, 400, 10):
        rows.change(range(row, row + 10), TOMBSTONE if row % 20 else RowFlag.LIVE)
        server.client.xtrim(CHANGES, maxlen=3, approximate=False)
    over.set()
    follower.join()
    matcher.catch_up()

    assert found(rows, matcher) == {row for row in range(400) if row // 10 % 2 == 0}


def test_a_matcher_starts_while_the_store_takes_no_writes(
    rows: Rows, segments: Segments, matcher: Matcher, server: Server
) -> None:
    rows.add(codes(1, 30))
    segments.build(KIND)
    server.client.config_set("maxmemory", 1)

    assert found(rows, matcher) == set(range(30))


def test_readers_that_ask_while_a_matcher_loads_again_get_right_answers(
    rows: Rows, segments: Segments, matcher: Matcher, server: Server
) -> None:
    rows.add(codes(1, 200))
    segments.build(KIND)
    matcher.catch_up()
    answers: list[set[int]] = []
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            answers.append(found(rows, matcher))

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(5):
        server.client.xtrim(CHANGES, maxlen=0, approximate=False)
        matcher.catch_up()
    over.set()
    reader.join()

    assert {frozenset(each) for each in answers} == {frozenset(range(200))}
