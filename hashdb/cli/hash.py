"""`hashdb hash`: files to signals, on this machine; nothing is sent anywhere."""

import dataclasses
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from hashdb.cli.asked import input_options, inputs_from, outlet_from, outlet_options
from hashdb.cli.files import HashedFile
from hashdb.cli.lines import Line, Rows, View
from hashdb.cli.run import run

if TYPE_CHECKING:
    from hashdb.hashing import HashedSignal

EPILOG = """\b
Exit codes:
  0    everything was hashed
  1    some file could not be hashed; its line says why
  2    the command was not understood
  130  interrupted

\b
Examples:
  hashdb hash photo.jpg
  hashdb hash uploads/ | jq -r '.signals[]? | [.signal_type, .signal_value] | @tsv'
  hashdb hash archive/ --output signals.jsonl --resume --report archive.html
"""


@click.command("hash", epilog=EPILOG)
@input_options("plain", "plain", "fast", "thorough", "views")
@outlet_options
@click.pass_context
def hash_command(context: click.Context, /, **_said: object) -> None:
    """Print the signals of files and of all files in folders.

    One JSON line for each file on a pipe, a table on a terminal. A file that cannot be hashed has an "error" with a
    "code" in its line, and never stops a run. A signal whose "problem" is set is too weak to be matched or submitted.
    Nothing leaves this machine.
    """
    context.exit(run(inputs_from(context.params), outlet_from(context.params), _lines, _VIEW))


def _lines(files: Iterable[HashedFile]) -> Iterator[Line]:
    for file in files:
        line = file.line(signals=[_told(signal) for signal in file.signals])
        line.pop("left_out", None)
        yield line


def _told(signal: "HashedSignal") -> Line:
    told = {name: value for name, value in dataclasses.asdict(signal).items() if value not in (None, ())}
    return told | ({"problem": signal.problem} if signal.problem else {})


def _rows(line: Line) -> Rows:
    for signal in line["signals"]:
        codes = len(signal.get("views", ())) + len(signal.get("orientations", ()))
        notes = (str(signal.get("quality", "")), signal.get("problem", ""), f"+{codes} codes" if codes else "")
        yield signal["signal_type"], signal["signal_value"], " ".join(note for note in notes if note)


def _code(line: Line) -> int:
    return int("error" in line)


_VIEW = View(title="hashdb hash", headings=("type", "value", "quality"), rows=_rows, code=_code)
