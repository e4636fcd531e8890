"""A matcher: one process's view of the packed columns, kept up with the store.

It maps the machine's segments, loads what is in none of them, and then follows the stream of changes from a thread. A
search that finds the follower late catches up by itself first, so an answer never rests on what no longer holds,
whether or not that thread is alive. Without segments it answers the same, only slower.
"""

import threading
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import groupby, islice
from pathlib import Path
from time import monotonic
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hashdb.errors import HashdbError, UnavailableError
from hashdb.index import Hits, Index, Segment, codes_of, compile_kernels, join
from hashdb.logs import get_logger
from hashdb.services import footage
from hashdb.services.footage import Footage
from hashdb.services.segments import Segments
from hashdb.services.turns import Turns
from hashdb.signals import PACKED_TYPES, SIGNAL_TYPES, SignalType
from hashdb.store.columns import BEGINNING, BLOCK, Columns, RowChange

_LATE_SECONDS = 0.5
_WAIT_MILLISECONDS = 200
_STEP = 1_000
_PAUSE_SECONDS = 0.5
_LOOK_SECONDS = 0.5
# A search that compares all rows takes turns with others: so many words of codes in one, a fraction of a second, and
# for so long it waits for the next.
_WORDS_A_TURN = 1 << 29
_SWEEP_SECONDS = 5.0
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
        # One search compares all rows at a time: that is enough for one process.
        self.sweeping = Turns()
        self._stopped = threading.Event()

    @property
    def is_ready(self) -> bool:
        """Whether the columns were loaded, and the kernels compiled."""
        return self._checkpoint is not None

    def has_history(self) -> bool:
        """Whether anything was ever written in this space, as of now; says so without a search."""
        self._refresh()
        return self._checkpoint != BEGINNING

    def rows(self) -> int:
        """Return how many rows are known, live or not."""
        return sum(len(index) for index in self._indexes.values())

    def sizes(self) -> dict[str, tuple[int, int]]:
        """Return for each signal type how many rows are known, and how many of these a segment holds."""
        return {name: (len(index), index.in_segment) for name, index in self._indexes.items()}

    def late_by(self) -> float | None:
        """Return how many seconds ago this copy was last brought up to the store's state, None before the first time.

        A search never rests on what is older than half a second: it catches up by itself first.
        """
        return monotonic() - self._seen if self.is_ready else None

    def swept_rows(self, signal_type: str, radius: int) -> int:
        """Return how many rows a code is compared with one by one: none where segments tell which are near."""
        index = self._indexes.get(signal_type)
        if index is None or (SIGNAL_TYPES[signal_type].has_bits and radius <= index.max_radius):
            return 0
        return len(index)

    def search(self, signal_type: str, queries: Sequence[Sequence[bytes]], radius: int) -> list[list[Found]]:
        """Return what is within *radius* of each query, nearest first; a query is one or more codes.

        An id that several of its rows or of the query's codes find is told once, with the best distance. Raises
        RadiusError for a radius that the type does not allow, RateLimitedError when others compare all rows for too
        long, and UnavailableError when the store is needed to catch up and does not answer.
        """
        self._refresh()
        index = self._indexes[signal_type]
        places = [(place, code) for place, codes in enumerate(queries) for code in range(len(codes))]
        codes = codes_of((code for query in queries for code in query), index.bits)
        hits = self._hits(signal_type, index, codes, radius)
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

    def search_videos(self, signal_type: str, videos: Sequence[Sequence[bytes]], radius: int) -> list[list[Footage]]:
        """Return the ids with a frame within *radius* of one of each video's, and how many there are of both."""
        self._refresh()
        index = self._indexes[signal_type]
        owners_of = partial(self._columns.ids_at, signal_type)
        return [footage.search(index, owners_of, frames, radius) for frames in videos]

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
            kind = SIGNAL_TYPES[name]
            # Opened outside the lock: the checksum of a large one takes longer than a search may wait.
            segment = self._segments and kind.has_bits and self._segments.newest(kind, above=index.in_segment)
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

    def _hits(self, signal_type: str, index: Index, codes: NDArray[np.uint64], radius: int) -> Hits:
        """Search as the type and the radius ask for; whoever compares all rows does so in turn with others."""
        rows = self.swept_rows(signal_type, radius)
        if not rows:
            return index.range_search_batch(codes, radius)
        sweep = index.sweep_batch if radius > index.max_radius else index.range_search_batch
        step = max(1, _WORDS_A_TURN // (rows * codes.shape[1]))
        parts = []
        for first in range(0, len(codes), step):
            with self.sweeping.take(_SWEEP_SECONDS):
                found = sweep(codes[first : first + step], radius)
            parts.append(found._replace(queries=found.queries + np.uint32(first)))
        return join(parts)

    def _ids(self, signal_type: str, rows: Iterable[int]) -> dict[int, str]:
        wanted = sorted(set(rows))
        return dict(zip(wanted, self._columns.ids_at(signal_type, wanted), strict=True))

    def _load(self) -> None:
        compile_kernels()
        checkpoint = self._columns.latest()
        self._segments = Segments(self._columns, self._folder) if self._folder else None
        self._indexes = {kind.name: self._loaded(kind) for kind in PACKED_TYPES}
        self._checkpoint = checkpoint
        _log.info("matcher_loaded", rows=self.rows())

    def _loaded(self, kind: SignalType) -> Index:
        """Return an index of the longest segment and of the rows behind it; of the former only flags are read."""
        segment = self._segments.newest(kind) if self._segments and kind.has_bits else None
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
            for _, several in groupby(changes, key=lambda change: (change.checkpoint, change.signal_type)):
                self._apply(list(several))
            self._checkpoint = checkpoint = changes[-1].checkpoint
        return changes is not None

    def _apply(self, changes: list[RowChange]) -> None:
        """Write consecutive rows: those of one id, which changed together."""
        first = changes[0]
        index = self._indexes.get(first.signal_type)
        if index is not None and first.row is not None:
            codes = b"".join(change.code for change in changes)
            index.write(first.row, codes, bytes(change.flags for change in changes))
