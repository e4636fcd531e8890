"""From signals to columns, a few at a time: what is kept of each is a hundred bytes, not a record."""

from array import array
from collections.abc import Iterable

from hashdb import ids
from hashdb.records.signal import Signal
from hashdb.snapshots.columns import COLUMNS, SignalColumns, unixtime
from hashdb.snapshots.particulars import Particulars, Words

_TYPES = {"<u8": "Q", "<u4": "I", "|u1": "B", "|i1": "b"}


class Packer:
    """Takes signals of any type in the order of their changes; the last told of one id is the one that counts."""

    def __init__(self, particulars: Words, names: Words) -> None:
        self._particulars = particulars
        self._names = names
        self._columns: dict[str, dict[str, array[int]]] = {}
        self.count = 0

    def add(self, signal: Signal, *, live: bool) -> None:
        """Take one signal; of one that is not live only the id."""
        columns = self._columns.setdefault(
            signal.signal_type, {name: array(_TYPES[kind.str]) for name, kind in COLUMNS.items()}
        )
        ulid = ids.packed(signal.id)
        line = {
            "id_high": int.from_bytes(ulid[:8]),
            "id_low": int.from_bytes(ulid[8:]),
            "codes": 1 + len(signal.views) if live else 0,
            "particulars": self._particulars.number(Particulars.of(signal).text) if live else 0,
            "activated": unixtime(signal.activated_at),
            "expires": unixtime(signal.expires_at),
        }
        for name, number in line.items():
            columns[name].append(number)
        if live:
            self._add_rows(columns, signal)
        self.count += 1

    def changes(self) -> Iterable[SignalColumns]:
        """Return the columns of each type that something was told of."""
        for signal_type, columns in self._columns.items():
            yield SignalColumns.of(signal_type, {name: memoryview(column) for name, column in columns.items()})

    def _add_rows(self, columns: dict[str, "array[int]"], signal: Signal) -> None:
        qualities = (signal.quality, *(view.quality for view in signal.views))
        values = (signal.signal_value, *(view.signal_value for view in signal.views))
        for name, value, quality in zip(signal.view_names(), values, qualities, strict=True):
            columns["code"].frombytes(bytes.fromhex(value))
            columns["name"].append(self._names.number(name))
            columns["quality"].append(-1 if quality is None else quality)
