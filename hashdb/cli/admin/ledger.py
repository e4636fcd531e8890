"""`hashdb admin ledger`: what is owed, and what was given up."""

import click

from hashdb.cli.opening import now, pass_store
from hashdb.store import Debt, Store


@click.group()
def ledger() -> None:
    """See what is owed, and bring back what was given up."""


@ledger.command("show")
@pass_store
def show_ledger(store: Store) -> None:
    """Print how much is owed, and every debt that was given up."""
    for name, count in store.ledger.counts().items():
        click.echo(f"{name}={count}")
    for debt in store.ledger.dead():
        click.echo(f"given up  {debt.id}")


@ledger.command("revive")
@click.argument("debt_id")
@pass_store
def revive_debt(store: Store, debt_id: str) -> None:
    """Put a debt that was given up back into the queue."""
    click.echo("revived" if store.ledger.revive(Debt.named(debt_id), now()) else "there is no such debt")
