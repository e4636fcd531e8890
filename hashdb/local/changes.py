"""What changed since the snapshot: signals that are new or other, and those that are no more.

The rows of the snapshot keep their places, and new rows stand behind them, in the order in which the feed told them: so
a segment that was built earlier stays right. A row of a signal that is no more loses its flag.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hashdb import ids
from hashdb.local.files import Journal
from hashdb.local.snapshot import Snapshot
from hashdb.records.signal import Signal
from hashdb.signals import SIGNAL_TYPES, RowFlag, View
from hashdb.snapshots import Particulars
from hashdb.store.columns import RowChange

_LONG_AGO = datetime.fromtimestamp(0, UTC)


class TypeRows:
    """The rows of one type behind those of the snapshot, and the flags of all."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.codes = bytearray()
        self.ids: list[str] = []
        self.flags = bytearray([RowFlag.LIVE]) * first

    def append(self, signal_id: str, codes: Sequence[bytes]) -> int:
        """Add rows of one signal and return the first."""
        first = len(self.flags)
        self.codes += b"".join(codes)
        self.ids += [signal_id] * len(codes)
        self.flags += bytes([RowFlag.LIVE]) * len(codes)
        return first


class Changes:
    """The changes of *journal* over *snapshot*; `catch_up` takes those that were written meanwhile."""

    def __init__(self, snapshot: Snapshot, journal: Journal) -> None:
        self._snapshot = snapshot
        self._journal = journal
        self._signals: dict[str, Signal | None] = {}
        self._by_value: dict[tuple[str, bytes], str] = {}
        self._told: list[list[RowChange]] = []
        self._forgotten = 0
        self.checkpoint = snapshot.manifest.checkpoint
        self.entries = 0
        self.rows = {name: TypeRows(columns.rows) for name, columns in snapshot.columns.items()}

    def catch_up(self) -> None:
        """Take what was written to the journal since the last time."""
        for page in self._journal.more():
            for entry in page.items:
                if entry["signal_type"] in SIGNAL_TYPES:
                    self._take(entry)
            self.entries += len(page.items)
            self.checkpoint = page.checkpoint

    def signal(self, signal_id: str) -> Signal | None:
        """Return a signal as it is now, or None."""
        if signal_id in self._signals:
            return self._signals[signal_id]
        found = self._snapshot.find(ids.packed(signal_id))
        return found and self._snapshot.signal(*found)

    def is_changed(self, signal_id: str) -> bool:
        """Whether something was told of a signal since the snapshot."""
        return signal_id in self._signals

    def id_of(self, signal_type: str, value: bytes) -> str | None:
        """Return the id of the signal that has this value since the snapshot, or None."""
        return self._by_value.get((signal_type, value))

    def count(self) -> int:
        """Return how often rows of a signal were changed so far."""
        return self._forgotten + len(self._told)

    def told_behind(self, number: int, limit: int) -> list[RowChange] | None:
        """Return the rows of up to *limit* changes behind the first *number*; None if those were forgotten.

        What was asked for once is forgotten at the next call: there is one who follows.
        """
        if number < self._forgotten:
            return None
        del self._told[: number - self._forgotten]
        self._forgotten = number
        return [row for rows in self._told[:limit] for row in rows]

    def _take(self, entry: Mapping[str, Any]) -> None:
        before = self.signal(entry["id"])
        after = None if entry["deleted"] else signal_of(entry)
        if after and before and after.codes() == before.codes():
            self._signals[after.id] = replace(after, row=before.row)
            return
        if before:
            self._end(before)
        if after:
            after = self._begun(after)
        self._signals[entry["id"]] = after

    def _begun(self, signal: Signal) -> Signal:
        if not SIGNAL_TYPES[signal.signal_type].has_rows:
            self._by_value[signal.signal_type, bytes.fromhex(signal.signal_value)] = signal.id
            return signal
        codes = signal.codes()
        first = self.rows[signal.signal_type].append(signal.id, codes)
        self._tell(signal, range(first, first + len(codes)), codes, RowFlag.LIVE)
        return replace(signal, row=first)

    def _end(self, signal: Signal) -> None:
        self._by_value.pop((signal.signal_type, bytes.fromhex(signal.signal_value)), None)
        if signal.row is None:
            return
        codes = signal.codes()
        rows = range(signal.row, signal.row + len(codes))
        self.rows[signal.signal_type].flags[rows.start : rows.stop] = bytes(len(rows))
        self._tell(signal, rows, codes, RowFlag.TOMBSTONE)

    def _tell(self, signal: Signal, rows: range, codes: Sequence[bytes], flags: RowFlag) -> None:
        place = str(self.count() + 1)
        kind, told = signal.signal_type, int(flags)
        self._told.append(
            [
                RowChange(checkpoint=place, signal_type=kind, row=row, flags=told, code=code, id=signal.id)
                for row, code in zip(rows, codes, strict=True)
            ]
        )


def signal_of(entry: Mapping[str, Any]) -> Signal:
    """Return the signal that an entry of the feed tells."""
    said = Particulars.read(entry)
    return Signal(
        id=entry["id"],
        signal_type=entry["signal_type"],
        signal_value=entry["signal_value"],
        quality=entry["quality"],
        views=tuple(View(**each) for each in entry["views"]),
        claim=said.claim,
        created_at=_LONG_AGO,
        activated_at=_moment(entry["activated_at"]),
        expires_at=_moment(entry["expires_at"]),
        benign=said.benign,
        state=said.state,
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
