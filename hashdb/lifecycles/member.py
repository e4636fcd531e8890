"""The life of a membership, as one table."""

from enum import StrEnum

from hashdb.lifecycles.table import Lifecycle
from hashdb.roles import OPERATOR_ROLE, Role


class State(StrEnum):
    """Where a membership stands; the keys of a suspended member or of one that left open nothing."""

    APPLIED = "applied"
    ACTIVE = "active"
    WARNED = "warned"
    SUSPENDED = "suspended"
    LEFT = "left"


class Step(StrEnum):
    """What can happen to a membership."""

    ADMIT = "admit"
    WARN = "warn"
    CLEAR = "clear"
    SUSPEND = "suspend"
    READMIT = "readmit"
    LEAVE = "leave"


LIFECYCLE = Lifecycle(
    "member",
    {
        (State.APPLIED, Step.ADMIT): State.ACTIVE,
        (State.APPLIED, Step.LEAVE): State.LEFT,
        (State.ACTIVE, Step.WARN): State.WARNED,
        (State.ACTIVE, Step.SUSPEND): State.SUSPENDED,
        (State.ACTIVE, Step.LEAVE): State.LEFT,
        (State.WARNED, Step.CLEAR): State.ACTIVE,
        (State.WARNED, Step.SUSPEND): State.SUSPENDED,
        (State.WARNED, Step.LEAVE): State.LEFT,
        (State.SUSPENDED, Step.READMIT): State.ACTIVE,
        (State.SUSPENDED, Step.LEAVE): State.LEFT,
    },
    dict.fromkeys(Step, frozenset({Role.ADMIN, OPERATOR_ROLE})),
)
after = LIFECYCLE.after
