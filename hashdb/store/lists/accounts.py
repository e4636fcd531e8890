"""The lists of members, their people and keys."""

from hashdb.lifecycles.role_change import State
from hashdb.records.account import Invitation, RoleChange
from hashdb.records.member import Key, Member, User
from hashdb.roles import Role
from hashdb.store.lists.scores import Scores, of_member, timed

MEMBERS = "members"
INVITATIONS_OPEN = "invitations:open"
ROLE_CHANGES = "role_changes"
ROLE_CHANGES_DUE = "role_changes:due"


def holders_of(role: Role) -> str:
    """Return the list of the people who hold a role in the console."""
    return f"users:role:{role}"


def members_in(group_id: str) -> str:
    """Return the list of the members of a corporate group."""
    return f"members:group:{group_id}"


def member_lists(member: Member) -> Scores:
    """Return the lists of a member."""
    return {MEMBERS: 0, members_in(member.group_id): 0}


def user_lists(user: User) -> Scores:
    """Return the lists of a user."""
    return {of_member("users", user.member_id): 0, **{holders_of(role): 0 for role in user.roles}}


def key_lists(key: Key) -> Scores:
    """Return the lists of a key."""
    return {of_member("keys", key.member_id): 0}


def invitation_lists(invitation: Invitation) -> Scores:
    """Return the lists of an invitation; one that was used or withdrawn stands in none."""
    if invitation.used_at is not None or invitation.withdrawn_at is not None:
        return {}
    return {INVITATIONS_OPEN: 0}


def role_change_lists(change: RoleChange) -> Scores:
    """Return the lists of a change of roles."""
    return {ROLE_CHANGES: 0, **(timed(ROLE_CHANGES_DUE, change.due_at) if change.state is State.PROPOSED else {})}
