"""`hashdb check`: whether files match a signal that is live at the service; only hashes are sent."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from hashdb.cli.files import HashedFile, file_options, hashed
from hashdb.cli.lines import Line, Rows, json_option, show
from hashdb.cli.service import batched, service, service_options
from hashdb.client import Client

EPILOG = """\b
Exit codes:
  0  no file matches
  1  some file could not be hashed; its line says why
  2  the command was not understood
  3  some file matches
  4  the service refused, or does not answer
"""


@click.command("check", epilog=EPILOG)
@file_options
@service_options
@json_option
@click.pass_context
def check_command(
    context: click.Context,
    /,
    paths: tuple[Path, ...],
    types: tuple[str, ...],
    url: str,
    key: str,
    *,
    as_json: bool,
) -> None:
    """Hash files and all files in folders here, and look their signals up at the service.

    A match is never a decision: a person looks at it. Signals that are too weak are left out and named.
    """
    headings = ("matches", "by", "distance", "tier", "use")
    with service(url, key) as client:
        lines = _checked(client, hashed(paths, types))
        code = show(lines, headings=headings, rows=_rows, code=_code, as_json=as_json)
    context.exit(code)


def _checked(client: Client, files: Iterable[HashedFile]) -> Iterator[Line]:
    for batch in batched(files):
        answers = iter(client.match(signal for file in batch for signal in file.sent))
        for file in batch:
            yield file.line(matches=[hit for _ in file.sent for hit in next(answers)])


def _rows(line: Line) -> Rows:
    if not line["matches"]:
        yield "-", "", "", "", ""
    for hit in line["matches"]:
        yield hit["signal_id"], hit["signal_type"], str(hit["distance"]), str(hit["tier"]), hit["use_mode"]


def _code(line: Line) -> int:
    return 3 if line.get("matches") else int("error" in line)
