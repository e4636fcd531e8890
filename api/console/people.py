"""/console/people: one person's account and roles, and the invitations that are open."""

from typing import Annotated

from pydantic import Field

from api.answers import Answer
from api.console.members import show_link
from api.console.pages import console_page, go_to
from api.context import actor, now, store
from api.language import gettext
from api.models import Body, Path, id_of
from api.permissions import console
from api.routes import group as begin
from hashdb.access import Action
from hashdb.records.account import Direction
from hashdb.records.member import ROLES_OF
from hashdb.roles import Role
from hashdb.services import accounts, invitations, people, role_changes

group = begin("console: people", "People, their accounts and invitations.", keyless=True)

PLACE = "/console/people"
INVITATIONS = "/console/invitations"
Reason = Annotated[str, Field(max_length=500)]


class PersonPath(Path):
    """A person."""

    user_id: Annotated[str, id_of("usr")]


class InvitationPath(Path):
    """An invitation."""

    invitation_id: Annotated[str, id_of("inv")]


class ChangeForm(Body):
    """A role to be given or taken, and why."""

    direction: Direction
    role: Role
    reason: Reason


class BlockForm(Body):
    """Why an account is shut."""

    why: Reason


@group.get(f"{PLACE}/<user_id>", doc_ui=False)
@console(Action.MEMBER_READ)
def show_person(path: PersonPath) -> Answer:
    """Show a person with the roles that are held, were held, and are proposed."""
    known = people.of(store(), path.user_id, now=now())
    member = store().members.get(known.user.member_id)
    proposed = [each for each in role_changes.waiting(store()) if each.user_id == known.user.id]
    roles = sorted(ROLES_OF[member.kind])
    return console_page("console/person.html", known=known, member=member, proposed=proposed, roles=roles)


@group.post(f"{PLACE}/<user_id>/roles", doc_ui=False)
@console(Action.MEMBER_MANAGE)
def propose_change(path: PersonPath, body: ChangeForm) -> Answer:
    """Propose to give a person a role, or to take it; somebody else decides."""
    role_changes.propose(store(), path.user_id, body.role, body.direction, body.reason, actor=actor(), now=now())
    return go_to(f"{PLACE}/{path.user_id}", gettext("It is proposed. Another administrator decides within a week."))


@group.post(f"{PLACE}/<user_id>/invite", doc_ui=False)
@console(Action.MEMBER_MANAGE)
def invite_again(path: PersonPath) -> Answer:
    """Show another link for a person once: for a first account, or in place of one that is lost."""
    invited = invitations.invite_again(store(), path.user_id, actor=actor(), now=now())
    return show_link(invited, back=f"{PLACE}/{path.user_id}")


@group.post(f"{PLACE}/<user_id>/block", doc_ui=False)
@console(Action.MEMBER_MANAGE)
def block_account(path: PersonPath, body: BlockForm) -> Answer:
    """Shut an account at once."""
    accounts.block(store(), path.user_id, body.why, actor=actor(), now=now())
    return go_to(f"{PLACE}/{path.user_id}", gettext("The account is shut, and the person is signed out everywhere."))


@group.get(INVITATIONS, doc_ui=False)
@console(Action.MEMBER_READ)
def show_invitations() -> Answer:
    """List the links that can still be used."""
    open_ones = invitations.waiting(store(), now=now())
    users = {each.id: each for each in store().users.many([each.user_id for each in open_ones if each.user_id])}
    return console_page("console/invitations.html", invitations=open_ones, users=users)


@group.post(f"{INVITATIONS}/<invitation_id>/withdraw", doc_ui=False)
@console(Action.MEMBER_MANAGE)
def withdraw_invitation(path: InvitationPath) -> Answer:
    """Make a link useless."""
    invitations.withdraw(store(), path.invitation_id, actor=actor(), now=now())
    return go_to(INVITATIONS, gettext("The link is of no use any more."))
