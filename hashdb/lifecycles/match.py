"""The life of a match, as one table.

A match is never a decision: a person confirms it, finds it false, or finds a context that exempts it.
"""

from enum import StrEnum

from hashdb.lifecycles.table import Lifecycle
from hashdb.roles import REVIEWERS, SENIOR, SYSTEM_ROLE, Role


class State(StrEnum):
    """Where a match stands."""

    DETECTED = "detected"
    DUPLICATE = "duplicate"
    SUPPRESSED = "suppressed"
    PENDING_REVIEW = "pending_review"
    ESCALATED = "escalated"
    CONFIRMED = "confirmed"
    FALSE_POSITIVE = "false_positive"
    CONTEXT_EXEMPT = "context_exempt"
    REQUESTED = "requested"
    CLOSED = "closed"


class Step(StrEnum):
    """What can happen to a match."""

    QUEUE = "queue"
    MARK_DUPLICATE = "mark_duplicate"
    SUPPRESS = "suppress"
    CONFIRM = "confirm"
    FIND_FALSE = "false_positive"
    EXEMPT = "context_exempt"
    ESCALATE = "escalate"
    REQUEST = "request"
    RELEASE = "release"
    CLOSE = "close"


# Platforms report matches, the service finds them in inventories; what rests on a match ends in many ways.
_FINDERS = frozenset({Role.PLATFORM_MATCHER, SYSTEM_ROLE})
_ENDERS = REVIEWERS | {Role.APPEALS_OFFICER, SYSTEM_ROLE}

LIFECYCLE = Lifecycle(
    "match",
    {
        (State.DETECTED, Step.QUEUE): State.PENDING_REVIEW,
        (State.DETECTED, Step.MARK_DUPLICATE): State.DUPLICATE,
        (State.DETECTED, Step.SUPPRESS): State.SUPPRESSED,
        (State.PENDING_REVIEW, Step.CONFIRM): State.CONFIRMED,
        (State.PENDING_REVIEW, Step.FIND_FALSE): State.FALSE_POSITIVE,
        (State.PENDING_REVIEW, Step.EXEMPT): State.CONTEXT_EXEMPT,
        (State.PENDING_REVIEW, Step.ESCALATE): State.ESCALATED,
        (State.PENDING_REVIEW, Step.CLOSE): State.CLOSED,
        (State.ESCALATED, Step.CONFIRM): State.CONFIRMED,
        (State.ESCALATED, Step.FIND_FALSE): State.FALSE_POSITIVE,
        (State.ESCALATED, Step.EXEMPT): State.CONTEXT_EXEMPT,
        (State.ESCALATED, Step.CLOSE): State.CLOSED,
        (State.CONFIRMED, Step.REQUEST): State.REQUESTED,
        (State.CONFIRMED, Step.CLOSE): State.CLOSED,
        (State.REQUESTED, Step.RELEASE): State.CONFIRMED,
        (State.REQUESTED, Step.CLOSE): State.CLOSED,
    },
    {
        Step.QUEUE: _FINDERS,
        Step.MARK_DUPLICATE: _FINDERS,
        Step.SUPPRESS: _FINDERS,
        Step.CONFIRM: REVIEWERS,
        Step.FIND_FALSE: REVIEWERS,
        Step.EXEMPT: REVIEWERS,
        (State.ESCALATED, Step.CONFIRM): SENIOR,
        (State.ESCALATED, Step.FIND_FALSE): SENIOR,
        (State.ESCALATED, Step.EXEMPT): SENIOR,
        Step.ESCALATE: REVIEWERS,
        Step.REQUEST: frozenset({Role.REVIEWER}),
        Step.RELEASE: _ENDERS,
        Step.CLOSE: _ENDERS,
    },
)
after = LIFECYCLE.after
