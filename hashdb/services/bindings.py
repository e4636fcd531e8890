"""Signing in through the identity provider: people who have an account here, and nobody else.

The provider only says who somebody is: it makes no account and gives no role. The first time, an e-mail address that it
has verified says whose account that is, and a code of the person's app that the person agrees; from then on the account
is bound to issuer and subject, and no address counts any more. A code is asked for later, too, unless the provider says
that it has asked for a second factor itself. What the person has undone stays undone until the person allows it again.
"""

from dataclasses import replace
from datetime import datetime

from hashdb import audit
from hashdb.access import Actor
from hashdb.errors import SignInRefusedError
from hashdb.identity import Identity
from hashdb.records.account import Account, Binding, Session
from hashdb.records.member import User
from hashdb.roles import Role
from hashdb.services import accounts, devices, lockouts, members, second_factor, sessions
from hashdb.services.accounts import Entered, Given
from hashdb.services.lockouts import Attempt
from hashdb.store import Store, Write, keyspace


def needs_code(store: Store, identity: Identity) -> bool:
    """Whether a code is still asked for; raise SignInRefusedError for whom there is no account."""
    _, account = _found(store, identity)
    return _needs_code(account, identity)


def enter(store: Store, identity: Identity, given: Given, *, now: datetime) -> Entered:
    """Begin a session for whom the provider has let in; of *given*, address and password are not looked at."""
    user, before = _found(store, identity)
    device = devices.known(store.sealer, before, given.device)
    attempt = Attempt(email=user.email.strip().casefold(), address=given.address, device=device)
    lockouts.require_patience(store, attempt, now=now)
    after: Account | None = replace(before, version=before.version + 1)
    if _needs_code(before, identity):
        after = second_factor.passed(before, given.code, sealer=store.sealer, now=now)
    if after is None:
        raise accounts.refused(store, attempt, user, now)
    lockouts.forget(store, attempt)
    account, bound = _bound(store, after, user, identity, now)
    begun, write = sessions.begun(store, user, agent=given.agent, now=now)
    store.commit(bound, write, store.accounts.put(account, before))
    return Entered(begun=begun, device=devices.mark(store.sealer, account))


def undo(store: Store, user: User, *, keep: Session, actor: Actor, now: datetime) -> Account:
    """Let nobody in through the provider any more, and end all sessions but *keep*."""
    before = store.accounts.get(user.id)
    account = replace(before, binding=None, unbound_at=now, version=before.version + 1)
    others = [each for each in store.sessions.of(user.id) if each.id != keep.id]
    entry = audit.entry(actor, "account.unbind", now, after=account)
    ended = sessions.ended(store, others, actor=actor, now=now)
    store.commit(entry, released(store, before), store.accounts.put(account, before), ended)
    return account


def allow(store: Store, user: User, *, present: str, actor: Actor, now: datetime) -> Account:
    """Let the provider bind the account once more, at the person's next sign-in there."""
    before = accounts.proven(store, user, present, field="present_password", now=now)
    account = replace(before, unbound_at=None, version=before.version + 1)
    store.commit(audit.entry(actor, "account.allow_binding", now, after=account), store.accounts.put(account, before))
    return account


def released(store: Store, account: Account | None) -> Write:
    """Forget to whom at the provider an account was bound, as part of an act."""
    binding = account.binding if account is not None else None
    if binding is None:
        return Write()
    return store.forget_unique(keyspace.ACCOUNT_BINDINGS, binding.issuer, binding.subject)


def _found(store: Store, identity: Identity) -> tuple[User, Account]:
    """Return the person that is bound to an identity, or else whose address it has and who is bound to none."""
    bound = store.recorded(keyspace.ACCOUNT_BINDINGS, identity.issuer, identity.subject)
    user = store.users.find(bound) if bound else members.user_by_email(store, identity.email)
    account = store.accounts.find(user.id) if user is not None else None
    unbound = account is not None and account.binding is None and account.unbound_at is None
    if user is None or account is None or account.blocked_at is not None or not (bound or unbound):
        raise SignInRefusedError("what the identity provider says of you leads to no account here")
    return user, account


def _needs_code(account: Account, identity: Identity) -> bool:
    return account.binding is None or not identity.strong


def _bound(store: Store, account: Account, user: User, identity: Identity, now: datetime) -> tuple[Account, Write]:
    """Return the account as bound to an identity, and what is written of that if it is new."""
    if account.binding is not None:
        return account, Write()
    binding = Binding(issuer=identity.issuer, subject=identity.subject, bound_at=now)
    actor = sessions.actor_of(user, store.members.get(user.member_id), Role.PUBLIC)
    entry = audit.entry(actor, "account.bind", now, after=account, issuer=identity.issuer)
    parts = (identity.issuer, identity.subject)
    unique = store.unique(keyspace.ACCOUNT_BINDINGS, *parts)
    record = store.record_as(user.id, keyspace.ACCOUNT_BINDINGS, *parts)
    return replace(account, binding=binding), unique + record + Write(entries=(entry,))
