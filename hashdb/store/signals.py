"""Signals in Redis: the record, the uniqueness of the value, and its rows in the packed columns.

A signal has a row for its value and one behind it for each of its views; all of them bear its id and its flags.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from hashdb import ids
from hashdb.lifecycles.signal import State
from hashdb.records.signal import Signal
from hashdb.signals import SIGNAL_TYPES, RowFlag
from hashdb.store import keyspace, lists
from hashdb.store.act import Write, in_pieces
from hashdb.store.codec import Codec
from hashdb.store.columns import Columns, RowChange
from hashdb.store.database import Database
from hashdb.store.records import Records

_FLAGS = {
    State.ACTIVE: RowFlag.LIVE,
    State.PROVISIONAL: RowFlag.LIVE | RowFlag.PROVISIONAL,
    State.DISPUTED: RowFlag.DISPUTED,
    State.WITHDRAWN: RowFlag.TOMBSTONE,
    State.EXPIRED: RowFlag.TOMBSTONE,
}


class Signals(Records[Signal]):
    """The signals, and the columns in which matchers read them."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, "signal", Codec(Signal, deflated=True), lists.signal_lists)
        self.columns = Columns(database, "signal", "sig")

    def ids_of(self, signal_type: str, values: Sequence[bytes]) -> list[str | None]:
        """Return the id of the signal that has each value, or None."""
        if not values:
            return []
        found = self._database.hmget(keyspace.ids("signal", signal_type), list(values))
        return [None if raw is None else ids.unpacked("sig", raw) for raw in found]

    def create(self, signals: Sequence[Signal]) -> Write:
        """Write new signals of one type that have consecutive rows; no signal may have one of the values yet."""
        kind = signals[0].signal_type
        values = [bytes.fromhex(each.signal_value) for each in signals]
        by_value = keyspace.ids("signal", kind)
        records: list[str | bytes] = []
        known: list[str | bytes] = []
        listed: dict[str, list[str | float]] = {}
        for signal, value in zip(signals, values, strict=True):
            records += [keyspace.record("signal", signal.id), self._codec.dump(signal)]
            known += [value, ids.packed(signal.id)]
            for name, score in self._lists(signal).items():
                listed.setdefault(name, []).extend([score, signal.id])
        commands = [*in_pieces(["MSET"], records), *in_pieces(["HSET", by_value], known)]
        for name, scored in listed.items():
            commands += in_pieces(["ZADD", keyspace.listing(name)], scored)
        written = Write(lacks=tuple((by_value, value) for value in values), commands=tuple(commands))
        return written + self._coded(signals)

    def put(self, record: Signal, before: Signal | None = None) -> Write:
        """Write a changed signal; a change of what is distributed goes to the feed in the same act."""
        written = super().put(record, before)
        if before is not None and record.row != before.row:
            written += self._coded([record])
        new = _FLAGS.get(record.state, RowFlag.NONE)
        old = RowFlag.NONE if before is None else _FLAGS.get(before.state, RowFlag.NONE)
        never_told = new is RowFlag.TOMBSTONE and record.activated_at is None and old is RowFlag.NONE
        same = new == old and not _told_otherwise(record, before, new)
        return written if same or never_told else written + self.columns.change(*_row_changes(record, new))

    def remove(self, record: Signal) -> Write:
        """Delete a signal that is not in the feed any more, and its codes; its rows stay empty."""
        by_value = keyspace.ids("signal", record.signal_type)
        unknown = Write(commands=(("HDEL", by_value, bytes.fromhex(record.signal_value)),))
        if record.row is None:
            return super().remove(record) + unknown
        blank = [bytes(len(each)) for each in record.codes()]
        return (
            super().remove(record)
            + unknown
            + self.columns.write(record.signal_type, record.row, blank, [record.id] * len(blank))
        )

    def with_rows(self, signals: Sequence[Signal]) -> list[Signal]:
        """Return new signals of one type with their rows: consecutive, one for each code of theirs."""
        sizes = [1 + len(each.views) for each in signals]
        rows = self.reserve_rows(signals[0].signal_type, sum(sizes))
        return [replace(each, row=rows[at]) for each, at in zip(signals, accumulate(sizes, initial=0), strict=False)]

    def reserve_rows(self, signal_type: str, count: int) -> list[int | None]:
        """Return *count* new rows: consecutive, or None for a type without a distance."""
        if not SIGNAL_TYPES[signal_type].has_rows:
            return [None] * count
        first = self.columns.reserve(signal_type, count)
        return list(range(first, first + count))

    def _coded(self, signals: Sequence[Signal]) -> Write:
        """Write the codes and ids of signals of one type that have consecutive rows."""
        first_row = signals[0].row
        if first_row is None:
            return Write()
        codes = [(code, each.id) for each in signals for code in each.codes()]
        return self.columns.write(
            signals[0].signal_type, first_row, [code for code, _ in codes], [identifier for _, identifier in codes]
        )


def _row_changes(signal: Signal, flags: RowFlag) -> list[RowChange]:
    return [
        RowChange(
            checkpoint="*",
            signal_type=signal.signal_type,
            row=None if signal.row is None else signal.row + place,
            flags=int(flags),
            code=code,
            id=signal.id,
        )
        for place, code in enumerate(signal.codes())
    ]


def _told_otherwise(record: Signal, before: Signal | None, flags: RowFlag) -> bool:
    """Whether members must be told something else of a live signal: its new end, or what rules out acting alone."""
    if before is None or not flags & RowFlag.LIVE:
        return False
    benign = (record.benign is None) != (before.benign is None)
    return benign or record.expires_at != before.expires_at or record.context_flags() != before.context_flags()
