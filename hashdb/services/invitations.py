"""One-time links with which people make their accounts.

An account begins without any role; roles come by two administrators (`role_changes`), so nobody gains anything by
following a link that was meant for somebody else. Only the very first administrator gets the role with the account, by
the link that the service shows to whoever starts it. Who has lost password or app is invited again; the roles of before
are gone with the old account, and their keys with them.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from hashdb import audit
from hashdb.access import OPERATOR, Actor
from hashdb.errors import ConflictError, FieldProblem, InvalidInputError, NotFoundError
from hashdb.ids import new_id
from hashdb.records.account import Account, Invitation
from hashdb.records.member import Kind, Member, User
from hashdb.roles import Role
from hashdb.services import accounts, bindings, members, passwords, personal_keys, second_factor, sessions
from hashdb.store import Store, Write, keyspace, lists

LASTS = timedelta(days=7)
PATH = "/console/invitation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """An invitation with its link's token, which is shown once."""

    invitation: Invitation
    token: str

    @property
    def path(self) -> str:
        """Where the link leads at this service."""
        return f"{PATH}/{self.token}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """What somebody brings who follows a link; names only where the link itself does not say whose account it is."""

    password: str
    secret: str
    code: str
    name: str | None = None
    email: str | None = None
    organisation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """A person with a new account, and its recovery codes, which are shown once."""

    user: User
    codes: tuple[str, ...]


def invite(store: Store, member_id: str, name: str, email: str, *, actor: Actor, now: datetime) -> Invited:
    """Register a person and return the link for the account."""
    user, write = members.new_user(store, store.members.get(member_id), name, email, actor=actor, now=now)
    return _issued(store, user, write, actor, now)


def invite_again(store: Store, user_id: str, *, actor: Actor, now: datetime) -> Invited:
    """Return another link for a person: for a first account, or in place of one that is lost."""
    user = store.users.get(user_id)
    if user.is_erased:
        raise ConflictError("this person was forgotten; nobody acts under that id any more")
    known = store.record_as(user.id, keyspace.USER_EMAILS, user.email.strip().casefold())
    return _issued(store, user, known, actor, now)


def invite_first(store: Store, *, now: datetime) -> Invited | None:
    """Return a link for the first administrator, in place of any before; None when there is an administrator."""
    if has_administrator(store):
        return None
    return _issued(store, None, Write(), OPERATOR, now)


def has_administrator(store: Store) -> bool:
    """Whether anybody holds the role of administrator."""
    return store.users.count(lists.holders_of(Role.ADMIN)) > 0


def opened(store: Store, token: str, *, now: datetime) -> tuple[Invitation, User | None]:
    """Return what a link is for, or raise NotFoundError when it cannot be used any more."""
    identifier = store.recorded(keyspace.ACCOUNT_LINKS, _digest(token))
    invitation = store.invitations.find(identifier) if identifier else None
    spent = invitation is not None and invitation.user_id is None and has_administrator(store)
    if invitation is None or not invitation.is_open(now) or spent:
        raise NotFoundError("this link was used, withdrawn, or is too old; ask for another")
    return invitation, None if invitation.user_id is None else store.users.get(invitation.user_id)


def accept(store: Store, token: str, brought: Enrolment, *, now: datetime) -> Enrolled:
    """Make the account that a link is for; it works once."""
    before, invited = opened(store, token, now=now)
    own = (invited.name, invited.email) if invited else _named(brought)
    passwords.require_good(brought.password, field="password", own=own)
    step = accounts.require_code(brought.secret, brought.code, now=now)
    user = invited or _first_person(store, brought, now)
    old, codes = store.accounts.find(user.id), second_factor.new_recovery_codes()
    account = Account(
        id=user.id,
        password=passwords.hashed(brought.password),
        password_set_at=now,
        totp=store.sealer.seal(brought.secret),
        totp_step=step,
        recovery=tuple(map(second_factor.recovery_digest, codes)),
        created_at=now,
        version=1 if old is None else old.version + 1,
    )
    actor = sessions.actor_of(user, store.members.get(user.member_id), Role.PUBLIC)
    entry = audit.entry(actor, "account.enrol", now, after=account, invitation_id=before.id)
    used = replace(before, used_at=now, version=before.version + 1)
    after = user.given(Role.ADMIN, now) if invited is None else user.taken(user.roles, now)
    ended = sessions.ended(store, store.sessions.of(user.id), actor=actor, now=now)
    write = (
        store.accounts.put(account, old) + store.invitations.put(used, before) + _roles_changed(store, user, after, now)
    )
    gone = personal_keys.revoked(store, user, user.roles, actor=actor, now=now) if invited else Write()
    store.commit(entry, write, ended, gone, bindings.released(store, old))
    return Enrolled(user=after, codes=codes)


def withdraw(store: Store, invitation_id: str, *, actor: Actor, now: datetime) -> Invitation:
    """Make a link useless."""
    before = store.invitations.get(invitation_id)
    after = replace(before, withdrawn_at=now, version=before.version + 1)
    store.commit(audit.entry(actor, "invitation.withdraw", now, after=after), store.invitations.put(after, before))
    return after


def waiting(store: Store, *, now: datetime) -> list[Invitation]:
    """Return the links that can still be used, the oldest first."""
    return [each for each in store.invitations.all_of(lists.INVITATIONS_OPEN) if each.is_open(now)]


def _issued(store: Store, user: User | None, write: Write, actor: Actor, now: datetime) -> Invited:
    """Issue a link in place of those that the person has not used."""
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        id=new_id("inv", now),
        digest=_digest(token),
        user_id=None if user is None else user.id,
        invited_by=actor.id,
        created_at=now,
        expires_at=now + LASTS,
    )
    for each in waiting(store, now=now):
        if each.user_id == invitation.user_id:
            write += store.invitations.put(replace(each, withdrawn_at=now, version=each.version + 1), each)
    entry = audit.entry(actor, "invitation.issue", now, after=invitation, user_id=invitation.user_id)
    link = store.record_as(invitation.id, keyspace.ACCOUNT_LINKS, invitation.digest)
    store.commit(entry, write, store.invitations.put(invitation), link)
    return Invited(invitation=invitation, token=token)


def _named(brought: Enrolment) -> tuple[str, str]:
    """Return name and address of somebody of whom the link says nothing."""
    for field in ("name", "email"):
        if not (getattr(brought, field) or "").strip():
            raise InvalidInputError(FieldProblem(field, "is required"))
    return str(brought.name), str(brought.email)


def _first_person(store: Store, brought: Enrolment, now: datetime) -> User:
    """Return the first administrator, of the member that runs the service, who may be made by this."""
    name, email = _named(brought)
    member = _operator(store) or _new_operator(store, brought, now)
    known = members.user_by_email(store, email)
    if known is not None and known.member_id == member.id:
        return known
    return members.create_user(store, member.id, name, email, actor=OPERATOR, now=now)


def _operator(store: Store) -> Member | None:
    return next((each for each in store.members.all_of(lists.MEMBERS) if each.kind is Kind.OPERATOR), None)


def _new_operator(store: Store, brought: Enrolment, now: datetime) -> Member:
    if not (brought.organisation or "").strip():
        raise InvalidInputError(FieldProblem("organisation", "is required"))
    return members.create_member(store, str(brought.organisation), Kind.OPERATOR, actor=OPERATOR, now=now)


def _roles_changed(store: Store, before: User, after: User, now: datetime) -> Write:
    """Write a person's roles: the first administrator's, or none after an account was lost."""
    if before.roles == after.roles:
        return Write()
    word = "user.give_role" if len(after.roles) > len(before.roles) else "user.take_roles"
    roles = sorted(set(before.roles) ^ set(after.roles))
    entry = audit.entry(OPERATOR, word, now, before=before, after=after, roles=roles)
    return store.users.put(after, before) + Write(entries=(entry,))


def needs_organisation(store: Store) -> bool:
    """Whether the first administrator has to say which organisation runs the service."""
    return _operator(store) is None


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
