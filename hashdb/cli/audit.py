"""`hashdb audit`: verify the log as a whole."""

import sys

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from hashdb.cli.opening import open_store
from hashdb.errors import FieldProblem, InvalidInputError
from hashdb.services import log

_HEAD_DIGITS = 64


@click.group()
def audit() -> None:
    """Read the audit log."""


@audit.command()
@click.option("--data", help="Data directory (HASHDB_DATA, var); REDIS_URL goes before it.")
@click.option("--remembered", metavar="SIZE:HEAD", help="A size and head noted earlier, which the log must continue.")
def verify(data: str | None, remembered: str | None) -> None:
    """Recompute the whole chain and compare it with what is kept, and with what you remember.

    Ends with status 0 when the log verifies and 1 when it does not. Note the printed SIZE:HEAD outside this machine.
    """
    store = open_store(data)
    with Progress(
        TextColumn("verifying"), BarColumn(), MofNCompleteColumn(), console=Console(stderr=True), transient=True
    ) as progress:
        bar = progress.add_task("verifying", total=store.log.size())
        found = log.verify(
            store,
            remembered=None if remembered is None else _remembered(remembered),
            progress=lambda seq: progress.update(bar, completed=seq),
        )
    for problem in found.problems:
        click.echo(f"PROBLEM  {problem}")
    click.echo(f"{'verified' if not found.problems else 'BROKEN'}  {found.entries}:{found.head.hex()}")
    sys.exit(1 if found.problems else 0)


def _remembered(text: str) -> tuple[int, bytes]:
    size, _, head = text.partition(":")
    try:
        return int(size), bytes.fromhex(head) if len(head) == _HEAD_DIGITS else _refuse()
    except ValueError:
        return 0, _refuse()


def _refuse() -> bytes:
    raise InvalidInputError(FieldProblem("--remembered", "must be a size, a colon and 64 hexadecimal digits"))
