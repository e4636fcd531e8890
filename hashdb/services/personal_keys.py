"""Keys with which decisions are taken: each belongs to one person, for as long as the person holds its role.

A role is given by two, so a key that acts in it is made for nobody to whom it was not given, and its token is shown to
nobody but that person: an administrator who saw it could decide in the other's name. Whoever has the machine may make
any (`hashdb admin key create`). With the role go the keys, and with the account all of them.
"""

from collections.abc import Collection
from datetime import datetime

from hashdb import audit
from hashdb.access import Actor
from hashdb.errors import SeparationOfDutiesError
from hashdb.records.member import PERSONAL_ROLES, Key, User
from hashdb.roles import OPERATOR_ROLE, Role
from hashdb.store import Store, Write, lists


def require_granted(actor: Actor, user: User, role: Role) -> None:
    """Raise SeparationOfDutiesError unless the actor is the person who holds the role, or has the machine."""
    if role not in PERSONAL_ROLES or actor.role == OPERATOR_ROLE:
        return
    if role not in user.roles:
        raise SeparationOfDutiesError(f"this person is no {role}; two administrators give the role first")
    if actor.user_id != user.id:
        raise SeparationOfDutiesError("a key with which decisions are taken is made by the person whom it belongs to")


def of(store: Store, user: User) -> list[Key]:
    """Return a person's keys, revoked ones too."""
    return [each for each in store.keys.all_of(lists.of_member("keys", user.member_id)) if each.user_id == user.id]


def revoked(store: Store, user: User, roles: Collection[Role] | None = None, *, actor: Actor, now: datetime) -> Write:
    """Revoke a person's keys of these roles, or all of them, as part of an act."""
    write = Write()
    for before in of(store, user):
        if before.revoked_at is None and (roles is None or before.role in roles):
            entry = audit.entry(actor, "key.revoke", now, after=before, member_id=before.member_id)
            write += store.keys.put(before.revoke(now), before) + Write(entries=(entry,))
    return write
