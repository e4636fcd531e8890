"""`hashdb admin read-only`: whether the service takes changes at all."""

import click

from hashdb.access import OPERATOR
from hashdb.cli.opening import now, pass_store
from hashdb.services import selfcheck
from hashdb.store import Store


@click.group("read-only")
def read_only() -> None:
    """Whether the service takes changes: it stops by itself when the log does not verify."""


@read_only.command("show")
@pass_store
def show(store: Store) -> None:
    """Say whether the service takes changes, and if not, why."""
    reason = store.read_only.reason()
    click.echo("the service takes changes" if reason is None else f"read-only: {reason}")


@read_only.command("off")
@click.option("--reason", required=True, help="What was found and done; it is kept in the log.")
@pass_store
def go_on(store: Store, reason: str) -> None:
    """Take changes again, once you know what happened to the log; what is still wrong stops the service anew."""
    selfcheck.go_on(store, reason, actor=OPERATOR, now=now())
    click.echo("the service takes changes again")
