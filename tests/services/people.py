"""People with accounts: made by a link, as people make them, or at once."""

from dataclasses import replace
from datetime import datetime, timedelta

from hashdb import audit
from hashdb.access import OPERATOR, Actor
from hashdb.records.account import Account
from hashdb.records.member import Grant, Kind, User
from hashdb.roles import Role
from hashdb.services import invitations, members, second_factor, sessions
from hashdb.services.accounts import Given
from hashdb.services.invitations import Enrolment, Invited
from hashdb.store import Store, lists

PASSWORD = "four words that differ"
# What is kept of it; to reckon it anew for each test would take longer than the tests.
KEPT = "$argon2id$v=19$m=65536,t=3,p=4$M6xjhBwDm+y1AwGr1cx6bA$kb9LoJP+IlI2QCmPNVz3c/l/ALEPz62sg9P7nx1sVeo"
SECRET = second_factor.new_secret()


def code(now: datetime, *, later: int = 0) -> str:
    """Return what the app shows, so many half minutes later."""
    return second_factor.code_at(SECRET, now + timedelta(seconds=30 * later))


def enrolled(store: Store, link: Invited | None, now: datetime, **named: str) -> User:
    """Return the person who has followed a link."""
    assert link is not None
    brought = Enrolment(password=PASSWORD, secret=SECRET, code=code(now), **named)
    return invitations.accept(store, link.token, brought, now=now).user


def administrator(store: Store, now: datetime) -> Actor:
    """Return an administrator of the member that runs the service."""
    running = next((each for each in store.members.all_of(lists.MEMBERS) if each.kind is Kind.OPERATOR), None)
    member = running or members.create_member(store, "Those who run it", Kind.OPERATOR, actor=OPERATOR, now=now)
    return acting(store, with_account(store, member.id, f"admin{store.log.size()}@run.example", now, Role.ADMIN))


def with_account(store: Store, member_id: str, email: str, now: datetime, *roles: Role) -> User:
    """Return somebody who can sign in and holds these roles, made without the links and people that it takes."""
    before = members.create_user(store, member_id, "Noor Haddad", email, actor=OPERATOR, now=now)
    grants = tuple(Grant(role=role, given_at=now) for role in roles)
    user = replace(before, grants=grants, version=before.version + 1)
    account = Account(id=user.id, password=KEPT, password_set_at=now, totp=store.sealer.seal(SECRET), created_at=now)
    entry = audit.entry(OPERATOR, "account.enrol", now, after=account)
    store.commit(entry, store.users.put(user, before), store.accounts.put(account))
    return user


def acting(store: Store, user: User) -> Actor:
    """Return a person in the first role that the person holds."""
    return sessions.actor_of(user, store.members.get(user.member_id), next(iter(user.roles), Role.PUBLIC))


def given(user: User, now: datetime, **changes: str) -> Given:
    """Return what the person gives to sign in, a minute after enrolling."""
    usual = {"email": user.email, "password": PASSWORD, "code": code(now), "address": "192.0.2.7"}
    return Given(**{**usual, **changes})
