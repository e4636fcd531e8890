"""The life of an entry of the register, as one table.

An entry is a ground for requests while it is usable; a file alone neither lists nor delists anybody.
"""

from enum import StrEnum

from hashdb.lifecycles.table import Lifecycle
from hashdb.roles import BY_SYSTEM, SENIOR, Role


class State(StrEnum):
    """Where an entry of the register stands."""

    PROPOSED = "proposed"
    REFUSED = "refused"
    MERGED = "merged"
    ACTIVE = "active"
    UNDER_CHALLENGE = "under_challenge"
    SUSPENDED = "suspended"
    DELISTED = "delisted"


class Step(StrEnum):
    """What can happen to an entry; who agrees to a suspension, or to its end, is the first of two."""

    APPROVE = "approve"
    REFUSE = "refuse"
    MERGE = "merge"
    CHALLENGE = "challenge"
    AGREE = "agree"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    DELIST = "delist"
    RELIST = "relist"


USABLE = frozenset({State.ACTIVE, State.UNDER_CHALLENGE})

_APPEALS: frozenset[str] = frozenset({Role.APPEALS_OFFICER})
_EDITOR: frozenset[str] = frozenset({Role.REGISTER_EDITOR})

LIFECYCLE = Lifecycle(
    "register entry",
    {
        (State.PROPOSED, Step.APPROVE): State.ACTIVE,
        (State.PROPOSED, Step.REFUSE): State.REFUSED,
        (State.PROPOSED, Step.MERGE): State.MERGED,
        (State.ACTIVE, Step.CHALLENGE): State.UNDER_CHALLENGE,
        (State.ACTIVE, Step.AGREE): State.ACTIVE,
        (State.ACTIVE, Step.SUSPEND): State.SUSPENDED,
        (State.ACTIVE, Step.DELIST): State.DELISTED,
        (State.UNDER_CHALLENGE, Step.AGREE): State.UNDER_CHALLENGE,
        (State.UNDER_CHALLENGE, Step.SUSPEND): State.SUSPENDED,
        (State.UNDER_CHALLENGE, Step.REINSTATE): State.ACTIVE,
        (State.UNDER_CHALLENGE, Step.DELIST): State.DELISTED,
        (State.SUSPENDED, Step.AGREE): State.SUSPENDED,
        (State.SUSPENDED, Step.REINSTATE): State.ACTIVE,
        (State.SUSPENDED, Step.DELIST): State.DELISTED,
        (State.DELISTED, Step.RELIST): State.PROPOSED,
    },
    {
        Step.APPROVE: SENIOR,
        Step.REFUSE: SENIOR,
        Step.MERGE: SENIOR,
        Step.CHALLENGE: _APPEALS | BY_SYSTEM,
        Step.AGREE: SENIOR | _APPEALS,
        Step.SUSPEND: SENIOR | _APPEALS,
        Step.REINSTATE: SENIOR | _APPEALS,
        Step.DELIST: _EDITOR,
        Step.RELIST: _EDITOR,
    },
)
after = LIFECYCLE.after
