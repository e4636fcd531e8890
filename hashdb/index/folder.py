"""The segments of one machine: a folder in which the newest one of each name is kept.

A file's name says how many rows it holds, so the newest is the longest. One that cannot be used is thrown away: an
index is right without it, and another will be built.
"""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hashdb.errors import SegmentError
from hashdb.index.segment import Segment, build, open_segment
from hashdb.logs import get_logger

_SUFFIX = ".segment"
_log = get_logger(__name__)


class SegmentFolder:
    """The segments called *name* in *folder*, of codes of *bits* bits that come from *origin*."""

    def __init__(self, folder: Path, name: str, bits: int, origin: str) -> None:
        self._folder = folder
        self._name = name
        self._bits = bits
        self._origin = origin

    def newest(self, *, above: int = 0) -> Segment | None:
        """Open the longest segment of more than *above* rows; None if there is none that can be used.

        One that is damaged or of other data is removed; one that cannot be read for lack of means is passed over.
        """
        for rows, path in self._paths():
            if rows <= above:
                break
            try:
                return self._open(path)
            except FileNotFoundError:  # the builder has put a longer one in its place
                return self.newest(above=above)
            except OSError as error:
                _log.warning("segment_not_read", segment=path.name, reason=str(error))
            except SegmentError as error:
                _log.warning("segment_refused", segment=path.name, reason=str(error))
                with suppress(OSError):
                    path.unlink()
        return None

    def longest(self) -> int:
        """Return how many rows the longest segment says that it holds; 0 without one."""
        return max((rows for rows, _ in self._paths()), default=0)

    def discard(self, segment: Segment) -> None:
        """Remove a segment that turned out to be of no use; whoever has it mapped keeps it."""
        self._path(segment.rows).unlink(missing_ok=True)

    def add(self, blocks: Iterable[NDArray[np.uint64]]) -> Path:
        """Build a segment of *blocks*, drop the shorter ones, and return where it is; raises OSError on a full disk.

        Whoever has a shorter one mapped keeps it.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self._folder / f"{self._name}.built"
        rows = build(draft, blocks, self._bits, self._origin)
        path = draft.replace(self._path(rows))
        for _, other in self._paths()[1:]:
            other.unlink(missing_ok=True)
        return path

    def _open(self, path: Path) -> Segment:
        segment = open_segment(path)
        if (segment.bits, segment.origin) != (self._bits, self._origin):
            raise SegmentError("it was built of other data")
        return segment

    def _path(self, rows: int) -> Path:
        return self._folder / f"{self._name}-{rows:012d}{_SUFFIX}"

    def _paths(self) -> list[tuple[int, Path]]:
        """Return every segment with its rows, the longest first."""
        found = []
        for path in self._folder.glob(f"{self._name}-*{_SUFFIX}"):
            with suppress(ValueError):
                found.append((int(path.stem.removeprefix(f"{self._name}-")), path))
        return sorted(found, reverse=True)
