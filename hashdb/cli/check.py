"""`hashdb check`: whether files match a signal that is live at the service; only hashes are sent."""

from collections.abc import Iterable, Iterator
from functools import partial

import click

from hashdb.cli.asked import input_options, inputs_from, outlet_from, outlet_options
from hashdb.cli.files import HashedFile
from hashdb.cli.lines import Line, Rows, View
from hashdb.cli.local import Lookup, Place, place_options
from hashdb.cli.run import run
from hashdb.cli.service import answered, batched
from hashdb.client import because

EPILOG = """\b
Exit codes:
  0    no file matches
  1    some file could not be hashed; its line says why
  2    the command was not understood
  3    some file matches
  4    the service refused, or does not answer: the run broke off, --resume goes on
  5    the local copy was refused: changed, rolled back or too old
  130  interrupted

\b
Examples:
  export HASHDB_URL=https://hashdb.example HASHDB_KEY=hdb_...
  hashdb check upload.jpg
  hashdb check uploads/ --strategy thorough --report found.html
  hashdb check uploads/ --local list/
  hashdb check archive/ --output found.jsonl --resume
  find . -newer stamp -type f -print0 | xargs -0 hashdb check --json
"""


@click.command("check", epilog=EPILOG)
@input_options("fast", "plain", "fast", "thorough")
@click.option(
    "--radius",
    type=click.IntRange(0, 64),
    help="Bits that may differ; without it what the policy says. What is found behind 31 is for a person only.",
)
@outlet_options
@place_options
@click.pass_context
def check_command(context: click.Context, /, place: Place, radius: int | None, **_said: object) -> None:
    """Hash files and all files in folders here, and look their signals up at the service.

    Only hashes are sent. A match is never a decision: a person looks at it. Each has a "why" that says which part of
    the upload met which part of the signal's picture. Signals that are too weak are left out and named. What
    "fast" misses, "thorough" may find.
    """
    inputs, outlet = inputs_from(context.params), outlet_from(context.params)
    with place.lookup(radius) as look_up:
        code = run(inputs, outlet, partial(checked, look_up), VIEW)
    context.exit(code)


def checked(look_up: Lookup, files: Iterable[HashedFile]) -> Iterator[Line]:
    """Yield a line for each file, with what *look_up* finds near its signals."""
    for batch in batched(files):
        for file, answers in answered(batch, look_up):
            yield file.line(matches=[{**hit, "why": because(hit)} for hits in answers for hit in hits])


def _rows(line: Line) -> Rows:
    if not line["matches"]:
        yield "-", "", "", "", ""
    for hit in line["matches"]:
        yield hit["signal_id"], hit["signal_type"], hit["why"], str(hit["tier"]), hit["use_mode"]


def _code(line: Line) -> int:
    if any(hit.get("is_match", True) for hit in line.get("matches", ())):
        return 3
    return int("error" in line)


VIEW = View(
    title="hashdb check",
    headings=("matches", "by", "why", "tier", "use"),
    rows=_rows,
    code=_code,
    is_quiet=lambda line: not line["matches"],
)
