"""`hashdb submit`: files' signals, with what the member states about them, to the service; only hashes are sent."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

import click

from hashdb.cli.asked import input_options, inputs_from, outlet_from, outlet_options
from hashdb.cli.files import HashedFile
from hashdb.cli.lines import Line, Rows, View
from hashdb.cli.run import run
from hashdb.cli.service import answered, batched, service, service_options
from hashdb.client import Client, Statement
from hashdb.records.signal import BehaviourLabel, ContextFlag, MaterialType

EPILOG = """\b
Exit codes:
  0    every signal was taken: created, vouched for, or known
  1    some file could not be hashed, or some signal was not taken; its line says why
  2    the command was not understood
  4    the service refused, or does not answer: the run broke off, --resume goes on
  130  interrupted

\b
Example:
  hashdb submit case-7/ --tier 2 --label manifesto --material art2_7_a \\
      --ground-behaviour manifesto --good-faith --user-data-absent
"""
_TAKEN = frozenset({"created", "vouched", "known"})


def _one_of(words: Iterable[str]) -> click.Choice[str]:
    return click.Choice([str(word) for word in words])


def _must_be_said(_context: click.Context, option: click.Parameter, value: object) -> object:
    if not value:
        raise click.BadParameter("a submission needs this statement", param=option)
    return value


_STATEMENT = (
    click.option("--tier", required=True, type=click.IntRange(1, 4), help="1 (most severe) to 4."),
    click.option(
        "--label",
        "labels",
        required=True,
        multiple=True,
        type=_one_of(BehaviourLabel),
        help="What the content does; at least one.",
    ),
    click.option("--material", "materials", multiple=True, type=_one_of(MaterialType), help="Kind of material."),
    click.option("--context", "contexts", multiple=True, type=_one_of(ContextFlag), help="A context to be careful of."),
    click.option("--ground-behaviour", type=_one_of(BehaviourLabel), help="Ground: what the content does."),
    click.option("--register-entry", help="Ground: an entry of the register (reg_...)."),
    click.option("--incident", help="Ground: an incident (inc_...)."),
    click.option("--source-reference", help="Your own opaque reference, for questions later."),
    click.option(
        "--good-faith",
        is_flag=True,
        callback=_must_be_said,
        help="You believe that the content is what you say (required).",
    ),
    click.option(
        "--user-data-absent",
        is_flag=True,
        callback=_must_be_said,
        help="Nothing that you send identifies a user (required).",
    ),
)


def _statement_options(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(_STATEMENT):
        command = option(command)
    return command


@click.command("submit", epilog=EPILOG)
@input_options("views", "views", "plain")
@_statement_options
@outlet_options
@service_options
@click.pass_context
def submit_command(context: click.Context, /, url: str, key: str, **_said: object) -> None:
    """Hash files and all files in folders here, and submit their signals with one statement about all of them.

    Exactly one ground is needed. Two reviewers of other members decide before a signal is shared. Signals that are
    too weak are left out and named.
    """
    statement = _statement(context.params)
    inputs, outlet = inputs_from(context.params), outlet_from(context.params)
    with service(url, key) as client:
        code = run(inputs, outlet, partial(_submitted, client, statement), _VIEW)
    context.exit(code)


def _statement(said: dict[str, Any]) -> Statement:
    grounds = {
        "behaviour": said["ground_behaviour"],
        "register_entry_id": said["register_entry"],
        "incident_id": said["incident"],
    }
    ground = {name: value for name, value in grounds.items() if value}
    if len(ground) != 1:
        raise click.UsageError("exactly one of --ground-behaviour, --register-entry and --incident is needed")
    return Statement(
        tier=said["tier"],
        ground=ground,
        good_faith=said["good_faith"],
        user_data_absent=said["user_data_absent"],
        behaviour_labels=said["labels"],
        material_types=said["materials"],
        context_flags=said["contexts"],
        source_reference=said["source_reference"],
    )


def _submitted(client: Client, statement: Statement, files: Iterable[HashedFile]) -> Iterator[Line]:
    for batch in batched(files):
        for file, answers in answered(batch, partial(client.submit_signals, statement=statement)):
            results = zip(file.sent, answers, strict=True)
            yield file.line(results=[{"signal_type": signal.signal_type, **answer} for signal, answer in results])


def _rows(line: Line) -> Rows:
    if not line["results"]:
        yield "-", "too weak", "", ""
    for result in line["results"]:
        yield result["signal_type"], result["outcome"], result["id"] or "", result["state"] or ""


def _code(line: Line) -> int:
    return int("error" in line or any(result["outcome"] not in _TAKEN for result in line["results"]))


_VIEW = View(title="hashdb submit", headings=("type", "outcome", "signal", "state"), rows=_rows, code=_code)
