"""`hashdb admin`: members, people, keys, policy; works on the store directly and writes audit entries like anyone."""

from dataclasses import asdict
from datetime import UTC, datetime

import click

from hashdb.access import OPERATOR
from hashdb.cli.opening import pass_store, settings_for
from hashdb.lifecycles.member import Step
from hashdb.records.member import Kind, Role
from hashdb.services import members, policies, snapshots
from hashdb.store import Debt, Store

_ROLES = click.Choice(sorted(members.ROLE_NAMES))


def _now() -> datetime:
    return datetime.now(UTC)


@click.group()
@click.option("--data", help="Data directory (HASHDB_DATA, var); REDIS_URL goes before it.")
@click.pass_context
def admin(context: click.Context, data: str | None) -> None:
    """Manage members, people, keys and the policy of a running installation."""
    context.obj = data


@admin.group()
def member() -> None:
    """Organisations that share or decide."""


@member.command("create")
@click.argument("name")
@click.option("--kind", type=click.Choice([str(kind) for kind in Kind]), required=True, help="What the member is.")
@click.option("--group", "group_id", help="The corporate group: the id of another member of it.")
@click.option("--country", help="ISO 3166 code, such as DE.")
@pass_store
def create_member(store: Store, name: str, kind: str, group_id: str | None, country: str | None) -> None:
    """Admit a member and print its id."""
    made = members.create_member(
        store, name, Kind(kind), group_id=group_id, country=country, actor=OPERATOR, now=_now()
    )
    click.echo(made.id)


@member.command("list")
@pass_store
def list_members(store: Store) -> None:
    """List the members."""
    for each in members.page_of_members(store, limit=1_000).items:
        click.echo(f"{each.id}  {each.state:<10} {each.kind:<14} {each.name}")


@member.command("step")
@click.argument("member_id")
@click.argument("step", type=click.Choice([str(step) for step in Step]))
@pass_store
def change_member(store: Store, member_id: str, step: str) -> None:
    """Warn, suspend, readmit or release a member."""
    click.echo(members.change_member(store, member_id, Step(step), actor=OPERATOR, now=_now()).state)


@admin.group()
def user() -> None:
    """People who act for members."""


@user.command("create")
@click.argument("member_id")
@click.argument("name")
@click.argument("email")
@pass_store
def create_user(store: Store, member_id: str, name: str, email: str) -> None:
    """Register a person and print the id."""
    click.echo(members.create_user(store, member_id, name, email, actor=OPERATOR, now=_now()).id)


@admin.group()
def key() -> None:
    """Issue, list and revoke API keys: one member, one role, one person where decisions are taken."""


@key.command("create")
@click.argument("member_id")
@click.argument("role", type=_ROLES)
@click.option("--user", "user_id", help="The person the key belongs to; needed for roles that decide.")
@pass_store
def create_key(store: Store, member_id: str, role: str, user_id: str | None) -> None:
    """Issue a key and print it; it is not shown again."""
    issued = members.issue_key(store, member_id, Role(role), user_id=user_id, actor=OPERATOR, now=_now())
    click.echo(issued.token)


@key.command("list")
@click.argument("member_id")
@pass_store
def list_keys(store: Store, member_id: str) -> None:
    """List a member's keys with their last use."""
    for each in members.keys_of(store, member_id):
        used = store.last_used(each.id)
        last = "never" if used is None else datetime.fromtimestamp(used, UTC).isoformat(timespec="minutes")
        state = "revoked" if each.revoked_at else "valid"
        click.echo(f"{each.id}  {state:<8} {each.role:<20} used {last}  {each.user_id or ''}")


@key.command("revoke")
@click.argument("key_id")
@pass_store
def revoke_key(store: Store, key_id: str) -> None:
    """Revoke a key; from the next request on it opens nothing."""
    members.revoke_key(store, key_id, actor=OPERATOR, now=_now())
    click.echo(f"{key_id} is revoked")


@admin.group()
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
    click.echo("revived" if store.ledger.revive(Debt.named(debt_id), _now()) else "there is no such debt")


@admin.command("snapshot-key")
@click.pass_context
def show_snapshot_key(context: click.Context) -> None:
    """Print the public key that snapshots are signed with, for members to compare."""
    click.echo(snapshots.public_key(settings_for(context.obj).snapshots))


@admin.command()
@click.argument("changes", nargs=-1, metavar="[NAME=VALUE]...")
@pass_store
def policy(store: Store, changes: tuple[str, ...]) -> None:
    """Show the policy, or change the named settings; lists are written with commas, durations in seconds."""
    if changes:
        policies.change(store, dict(_parsed(each) for each in changes), actor=OPERATOR, now=_now())
    for name, value in asdict(store.policy()).items():
        shown = ",".join(str(each) for each in value) if isinstance(value, tuple) else value
        click.echo(f"{name}={shown}")


def _parsed(change: str) -> tuple[str, object]:
    name, equals, value = change.partition("=")
    if not equals:
        raise click.UsageError(f"write {change!r} as NAME=VALUE")
    is_list = name.endswith(("_roles", "_tiers"))
    return name, tuple(each for each in value.split(",") if each) if is_list else value
