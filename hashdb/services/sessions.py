"""Sessions of the console: begin, resume, act in another role, end.

The cookie holds 32 random bytes, the store their SHA-256. Each request reads session, person and member anew: a role
that was taken, an account that was blocked or a member that was suspended counts from the next request on.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from hashdb import audit
from hashdb.access import Actor
from hashdb.errors import FieldProblem, InvalidInputError, NotFoundError
from hashdb.ids import new_id
from hashdb.records.account import LONGEST, Session
from hashdb.records.member import Member, User
from hashdb.roles import Role
from hashdb.store import Store, Write

_TOUCH_SECONDS = 30
_LONGEST_AGENT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A new session, and the token for its cookie, which is kept nowhere else."""

    session: Session
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Who is behind a request: a session, its person and their member."""

    session: Session
    user: User
    member: Member

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles in which the person may act."""
        return self.user.roles

    @property
    def role(self) -> Role:
        """The role in which the person acts now; nobody in particular, if it was taken."""
        return self.session.role if self.session.role in self.user.roles else Role.PUBLIC

    @property
    def actor(self) -> Actor:
        """The person as services know it."""
        return actor_of(self.user, self.member, self.role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One of a person's sessions, as the person sees it."""

    session: Session
    seen_at: datetime


def actor_of(user: User, member: Member, role: Role) -> Actor:
    """Return a person as services know it."""
    return Actor(id=user.id, member_id=member.id, group_id=member.group_id, role=role, user_id=user.id)


def begin(store: Store, user: User, *, agent: str = "", now: datetime) -> Begun:
    """Sign a person in, who has proved to be that person, in the role that was given first."""
    started, write = begun(store, user, agent=agent, now=now)
    store.commit(write)
    return started


def begun(store: Store, user: User, *, agent: str = "", now: datetime) -> tuple[Begun, Write]:
    """Return a new session of a person, and what is written of it."""
    token = secrets.token_urlsafe(32)
    session = Session(
        id=new_id("ses", now),
        digest=_digest(token),
        user_id=user.id,
        role=next(iter(user.roles), Role.PUBLIC),
        csrf=secrets.token_urlsafe(24),
        agent=agent[:_LONGEST_AGENT],
        created_at=now,
        ends_at=now + LONGEST,
    )
    actor = actor_of(user, store.members.get(user.member_id), session.role)
    entry = audit.entry(actor, "session.begin", now, after=session, user_id=user.id)
    return Begun(session=session, token=token), store.sessions.begin(session) + Write(entries=(entry,))


def resume(store: Store, token: str, *, now: datetime) -> SignedIn | None:
    """Return who is behind the token of a cookie, or None when the session has ended."""
    session = store.sessions.find(_digest(token))
    if session is None:
        return None
    seen = store.sessions.seen_at(session)
    user, account = store.users.find(session.user_id), store.accounts.find(session.user_id)
    if not session.lasts(seen, now) or user is None or account is None or account.blocked_at is not None:
        return None
    member = store.members.get(user.member_id)
    if not member.is_admitted:
        return None
    if (now - seen).total_seconds() > _TOUCH_SECONDS:
        store.sessions.touch(session, now)
    return SignedIn(session=session, user=user, member=member)


def owner(store: Store, token: str) -> str | None:
    """Return whose session belongs to the token of a cookie, over or not; None when nobody remembers it."""
    session = store.sessions.find(_digest(token))
    return None if session is None else session.user_id


def act_in(store: Store, who: SignedIn, role: Role, *, now: datetime) -> Session:
    """Let a person act in another of their roles from now on, on this device."""
    if role not in who.roles:
        raise InvalidInputError(FieldProblem("role", "must be one of the roles that you hold"))
    before = who.session
    session = replace(before, role=role, version=before.version + 1)
    entry = audit.entry(who.actor, "session.act_in", now, after=session, role=role)
    store.commit(entry, store.sessions.put(session, before))
    return session


def of(store: Store, user_id: str, *, now: datetime) -> list[Device]:
    """Return where a person is signed in, the device last used first."""
    devices = (Device(session=each, seen_at=store.sessions.seen_at(each)) for each in store.sessions.of(user_id))
    return [each for each in devices if each.session.lasts(each.seen_at, now)]


def end(store: Store, session_id: str, *, actor: Actor, now: datetime) -> None:
    """End one session of the actor's own; those of others do not exist for it."""
    found = next((each for each in store.sessions.of(actor.id) if each.id == session_id), None)
    if found is None:
        raise NotFoundError(f"there is no session {session_id}")
    store.commit(ended(store, [found], actor=actor, now=now))


def end_all(store: Store, *, actor: Actor, now: datetime) -> None:
    """Sign the actor out everywhere."""
    store.commit(ended(store, store.sessions.of(actor.id), actor=actor, now=now))


def ended(store: Store, sessions: Iterable[Session], *, actor: Actor, now: datetime) -> Write:
    """End sessions, each with its entry, as part of an act."""
    write = Write()
    for each in sessions:
        entry = audit.entry(actor, "session.end", now, before=each, user_id=each.user_id)
        write += store.sessions.end(each) + Write(entries=(entry,))
    return write


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
