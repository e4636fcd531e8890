"""Accounts: sign in, change what is signed in with, keys of one's own, block.

A wrong password, a wrong code and an account that does not exist cost the same and are answered alike.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from hashdb import audit
from hashdb.access import PUBLIC, Actor
from hashdb.errors import FieldProblem, InvalidInputError, NotFoundError, SignInRefusedError
from hashdb.records.account import Account, Session
from hashdb.records.member import PERSONAL_ROLES, Key, User
from hashdb.roles import Role
from hashdb.services import devices, lockouts, members, passwords, personal_keys, second_factor, sessions
from hashdb.services.lockouts import Attempt
from hashdb.services.members import IssuedKey
from hashdb.services.sessions import Begun
from hashdb.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What somebody gives to sign in; `device` is the mark of the device, if it has one."""

    email: str
    password: str
    code: str
    address: str = ""
    device: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """Somebody who got in: the session, and the mark for the device."""

    begun: Begun
    device: str


def sign_in(store: Store, given: Given, *, now: datetime) -> Entered:
    """Begin a session for whoever knows password and code; raise SignInRefusedError without telling what was wrong."""
    email = given.email.strip().casefold()
    user = members.user_by_email(store, email)
    account = None if user is None else store.accounts.find(user.id)
    device = devices.known(store.sealer, account, given.device)
    attempt = Attempt(email=email, address=given.address, device=device)
    lockouts.require_patience(store, attempt, now=now)
    right = passwords.matches(account.password if account else None, given.password)
    after = second_factor.passed(account, given.code, sealer=store.sealer, now=now) if account and right else None
    if user is None or account is None or after is None or account.blocked_at is not None:
        raise refused(store, attempt, user, now)
    lockouts.forget(store, attempt)
    begun, write = sessions.begun(store, user, agent=given.agent, now=now)
    store.commit(write, store.accounts.put(after, account))
    return Entered(begun=begun, device=devices.mark(store.sealer, after))


def change_password(
    store: Store, user: User, *, present: str, new: str, keep: Session, actor: Actor, now: datetime
) -> Account:
    """Replace a person's password and end all their sessions but *keep*."""
    before = proven(store, user, present, field="present_password", now=now)
    passwords.require_good(new, field="new_password", own=(user.name, user.email))
    account = replace(before, password=passwords.hashed(new), password_set_at=now, version=before.version + 1)
    others = [each for each in store.sessions.of(user.id) if each.id != keep.id]
    entry = audit.entry(actor, "account.change_password", now, after=account)
    store.commit(entry, store.accounts.put(account, before), sessions.ended(store, others, actor=actor, now=now))
    return account


def renew_recovery_codes(store: Store, user: User, *, present: str, actor: Actor, now: datetime) -> tuple[str, ...]:
    """Return new recovery codes, which are shown once; those from before are of no use any more."""
    before = proven(store, user, present, field="present_password", now=now)
    codes = second_factor.new_recovery_codes()
    kept = tuple(map(second_factor.recovery_digest, codes))
    account = replace(before, recovery=kept, version=before.version + 1)
    store.commit(audit.entry(actor, "account.renew_codes", now, after=account), store.accounts.put(account, before))
    return codes


def change_authenticator(
    store: Store, user: User, secret: str, *, present: str, code: str, actor: Actor, now: datetime
) -> None:
    """Take another secret for the codes, once a code proves that the person's app has it."""
    before = proven(store, user, present, field="present_password", now=now)
    step = require_code(secret, code, now=now)
    account = replace(before, totp=store.sealer.seal(secret), totp_step=step, version=before.version + 1)
    entry = audit.entry(actor, "account.change_authenticator", now, after=account)
    store.commit(entry, store.accounts.put(account, before))


def issue_key(store: Store, user: User, role: Role, *, present: str, actor: Actor, now: datetime) -> IssuedKey:
    """Issue a person a key with which a program acts in one of the person's roles that decide."""
    proven(store, user, present, field="present_password", now=now)
    if role not in PERSONAL_ROLES:
        raise InvalidInputError(FieldProblem("role", "is one for programs: their keys are your organisation's"))
    return members.issue_key(store, user.member_id, role, user_id=user.id, actor=actor, now=now)


def revoke_key(store: Store, user: User, key_id: str, *, actor: Actor, now: datetime) -> Key:
    """Revoke a key of the person's own; those of others do not exist for it."""
    if key_id not in {each.id for each in personal_keys.of(store, user)}:
        raise NotFoundError(f"there is no key {key_id}")
    return members.revoke_key(store, key_id, actor=actor, now=now)


def block(store: Store, user_id: str, reason: str, *, actor: Actor, now: datetime) -> Account:
    """Shut an account at once, its sessions and its keys with it; one person is enough, since nobody gains by it.

    Another invitation opens it again, without any role.
    """
    before = store.accounts.get(user_id)
    account = replace(before, blocked_at=before.blocked_at or now, version=before.version + 1)
    entry = audit.entry(actor, "account.block", now, after=account, note=reason)
    ended = sessions.ended(store, store.sessions.of(user_id), actor=actor, now=now)
    keys = personal_keys.revoked(store, store.users.get(user_id), actor=actor, now=now)
    store.commit(entry, store.accounts.put(account, before), ended, keys)
    return account


def require_code(secret: str, code: str, *, now: datetime) -> int:
    """Return the half minute of a first code, which proves that an app has the secret."""
    step = second_factor.step_of(secret, code, after=0, now=now)
    if step is None:
        raise InvalidInputError(FieldProblem("code", "is not the one that the app shows now; is its clock right?"))
    return step


def proven(store: Store, user: User, present: str, *, field: str, now: datetime) -> Account:
    """Return the account of somebody who is signed in and has just given the password once more.

    Whoever sits down at an open session guesses no faster here than where people sign in.
    """
    account = store.accounts.get(user.id)
    attempt = Attempt(email=user.email.strip().casefold(), address="signed in", device="signed in")
    lockouts.require_patience(store, attempt, now=now)
    if not passwords.matches(account.password, present):
        lockouts.note_failure(store, attempt, now=now)
        raise InvalidInputError(FieldProblem(field, "is not your present password"))
    lockouts.forget(store, attempt)
    return account


def refused(store: Store, attempt: Attempt, user: User | None, now: datetime) -> SignInRefusedError:
    """Count a failure; from where people have to wait on, the log tells it, too."""
    if lockouts.note_failure(store, attempt, now=now) and user is not None:
        store.commit(audit.entry(PUBLIC, "account.slow_down", now, object_type="account", object_id=user.id))
    return SignInRefusedError("address, password and code do not fit together")
