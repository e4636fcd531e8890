"""`hashdb admin erase`: forget what the law asks to be forgotten; the log still verifies."""

from datetime import UTC, datetime

import click

from hashdb.access import OPERATOR
from hashdb.cli.opening import now, pass_store
from hashdb.services import erasure
from hashdb.services.erasure import Erased
from hashdb.store import Store

_SURE = click.confirmation_option(prompt="What is erased cannot be brought back. Erase it?", help="Do not ask.")


@click.group("erase")
def erase() -> None:
    """Erase what is kept about a person; the log says that it was done, and still verifies."""


@erase.command("person")
@click.argument("user_id")
@_SURE
@pass_store
def erase_person(store: Store, user_id: str) -> None:
    """Forget the name and address of somebody who acted for a member, and revoke their keys; decisions stay."""
    _tell(store, erasure.erase_person(store, user_id, actor=OPERATOR, now=now()))


@erase.command("appeal")
@click.argument("appeal_id")
@_SURE
@pass_store
def erase_appellant(store: Store, appeal_id: str) -> None:
    """Forget who appealed and what they wrote; the decision stays."""
    _tell(store, erasure.erase_appellant(store, appeal_id, actor=OPERATOR, now=now()))


@erase.command("payloads")
@click.option("--before", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The first day that stays.")
@_SURE
@pass_store
def erase_payloads(store: Store, before: datetime) -> None:
    """Erase what the log keeps beside its entries from before a day; the entries stay."""
    _tell(store, erasure.erase_payloads(store, before.replace(tzinfo=UTC), actor=OPERATOR, now=now()))


def _tell(store: Store, erased: Erased) -> None:
    click.echo(f"erased, with {erased.payloads} payloads of the log")
    if store.rewrite():
        click.echo("the append-only file is being rewritten without it")
    else:
        click.echo("have your Redis server rewrite its append-only file (BGREWRITEAOF): it still has it")
    click.echo("backups keep it until they are thrown away")
