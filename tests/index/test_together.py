"""One writer adds, withdraws, tells late codes and adopts segments while readers search: no answer is ever wrong."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event, Semaphore

import numpy as np
import pytest

from hashdb.index import MAX_RADIUS, Index, Segment
from tests.index.oracle import told
from tests.index.samples import Codes, packed, segment_of, uniform

ROWS = 4_000
STEP = 25
READERS = 3
PATIENCE = 60.0

# Every so manieth row is given out without a code, which is told later, when it stands in a segment.
LATE = 10


@dataclass
class Progress:
    """What the writer says it has done; it says so after adding and telling, and around withdrawing."""

    added: int = 0
    told_late: int = 0
    withdrawing: int = 0
    withdrawn: int = 0
    answered: Semaphore = field(default_factory=lambda: Semaphore(0))
    over: Event = field(default_factory=Event)

    def must(self, asked: range) -> set[int]:
        """Return the rows of *asked* that a search must find that begins now, unless they are withdrawn meanwhile."""
        return {row for row in asked if self.withdrawn <= row < (self.told_late if row % LATE == 0 else self.added)}

    def must_not(self, asked: range) -> set[int]:
        """Return the rows of *asked* that a search must not find that begins now."""
        return {row for row in asked if row < self.withdrawn}


@pytest.fixture(params=sorted(MAX_RADIUS))
def codes(request: pytest.FixtureRequest) -> Codes:
    return uniform(np.random.default_rng(5), ROWS, request.param)


def test_readers_get_right_answers_whatever_the_writer_is_doing(codes: Codes) -> None:
    wrong = read_while(
        codes, lambda index, progress: live_through(index, progress, codes, segments_of_prefixes(codes)), asked=1
    )

    assert wrong == []


def test_readers_of_many_at_once_get_right_answers_too(codes: Codes) -> None:
    wrong = read_while(
        codes, lambda index, progress: live_through(index, progress, codes, segments_of_prefixes(codes)), asked=80
    )

    assert wrong == []


def read_while(codes: Codes, write: Callable[[Index, Progress], None], asked: int) -> list[str]:
    """Search from several threads until the writer is through, and return what was wrong."""
    index, progress = Index(64 * codes.shape[1]), Progress()
    with ThreadPoolExecutor(READERS) as pool:
        readers: list[Future[list[str]]] = [
            pool.submit(wrong_answers, index, progress, codes, asked, seed) for seed in range(READERS)
        ]
        try:
            write(index, progress)
        finally:
            progress.over.set()
    return [each for reader in readers for each in reader.result()]


def segments_of_prefixes(codes: Codes) -> dict[int, Segment]:
    """Return segments by how many rows are written when they are adopted: of fewer rows, of as many, of more."""
    known = codes.copy()
    known[::LATE] = 0
    return {written: segment_of(known[:rows]) for written, rows in ((500, 400), (1_500, 1_500), (2_500, 3_000))}


def live_through(index: Index, progress: Progress, codes: Codes, segments: dict[int, Segment]) -> None:
    """Add all rows; behind them withdraw the first half, tell what was left out, and adopt segments on the way."""
    for first in range(0, ROWS, STEP):
        assert progress.answered.acquire(timeout=PATIENCE), "the readers have stopped"
        add(index, codes, first)
        progress.added = first + STEP
        if first >= ROWS // 4:
            tell_late(index, codes, progress, first - ROWS // 4)
        if first >= ROWS // 2:
            withdraw(index, progress, first - ROWS // 2)
        if segment := segments.get(progress.added):
            index.adopt(segment)


def add(index: Index, codes: Codes, first: int) -> None:
    known, flags = codes[first : first + STEP].copy(), bytearray(b"\x01" * STEP)
    for place in range(STEP):
        if (first + place) % LATE == 0:
            known[place], flags[place] = 0, 0
    index.write(first, packed(known), bytes(flags))


def tell_late(index: Index, codes: Codes, progress: Progress, first: int) -> None:
    for row in range(first, first + STEP):
        if row % LATE == 0:
            index.write(row, packed(codes[row : row + 1]), b"\x01")
    progress.told_late = first + STEP


def withdraw(index: Index, progress: Progress, first: int) -> None:
    progress.withdrawing = first + STEP
    index.set_flags(first, b"\x08" * STEP)
    progress.withdrawn = first + STEP


def wrong_answers(index: Index, progress: Progress, codes: Codes, asked: int, seed: int) -> list[str]:
    """Ask for rows at random until the writer is through, and once more."""
    rng, wrong, last_time = np.random.default_rng(seed), [], False
    while not last_time:
        last_time = progress.over.is_set()
        first = int(rng.integers(ROWS - asked + 1))
        rows = range(first, first + asked)
        must, must_not = progress.must(rows), progress.must_not(rows)
        found = told(index.range_search_batch(codes[first : first + asked], MAX_RADIUS[index.bits]))
        progress.answered.release()
        must -= set(range(progress.withdrawing))
        if any((distance, row) != (0, first + query) for query, distance, row in found):
            wrong.append(f"asked for {rows}, found {found}")
        missed, revived = must - {row for _, _, row in found}, must_not & {row for _, _, row in found}
        if missed or revived:
            wrong.append(f"missed {missed}, found {revived} that were withdrawn")
    return wrong
