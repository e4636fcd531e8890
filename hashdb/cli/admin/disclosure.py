"""`hashdb admin disclosure`: say that something was told to law enforcement, so that the next report counts it."""

import click

from hashdb.access import OPERATOR
from hashdb.cli.opening import now, pass_store
from hashdb.records.disclosure import DisclosureGround
from hashdb.services import disclosures
from hashdb.store import Store


@click.command()
@click.argument("ground", type=click.Choice([str(each) for each in DisclosureGround]))
@click.option("--to", "recipient", required=True, help="Who was told; kept beside the entry of the log.")
@click.option("--about", help="The id of the match or request that it was about.")
@pass_store
def disclosure(store: Store, ground: str, recipient: str, about: str | None) -> None:
    """Note in the log that law enforcement was told something; transparency reports count it."""
    click.echo(disclosures.note(store, DisclosureGround(ground), recipient, about=about, actor=OPERATOR, now=now()))
