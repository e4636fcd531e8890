"""What a command has found, file by file: JSON lines on a pipe, a table on a terminal.

A line is a plain dictionary. The exit code of a command is the largest code of its lines.
"""

import sys
from collections.abc import Callable, Iterable
from typing import Any

import click
import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text

Line = dict[str, Any]
Rows = Iterable[tuple[str, ...]]

json_option = click.option("--json", "as_json", is_flag=True, help="JSON lines, on a terminal too.")


def show(
    lines: Iterable[Line],
    *,
    headings: tuple[str, ...],
    rows: Callable[[Line], Rows],
    code: Callable[[Line], int],
    as_json: bool,
) -> int:
    """Print all lines and return the exit code; *headings* and *rows* are for the table, after the file's name."""
    present = _print_lines if as_json or not sys.stdout.isatty() else _print_table
    codes = [0]
    present(_noting(lines, code, codes), headings, rows)
    return max(codes)


def _noting(lines: Iterable[Line], code: Callable[[Line], int], codes: list[int]) -> Iterable[Line]:
    for line in lines:
        codes[0] = max(codes[0], code(line))
        yield line


def _print_lines(lines: Iterable[Line], _headings: tuple[str, ...], _rows: Callable[[Line], Rows]) -> None:
    for line in lines:
        click.echo(orjson.dumps(line))


def _print_table(lines: Iterable[Line], headings: tuple[str, ...], rows: Callable[[Line], Rows]) -> None:
    table = Table("file", *headings, show_edge=False)
    for line in lines:
        cells = [("error", line["error"]["message"])] if "error" in line else list(rows(line))
        for place, row in enumerate(cells):
            name = line["path"] if place == 0 else ""
            table.add_row(*(Text(_printable(cell), overflow="fold") for cell in (name, *row)))
    Console().print(table)


def _printable(cell: str) -> str:
    """Return *cell* without control characters: a file's name must not steer the terminal."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in cell)
