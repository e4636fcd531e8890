import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from hashdb.index import Index, codes_of
from hashdb.signals import RowFlag


def found(index: Index, code: bytes) -> list[int]:
    rows: list[int] = index.range_search(codes_of(code, 256), 31)[0].tolist()
    return rows


def test_a_row_is_found_only_while_it_is_live() -> None:
    index, code = Index(256), os.urandom(32)
    index.write(0, code, bytes([RowFlag.NONE]))
    pending = found(index, code)
    index.set_flags(0, bytes([RowFlag.LIVE | RowFlag.PROVISIONAL]))
    live = found(index, code)
    index.set_flags(0, bytes([RowFlag.TOMBSTONE]))

    assert (pending, live, found(index, code)) == ([], [0], [])


def test_columns_written_again_take_the_new_flags_and_add_the_new_rows() -> None:
    index, codes = Index(256), [os.urandom(32) for _ in range(3)]
    index.write(0, b"".join(codes[:2]), b"\x01\x00")
    index.write(1, b"".join(codes[1:]), b"\x01\x01")

    assert len(index) == 3
    assert [found(index, code) for code in codes] == [[0], [1], [2]]


def test_rows_that_were_skipped_exist_and_are_not_live() -> None:
    index, code = Index(256), os.urandom(32)
    index.write(5_000, code, b"\x01")

    assert len(index) == 5_001
    assert found(index, code) == [5_000]
    assert found(index, bytes(32)) == []


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="1 codes but 2 flags"):
        Index(256).write(0, bytes(32), b"\x01\x01")


def test_a_torn_code_is_refused() -> None:
    with pytest.raises(ValueError, match=r"reshape|buffer size"):
        Index(256).write(0, bytes(31), b"\x01")


def test_flags_of_a_row_that_does_not_exist_are_refused() -> None:
    with pytest.raises(IndexError, match="no row 0 among 0"):
        Index(256).set_flags(0, bytes([RowFlag.LIVE]))


def test_readers_find_every_row_that_was_there_when_they_asked_while_a_writer_adds() -> None:
    index, codes = Index(256), [os.urandom(32) for _ in range(6_000)]
    done = threading.Event()
    with ThreadPoolExecutor(3) as readers:
        missed = [readers.submit(rows_not_found, index, codes, done) for _ in range(3)]
        for row, code in enumerate(codes):
            index.write(row, code, b"\x01")
        done.set()

    assert [reader.result() for reader in missed] == [[], [], []]
    assert [found(index, code) for code in codes[::500]] == [[row] for row in range(0, 6_000, 500)]


def rows_not_found(index: Index, codes: list[bytes], done: threading.Event) -> list[int]:
    """Ask for the newest row again and again, and return those that were not found."""
    missed = []
    while not done.is_set():
        newest = max(len(index) - 1, 0)
        if len(index) and found(index, codes[newest]) != [newest]:
            missed.append(newest)
    return missed
