"""Members, their people, and the keys that speak for them.

One rule: a key belongs to one member and has one role; a key with which decisions are taken belongs to one person.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from hashdb.lifecycles import member as lifecycle
from hashdb.records.signal import BehaviourLabel
from hashdb.roles import Role


class Kind(StrEnum):
    """What a member is."""

    PLATFORM = "platform"
    AUTHORITY = "authority"
    CIVIL_SOCIETY = "civil_society"
    RESEARCH = "research"
    OPERATOR = "operator"


# Every member has somebody who looks after its webhooks and its contact points.
_ANY = frozenset({Role.PLATFORM_ADMIN})
_PLATFORM = _ANY | {Role.PLATFORM_SUBMITTER, Role.PLATFORM_MATCHER, Role.PLATFORM_RESPONDER}
_DECIDING = frozenset(
    {
        Role.REVIEWER,
        Role.SENIOR_REVIEWER,
        Role.REGISTER_EDITOR,
        Role.APPEALS_OFFICER,
        Role.INCIDENT_COMMANDER,
    }
)
PERSONAL_ROLES = _DECIDING | {Role.AUTHORITY_OFFICER, Role.AUDITOR, Role.ADMIN}

# Governments neither submit signals nor see matches (safeguards 4.3), but order under their own name; an operator runs
# the service and uploads nothing.
ROLES_OF: dict[Kind, frozenset[Role]] = {
    Kind.PLATFORM: _PLATFORM | {Role.REVIEWER, Role.SENIOR_REVIEWER},
    Kind.CIVIL_SOCIETY: _ANY | _DECIDING | {Role.PLATFORM_SUBMITTER, Role.AUDITOR, Role.RESEARCHER},
    Kind.AUTHORITY: _ANY | {Role.REGISTER_EDITOR, Role.AUTHORITY_OFFICER},
    Kind.RESEARCH: _ANY | {Role.RESEARCHER},
    Kind.OPERATOR: _ANY | _DECIDING | {Role.AUDITOR, Role.ADMIN},
}


class SizeClass(StrEnum):
    """How large a platform is; reports and trends tell this instead of its name."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"
    VERY_LARGE = "very_large"


class DeclaredUse(StrEnum):
    """What a platform says it does with hits of a label."""

    REVIEW_ONLY = "review_only"
    AUTO_ACTION = "auto_action"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An organisation that shares or decides; `group_id` is common to members of one corporate group.

    `witness_key` is the verifier key with which a member cosigns the log's checkpoints.
    """

    id: str
    name: str
    kind: Kind
    group_id: str
    country: str | None = None
    size: SizeClass | None = None
    languages: tuple[str, ...] = ()
    use_modes: dict[BehaviourLabel, DeclaredUse] = field(default_factory=dict)
    witness_key: str | None = None
    created_at: datetime
    state: lifecycle.State = lifecycle.State.APPLIED
    version: int = 1

    def advance(self, step: lifecycle.Step) -> "Member":
        """Return the member after *step*, or raise IllegalTransitionError."""
        return replace(self, state=lifecycle.after(self.state, step), version=self.version + 1)

    @property
    def is_admitted(self) -> bool:
        """Whether the member's keys open anything."""
        return self.state in {lifecycle.State.ACTIVE, lifecycle.State.WARNED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A role that a person holds in the console, or held until it was taken."""

    role: Role
    given_at: datetime
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person who acts for a member; `grants` are the roles in the console, those of keys stand in the keys."""

    id: str
    member_id: str
    name: str
    email: str
    grants: tuple[Grant, ...] = ()
    created_at: datetime
    version: int = 1

    @property
    def is_erased(self) -> bool:
        """Whether nobody knows any more who it was."""
        return not self.email

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles that the person holds, in the order in which they were given."""
        return tuple(each.role for each in self.grants if each.taken_at is None)

    def given(self, role: Role, now: datetime) -> "User":
        """Return the person with one more role."""
        return replace(self, grants=(*self.grants, Grant(role=role, given_at=now)), version=self.version + 1)

    def taken(self, roles: Collection[Role], now: datetime) -> "User":
        """Return the person without these roles; that they were held is kept."""
        grants = tuple(
            replace(each, taken_at=now) if each.role in roles and each.taken_at is None else each
            for each in self.grants
        )
        return replace(self, grants=grants, version=self.version + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """An API key: 32 random bytes of which only the SHA-256 is kept."""

    id: str
    member_id: str
    role: Role
    user_id: str | None = None
    digest: str
    created_at: datetime
    revoked_at: datetime | None = None
    version: int = 1

    def revoke(self, now: datetime) -> "Key":
        """Return the key as revoked at *now*; revoking twice keeps the first time."""
        return replace(self, revoked_at=self.revoked_at or now, version=self.version + 1)
