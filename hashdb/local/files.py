"""Files of a copy: written whole or not at all, locked by one sync, and each change of the feed on a line of its own.

A line begins with its checksum (XXH3), so that one that was cut short or damaged is told from a whole one.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson
import xxhash

from hashdb.client import FeedPage
from hashdb.errors import ConflictError, SnapshotError

# A page of the feed at the most: a thousand signals with all their views, or frames.
_LONGEST_LINE = 1 << 30


def write(path: Path, content: bytes) -> None:
    """Replace a file by *content*."""
    draft = path.with_name(f".{path.name}.draft")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other syncs of the same copy away, or raise ConflictError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "lock").open("a+b") as lock:
        try:
            fcntl.flock(lock.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ConflictError(f"another sync of {folder} is running") from None
        yield


class Journal:
    """What the feed told since the snapshot, page by page; one writes, any number read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read = 0

    def mend(self) -> None:
        """Cut off what a killed writer left unfinished."""
        with self._path.open("a+b") as file:
            length = file.tell()
            file.seek(max(0, length - _LONGEST_LINE))
            content = file.read()
            file.truncate(length - len(content) + content.rfind(b"\n") + 1)

    def append(self, page: FeedPage) -> None:
        """Write a page; once this returns it is kept."""
        line = orjson.dumps([page.checkpoint, page.items])
        with self._path.open("ab") as file:
            file.write(xxhash.xxh3_64_hexdigest(line).encode() + b" " + line + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def more(self) -> Iterator[FeedPage]:
        """Yield the pages that were not read yet; raises SnapshotError for one that is damaged."""
        if not self._path.exists() or self._path.stat().st_size == self._read:
            return
        with self._path.open("rb") as file:
            file.seek(self._read)
            for line in file:
                if not line.endswith(b"\n"):
                    return
                self._read += len(line)
                yield _page(line)


def _page(line: bytes) -> FeedPage:
    checksum, _, body = line.rstrip(b"\n").partition(b" ")
    if checksum.decode(errors="replace") != xxhash.xxh3_64_hexdigest(body):
        raise SnapshotError("the copy's record of changes is damaged; `hashdb sync --anew` fetches all of it again")
    checkpoint, items = orjson.loads(body)
    return FeedPage(items, checkpoint)
