"""Who may do what: one table of actions and roles, and the separation of duties.

Closed by default: an action that the table does not grant to a role is refused. That nobody decides about their own
member's matters, and no two decisions on one case are one person's, is checked here for every service.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from hashdb.errors import ForbiddenError, SeparationOfDutiesError
from hashdb.records.member import Role


class Action(StrEnum):
    """Everything that a key can be allowed to do."""

    SIGNAL_SUBMIT = "signal.submit"
    SIGNAL_READ = "signal.read"
    SIGNAL_RETRACT = "signal.retract"
    SIGNAL_REVIEW = "signal.review"
    OPINION_GIVE = "opinion.give"
    FEED_READ = "feed.read"
    MATCH_QUERY = "match.query"
    MATCH_JOB = "match.job"
    MATCH_REPORT = "match.report"
    MATCH_READ = "match.read"
    MATCH_REVIEW = "match.review"
    INVENTORY_WRITE = "inventory.write"
    TAKEDOWN_DRAFT = "takedown.draft"
    TAKEDOWN_READ = "takedown.read"
    TAKEDOWN_REVIEW = "takedown.review"
    TAKEDOWN_RESPOND = "takedown.respond"
    TAKEDOWN_WITHDRAW = "takedown.withdraw"
    ENDPOINT_MANAGE = "endpoint.manage"
    DELIVERY_READ = "delivery.read"
    DELIVERY_REPLAY = "delivery.replay"
    QUEUE_READ = "queue.read"
    MEMBER_READ = "member.read"
    MEMBER_MANAGE = "member.manage"
    POLICY_READ = "policy.read"
    POLICY_CHANGE = "policy.change"
    AUDIT_READ = "audit.read"
    ME_READ = "me.read"


_REVIEWERS = frozenset({Role.REVIEWER, Role.SENIOR_REVIEWER})
_READERS = _REVIEWERS | {Role.APPEALS_OFFICER, Role.INCIDENT_COMMANDER, Role.AUDITOR}
_OPINION_GIVERS = frozenset({Role.PLATFORM_SUBMITTER, Role.PLATFORM_MATCHER, Role.PLATFORM_RESPONDER})

# Role x action, after the table of roles and permissions in the domain model (9.12).
PERMISSIONS: dict[Action, frozenset[Role]] = {
    Action.SIGNAL_SUBMIT: frozenset({Role.PLATFORM_SUBMITTER}),
    Action.SIGNAL_READ: _READERS | {Role.PLATFORM_SUBMITTER, Role.REGISTER_EDITOR},
    Action.SIGNAL_RETRACT: frozenset({Role.PLATFORM_SUBMITTER}),
    Action.SIGNAL_REVIEW: _REVIEWERS | {Role.APPEALS_OFFICER},
    Action.OPINION_GIVE: _OPINION_GIVERS,
    Action.FEED_READ: frozenset({Role.PLATFORM_MATCHER}),
    Action.MATCH_QUERY: frozenset({Role.PLATFORM_MATCHER}),
    Action.MATCH_JOB: frozenset({Role.PLATFORM_MATCHER}),
    Action.MATCH_REPORT: frozenset({Role.PLATFORM_MATCHER}),
    Action.MATCH_READ: _READERS | {Role.PLATFORM_MATCHER, Role.PLATFORM_RESPONDER},
    Action.MATCH_REVIEW: _REVIEWERS,
    Action.INVENTORY_WRITE: frozenset({Role.PLATFORM_MATCHER}),
    Action.TAKEDOWN_DRAFT: frozenset({Role.REVIEWER}),
    Action.TAKEDOWN_READ: _READERS | {Role.PLATFORM_RESPONDER},
    Action.TAKEDOWN_REVIEW: frozenset({Role.SENIOR_REVIEWER}),
    Action.TAKEDOWN_RESPOND: frozenset({Role.PLATFORM_RESPONDER}),
    Action.TAKEDOWN_WITHDRAW: _REVIEWERS | {Role.APPEALS_OFFICER},
    Action.ENDPOINT_MANAGE: frozenset({Role.PLATFORM_ADMIN}),
    Action.DELIVERY_READ: frozenset({Role.PLATFORM_ADMIN, Role.AUDITOR}),
    Action.DELIVERY_REPLAY: frozenset({Role.PLATFORM_ADMIN}),
    Action.QUEUE_READ: _REVIEWERS,
    Action.MEMBER_READ: frozenset({Role.ADMIN, Role.AUDITOR}),
    Action.MEMBER_MANAGE: frozenset({Role.ADMIN}),
    Action.POLICY_READ: frozenset(Role) - {Role.PUBLIC},
    Action.POLICY_CHANGE: frozenset({Role.ADMIN}),
    Action.AUDIT_READ: frozenset({Role.AUDITOR}),
    Action.ME_READ: frozenset(Role) - {Role.PUBLIC},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts: a person (`user_id`), a key, or the system, for a member and in one role."""

    id: str
    member_id: str
    group_id: str
    role: str
    user_id: str | None = None
    key_id: str | None = None
    request_id: str | None = None


SYSTEM = Actor(id="system", member_id="system", group_id="system", role="system")
OPERATOR = Actor(id="operator", member_id="operator", group_id="operator", role="operator")
PUBLIC = Actor(id="public", member_id="public", group_id="public", role=Role.PUBLIC)


def require(actor: Actor, action: Action) -> None:
    """Raise ForbiddenError unless the actor's role may take the action."""
    if actor.role not in PERMISSIONS.get(action, frozenset()):
        raise ForbiddenError(f"the role {actor.role} may not take the action {action}")


def require_person(actor: Actor) -> str:
    """Return the person behind the actor; decisions are taken by people."""
    if actor.user_id is None:
        raise SeparationOfDutiesError("decisions are taken by people: this key belongs to no person")
    return actor.user_id


def require_outsider(actor: Actor, groups: Iterable[str]) -> None:
    """Raise SeparationOfDutiesError if the actor belongs to a corporate group that the case concerns."""
    if actor.group_id in groups:
        raise SeparationOfDutiesError("you belong to a member whom this case concerns; someone else must decide")


def require_another_person(actor: Actor, deciders: Iterable[str]) -> None:
    """Raise SeparationOfDutiesError if the actor has already decided in this case."""
    if require_person(actor) in deciders:
        raise SeparationOfDutiesError("you have already decided in this case; a second person must")
