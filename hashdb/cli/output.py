"""The file of a long run: a JSON line for each input, which is also what a later run goes on from.

A line is written whole or not at all as far as a reader can tell: what a crash cut off is cut away. An input that has
its line is done; files are known by their path as it was given. One whose line is an error is tried again, and that
line is left out: every input has one line.
"""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import click
import orjson

from hashdb.cli.files import HashedFile

Line = dict[str, Any]
_KINDS = ("path", "url", "text")


class Output:
    """The file, opened and held; use it in a `with` block."""

    def __init__(self, path: Path, *, resume: bool) -> None:
        self._path = path
        self._file = _opened(path, resume=resume)
        self._done: set[bytes] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def earlier(self) -> Iterator[Line]:
        """Yield the lines of the run that is gone on with, and remember whose they are; errors are left out."""
        whole = failed = 0
        for number, text in enumerate(self._file, 1):
            if not text.endswith(b"\n"):
                break
            line = _parsed(text, f"{self._path}, line {number}")
            whole += len(text)
            if "error" in line:
                failed += 1
                continue
            self._done.add(_digest(*_name(line)))
            yield line
        self._file.seek(whole)
        self._file.truncate()
        if failed:
            self._leave_errors_out()

    def _leave_errors_out(self) -> None:
        """Replace the file by one without the lines of what failed: all of it, or a crash has changed nothing."""
        path = self._path.resolve()
        draft = path.with_name(f".{path.name}.draft")
        kept = _opened(draft, resume=True)
        kept.truncate()
        self._file.seek(0)
        kept.writelines(text for text in self._file if "error" not in orjson.loads(text))
        kept.flush()
        os.fsync(kept.fileno())
        shutil.copymode(path, draft)
        draft.replace(path)
        self._file.close()
        self._file = kept

    def left(self, named: Iterable[HashedFile]) -> Iterator[HashedFile]:
        """Yield what has no line yet."""
        return (each for each in named if _digest(each.kind, each.name) not in self._done)

    def write(self, line: Line) -> None:
        """Write a line; what is written survives the end of this process."""
        self._file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
        self._file.flush()


def _opened(path: Path, *, resume: bool) -> BinaryIO:
    if not resume and path.exists():
        raise click.UsageError(f"{path} exists: give --resume to go on with it, or name another file")
    try:
        file = path.open("a+b")
    except OSError as error:
        raise click.UsageError(f"{path} cannot be written: {error.strerror}") from None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise click.UsageError(f"{path} is being written by another run") from None
    file.seek(0)
    return file


def _parsed(text: bytes, place: str) -> Line:
    try:
        line = orjson.loads(text)
    except orjson.JSONDecodeError:
        line = None
    if not (isinstance(line, dict) and any(kind in line for kind in _KINDS)):
        raise click.UsageError(f"{place}: not an output of this command")
    return line


def _name(line: Line) -> tuple[str, str]:
    return next((kind, str(line[kind])) for kind in _KINDS if kind in line)


def _digest(kind: str, name: str) -> bytes:
    """Return what stands for an input in memory: a million take some 80 MB, whatever their names."""
    return blake2b(f"{kind}:{name}".encode(), digest_size=12).digest()
