"""The life of a change of somebody's roles, as one table: one administrator proposes, another one decides.

Who has the machine may be one of the two: else a service with a single administrator could never have a second.
"""

from enum import StrEnum

from hashdb.lifecycles.table import Lifecycle
from hashdb.roles import BY_SYSTEM, OPERATOR_ROLE, Role


class State(StrEnum):
    """Where a change of roles stands; only one that was granted has any effect."""

    PROPOSED = "proposed"
    GRANTED = "granted"
    REFUSED = "refused"
    LAPSED = "lapsed"


class Step(StrEnum):
    """What can happen to a change of roles."""

    GRANT = "grant"
    REFUSE = "refuse"
    LAPSE = "lapse"


_ADMINISTRATORS: frozenset[str] = frozenset({Role.ADMIN, OPERATOR_ROLE})

LIFECYCLE = Lifecycle(
    "role change",
    {
        (State.PROPOSED, Step.GRANT): State.GRANTED,
        (State.PROPOSED, Step.REFUSE): State.REFUSED,
        (State.PROPOSED, Step.LAPSE): State.LAPSED,
    },
    {
        Step.GRANT: _ADMINISTRATORS,
        Step.REFUSE: _ADMINISTRATORS,
        Step.LAPSE: BY_SYSTEM,
    },
)
after = LIFECYCLE.after
