"""A platform's keys, as its own administrator looks after them: issue those of programs, revoke whatever leaked.

Keys with which decisions are taken belong to people, and are issued by the administrators of the service alone.
"""

from datetime import datetime

from hashdb.access import Actor
from hashdb.errors import FieldProblem, InvalidInputError, NotFoundError
from hashdb.records.member import Key
from hashdb.roles import Role
from hashdb.services import members
from hashdb.services.members import IssuedKey
from hashdb.store import Store

# What a platform's programs do.
ISSUED = (Role.PLATFORM_SUBMITTER, Role.PLATFORM_MATCHER, Role.PLATFORM_RESPONDER, Role.PLATFORM_ADMIN)


def of(store: Store, *, actor: Actor) -> list[Key]:
    """Return the keys of the actor's member, revoked ones too."""
    return members.keys_of(store, actor.member_id)


def issue(store: Store, role: Role, *, actor: Actor, now: datetime) -> IssuedKey:
    """Issue a key for a program of the actor's member."""
    if role not in ISSUED:
        raise InvalidInputError(FieldProblem("role", f"is not one for programs; these are: {', '.join(ISSUED)}"))
    return members.issue_key(store, actor.member_id, role, actor=actor, now=now)


def revoke(store: Store, key_id: str, *, actor: Actor, now: datetime) -> Key:
    """Revoke a key of the actor's member; others do not exist for it."""
    key = store.keys.find(key_id)
    if key is None or key.member_id != actor.member_id:
        raise NotFoundError(f"there is no key {key_id}")
    return members.revoke_key(store, key_id, actor=actor, now=now)
