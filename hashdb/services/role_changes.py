"""Roles of people change by two: one administrator proposes, another decides; neither is the person concerned.

Who has the machine (`hashdb admin`) may be one of the two, as long as there is but one administrator.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from hashdb import audit
from hashdb.access import SYSTEM, Actor
from hashdb.errors import ConflictError, FieldProblem, GuardError, InvalidInputError, SeparationOfDutiesError
from hashdb.ids import new_id
from hashdb.lifecycles.role_change import Step
from hashdb.records.account import Direction, RoleChange
from hashdb.records.member import User
from hashdb.roles import Role
from hashdb.services import members, personal_keys, steps
from hashdb.store import Page, Store, Write, keyspace, lists

LASTS = timedelta(days=7)


def propose(
    store: Store, user_id: str, role: Role, direction: Direction, reason: str, *, actor: Actor, now: datetime
) -> RoleChange:
    """Propose to give a person a role, or to take it, within a week."""
    user = store.users.get(user_id)
    _require_other_than(actor, user_id, "your own roles are the business of two others")
    _require_sense(store, user, role, direction, now)
    if store.recorded(keyspace.ROLE_CHANGE_OPEN, user_id, role):
        raise ConflictError("a change of this role of this person is proposed already")
    change = RoleChange(
        id=new_id("rol", now),
        user_id=user_id,
        role=role,
        direction=direction,
        reason=reason,
        proposed_by=actor.id,
        proposed_at=now,
        due_at=now + LASTS,
    )
    place = (keyspace.ROLE_CHANGE_OPEN, user_id, role)
    once = store.unique(*place) + store.record_as(change.id, *place)
    facts = {"user_id": user_id, "role": role, "direction": direction, "note": reason}
    begun = steps.begun(store, store.role_changes, change, "propose", actor=actor, now=now, **facts)
    store.commit(begun, once)
    return change


def grant(store: Store, change_id: str, *, actor: Actor, now: datetime) -> RoleChange:
    """Let a change come into effect, as the second of two people."""
    before = store.role_changes.get(change_id)
    _require_other_than(actor, before.proposed_by, "you have proposed this yourself; somebody else must decide")
    _require_other_than(actor, before.user_id, "your own roles are the business of two others")
    change = _decided(before, Step.GRANT, actor, now)
    if now >= before.due_at:
        raise GuardError("nobody has decided about this within a week; propose it again")
    user = store.users.get(change.user_id)
    _require_sense(store, user, change.role, change.direction, now)
    return _commit(store, before, change, Step.GRANT, _changed(store, user, change, actor, now), actor=actor, now=now)


def refuse(store: Store, change_id: str, *, actor: Actor, now: datetime) -> RoleChange:
    """Let everything be as it was; whoever proposed it may think better of it, too."""
    before = store.role_changes.get(change_id)
    change = _decided(before, Step.REFUSE, actor, now)
    return _commit(store, before, change, Step.REFUSE, Write(), actor=actor, now=now)


def lapse(store: Store, before: RoleChange, now: datetime) -> None:
    """Forget a change that nobody has decided about in time."""
    change = replace(before.advance(Step.LAPSE), decided_at=now)
    _commit(store, before, change, Step.LAPSE, Write(), actor=SYSTEM, now=now)


def latest(store: Store, *, before: str | None, limit: int) -> Page[RoleChange]:
    """Return changes, the newest first."""
    return store.role_changes.newest(lists.ROLE_CHANGES, before=before, limit=limit)


def waiting(store: Store, *, limit: int = 100) -> list[RoleChange]:
    """Return the changes that wait for a decision, the oldest first."""
    return store.role_changes.first(lists.ROLE_CHANGES_DUE, skip=0, limit=limit)


def _require_other_than(actor: Actor, identifier: str, sentence: str) -> None:
    if actor.id == identifier:
        raise SeparationOfDutiesError(sentence)


def _require_sense(store: Store, user: User, role: Role, direction: Direction, now: datetime) -> None:
    """Raise unless the person may have the role and has it not, or has it and it is to be taken."""
    holds = role in user.roles
    if direction is Direction.TAKE:
        if not holds:
            raise InvalidInputError(FieldProblem("role", "is not one that this person holds"))
        return
    if holds:
        raise InvalidInputError(FieldProblem("role", "is one that this person holds already"))
    members.require_role(store.members.get(user.member_id), role)
    members.require_apart(store, user, role, now=now)


def _decided(before: RoleChange, step: Step, actor: Actor, now: datetime) -> RoleChange:
    return replace(before.advance(step), decided_by=actor.id, decided_at=now)


def _changed(store: Store, user: User, change: RoleChange, actor: Actor, now: datetime) -> Write:
    """Write the person's new roles, with an entry of its own; with a role that is taken go its keys."""
    gives = change.direction is Direction.GIVE
    after = user.given(change.role, now) if gives else user.taken({change.role}, now)
    word = "user.give_role" if gives else "user.take_role"
    entry = audit.entry(actor, word, now, before=user, after=after, role=change.role, role_change_id=change.id)
    gone = Write() if gives else personal_keys.revoked(store, user, {change.role}, actor=actor, now=now)
    return store.users.put(after, user) + Write(entries=(entry,)) + gone


def _commit(
    store: Store, before: RoleChange, change: RoleChange, step: Step, follow: Write, *, actor: Actor, now: datetime
) -> RoleChange:
    over = store.forget_unique(keyspace.ROLE_CHANGE_OPEN, change.user_id, change.role)
    return steps.take(
        store, store.role_changes, before, change, step, actor=actor, now=now, follow=follow + over, role=change.role
    )
