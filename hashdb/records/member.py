"""Members, their people, and the keys that speak for them.

One rule: a key belongs to one member and has one role; a key with which decisions are taken belongs to one person.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from hashdb.lifecycles import member as lifecycle


class Kind(StrEnum):
    """What a member is."""

    PLATFORM = "platform"
    AUTHORITY = "authority"
    CIVIL_SOCIETY = "civil_society"
    RESEARCH = "research"
    OPERATOR = "operator"


class Role(StrEnum):
    """In which capacity a key acts; `public` is anyone without a key."""

    PLATFORM_SUBMITTER = "platform_submitter"
    PLATFORM_MATCHER = "platform_matcher"
    PLATFORM_RESPONDER = "platform_responder"
    PLATFORM_ADMIN = "platform_admin"
    REVIEWER = "reviewer"
    SENIOR_REVIEWER = "senior_reviewer"
    REGISTER_EDITOR = "register_editor"
    APPEALS_OFFICER = "appeals_officer"
    INCIDENT_COMMANDER = "incident_commander"
    AUDITOR = "auditor"
    RESEARCHER = "researcher"
    ADMIN = "admin"
    PUBLIC = "public"


_PLATFORM = frozenset({Role.PLATFORM_SUBMITTER, Role.PLATFORM_MATCHER, Role.PLATFORM_RESPONDER, Role.PLATFORM_ADMIN})
_DECIDING = frozenset(
    {
        Role.REVIEWER,
        Role.SENIOR_REVIEWER,
        Role.REGISTER_EDITOR,
        Role.APPEALS_OFFICER,
        Role.INCIDENT_COMMANDER,
    }
)
PERSONAL_ROLES = _DECIDING | {Role.AUDITOR, Role.ADMIN}

# Governments neither submit signals nor see matches (safeguards 4.3); an operator runs the service and uploads nothing.
ROLES_OF: dict[Kind, frozenset[Role]] = {
    Kind.PLATFORM: _PLATFORM | {Role.REVIEWER, Role.SENIOR_REVIEWER},
    Kind.CIVIL_SOCIETY: _DECIDING | {Role.PLATFORM_SUBMITTER, Role.AUDITOR, Role.RESEARCHER},
    Kind.AUTHORITY: frozenset({Role.REGISTER_EDITOR}),
    Kind.RESEARCH: frozenset({Role.RESEARCHER}),
    Kind.OPERATOR: _DECIDING | {Role.AUDITOR, Role.ADMIN},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An organisation that shares or decides; `group_id` is common to members of one corporate group."""

    id: str
    name: str
    kind: Kind
    group_id: str
    country: str | None = None
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
class User:
    """A person who acts for a member."""

    id: str
    member_id: str
    name: str
    email: str
    created_at: datetime
    version: int = 1


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
