"""Rows straight in the packed columns: as many as a test needs, without the services that usually write them."""

from datetime import UTC, datetime

import numpy as np

from hashdb.ids import new_id
from hashdb.services.matcher import Found, Matcher
from hashdb.signals import RowFlag
from hashdb.store import Store
from hashdb.store.columns import Columns, RowChange
from tests.store.samples import note

Answers = list[list[Found]]

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_AT_ONCE = 1_000


class Rows:
    """The rows of one signal type in the columns of the signals, each of an id of its own."""

    def __init__(self, store: Store, signal_type: str = "phash") -> None:
        self.store = store
        self.signal_type = signal_type
        self.columns: Columns = store.signals.columns
        self.codes: dict[int, bytes] = {}
        self.ids: dict[int, str] = {}

    def reserve(self, count: int) -> int:
        """Give out rows, and return the first."""
        return self.columns.reserve(self.signal_type, count)

    def write(self, first: int, codes: list[bytes], flags: int = RowFlag.LIVE) -> None:
        """Write codes of rows that were given out, and tell that they have these flags now."""
        made = [new_id("sig", NOW) for _ in codes]
        self.store.commit(note(), self.columns.write(self.signal_type, first, codes, made))
        self.codes.update(enumerate(codes, first))
        self.ids.update(enumerate(made, first))
        self.change(range(first, first + len(codes)), flags)

    def add(self, codes: list[bytes], flags: int = RowFlag.LIVE) -> range:
        """Write codes in rows of their own."""
        first = self.reserve(len(codes))
        self.write(first, codes, flags)
        return range(first, first + len(codes))

    def change(self, rows: range, flags: int) -> None:
        """Tell that these rows have other flags now."""
        for start in range(rows.start, rows.stop, _AT_ONCE):
            some = rows[start - rows.start : start - rows.start + _AT_ONCE]
            self.store.commit(note(), *(self.columns.change(self._changed(row, flags)) for row in some))

    def _changed(self, row: int, flags: int) -> RowChange:
        return RowChange(
            checkpoint="*",
            signal_type=self.signal_type,
            row=row,
            flags=int(flags),
            code=self.codes[row],
            id=self.ids[row],
        )


def codes(seed: int, count: int) -> list[bytes]:
    """Return codes that belong to a seed."""
    packed = np.random.default_rng(seed).bytes(8 * count)
    return [packed[at : at + 8] for at in range(0, len(packed), 8)]


def asked(rows: Rows, matcher: Matcher, radius: int = 10) -> Answers:
    """Search for every code there is, and for one that was never told."""
    return matcher.search("phash", [[code] for code in (*rows.codes.values(), bytes(8))], radius)


def by_the_columns(rows: Rows) -> Answers:
    """Return what is found without a segment and without having followed anything."""
    return asked(rows, Matcher(rows.columns))


def found(rows: Rows, matcher: Matcher) -> set[int]:
    """Return the rows whose own codes lead to them."""
    return {each.row for answer in asked(rows, matcher, 0) for each in answer}
