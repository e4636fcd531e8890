"""The segments of one space on this machine: whether the newest may be used, when another is due, building it.

A segment may be damaged, of another database, or of this one before it was restored from a backup. Such a one is thrown
away; matchers answer from the columns until another is built.
"""

from pathlib import Path

from hashdb.index import Segment, SegmentFolder, codes_of, outgrown
from hashdb.logs import get_logger
from hashdb.signals import SignalType
from hashdb.store.columns import Columns

_log = get_logger(__name__)


class Segments:
    """The segments in *folder* that are built of *columns*."""

    def __init__(self, columns: Columns, folder: Path) -> None:
        self._columns = columns
        self._folder = folder
        self._origin = columns.origin()

    def newest(self, kind: SignalType, *, above: int = 0) -> Segment | None:
        """Return the longest segment of more than *above* rows that tells what the columns tell; None without one."""
        folder = self._of(kind)
        segment = folder.newest(above=above)
        if segment is None or self._agrees(segment, kind):
            return segment
        _log.warning("segment_refused", segment=kind.name, reason="its last rows are not those of the columns")
        folder.discard(segment)
        return None

    def is_due(self, kind: SignalType) -> bool:
        """Whether so many rows are in no segment that building one is worth it."""
        built = self._of(kind).longest()
        return outgrown(built, self._columns.length(kind.name) - built, kind.bits)

    def build(self, kind: SignalType) -> Path:
        """Build a segment of all rows there are; raises OSError when the disk is full."""
        blocks = self._columns.codes(kind.name, self._columns.length(kind.name))
        return self._of(kind).add(codes_of(block, kind.bits) for block in blocks)

    def _of(self, kind: SignalType) -> SegmentFolder:
        name = f"{self._columns.space}-{kind.name}"
        return SegmentFolder(self._folder, name, kind.bits, self._origin)

    def _agrees(self, segment: Segment, kind: SignalType) -> bool:
        """Whether the last rows are those of the columns; a code may have been told since it was built."""
        first, codes, _ = next(self._columns.blocks(kind.name, segment.rows - 1), (0, b"", b""))
        built = segment.codes[first:]
        told = codes_of(codes, kind.bits)[: len(built)]
        same = (built[: len(told)] == told).all(axis=1)
        return bool(same[built[: len(told)].any(axis=1)].all()) and not built[len(told) :].any()
