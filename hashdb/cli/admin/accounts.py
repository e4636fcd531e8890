"""`hashdb admin member|user|key`: organisations, their people, and the keys of both."""

from datetime import UTC, datetime

import click

from hashdb.access import OPERATOR
from hashdb.cli.opening import now, pass_store
from hashdb.lifecycles.member import Step
from hashdb.records.member import Kind, SizeClass
from hashdb.roles import Role
from hashdb.services import members
from hashdb.store import Store

_ROLES = click.Choice(sorted(members.ROLE_NAMES))


@click.group()
def member() -> None:
    """Organisations that share or decide."""


@member.command("create")
@click.argument("name")
@click.option("--kind", type=click.Choice([str(kind) for kind in Kind]), required=True, help="What the member is.")
@click.option("--group", "group_id", help="The corporate group: the id of another member of it.")
@click.option("--country", help="ISO 3166 code, such as DE.")
@click.option("--size", type=click.Choice([str(size) for size in SizeClass]), help="How large a platform is.")
@pass_store
def create_member(
    store: Store, name: str, kind: str, group_id: str | None, country: str | None, size: str | None
) -> None:
    """Admit a member and print its id."""
    made = members.create_member(
        store,
        name,
        Kind(kind),
        group_id=group_id,
        country=country,
        size=None if size is None else SizeClass(size),
        actor=OPERATOR,
        now=now(),
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
    click.echo(members.change_member(store, member_id, Step(step), actor=OPERATOR, now=now()).state)


@click.group()
def user() -> None:
    """People who act for members."""


@user.command("create")
@click.argument("member_id")
@click.argument("name")
@click.argument("email")
@pass_store
def create_user(store: Store, member_id: str, name: str, email: str) -> None:
    """Register a person and print the id."""
    click.echo(members.create_user(store, member_id, name, email, actor=OPERATOR, now=now()).id)


@click.group()
def key() -> None:
    """Issue, list and revoke API keys: one member, one role, one person where decisions are taken."""


@key.command("create")
@click.argument("member_id")
@click.argument("role", type=_ROLES)
@click.option("--user", "user_id", help="The person the key belongs to; needed for roles that decide.")
@pass_store
def create_key(store: Store, member_id: str, role: str, user_id: str | None) -> None:
    """Issue a key and print it; it is not shown again."""
    issued = members.issue_key(store, member_id, Role(role), user_id=user_id, actor=OPERATOR, now=now())
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
    members.revoke_key(store, key_id, actor=OPERATOR, now=now())
    click.echo(f"{key_id} is revoked")
