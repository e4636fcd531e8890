"""Who may do what: one table of actions and roles, and the separation of duties.

Closed by default: an action that the table does not grant to a role is refused. That nobody decides about their own
member's matters, and no two decisions on one case are one person's, is checked here for every service.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hashdb.errors import ForbiddenError, SeparationOfDutiesError
from hashdb.records.approval import Approval
from hashdb.roles import OPERATOR_ROLE, SYSTEM_ROLE, Role


class Action(StrEnum):
    """Everything that a key can be allowed to do."""

    SIGNAL_SUBMIT = "signal.submit"
    SIGNAL_READ = "signal.read"
    SIGNAL_RETRACT = "signal.retract"
    SIGNAL_REVIEW = "signal.review"
    CASE_FILE_READ = "case_file.read"
    NEGATIVE_LIST_READ = "negative_list.read"
    NEGATIVE_LIST_COUNT = "negative_list_count.read"
    REPUTATION_READ = "reputation.read"
    USE_MODE_DECLARE = "use_mode.declare"
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
    ORDER_READ = "order.read"
    ORDER_DRAFT = "order.draft"
    ORDER_REVIEW = "order.review"
    ORDER_SCRUTINISE = "order.scrutinise"
    ORDER_CONTEST = "order.contest"
    DOCUMENT_READ = "document.read"
    CONTACT_MANAGE = "contact.manage"
    TASK_READ = "task.read"
    ALERT_READ = "alert.read"
    ALERT_HANDLE = "alert.handle"
    APPEAL_READ = "appeal.read"
    APPEAL_DECIDE = "appeal.decide"
    INCIDENT_READ = "incident.read"
    INCIDENT_REPORT = "incident.report"
    INCIDENT_PROPOSE = "incident.propose"
    INCIDENT_ACTIVATE = "incident.activate"
    REGISTER_READ = "register.read"
    REGISTER_EDIT = "register.edit"
    REGISTER_APPROVE = "register.approve"
    REGISTER_SUSPEND = "register.suspend"
    AUTHORITY_DECIDE = "authority.decide"
    REPORT_READ = "report.read"
    REPORT_DRAFT = "report.draft"
    REPORT_APPROVE = "report.approve"
    TRENDS_READ = "trends.read"
    FIGURES_READ = "figures.read"
    ENDPOINT_MANAGE = "endpoint.manage"
    KEY_MANAGE = "key.manage"
    DELIVERY_READ = "delivery.read"
    DELIVERY_REPLAY = "delivery.replay"
    QUEUE_READ = "queue.read"
    MEMBER_READ = "member.read"
    MEMBER_MANAGE = "member.manage"
    POLICY_READ = "policy.read"
    POLICY_CHANGE = "policy.change"
    AUDIT_READ = "audit.read"
    AUDIT_CHECK = "audit.check"
    WITNESS = "audit.witness"
    ME_READ = "me.read"


_REVIEWERS = frozenset({Role.REVIEWER, Role.SENIOR_REVIEWER})
_READERS = _REVIEWERS | {Role.APPEALS_OFFICER, Role.INCIDENT_COMMANDER, Role.AUDITOR}
_ALERTED = frozenset(
    {
        Role.SENIOR_REVIEWER,
        Role.INCIDENT_COMMANDER,
        Role.APPEALS_OFFICER,
        Role.REGISTER_EDITOR,
        Role.AUDITOR,
    }
)
_ACTIVATORS = frozenset({Role.SENIOR_REVIEWER, Role.INCIDENT_COMMANDER})
_PARTICIPANTS = frozenset(Role) - {Role.PUBLIC, Role.ADMIN}
_OPINION_GIVERS = frozenset({Role.PLATFORM_SUBMITTER, Role.PLATFORM_MATCHER, Role.PLATFORM_RESPONDER})

# Role x action, after the table of roles and permissions in the domain model (9.12).
PERMISSIONS: dict[Action, frozenset[Role]] = {
    Action.SIGNAL_SUBMIT: frozenset({Role.PLATFORM_SUBMITTER}),
    Action.SIGNAL_READ: _READERS | {Role.PLATFORM_SUBMITTER, Role.REGISTER_EDITOR},
    Action.SIGNAL_RETRACT: frozenset({Role.PLATFORM_SUBMITTER}),
    Action.SIGNAL_REVIEW: _REVIEWERS | {Role.APPEALS_OFFICER},
    Action.CASE_FILE_READ: _READERS,
    Action.NEGATIVE_LIST_READ: frozenset({Role.SENIOR_REVIEWER, Role.AUDITOR}),
    Action.NEGATIVE_LIST_COUNT: frozenset({Role.SENIOR_REVIEWER, Role.AUDITOR, Role.ADMIN}),
    Action.REPUTATION_READ: frozenset({Role.SENIOR_REVIEWER, Role.AUDITOR, Role.ADMIN}),
    Action.USE_MODE_DECLARE: frozenset({Role.PLATFORM_ADMIN}),
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
    Action.ORDER_READ: frozenset({Role.AUTHORITY_OFFICER, Role.AUDITOR}),
    Action.ORDER_DRAFT: frozenset({Role.AUTHORITY_OFFICER}),
    Action.ORDER_REVIEW: frozenset({Role.AUTHORITY_OFFICER}),
    Action.ORDER_SCRUTINISE: frozenset({Role.AUTHORITY_OFFICER}),
    Action.ORDER_CONTEST: frozenset({Role.PLATFORM_RESPONDER, Role.AUTHORITY_OFFICER}),
    Action.DOCUMENT_READ: _READERS | {Role.PLATFORM_RESPONDER, Role.AUTHORITY_OFFICER},
    Action.CONTACT_MANAGE: frozenset({Role.PLATFORM_ADMIN, Role.AUTHORITY_OFFICER}),
    Action.TASK_READ: frozenset({Role.PLATFORM_RESPONDER, Role.PLATFORM_ADMIN, Role.AUTHORITY_OFFICER}),
    Action.ALERT_READ: _ALERTED,
    Action.ALERT_HANDLE: _ALERTED,
    Action.APPEAL_READ: frozenset({Role.APPEALS_OFFICER, Role.AUDITOR}),
    Action.APPEAL_DECIDE: frozenset({Role.APPEALS_OFFICER}),
    Action.INCIDENT_READ: _PARTICIPANTS - {Role.REGISTER_EDITOR},
    Action.INCIDENT_REPORT: _REVIEWERS | {Role.PLATFORM_SUBMITTER, Role.INCIDENT_COMMANDER},
    Action.INCIDENT_PROPOSE: _REVIEWERS | {Role.INCIDENT_COMMANDER},
    Action.INCIDENT_ACTIVATE: _ACTIVATORS,
    Action.REGISTER_READ: _PARTICIPANTS,
    Action.REGISTER_EDIT: frozenset({Role.REGISTER_EDITOR}),
    Action.REGISTER_APPROVE: frozenset({Role.SENIOR_REVIEWER}),
    Action.REGISTER_SUSPEND: frozenset({Role.SENIOR_REVIEWER, Role.APPEALS_OFFICER}),
    Action.AUTHORITY_DECIDE: frozenset({Role.REGISTER_EDITOR, Role.SENIOR_REVIEWER}),
    Action.REPORT_READ: _PARTICIPANTS,
    Action.REPORT_DRAFT: _REVIEWERS,
    Action.REPORT_APPROVE: frozenset({Role.SENIOR_REVIEWER, Role.AUDITOR}),
    Action.TRENDS_READ: frozenset({Role.RESEARCHER}),
    Action.FIGURES_READ: _READERS | {Role.ADMIN},
    Action.ENDPOINT_MANAGE: frozenset({Role.PLATFORM_ADMIN}),
    Action.KEY_MANAGE: frozenset({Role.PLATFORM_ADMIN}),
    Action.DELIVERY_READ: frozenset({Role.PLATFORM_ADMIN, Role.AUDITOR}),
    Action.DELIVERY_REPLAY: frozenset({Role.PLATFORM_ADMIN}),
    Action.QUEUE_READ: _REVIEWERS,
    Action.MEMBER_READ: frozenset({Role.ADMIN, Role.AUDITOR}),
    Action.MEMBER_MANAGE: frozenset({Role.ADMIN}),
    Action.POLICY_READ: frozenset(Role) - {Role.PUBLIC},
    Action.POLICY_CHANGE: frozenset({Role.ADMIN}),
    Action.AUDIT_READ: frozenset({Role.AUDITOR}),
    Action.AUDIT_CHECK: frozenset({Role.AUDITOR}),
    Action.WITNESS: frozenset({Role.PLATFORM_ADMIN}),
    Action.ME_READ: frozenset(Role) - {Role.PUBLIC},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts: a person (`user_id`), a key, or the system, for a member and in one role.

    `looks_first` are the labels of signals for which the member has declared that its people look at every hit.
    """

    id: str
    member_id: str
    group_id: str
    role: str
    user_id: str | None = None
    key_id: str | None = None
    request_id: str | None = None
    looks_first: frozenset[str] = frozenset()


SYSTEM = Actor(id="system", member_id="system", group_id="system", role=SYSTEM_ROLE)
OPERATOR = Actor(id="operator", member_id="operator", group_id="operator", role=OPERATOR_ROLE)
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


def require_uninvolved(actor: Actor, people: Iterable[str], groups: Iterable[str] = ()) -> None:
    """Raise SeparationOfDutiesError if the actor has decided in the case, or belongs to a group that it concerns."""
    require_outsider(actor, groups)
    require_another_person(actor, people)


def agreed(
    approvals: Sequence[Approval], actor: Actor, *, roles: Sequence[frozenset[Role]], apart: bool, now: datetime
) -> tuple[tuple[Approval, ...], bool]:
    """Return the approvals with the actor's, and whether they are complete.

    They are when different people fill all the *roles*, one set of roles for each of them; *apart* asks for different
    corporate groups as well. Raises SeparationOfDutiesError when the actor's yes could not count beside the others.
    """
    given = Approval(
        user_id=require_person(actor),
        member_id=actor.member_id,
        group_id=actor.group_id,
        role=actor.role,
        given_at=now,
    )
    require_another_person(actor, [each.user_id for each in approvals])
    if apart and any(each.group_id == given.group_id for each in approvals):
        raise SeparationOfDutiesError("somebody of your own organisation has agreed; another organisation must")
    together = (*approvals, given)
    if not _fit(together, roles):
        raise SeparationOfDutiesError(f"a {actor.role} has no part in this beside those who have agreed already")
    return together, len(together) == len(roles)


def _fit(approvals: Sequence[Approval], roles: Sequence[frozenset[Role]]) -> bool:
    """Whether every approval can fill a part of its own."""
    if not approvals:
        return True
    return any(
        approvals[0].role in part and _fit(approvals[1:], [*roles[:place], *roles[place + 1 :]])
        for place, part in enumerate(roles)
    )
