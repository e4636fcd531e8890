"""The files below folders, one after the other: a million of them are never in memory at once.

Links to folders are not followed. A folder that cannot be listed is told like a file that cannot be read.
"""

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from hashdb.errors import UnreadableFileError

# So many entries of a folder are put in order at a time: all of them in any usual folder.
_IN_ORDER = 10_000


class Found(NamedTuple):
    """A file, or a folder that has an error."""

    path: Path
    error: UnreadableFileError | None = None


def walk(paths: Iterable[Path]) -> Iterator[Found]:
    """Yield the files as given and those of folders: a folder's files in the order of their names, then its folders."""
    for path in paths:
        if path.is_dir():
            yield from _below(path)
        else:
            yield Found(path)


def _below(top: Path) -> Iterator[Found]:
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        inner: list[Path] = []
        try:
            for entry in _entries(folder):
                if entry.is_dir(follow_symlinks=False):
                    inner.append(Path(entry.path))
                elif not (entry.is_symlink() and entry.is_dir()):
                    yield Found(Path(entry.path))
        except OSError as error:
            reason = error.strerror or "unknown error"
            yield Found(folder, UnreadableFileError("unreadable", f"the folder cannot be listed: {reason}"))
        waiting += reversed(inner)


def _entries(folder: Path) -> Iterator["os.DirEntry[str]"]:
    with os.scandir(folder) as entries:
        while some := sorted(islice(entries, _IN_ORDER), key=lambda entry: entry.name):
            yield from some
