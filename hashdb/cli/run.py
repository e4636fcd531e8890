"""One run over files: hashed, looked at, counted, and put where the lines are to go.

The exit code of a run is the largest code of its lines, those of an earlier run that it goes on with included. A run
that a refusal ends has its page too.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import click

from hashdb.cli.files import HashedFile, Inputs
from hashdb.cli.lines import Line, Rolling, View, print_json
from hashdb.cli.output import Output
from hashdb.cli.progress import Bar
from hashdb.cli.tally import Tally
from hashdb.errors import HashdbError

INTERRUPTED = 130

Look = Callable[[Iterable[HashedFile]], Iterator[Line]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """Where lines go: to standard output, or to a file that a later run can go on with; and the page about them."""

    as_json: bool = False
    output: Path | None = None
    resume: bool = False
    report: Path | None = None


def run(inputs: Inputs, outlet: Outlet, look: Look, view: View) -> int:
    """Hash all inputs, have *look* make lines of them, show these, and return the exit code."""
    found = _Found(view)
    try:
        _go(inputs, outlet, look, found)
    except KeyboardInterrupt:
        found.code, found.broke_off = INTERRUPTED, "it was interrupted"
    except HashdbError as error:
        found.broke_off = str(error)
        _say_how_it_ended(found, outlet)
        raise
    _say_how_it_ended(found, outlet)
    return found.code


def _go(inputs: Inputs, outlet: Outlet, look: Look, found: "_Found") -> None:
    with ExitStack() as stack:
        output = stack.enter_context(Output(outlet.output, resume=outlet.resume)) if outlet.output else None
        for line in output.earlier() if output else ():
            found.add(line)
        bar = stack.enter_context(Bar(inputs.names))
        table = Rolling(found.view, bar.paused)
        stack.callback(table.print)
        sinks = [*_sinks(outlet, output, table), found.add]
        named = output.left(inputs.names()) if output else inputs.names()
        for line in look(inputs.hashed(named)):
            for put in sinks:
                put(line)
            bar.show(found.tally.files, found.tally.sentence())


class _Found:
    """What all lines come to; `broke_off` says why there are no more."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.tally = Tally()
        self.code = 0
        self.broke_off = ""

    def add(self, line: Line) -> None:
        self.tally.add(line)
        self.code = max(self.code, self.view.code(line))


def _sinks(outlet: Outlet, output: Output | None, table: Rolling) -> Iterator[Callable[[Line], None]]:
    """Yield what takes each line: the file, and the terminal or, without a file, the pipe."""
    if output is not None:
        yield output.write
    if sys.stdout.isatty() and not outlet.as_json:
        yield table.add
    elif output is None:
        yield print_json


def _say_how_it_ended(found: _Found, outlet: Outlet) -> None:
    if outlet.report:
        from hashdb.cli.report import page  # noqa: PLC0415 - brings the templates

        outlet.report.write_text(page(found.tally, found.view.title, found.broke_off), "utf-8")
    if sys.stderr.isatty() or outlet.output:
        click.echo(found.tally.sentence(), err=True)
    if found.broke_off:
        _say_that_it_broke_off(found, outlet)


def _say_that_it_broke_off(found: _Found, outlet: Outlet) -> None:
    """Leave it to the command to tell of a refusal."""
    said = ["interrupted"] if found.code == INTERRUPTED else []
    said += ["--resume goes on"] if outlet.output else []
    if said:
        click.echo("; ".join(said), err=True)
