"""A matcher: one process's copy of the packed columns, kept up with the store.

It loads the columns once and then follows the stream of changes from a thread. A search that finds the follower late
catches up by itself first, so an answer never rests on what no longer holds, whether or not that thread is alive.
"""

import threading
from collections.abc import Iterable, Sequence
from time import monotonic
from typing import NamedTuple

from hashdb.errors import UnavailableError
from hashdb.index import Index, codes_of
from hashdb.logs import get_logger
from hashdb.signals import SIGNAL_TYPES, Distance
from hashdb.store.columns import Columns, RowChange

_LATE_SECONDS = 0.5
_WAIT_MILLISECONDS = 200
_STEP = 10_000
_PAUSE_SECONDS = 0.5
_log = get_logger(__name__)


class Found(NamedTuple):
    """The nearest row of one id within the radius of a query; `code` is the place of the query's code that found it."""

    id: str
    distance: int
    row: int
    code: int


class Matcher:
    """The live rows of one space (signals, or inventories), searchable by distance."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._indexes: dict[str, Index] = {}
        self._checkpoint: str | None = None
        self._seen = 0.0
        self._catching_up = threading.Lock()
        self._stopped = threading.Event()

    @property
    def is_ready(self) -> bool:
        """Whether the columns were loaded."""
        return self._checkpoint is not None

    def rows(self) -> int:
        """Return how many rows are known, live or not."""
        return sum(len(index) for index in self._indexes.values())

    def search(self, signal_type: str, queries: Sequence[Sequence[bytes]], radius: int) -> list[list[Found]]:
        """Return what is within *radius* of each query, nearest first; a query is one or more codes.

        An id that several of its rows or of the query's codes find is told once, with the best distance. Raises
        RadiusError for a radius that the type does not allow, UnavailableError when the store is needed to catch up
        and does not answer.
        """
        self._refresh()
        index = self._indexes[signal_type]
        places = [(place, code) for place, codes in enumerate(queries) for code in range(len(codes))]
        codes = codes_of((code for query in queries for code in query), index.bits)
        hits = index.range_search_batch(codes, radius)
        rows = hits.rows.tolist()
        ids = self._ids(signal_type, rows)
        nearest: list[dict[str, Found]] = [{} for _ in queries]
        for query, row, distance in zip(hits.queries.tolist(), rows, hits.distances.tolist(), strict=True):
            place, code = places[query]
            found = Found(ids[row], distance, row, code)
            known = nearest[place].setdefault(found.id, found)
            if distance < known.distance:
                nearest[place][found.id] = found
        return [sorted(each.values(), key=lambda found: found.distance) for each in nearest]

    def catch_up(self) -> None:
        """Bring the copy up to the store's present state."""
        with self._catching_up:
            if self._checkpoint is None or self._fell_behind(self._checkpoint):
                self._load()
            self._apply_changes()
            self._seen = monotonic()

    def follow(self) -> None:
        """Keep the copy up to date until `stop`; runs in a thread of its own."""
        while not self._stopped.is_set():
            try:
                self.catch_up()
                self._columns.wait_for_change(self._checkpoint or "0-0", _WAIT_MILLISECONDS)
            except UnavailableError:
                _log.warning("matcher_waits_for_store")
                self._stopped.wait(_PAUSE_SECONDS)

    def start(self) -> None:
        """Follow the store from a thread of its own."""
        threading.Thread(target=self.follow, name="matcher", daemon=True).start()

    def stop(self) -> None:
        """Stop following."""
        self._stopped.set()

    def _refresh(self) -> None:
        if monotonic() - self._seen > _LATE_SECONDS:
            self.catch_up()

    def _ids(self, signal_type: str, rows: Iterable[int]) -> dict[int, str]:
        wanted = sorted(set(rows))
        return dict(zip(wanted, self._columns.ids_at(signal_type, wanted), strict=True))

    def _fell_behind(self, checkpoint: str) -> bool:
        """Tell whether changes behind the checkpoint were already cut off the stream."""
        oldest = self._columns.first_checkpoint()
        return oldest is not None and checkpoint != "0-0" and _order(checkpoint) < _order(oldest)

    def _load(self) -> None:
        checkpoint = self._columns.last_checkpoint()
        indexes = {kind.name: Index(kind.bits) for kind in SIGNAL_TYPES.values() if kind.distance is Distance.HAMMING}
        for signal_type, index in indexes.items():
            for first_row, codes, flags in self._columns.blocks(signal_type):
                index.write(first_row, codes, flags)
        self._indexes, self._checkpoint = indexes, checkpoint
        _log.info("matcher_loaded", rows=self.rows())

    def _apply_changes(self) -> None:
        while changes := self._columns.changes_after(self._checkpoint or "0-0", _STEP):
            for change in changes:
                self._apply(change)
            self._checkpoint = changes[-1].checkpoint

    def _apply(self, change: RowChange) -> None:
        index = self._indexes.get(change.signal_type)
        if index is not None and change.row is not None:
            index.write(change.row, change.code, bytes([change.flags]))


def _order(checkpoint: str) -> tuple[int, int]:
    milliseconds, _, number = checkpoint.partition("-")
    return int(milliseconds), int(number)
