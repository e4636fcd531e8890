"""`hashdb admin deliveries`: what was given up, and sending it again."""

import click

from hashdb.access import OPERATOR
from hashdb.cli.opening import now, pass_store
from hashdb.lifecycles.delivery import State
from hashdb.services import deliveries as service
from hashdb.store import Store


@click.group()
def deliveries() -> None:
    """Deliveries that were given up, and sending them again."""


@deliveries.command("dead")
@pass_store
def list_dead(store: Store) -> None:
    """List what was given up, with its last error."""
    for state in (State.FAILED, State.ENDPOINT_GONE):
        found = service.page(store, after=None, limit=1_000, state=state, actor=OPERATOR)
        for each in found.items:
            last = each.attempts[-1] if each.attempts else None
            why = "" if last is None else f"{last.status_code or ''} {last.error or ''}"
            click.echo(f"{each.id}  {each.channel:<8} {each.event_type:<26} {each.member_id}  {each.state}  {why}")


@deliveries.command("replay")
@click.argument("delivery_id")
@pass_store
def replay(store: Store, delivery_id: str) -> None:
    """Send one again, from the start of its schedule."""
    click.echo(service.replay(store, delivery_id, actor=OPERATOR, now=now()).state)
