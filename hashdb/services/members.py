"""Members, their people and their keys: admit, suspend, issue, revoke, recognise."""

import hmac
import secrets
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from hashdb import audit
from hashdb.access import Actor
from hashdb.errors import (
    DuplicateError,
    FieldProblem,
    InvalidInputError,
    SeparationOfDutiesError,
    UnauthenticatedError,
)
from hashdb.ids import is_id, new_id
from hashdb.lifecycles.member import Step
from hashdb.records.member import PERSONAL_ROLES, ROLES_OF, DeclaredUse, Key, Kind, Member, SizeClass, User
from hashdb.records.signal import BehaviourLabel
from hashdb.roles import Role
from hashdb.services import personal_keys
from hashdb.store import Page, Store, Write, keyspace, lists

_SCHEME = "hdb"
_TOUCH_SECONDS = 60
# Who decides appeals reviews nothing in the same quarter (9.12).
_QUARTER = timedelta(days=90)
_REVIEWING = frozenset({Role.REVIEWER, Role.SENIOR_REVIEWER})
_OFFICER = frozenset({Role.APPEALS_OFFICER})
_APART = {Role.APPEALS_OFFICER: _REVIEWING, Role.REVIEWER: _OFFICER, Role.SENIOR_REVIEWER: _OFFICER}


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedKey:
    """A new key with its token, which is shown once and not kept."""

    key: Key
    token: str


def create_member(
    store: Store,
    name: str,
    kind: Kind,
    *,
    group_id: str | None = None,
    country: str | None = None,
    size: SizeClass | None = None,
    actor: Actor,
    now: datetime,
) -> Member:
    """Admit a member, by default a corporate group of its own; *group_id* names a member whose group it joins."""
    if not name.strip():
        raise InvalidInputError(FieldProblem("name", "must not be empty"))
    identifier = new_id("org", now)
    group = identifier if group_id is None else _group_of(store, group_id)
    applied = Member(id=identifier, name=name, kind=kind, group_id=group, country=country, size=size, created_at=now)
    member = applied.advance(Step.ADMIT)
    entry = audit.entry(actor, "member.create", now, after=member, kind=kind, group_id=member.group_id)
    store.commit(entry, store.members.put(member))
    return member


def change_member(store: Store, member_id: str, step: Step, *, actor: Actor, now: datetime) -> Member:
    """Take a step of the membership: warn, suspend, readmit, leave."""
    before = store.members.get(member_id)
    member = before.advance(step)
    store.commit(
        audit.entry(actor, f"member.{step}", now, before=before, after=member), store.members.put(member, before)
    )
    return member


def declare_uses(
    store: Store, member_id: str, uses: Mapping[BehaviourLabel, DeclaredUse], *, actor: Actor, now: datetime
) -> Member:
    """Keep what a member says it does with hits, by label, in place of what it said before."""
    before = store.members.get(member_id)
    member = replace(before, use_modes=dict(uses), version=before.version + 1)
    said = {str(label): use for label, use in uses.items()}
    entry = audit.entry(actor, "member.declare_uses", now, before=before, after=member, use_modes=said)
    store.commit(entry, store.members.put(member, before))
    return member


def create_user(store: Store, member_id: str, name: str, email: str, *, actor: Actor, now: datetime) -> User:
    """Register a person who acts for a member; one person, known by the e-mail address, acts for one member."""
    user, write = new_user(store, store.members.get(member_id), name, email, actor=actor, now=now)
    store.commit(write)
    return user


def new_user(store: Store, member: Member, name: str, email: str, *, actor: Actor, now: datetime) -> tuple[User, Write]:
    """Return a person who acts for a member, and what is written of it."""
    if not name.strip():
        raise InvalidInputError(FieldProblem("name", "must not be empty"))
    if "@" not in email:
        raise InvalidInputError(FieldProblem("email", "must be an e-mail address"))
    known_as = email.strip().casefold()
    if store.recorded(keyspace.USER_EMAILS, known_as) is not None:
        raise DuplicateError("a person with this e-mail address is registered already")
    user = User(id=new_id("usr", now), member_id=member.id, name=name, email=email, created_at=now)
    entry = audit.entry(actor, "user.create", now, after=user, member_id=member.id)
    unique = store.unique(keyspace.USER_EMAILS, known_as) + store.record_as(user.id, keyspace.USER_EMAILS, known_as)
    return user, store.users.put(user) + unique + Write(entries=(entry,))


def user_by_email(store: Store, email: str) -> User | None:
    """Return the person with this e-mail address."""
    identifier = store.recorded(keyspace.USER_EMAILS, email.strip().casefold())
    return store.users.find(identifier) if identifier else None


def require_apart(store: Store, user: User, role: Role, *, now: datetime) -> None:
    """Raise SeparationOfDutiesError for a person who would review and decide appeals within a quarter of a year.

    What counts is what the person holds or held lately, by keys or in the console.
    """
    others = _APART.get(role, frozenset())
    keys = [(each.role, each.revoked_at) for each in keys_of(store, user.member_id) if each.user_id == user.id]
    for held, until in [*keys, *((each.role, each.taken_at) for each in user.grants)]:
        if held in others and (until is None or until > now - _QUARTER):
            raise SeparationOfDutiesError(f"this person is or was a {held}; in the same quarter nobody is both")


def require_role(member: Member, role: Role) -> None:
    """Raise InvalidInputError unless a member of this kind may have people of this role."""
    allowed = ROLES_OF[member.kind]
    if role not in allowed:
        names = ", ".join(sorted(allowed))
        raise InvalidInputError(FieldProblem("role", f"a member of the kind {member.kind} may hold: {names}"))


def issue_key(
    store: Store, member_id: str, role: Role, *, user_id: str | None = None, actor: Actor, now: datetime
) -> IssuedKey:
    """Issue a key of one role to a member, for a person where decisions are taken with it (`personal_keys`)."""
    member = store.members.get(member_id)
    require_role(member, role)
    owner = _owner(store, member, role, user_id)
    if owner is not None:
        personal_keys.require_granted(actor, owner, role)
        require_apart(store, owner, role, now=now)
    secret = b32encode(secrets.token_bytes(32)).decode().rstrip("=").lower()
    key = Key(
        id=new_id("key", now),
        member_id=member.id,
        role=role,
        user_id=user_id,
        digest=_digest(secret),
        created_at=now,
    )
    entry = audit.entry(actor, "key.issue", now, after=key, role=role, member_id=member.id, user_id=user_id)
    store.commit(entry, store.keys.put(key), Write() if owner is None else store.users.unchanged(owner))
    return IssuedKey(key=key, token=f"{_SCHEME}_{key.id.removeprefix('key_')}_{secret}")


def revoke_key(store: Store, key_id: str, *, actor: Actor, now: datetime) -> Key:
    """Revoke a key; from the next request on it opens nothing (but see `api`, where it looks up for a second more)."""
    before = store.keys.get(key_id)
    key = before.revoke(now)
    store.commit(audit.entry(actor, "key.revoke", now, after=key, member_id=key.member_id), store.keys.put(key, before))
    return key


def authenticate(store: Store, token: str, *, now: datetime) -> Actor:
    """Return who speaks with this key, or raise UnauthenticatedError without telling which part was wrong."""
    scheme, _, rest = token.partition("_")
    ulid, _, secret = rest.partition("_")
    key_id = f"key_{ulid}"
    key = store.keys.find(key_id) if scheme == _SCHEME and is_id(key_id, "key") else None
    known = hmac.compare_digest(_digest(secret), key.digest if key else _digest(""))
    if key is None or not known or key.revoked_at is not None:
        raise UnauthenticatedError("the key is unknown or revoked")
    member = store.members.get(key.member_id)
    if not member.is_admitted:
        raise UnauthenticatedError("the membership is not active")
    _touch(store, key.id, now)
    return Actor(
        id=key.user_id or key.id,
        member_id=member.id,
        group_id=member.group_id,
        role=key.role,
        user_id=key.user_id,
        key_id=key.id,
        looks_first=frozenset(label for label, use in member.use_modes.items() if use is DeclaredUse.REVIEW_ONLY),
    )


def page_of_members(store: Store, *, after: str | None = None, limit: int = 100) -> Page[Member]:
    """Return members in the order in which they joined."""
    return store.members.page(lists.MEMBERS, after=after, limit=limit)


def keys_of(store: Store, member_id: str) -> list[Key]:
    """Return a member's keys, revoked ones too."""
    return store.keys.page(lists.of_member("keys", member_id), after=None, limit=1_000).items


def with_request(actor: Actor, request_id: str) -> Actor:
    """Return the actor bound to the request in which it acts."""
    return replace(actor, request_id=request_id)


_last_touch: dict[str, float] = {}


def _touch(store: Store, key_id: str, now: datetime) -> None:
    """Note the use of a key, at most once a minute for each process."""
    if now.timestamp() - _last_touch.get(key_id, 0) > _TOUCH_SECONDS:
        _last_touch[key_id] = now.timestamp()
        store.touch_key(key_id, now)


def _group_of(store: Store, member_id: str) -> str:
    member = store.members.find(member_id)
    if member is None:
        raise InvalidInputError(FieldProblem("group_id", "must be the id of a member"))
    return member.group_id


def _owner(store: Store, member: Member, role: Role, user_id: str | None) -> User | None:
    if user_id is None:
        if role in PERSONAL_ROLES:
            raise InvalidInputError(FieldProblem("user", f"a key with the role {role} belongs to one person"))
        return None
    user = store.users.get(user_id)
    if user.member_id != member.id or user.is_erased:
        raise InvalidInputError(FieldProblem("user", "must be a person of the same member, whose name is not erased"))
    return user


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


ROLE_NAMES: Mapping[str, Role] = {str(role): role for role in Role if role is not Role.PUBLIC}
