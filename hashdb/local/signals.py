"""A copy's signals, read as the store's are: what `hashdb.services.matching` asks for."""

from collections.abc import Sequence

from hashdb import ids
from hashdb.local.changes import Changes
from hashdb.local.exact import ExactValues
from hashdb.local.rows import LocalRows
from hashdb.local.snapshot import Snapshot
from hashdb.records.signal import Signal
from hashdb.signals import SIGNAL_TYPES


class LocalSignals:
    """The signals of *snapshot* after *changes*; `columns` are their rows."""

    def __init__(self, snapshot: Snapshot, changes: Changes) -> None:
        self._snapshot = snapshot
        self._changes = changes
        self.columns = LocalRows(snapshot, changes)
        self._values = {
            name: ExactValues(columns, snapshot.folder)
            for name, columns in snapshot.columns.items()
            if columns.signals and not SIGNAL_TYPES[name].has_rows
        }

    def many(self, identifiers: Sequence[str]) -> list[Signal]:
        """Return those of the signals that are live, in the order asked for."""
        found = (self._changes.signal(each) for each in identifiers)
        return [signal for signal in found if signal is not None]

    def ids_of(self, signal_type: str, values: Sequence[bytes]) -> list[str | None]:
        """Return the id of the signal that has each value, or None."""
        return [self._id_of(signal_type, value) for value in values]

    def _id_of(self, signal_type: str, value: bytes) -> str | None:
        told = self._changes.id_of(signal_type, value)
        if told is not None or signal_type not in self._values:
            return told
        line = self._values[signal_type].line_of(value)
        return None if line is None else ids.unpacked("sig", self._snapshot.columns[signal_type].ulid(line))


class LocalStore:
    """What of a store matching needs."""

    def __init__(self, snapshot: Snapshot, changes: Changes) -> None:
        self.signals = LocalSignals(snapshot, changes)
