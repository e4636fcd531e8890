"""People who are signed in, without going through password and code each time: for HTTP and browser tests."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hashdb import audit
from hashdb.access import OPERATOR, Actor
from hashdb.records.account import Account
from hashdb.records.member import ROLES_OF, Member, User
from hashdb.roles import Role
from hashdb.services import members, sessions
from hashdb.store import Store
from hashdb.store.act import Write

# Nobody signs in with it; those who do are made by an invitation.
NO_PASSWORD = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with a session: the token of its cookie, and who that is for the services."""

    user: User
    actor: Actor
    token: str

    def cookies(self) -> dict[str, str]:
        """Return what the browser of this person sends."""
        return {"hashdb_session": self.token}


def person(store: Store, *roles: Role, now: datetime, member: Member | None = None, name: str = "Ada Ó Briain") -> User:
    """Return somebody who holds these roles, of a member of their own if none is given."""
    kind = next(kind for kind, allowed in ROLES_OF.items() if set(roles) <= allowed)
    holder = member or members.create_member(store, f"{kind} of the tests", kind, actor=OPERATOR, now=now)
    address = f"person{store.log.size()}@{holder.id}.example"
    before = members.create_user(store, holder.id, name, address, actor=OPERATOR, now=now)
    user = before
    for role in roles:
        user = user.given(role, now)
    secret = store.sealer.seal("JBSWY3DPEHPK3PXP")
    account = Account(id=user.id, password=NO_PASSWORD, password_set_at=now, totp=secret, created_at=now)
    entry = audit.entry(OPERATOR, "user.give_role", now, before=before, after=user)
    write: Write = store.users.put(user, before) if roles else Write()
    store.commit(entry, write, store.accounts.put(account))
    return user


def signed_in(store: Store, *roles: Role, now: datetime, **of: Any) -> Person:
    """Return somebody who holds these roles and is signed in, in the first of them."""
    user = person(store, *roles, now=now, **of)
    begun = sessions.begin(store, user, now=now)
    who = sessions.resume(store, begun.token, now=now)
    assert who is not None
    return Person(user=user, actor=who.actor, token=begun.token)
