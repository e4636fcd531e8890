"""What a command has found, file by file: JSON lines on a pipe, a table on a terminal.

A line is a plain dictionary. A table is printed in pieces, so that any number of files fits into memory.
"""

import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

import click
import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text

Line = dict[str, Any]
Rows = Iterable[tuple[str, ...]]

_ROWS_AT_ONCE = 400
# Of more files than this, a table has only those of which there is something to say.
_FEW = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How a command shows its lines: headings and rows behind the file's name, and the exit code that each brings.

    A line that `is_quiet` says nothing that somebody with many files waits for.
    """

    title: str
    headings: tuple[str, ...]
    rows: Callable[[Line], Rows]
    code: Callable[[Line], int]
    is_quiet: Callable[[Line], bool] = lambda _: False


def name_of(line: Line) -> str:
    """Return the name of the file, address or text of a line."""
    return next(str(line[kind]) for kind in ("path", "url", "text") if kind in line)


def printable(cell: str) -> str:
    """Return *cell* without control characters: a file's name must not steer the terminal."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in cell)


def print_json(line: Line) -> None:
    """Print one line at once: whoever reads the pipe may be waiting for it."""
    click.echo(orjson.dumps(line))
    sys.stdout.flush()


@dataclass(slots=True)
class Rolling:
    """A table on the terminal; *paused* takes the progress bar away while a piece is printed."""

    view: View
    paused: Callable[[], AbstractContextManager[None]]
    seen: int = 0
    _waiting: list[tuple[str, ...]] = field(default_factory=list)

    def add(self, line: Line) -> None:
        """Take a line."""
        self.seen += 1
        if self.seen > _FEW and "error" not in line and self.view.is_quiet(line):
            return
        cells = [("error", line["error"]["message"])] if "error" in line else list(self.view.rows(line))
        self._waiting += [(name_of(line) if place == 0 else "", *row) for place, row in enumerate(cells)]
        if len(self._waiting) >= _ROWS_AT_ONCE:
            self.print()

    def print(self) -> None:
        """Print what has come so far."""
        if not self._waiting:
            return
        table = Table("file", *self.view.headings, show_edge=False)
        for row in self._waiting:
            table.add_row(*(Text(printable(cell), overflow="fold") for cell in row))
        self._waiting.clear()
        with self.paused():
            Console().print(table)
