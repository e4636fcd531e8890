"""`hashdb admin policy|snapshot-key`: the policy in force, and the public key of snapshots."""

from dataclasses import asdict

import click

from hashdb.access import OPERATOR
from hashdb.cli.opening import now, pass_store, settings_for
from hashdb.services import policies, snapshots
from hashdb.store import Store


@click.command("snapshot-key")
@click.pass_context
def show_snapshot_key(context: click.Context) -> None:
    """Print the public key that snapshots are signed with, for members to compare."""
    click.echo(snapshots.public_key(settings_for(context.obj).snapshots))


@click.command()
@click.argument("changes", nargs=-1, metavar="[NAME=VALUE]...")
@pass_store
def policy(store: Store, changes: tuple[str, ...]) -> None:
    """Show the policy, or change the named settings; lists are written with commas, durations in seconds."""
    if changes:
        policies.change(store, dict(_parsed(each) for each in changes), actor=OPERATOR, now=now())
    for name, value in asdict(store.policy()).items():
        shown = ",".join(str(each) for each in value) if isinstance(value, tuple) else value
        click.echo(f"{name}={shown}")


def _parsed(change: str) -> tuple[str, object]:
    name, equals, value = change.partition("=")
    if not equals:
        raise click.UsageError(f"write {change!r} as NAME=VALUE")
    is_list = name.endswith(("_roles", "_tiers"))
    return name, tuple(each for each in value.split(",") if each) if is_list else value
