"""The life of a webhook endpoint, as one table.

Nothing but the verification challenge is sent to an endpoint before its owner has proved to receive there.
"""

from enum import StrEnum

from hashdb.lifecycles.table import Lifecycle
from hashdb.roles import BY_SYSTEM, SYSTEM_ROLE, Role


class State(StrEnum):
    """Where a webhook endpoint stands."""

    PENDING_VERIFICATION = "pending_verification"
    ACTIVE = "active"
    FAILING = "failing"
    DISABLED = "disabled"


class Step(StrEnum):
    """What can happen to a webhook endpoint."""

    VERIFY = "verify"
    FAIL = "fail"
    RECOVER = "recover"
    DISABLE = "disable"
    ENABLE = "enable"


LIFECYCLE = Lifecycle(
    "webhook endpoint",
    {
        (State.PENDING_VERIFICATION, Step.VERIFY): State.ACTIVE,
        (State.PENDING_VERIFICATION, Step.DISABLE): State.DISABLED,
        (State.ACTIVE, Step.FAIL): State.FAILING,
        (State.ACTIVE, Step.DISABLE): State.DISABLED,
        (State.FAILING, Step.RECOVER): State.ACTIVE,
        (State.FAILING, Step.DISABLE): State.DISABLED,
        (State.DISABLED, Step.ENABLE): State.PENDING_VERIFICATION,
    },
    {
        Step.VERIFY: frozenset({Role.PLATFORM_ADMIN}),
        Step.FAIL: BY_SYSTEM,
        Step.RECOVER: BY_SYSTEM,
        Step.DISABLE: frozenset({Role.PLATFORM_ADMIN, SYSTEM_ROLE}),
        Step.ENABLE: frozenset({Role.PLATFORM_ADMIN}),
    },
)
after = LIFECYCLE.after
