"""The lists of members, their people and keys."""

from hashdb.records.member import Key, Member, User
from hashdb.store.lists.scores import Scores, of_member

MEMBERS = "members"


def member_lists(_member: Member) -> Scores:
    """Return the lists of a member."""
    return {MEMBERS: 0}


def user_lists(user: User) -> Scores:
    """Return the lists of a user."""
    return {of_member("users", user.member_id): 0}


def key_lists(key: Key) -> Scores:
    """Return the lists of a key."""
    return {of_member("keys", key.member_id): 0}
