"""Exact values of a snapshot, found by their first eight bytes: sorted once, then a search by halves."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hashdb.local.files import write
from hashdb.snapshots import SignalColumns


class ExactValues:
    """The lines of *columns* by value; kept beside the snapshot in *folder*, made again when they are not there."""

    def __init__(self, columns: SignalColumns, folder: Path) -> None:
        self._columns = columns
        self._keys, self._order = _kept(columns, folder) or _sorted(columns)

    @staticmethod
    def keep(columns: SignalColumns, folder: Path) -> None:
        """Write what is sorted, so that opening takes no time."""
        keys, order = _sorted(columns)
        write(_path(columns, folder, "keys"), keys.tobytes())
        write(_path(columns, folder, "order"), order.tobytes())

    def line_of(self, value: bytes) -> int | None:
        """Return the line of the signal that has this value, or None."""
        key = np.uint64(int.from_bytes(value[:8]))
        first, stop = (int(np.searchsorted(self._keys, key, side)) for side in ("left", "right"))
        for line in self._order[first:stop].tolist():
            if self._columns["code"][self._columns.first_rows[line]].tobytes() == value:
                return int(line)
        return None


def _sorted(columns: SignalColumns) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    codes = columns["code"][columns.first_rows[:-1], :8]
    keys = np.ascontiguousarray(codes).view(">u8").reshape(-1).astype("<u8")
    order = np.argsort(keys, kind="stable").astype("<u4")
    return keys[order], order


def _kept(columns: SignalColumns, folder: Path) -> tuple[NDArray[np.uint64], NDArray[np.uint32]] | None:
    paths = _path(columns, folder, "keys"), _path(columns, folder, "order")
    sizes = [path.stat().st_size if path.exists() else -1 for path in paths]
    if not columns.signals or sizes != [8 * columns.signals, 4 * columns.signals]:
        return None
    return np.memmap(paths[0], "<u8", "r"), np.memmap(paths[1], "<u4", "r")


def _path(columns: SignalColumns, folder: Path, name: str) -> Path:
    return folder / f"{columns.signal_type}.{name}"
