"""The life of an alert, as one table: somebody looks after it, or its cause goes away."""

from enum import StrEnum

from hashdb.lifecycles.table import Lifecycle
from hashdb.roles import BY_SYSTEM, OPERATOR_ROLE, Role


class State(StrEnum):
    """Where an alert stands."""

    OPEN = "open"
    HANDLED = "handled"


class Step(StrEnum):
    """What can happen to an alert."""

    HANDLE = "handle"
    SETTLE = "settle"


LIFECYCLE = Lifecycle(
    "alert",
    {
        (State.OPEN, Step.HANDLE): State.HANDLED,
        (State.OPEN, Step.SETTLE): State.HANDLED,
    },
    {
        Step.HANDLE: frozenset(
            {
                Role.SENIOR_REVIEWER,
                Role.INCIDENT_COMMANDER,
                Role.APPEALS_OFFICER,
                Role.REGISTER_EDITOR,
                Role.AUDITOR,
                OPERATOR_ROLE,
            }
        ),
        Step.SETTLE: BY_SYSTEM,
    },
)
after = LIFECYCLE.after
