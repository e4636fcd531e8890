"""The files that a command is given: walked, hashed one by one, each with its signals or its error.

One bad file never stops a run. Decoders are only loaded when the first file is hashed.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from hashdb.errors import UnreadableFileError
from hashdb.signals import SIGNAL_TYPES

if TYPE_CHECKING:
    from hashdb.hashing import HashedSignal


@dataclass(frozen=True, slots=True, kw_only=True)
class HashedFile:
    """One file with its signals, or with why it has none."""

    path: Path
    signals: tuple["HashedSignal", ...] = ()
    error: UnreadableFileError | None = None

    @property
    def sent(self) -> tuple["HashedSignal", ...]:
        """The signals that are strong enough to be matched or submitted."""
        return tuple(signal for signal in self.signals if signal.problem is None)

    def line(self, **fields: object) -> dict[str, Any]:
        """Return the file's line of output: its path, then its error or *fields*."""
        line: dict[str, Any] = {"path": shown(self.path)}
        if self.error is not None:
            return line | {"error": {"code": self.error.code, "message": str(self.error)}}
        left_out = {signal.signal_type: signal.problem for signal in self.signals if signal.problem}
        return line | fields | ({"left_out": left_out} if left_out else {})


def file_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the arguments that name files and the types to hash."""
    paths = click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
    types = click.option(
        "--type",
        "types",
        multiple=True,
        type=click.Choice(list(SIGNAL_TYPES)),
        help="Hash by this type only; may be given several times. Without it: all but whash.",
    )
    return paths(types(command))


def shown(path: Path) -> str:
    """Return a path as text, whatever bytes it is made of."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def walk(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files as given and those of folders, in the order of their names; links to folders are not followed."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for folder, folders, names in os.walk(path):
            folders.sort()
            yield from (Path(folder, name) for name in sorted(names))


def hashed(paths: Iterable[Path], types: tuple[str, ...]) -> Iterator[HashedFile]:
    """Hash every file, with a progress bar on standard error if that is a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("hashing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        for path in progress.track(list(walk(paths))):
            yield _hashed(path, types)


def _hashed(path: Path, types: tuple[str, ...]) -> HashedFile:
    from hashdb.hashing import DEFAULT_TYPES, hash_file  # noqa: PLC0415 - brings the decoders

    try:
        return HashedFile(path=path, signals=tuple(hash_file(path, types or DEFAULT_TYPES)))
    except UnreadableFileError as error:
        return HashedFile(path=path, error=error)
