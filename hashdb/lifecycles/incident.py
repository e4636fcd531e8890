"""The life of an incident, as one table.

Awareness only informs. Two people of different roles and organisations activate what a third proposed; an active
incident changes rules until its sunset, whether or not anything runs then.
"""

from enum import StrEnum

from hashdb.lifecycles.table import Lifecycle
from hashdb.roles import BY_SYSTEM, REVIEWERS, SENIOR, SYSTEM_ROLE, Role


class State(StrEnum):
    """Where an incident stands."""

    AWARENESS = "awareness"
    PROPOSED = "proposed"
    ACTIVE = "active"
    CONCLUDED = "concluded"
    DEBRIEFED = "debriefed"
    CLOSED = "closed"
    DISMISSED = "dismissed"


class Step(StrEnum):
    """What can happen to an incident; who agrees is the first of two."""

    PROPOSE = "propose"
    DISMISS = "dismiss"
    AGREE = "agree"
    ACTIVATE = "activate"
    EXTEND = "extend"
    CONCLUDE = "conclude"
    DEBRIEF = "debrief"
    CLOSE = "close"


_COMMAND = SENIOR | {Role.INCIDENT_COMMANDER}

LIFECYCLE = Lifecycle(
    "incident",
    {
        (State.AWARENESS, Step.PROPOSE): State.PROPOSED,
        (State.AWARENESS, Step.DISMISS): State.DISMISSED,
        (State.PROPOSED, Step.AGREE): State.PROPOSED,
        (State.PROPOSED, Step.ACTIVATE): State.ACTIVE,
        (State.PROPOSED, Step.DISMISS): State.DISMISSED,
        (State.ACTIVE, Step.AGREE): State.ACTIVE,
        (State.ACTIVE, Step.EXTEND): State.ACTIVE,
        (State.ACTIVE, Step.CONCLUDE): State.CONCLUDED,
        (State.CONCLUDED, Step.DEBRIEF): State.DEBRIEFED,
        (State.DEBRIEFED, Step.CLOSE): State.CLOSED,
    },
    {
        Step.PROPOSE: REVIEWERS | _COMMAND,
        Step.DISMISS: _COMMAND,
        Step.AGREE: _COMMAND,
        Step.ACTIVATE: _COMMAND,
        Step.EXTEND: _COMMAND,
        Step.CONCLUDE: frozenset({Role.INCIDENT_COMMANDER, SYSTEM_ROLE}),
        Step.DEBRIEF: _COMMAND,
        Step.CLOSE: BY_SYSTEM,
    },
)
after = LIFECYCLE.after

# What the clock does at the sunset, and when the public part of the debrief is due.
BY_CLOCK = {State.ACTIVE: Step.CONCLUDE, State.DEBRIEFED: Step.CLOSE}
