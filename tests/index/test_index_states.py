"""An index that hears of changes late, and adopts segments built at any moment, finds what was told to it."""

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, precondition, rule

from hashdb.index import MAX_RADIUS, Index, Segment
from hashdb.index.plan import Plan
from tests.index.oracle import expected, told
from tests.index.samples import Codes, near, packed, plans, segment_of, uniform

_SEEDS = st.integers(0, 1 << 32)


class Columns(RuleBasedStateMachine):
    """The columns of a store, of which segments are built, and an index that follows them at its own pace."""

    segments = Bundle("segments")

    @initialize(bits=st.sampled_from(sorted(MAX_RADIUS)), seed=_SEEDS)
    def begin(self, bits: int, seed: int) -> None:
        self.bits = bits
        self.centres = uniform(np.random.default_rng(seed), 2, bits)
        self.codes = np.zeros((0, bits // 64), np.uint64)
        self.unwritten: set[int] = set()
        self.untold: list[tuple[int, Codes, bytes]] = []
        self.index = Index(bits)
        self.flags = np.zeros(0, np.uint8)
        self.heard: set[int] = set()
        self.longest = 0

    @rule(seed=_SEEDS, count=st.integers(1, 60), skipped=st.integers(0, 3))
    def add_rows(self, seed: int, count: int, skipped: int) -> None:
        """Write rows behind the last; some before them are given out and written later, or never."""
        rng, first = np.random.default_rng(seed), len(self.codes) + skipped
        self.unwritten |= set(range(len(self.codes), first))
        self.codes = np.concatenate(
            [self.codes, np.zeros((skipped, self.bits // 64), np.uint64), self._some_codes(rng, count)]
        )
        self._tell(first, count, rng)

    @precondition(lambda self: bool(self.unwritten))
    @rule(seed=_SEEDS)
    def write_a_skipped_row(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        row = int(rng.choice(sorted(self.unwritten)))
        self.unwritten.remove(row)
        self.codes[row] = self._some_codes(rng, 1)
        self._tell(row, 1, rng)

    @precondition(lambda self: len(self.codes) > 0)
    @rule(seed=_SEEDS)
    def change_flags_of_written_rows(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        first = int(rng.integers(len(self.codes)))
        stop = next((row for row in range(first, len(self.codes)) if row in self.unwritten), len(self.codes))
        if stop > first:
            self._tell(first, int(rng.integers(1, stop - first + 1)), rng)

    @precondition(lambda self: bool(self.untold))
    @rule(count=st.integers(1, 4))
    def hear(self, count: int) -> None:
        for first, codes, flags in self.untold[:count]:
            self.index.write(first, packed(codes), flags)
            self._set(first, flags)
            self.heard |= set(range(first, first + len(flags)))
        del self.untold[:count]

    @precondition(lambda self: bool(self.heard))
    @rule(seed=_SEEDS)
    def read_the_flags_of_a_row_again(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        row, flags = int(rng.choice(sorted(self.heard))), self._some_flags(rng, 1)
        self.index.set_flags(row, flags)
        self._set(row, flags)

    @precondition(lambda self: len(self.codes) > 0)
    @rule(target=segments, data=st.data())
    def build_a_segment(self, data: st.DataObject) -> Segment:
        plan: Plan | None = data.draw(st.none() | plans(self.bits))
        return segment_of(self.codes, plan)

    @rule(segment=consumes(segments))
    def adopt(self, segment: Segment) -> None:
        if segment.rows > self.index.in_segment:
            self.index.adopt(segment)
            self.longest = segment.rows

    @rule(seed=_SEEDS, asked=st.sampled_from([1, 3, 70]))
    def search(self, seed: int, asked: int) -> None:
        rng = np.random.default_rng(seed)
        radius = int(rng.integers(MAX_RADIUS[self.bits] + 1))
        queries = np.pad(self._some_codes(rng, asked), ((0, 1), (0, 0)))
        known = self.codes[: len(self.flags)]

        assert told(self.index.range_search_batch(queries, radius)) == expected(queries, known, self.flags, radius)

    @invariant()
    def it_has_the_rows_that_it_heard_of_or_adopted(self) -> None:
        assert len(self.index) == max(self.longest, max(self.heard, default=-1) + 1)
        assert self.index.in_segment == self.longest

    def _some_codes(self, rng: np.random.Generator, count: int) -> Codes:
        """Return codes near two centres, and the one that a row without a code seems to have."""
        apart = rng.integers(0, MAX_RADIUS[self.bits] + 3, count)
        codes = [near(rng, self.centres[bits % 2], bits) for bits in apart.tolist()]
        return np.array(codes) * (rng.random((count, 1)) > 1 / 16)

    def _some_flags(self, rng: np.random.Generator, count: int) -> bytes:
        return rng.choice(np.array([0, 1, 1, 3, 5, 8], np.uint8), count).tobytes()

    def _tell(self, first: int, count: int, rng: np.random.Generator) -> None:
        self.untold.append((first, self.codes[first : first + count].copy(), self._some_flags(rng, count)))

    def _set(self, first: int, flags: bytes) -> None:
        more = max(first + len(flags) - len(self.flags), 0)
        self.flags = np.pad(self.flags, (0, more))
        self.flags[first : first + len(flags)] = np.frombuffer(flags, np.uint8)


TestColumns = Columns.TestCase
TestColumns.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
