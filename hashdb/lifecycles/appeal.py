"""The life of an appeal, as one table.

Anybody may lodge one, without an account; an officer who had no part in the case decides. Its clock stops while the
appellant is asked. What is upheld is remedied everywhere; what is not may go to a body outside the service.
"""

from enum import StrEnum

from hashdb.lifecycles.table import Lifecycle
from hashdb.roles import BY_SYSTEM, Role


class State(StrEnum):
    """Where an appeal stands."""

    LODGED = "lodged"
    INADMISSIBLE = "inadmissible"
    UNDER_REVIEW = "under_review"
    WAITING_APPELLANT = "waiting_appellant"
    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"
    DISMISSED = "dismissed"
    REMEDIED = "remedied"
    EXTERNAL_REVIEW = "external_review"
    CLOSED = "closed"


class Step(StrEnum):
    """What can happen to an appeal."""

    ADMIT = "admit"
    FIND_INADMISSIBLE = "find_inadmissible"
    ASK = "ask"
    ANSWER = "answer"
    LAPSE = "lapse"
    SECOND = "second"
    UPHOLD = "uphold"
    UPHOLD_PARTLY = "uphold_partly"
    DISMISS = "dismiss"
    REMEDY = "remedy"
    REFER = "refer"
    OVERTURN = "overturn"
    AFFIRM = "affirm"
    CLOSE = "close"


OPEN = frozenset({State.LODGED, State.UNDER_REVIEW, State.WAITING_APPELLANT})
DECIDED = frozenset({State.UPHELD, State.PARTLY_UPHELD, State.DISMISSED})

_OFFICER: frozenset[str] = frozenset({Role.APPEALS_OFFICER})
_APPELLANT: frozenset[str] = frozenset({Role.PUBLIC})

LIFECYCLE = Lifecycle(
    "appeal",
    {
        (State.LODGED, Step.ADMIT): State.UNDER_REVIEW,
        (State.LODGED, Step.FIND_INADMISSIBLE): State.INADMISSIBLE,
        (State.UNDER_REVIEW, Step.ASK): State.WAITING_APPELLANT,
        (State.UNDER_REVIEW, Step.SECOND): State.UNDER_REVIEW,
        (State.UNDER_REVIEW, Step.UPHOLD): State.UPHELD,
        (State.UNDER_REVIEW, Step.UPHOLD_PARTLY): State.PARTLY_UPHELD,
        (State.UNDER_REVIEW, Step.DISMISS): State.DISMISSED,
        (State.WAITING_APPELLANT, Step.ANSWER): State.UNDER_REVIEW,
        (State.WAITING_APPELLANT, Step.LAPSE): State.UNDER_REVIEW,
        (State.UPHELD, Step.REMEDY): State.REMEDIED,
        (State.PARTLY_UPHELD, Step.REMEDY): State.REMEDIED,
        (State.DISMISSED, Step.REFER): State.EXTERNAL_REVIEW,
        (State.DISMISSED, Step.CLOSE): State.CLOSED,
        (State.INADMISSIBLE, Step.REFER): State.EXTERNAL_REVIEW,
        (State.INADMISSIBLE, Step.CLOSE): State.CLOSED,
        (State.EXTERNAL_REVIEW, Step.SECOND): State.EXTERNAL_REVIEW,
        (State.EXTERNAL_REVIEW, Step.OVERTURN): State.UPHELD,
        (State.EXTERNAL_REVIEW, Step.AFFIRM): State.CLOSED,
        (State.REMEDIED, Step.CLOSE): State.CLOSED,
    },
    {
        Step.ADMIT: _OFFICER,
        Step.FIND_INADMISSIBLE: _OFFICER,
        Step.ASK: _OFFICER,
        Step.ANSWER: _APPELLANT,
        Step.LAPSE: BY_SYSTEM,
        Step.SECOND: _OFFICER,
        Step.UPHOLD: _OFFICER,
        Step.UPHOLD_PARTLY: _OFFICER,
        Step.DISMISS: _OFFICER,
        Step.REMEDY: BY_SYSTEM,
        Step.REFER: _APPELLANT,
        Step.OVERTURN: _OFFICER,
        Step.AFFIRM: _OFFICER,
        Step.CLOSE: BY_SYSTEM,
    },
)
after = LIFECYCLE.after

# What the clock does when nobody else has; what is open and overdue decides nothing by itself.
BY_CLOCK = {
    State.WAITING_APPELLANT: Step.LAPSE,
    State.REMEDIED: Step.CLOSE,
    State.DISMISSED: Step.CLOSE,
    State.INADMISSIBLE: Step.CLOSE,
}
