"""The life of a transparency report, as one table.

A frozen report is bound to a checkpoint of the log; two people of different roles attest to it. What is published
stays: a correction is a report of its own.
"""

from enum import StrEnum

from hashdb.lifecycles.table import Lifecycle
from hashdb.roles import BY_SYSTEM, OPERATOR_ROLE, REVIEWERS, SENIOR, Role


class State(StrEnum):
    """Where a report stands."""

    DRAFT = "draft"
    FROZEN = "frozen"
    APPROVED = "approved"
    PUBLISHED = "published"
    CORRECTED = "corrected"


class Step(StrEnum):
    """What can happen to a report; who agrees is the first of two."""

    FREEZE = "freeze"
    THAW = "thaw"
    AGREE = "agree"
    APPROVE = "approve"
    PUBLISH = "publish"
    CORRECT = "correct"


_OPERATOR = frozenset({OPERATOR_ROLE})
_ATTESTING = SENIOR | {Role.AUDITOR}

LIFECYCLE = Lifecycle(
    "report",
    {
        (State.DRAFT, Step.FREEZE): State.FROZEN,
        (State.FROZEN, Step.THAW): State.DRAFT,
        (State.FROZEN, Step.AGREE): State.FROZEN,
        (State.FROZEN, Step.APPROVE): State.APPROVED,
        (State.APPROVED, Step.PUBLISH): State.PUBLISHED,
        (State.PUBLISHED, Step.CORRECT): State.CORRECTED,
    },
    {
        Step.FREEZE: REVIEWERS | _OPERATOR,
        Step.THAW: REVIEWERS,
        Step.AGREE: _ATTESTING,
        Step.APPROVE: _ATTESTING,
        Step.PUBLISH: SENIOR | _OPERATOR | BY_SYSTEM,
        Step.CORRECT: SENIOR,
    },
)
after = LIFECYCLE.after
