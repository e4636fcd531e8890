"""`hashdb admin account|role`: links with which people make accounts, and the roles that they act in.

A role needs two people. Whoever has this machine may be one of them, for as long as there is but one administrator.
"""

import click

from hashdb.access import OPERATOR
from hashdb.cli.opening import now, pass_store, settings_for
from hashdb.records.account import Direction
from hashdb.roles import Role
from hashdb.services import accounts, invitations, members, role_changes
from hashdb.services.invitations import Invited
from hashdb.store import Store

_ROLES = click.Choice(sorted(members.ROLE_NAMES))


def _show(invited: Invited) -> None:
    settings = settings_for(click.get_current_context().obj)
    click.echo(f"{settings.address}{invited.path}")


@click.group()
def account() -> None:
    """Accounts of people: one-time links, and shutting out."""


@account.command("first")
@pass_store
def invite_first(store: Store) -> None:
    """Print the link for the first administrator; links of before are void."""
    link = invitations.invite_first(store, now=now())
    if link is None:
        raise click.ClickException("there is an administrator, who can invite others")
    _show(link)


@account.command("invite")
@click.argument("member_id")
@click.argument("name")
@click.argument("email")
@pass_store
def invite(store: Store, member_id: str, name: str, email: str) -> None:
    """Register a person and print the link for the account, which has no role yet."""
    _show(invitations.invite(store, member_id, name, email, actor=OPERATOR, now=now()))


@account.command("invite-again")
@click.argument("user_id")
@pass_store
def invite_again(store: Store, user_id: str) -> None:
    """Print another link for a person; following it replaces the account, and its roles are gone."""
    _show(invitations.invite_again(store, user_id, actor=OPERATOR, now=now()))


@account.command("block")
@click.argument("user_id")
@click.argument("reason")
@pass_store
def block(store: Store, user_id: str, reason: str) -> None:
    """Shut an account and end its sessions."""
    accounts.block(store, user_id, reason, actor=OPERATOR, now=now())
    click.echo(f"{user_id} is blocked")


@click.group()
def role() -> None:
    """Roles of people in the console: proposed by one, decided by another."""


@role.command("propose")
@click.argument("user_id")
@click.argument("role_name", metavar="ROLE", type=_ROLES)
@click.option("--take", is_flag=True, help="Take the role instead of giving it.")
@click.option("--reason", required=True, help="Why; the second person reads it.")
@pass_store
def propose(store: Store, user_id: str, role_name: str, reason: str, *, take: bool) -> None:
    """Propose a change and print its id; an administrator decides about it."""
    direction = Direction.TAKE if take else Direction.GIVE
    change = role_changes.propose(store, user_id, Role(role_name), direction, reason, actor=OPERATOR, now=now())
    click.echo(change.id)


@role.command("waiting")
@pass_store
def list_waiting(store: Store) -> None:
    """List the changes that wait for a second person."""
    for each in role_changes.waiting(store):
        click.echo(f"{each.id}  {each.direction} {each.role:<20} {each.user_id}  by {each.proposed_by}")


@role.command("grant")
@click.argument("change_id")
@pass_store
def grant(store: Store, change_id: str) -> None:
    """Let a change come into effect that an administrator has proposed."""
    click.echo(role_changes.grant(store, change_id, actor=OPERATOR, now=now()).state)


@role.command("refuse")
@click.argument("change_id")
@pass_store
def refuse(store: Store, change_id: str) -> None:
    """Let everything be as it was."""
    click.echo(role_changes.refuse(store, change_id, actor=OPERATOR, now=now()).state)
