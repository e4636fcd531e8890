"""What people sign in with: accounts, sessions, one-time links, and changes of their roles.

No secret is kept that could be used by whoever reads the store: passwords as Argon2, tokens and codes as SHA-256, the
TOTP secret sealed.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from hashdb.lifecycles import role_change as lifecycle
from hashdb.roles import Role

# A session ends so long after its last request, and so long after its beginning (OWASP ASVS 5, 7.3).
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """Who somebody is at the identity provider; by nothing else it knows an account again."""

    issuer: str
    subject: str
    bound_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """How one person signs in; its id is the person's.

    A TOTP code counts once: `totp_step` is the half minute of the last one. A recovery code is struck out by its use.
    A binding that the person has undone (`unbound_at`) does not come back before the person allows it.
    """

    id: str
    password: str
    password_set_at: datetime
    totp: str
    totp_step: int = 0
    recovery: tuple[str, ...] = ()
    blocked_at: datetime | None = None
    binding: Binding | None = None
    unbound_at: datetime | None = None
    created_at: datetime
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One device of a person, signed in, and the role in which the person acts there now.

    `digest` is the SHA-256 of the cookie; `csrf` is in every form, and nowhere else.
    """

    id: str
    digest: str
    user_id: str
    role: Role
    csrf: str
    agent: str = ""
    created_at: datetime
    ends_at: datetime
    version: int = 1

    def lasts(self, seen_at: datetime, now: datetime) -> bool:
        """Whether the session, last used at *seen_at*, is still one."""
        return now < self.ends_at and now - seen_at < IDLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A one-time link with which a person makes an account; without a person, that of the first administrator."""

    id: str
    digest: str
    user_id: str | None = None
    invited_by: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    withdrawn_at: datetime | None = None
    version: int = 1

    def is_open(self, now: datetime) -> bool:
        """Whether the link can still be used."""
        return self.used_at is None and self.withdrawn_at is None and now < self.expires_at


class Direction(StrEnum):
    """Whether a change of roles gives or takes."""

    GIVE = "give"
    TAKE = "take"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChange:
    """A role to be given to a person, or taken: proposed by one administrator, decided by another."""

    id: str
    user_id: str
    role: Role
    direction: Direction
    reason: str
    proposed_by: str
    proposed_at: datetime
    due_at: datetime
    decided_by: str | None = None
    decided_at: datetime | None = None
    state: lifecycle.State = lifecycle.State.PROPOSED
    version: int = 1

    def advance(self, step: lifecycle.Step) -> "RoleChange":
        """Return the change after *step*, or raise IllegalTransitionError."""
        return replace(self, state=lifecycle.after(self.state, step), version=self.version + 1)
