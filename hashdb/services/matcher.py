"""A matcher: one process's view of the packed columns, kept up with the store.

It maps the machine's segments, loads what is in none of them, and then follows the stream of changes from a thread. A
search that finds the follower late catches up by itself first, so an answer never rests on what no longer holds,
whether or not that thread is alive. Without segments it answers the same, only slower.
"""

import threading
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import NamedTuple

import numpy as np

from hashdb.errors import HashdbError, UnavailableError
from hashdb.index import Index, Segment, codes_of, compile_kernels
from hashdb.logs import get_logger
from hashdb.services.segments import Segments
from hashdb.signals import HAMMING_TYPES, SIGNAL_TYPES, SignalType
from hashdb.store.columns import BLOCK, Columns, RowChange

_LATE_SECONDS = 0.5
_WAIT_MILLISECONDS = 200
_STEP = 10_000
_PAUSE_SECONDS = 0.5
_LOOK_SECONDS = 0.5
_log = get_logger(__name__)


class Found(NamedTuple):
    """The nearest row of one id within the radius of a query; `code` is the place of the query's code that found it."""

    id: str
    distance: int
    row: int
    code: int


class Matcher:
    """The live rows of one space (signals, or inventories), searchable by distance.

    *segments* is the folder of this machine's segments; without one everything is loaded from the columns.
    """

    def __init__(self, columns: Columns, segments: Path | None = None) -> None:
        self._columns = columns
        self._folder = segments
        self._segments: Segments | None = None
        self._looked = 0.0
        self._indexes: dict[str, Index] = {}
        self._checkpoint: str | None = None
        self._seen = 0.0
        self._catching_up = threading.Lock()
        self._stopped = threading.Event()

    @property
    def is_ready(self) -> bool:
        """Whether the columns were loaded, and the kernels compiled."""
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
        if not rows:
            return [[] for _ in queries]
        ids = self._ids(signal_type, rows)
        nearest: list[dict[str, Found]] = [{} for _ in queries]
        for query, row, distance in zip(hits.queries.tolist(), rows, hits.distances.tolist(), strict=True):
            place, code = places[query]
            found = Found(ids[row], distance, row, code)
            known = nearest[place].get(found.id, found)
            nearest[place][found.id] = min(known, found, key=lambda each: each[1:])
        return [sorted(each.values(), key=lambda found: found.distance) for each in nearest]

    def catch_up(self) -> None:
        """Bring the copy up to the store's present state."""
        with self._catching_up:
            while self._checkpoint is None or not self._apply_changes(self._checkpoint):
                self._load()
            self._seen = monotonic()

    def adopt(self) -> None:
        """Take over longer segments that were built meanwhile; what is found stays the same."""
        self._looked = monotonic()
        for name, index in self._indexes.items():
            # Opened outside the lock: the checksum of a large one takes longer than a search may wait.
            segment = self._segments and self._segments.newest(SIGNAL_TYPES[name], above=index.in_segment)
            if segment:
                with self._catching_up:
                    index.adopt(segment)
                _log.info("segment_adopted", signal_type=name, rows=segment.rows)

    def follow(self) -> None:
        """Keep the copy up to date until `stop`; runs in a thread of its own."""
        while not self._stopped.is_set():
            try:
                self.catch_up()
                if monotonic() - self._looked > _LOOK_SECONDS:
                    self.adopt()
                self._columns.wait_for_change(self._checkpoint or "0-0", _WAIT_MILLISECONDS)
            except UnavailableError:
                _log.warning("matcher_waits_for_store")
                self._stopped.wait(_PAUSE_SECONDS)
            except (HashdbError, OSError) as error:
                _log.error("matcher_stumbled", error=type(error).__name__, reason=str(error))
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

    def _load(self) -> None:
        compile_kernels()
        checkpoint = self._columns.latest()
        self._segments = Segments(self._columns, self._folder) if self._folder else None
        self._indexes = {kind.name: self._loaded(kind) for kind in HAMMING_TYPES}
        self._checkpoint = checkpoint
        _log.info("matcher_loaded", rows=self.rows())

    def _loaded(self, kind: SignalType) -> Index:
        """Return an index of the longest segment and of the rows behind it; of the former only flags are read."""
        segment = self._segments.newest(kind) if self._segments else None
        index = Index(kind.bits, segment)
        for first_row, codes, flags in self._columns.blocks(kind.name, index.in_segment):
            index.write(first_row, codes, flags)
        if segment is not None:
            for first_row, flags in self._columns.flags(kind.name, segment.rows):
                index.set_flags(first_row, flags)
            self._tell_codes_since(index, kind, segment)
        return index

    def _tell_codes_since(self, index: Index, kind: SignalType, segment: Segment) -> None:
        """Read again the blocks with rows that had no code yet when the segment was built."""
        empty = np.flatnonzero(~segment.codes.any(axis=1))
        for block in np.unique(empty // BLOCK).tolist():
            for first_row, codes, flags in islice(self._columns.blocks(kind.name, block * BLOCK), 1):
                index.write(first_row, codes, flags)

    def _apply_changes(self, checkpoint: str) -> bool:
        """Apply what changed behind the checkpoint; return False if the stream no longer tells all of that."""
        while changes := self._columns.changes_since(checkpoint, _STEP):
            for change in changes:
                self._apply(change)
            self._checkpoint = checkpoint = changes[-1].checkpoint
        return changes is not None

    def _apply(self, change: RowChange) -> None:
        index = self._indexes.get(change.signal_type)
        if index is not None and change.row is not None:
            index.write(change.row, change.code, bytes([change.flags]))
