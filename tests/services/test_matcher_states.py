"""Whatever happens to rows, segments and stream in whatever order: a matcher that runs finds what a fresh one finds."""

import tempfile
from functools import partial
from pathlib import Path

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from hashdb.services.matcher import Found, Matcher
from hashdb.services.segments import Segments
from hashdb.signals import SIGNAL_TYPES, RowFlag
from hashdb.store import Store, keyspace
from tests.services.backups import Server
from tests.services.packed import Rows

_KIND = SIGNAL_TYPES["phash"]
_SEEDS = st.integers(0, 1 << 32)
_FLAGS = st.sampled_from([RowFlag.NONE, RowFlag.LIVE, RowFlag.LIVE | RowFlag.DISPUTED, RowFlag.TOMBSTONE])
_SHARE = st.floats(0, 1, exclude_max=True)


class Life(RuleBasedStateMachine):
    """One matcher with a folder of segments, and the columns that it follows."""

    def __init__(self, store: Store, server: Server, folder: Path) -> None:
        super().__init__()
        self.store, self.server = store, server
        self.folder = Path(tempfile.mkdtemp(dir=folder))

    @initialize()
    def begin(self) -> None:
        self.server.client.flushall()
        self.rows = Rows(self.store)
        self.unwritten: list[int] = []
        self.start_again()

    @rule(seed=_SEEDS, count=st.integers(1, 30), flags=_FLAGS, skipped=st.integers(0, 2))
    def add_rows(self, seed: int, count: int, flags: int, skipped: int) -> None:
        if skipped:
            first = self.rows.reserve(skipped)
            self.unwritten += range(first, first + skipped)
        self.rows.add(_codes(seed, count), flags)

    @precondition(lambda self: bool(self.unwritten))
    @rule(seed=_SEEDS, flags=_FLAGS, share=_SHARE)
    def write_a_row_that_was_given_out_before(self, seed: int, flags: int, share: float) -> None:
        row = self.unwritten.pop(int(share * len(self.unwritten)))
        self.rows.write(row, _codes(seed, 1), flags)

    @precondition(lambda self: bool(self.rows.codes))
    @rule(flags=_FLAGS, share=_SHARE)
    def change_the_flags_of_a_row(self, flags: int, share: float) -> None:
        row = sorted(self.rows.codes)[int(share * len(self.rows.codes))]
        self.rows.change(range(row, row + 1), flags)

    @precondition(lambda self: bool(self.rows.codes))
    @rule()
    def build_a_segment(self) -> None:
        Segments(self.rows.columns, self.folder).build(_KIND)

    @rule(place=st.integers(0, 4_500))
    def damage_the_segments(self, place: int) -> None:
        for path in self.folder.glob("*.segment"):
            content = bytearray(path.read_bytes())
            content[place] ^= 1
            path.unlink()
            path.write_bytes(content)

    @rule(kept=st.integers(1, 40))
    def trim_the_stream(self, kept: int) -> None:
        self.server.client.xtrim(keyspace.changes("signal"), maxlen=kept, approximate=False)

    @rule()
    def catch_up(self) -> None:
        self.matcher.catch_up()

    @rule()
    def adopt(self) -> None:
        self.matcher.catch_up()
        self.matcher.adopt()

    @rule()
    def start_again(self) -> None:
        self.matcher = Matcher(self.rows.columns, self.folder)

    @rule(radius=st.integers(0, 10))
    def find_what_a_fresh_one_finds(self, radius: int) -> None:
        self.matcher.catch_up()

        assert self._found(self.matcher, radius) == self._found(Matcher(self.rows.columns), radius)

    def _found(self, matcher: Matcher, radius: int) -> list[list[Found]]:
        return matcher.search("phash", [[code] for code in (*self.rows.codes.values(), bytes(8))], radius)


def _codes(seed: int, count: int) -> list[bytes]:
    """Return codes that are near each other, and none of which is zero."""
    flips = np.random.default_rng(seed).integers(1, 1 << 12, count)
    return [(0xAAAA_0000_0000_F000 | int(flip)).to_bytes(8) for flip in flips]


def test_a_matcher_that_lived_through_anything_finds_what_a_fresh_one_finds(
    store: Store, server: Server, tmp_path: Path
) -> None:
    modest = settings(max_examples=20, stateful_step_count=20, deadline=None)
    life = partial(Life, store, server, tmp_path)

    run_state_machine_as_test(life, settings=modest)  # type: ignore[arg-type]  # hypothesis takes a factory as well
