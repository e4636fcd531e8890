"""`hashdb hash`: files to signals, on this machine; nothing is sent anywhere."""

import dataclasses
from pathlib import Path

import click

from hashdb.cli.files import HashedFile, file_options, hashed
from hashdb.cli.lines import Line, Rows, json_option, show

EPILOG = """\b
Exit codes:
  0  every file was hashed
  1  some file could not be hashed; its line says why
  2  the command was not understood
"""


@click.command("hash", epilog=EPILOG)
@file_options
@json_option
@click.pass_context
def hash_command(context: click.Context, /, paths: tuple[Path, ...], types: tuple[str, ...], *, as_json: bool) -> None:
    """Print the signals of files and of all files in folders.

    One JSON line for each file on a pipe, a table on a terminal. A signal whose "problem" is set is too weak to be
    matched or submitted.
    """
    lines = (_line(file) for file in hashed(paths, types))
    context.exit(show(lines, headings=("type", "value", "quality"), rows=_rows, code=_code, as_json=as_json))


def _line(file: HashedFile) -> Line:
    signals = [
        {name: value for name, value in dataclasses.asdict(signal).items() if value not in (None, ())}
        | ({"problem": signal.problem} if signal.problem else {})
        for signal in file.signals
    ]
    line = file.line(signals=signals)
    line.pop("left_out", None)
    return line


def _rows(line: Line) -> Rows:
    for signal in line["signals"]:
        quality = f"{signal.get('quality', '')} {signal.get('problem', '')}".strip()
        yield signal["signal_type"], signal["signal_value"], quality


def _code(line: Line) -> int:
    return int("error" in line)
