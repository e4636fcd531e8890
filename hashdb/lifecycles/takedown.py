"""The life of a takedown request, as one table.

One person drafts, another approves; the platform's clock starts when it has received the request, stops while it waits
for a clarification, and starts again with the answer. What was removed in error is asked back, and nobody forgets it.
"""

from enum import StrEnum

from hashdb.lifecycles.table import Lifecycle
from hashdb.roles import BY_SYSTEM, REVIEWERS, SENIOR, Role


class State(StrEnum):
    """Where a takedown request stands."""

    DRAFT = "draft"
    PENDING_SECOND_APPROVAL = "pending_second_approval"
    APPROVED = "approved"
    DISPATCHED = "dispatched"
    UNDELIVERABLE = "undeliverable"
    RECEIVED = "received"
    CLARIFICATION = "clarification"
    OVERDUE = "overdue"
    ACTIONED = "actioned"
    PARTIALLY_ACTIONED = "partially_actioned"
    DECLINED = "declined"
    UNABLE = "unable"
    REINSTATEMENT_REQUESTED = "reinstatement_requested"
    REINSTATED = "reinstated"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    DISCARDED = "discarded"
    CLOSED_NO_RESPONSE = "closed_no_response"
    CLOSED = "closed"


class Step(StrEnum):
    """What can happen to a takedown request."""

    SUBMIT = "submit"
    DISCARD = "discard"
    APPROVE = "approve"
    RETURN = "return"
    REFUSE = "refuse"
    DISPATCH = "dispatch"
    REMIND = "remind"
    EXHAUST = "exhaust"
    RECEIVE = "receive"
    ASK_CLARIFICATION = "ask_clarification"
    CLARIFY = "clarify"
    LAPSE = "lapse"
    ACT = "act"
    ACT_PARTLY = "act_partly"
    DECLINE = "decline"
    PLEAD_UNABLE = "plead_unable"
    RESUME = "resume"
    WITHDRAW = "withdraw"
    ASK_REINSTATEMENT = "ask_reinstatement"
    REINSTATE = "reinstate"
    GIVE_UP = "give_up"
    CLOSE = "close"


# What the clock does when a request's time is over.
BY_CLOCK = {
    State.DRAFT: Step.DISCARD,
    State.DISPATCHED: Step.EXHAUST,
    State.RECEIVED: Step.LAPSE,
    State.CLARIFICATION: Step.REMIND,
    State.OVERDUE: Step.GIVE_UP,
    State.UNDELIVERABLE: Step.CLOSE,
    State.ACTIONED: Step.CLOSE,
    State.PARTIALLY_ACTIONED: Step.CLOSE,
    State.DECLINED: Step.CLOSE,
    State.REINSTATEMENT_REQUESTED: Step.REMIND,
    State.REINSTATED: Step.CLOSE,
    State.WITHDRAWN: Step.CLOSE,
}
ACTED = frozenset({State.ACTIONED, State.PARTIALLY_ACTIONED})

# An order is an authority's: its officers draft and approve it, as reviewers do a referral.
_OFFICER = frozenset({Role.AUTHORITY_OFFICER})
_DRAFTERS = _OFFICER | {Role.REVIEWER}
_APPROVERS = SENIOR | _OFFICER
_PLATFORM: frozenset[str] = frozenset({Role.PLATFORM_RESPONDER})
_WITHDRAWERS = REVIEWERS | BY_SYSTEM | _OFFICER | {Role.APPEALS_OFFICER}

LIFECYCLE = Lifecycle(
    "takedown request",
    {
        (State.DRAFT, Step.SUBMIT): State.PENDING_SECOND_APPROVAL,
        (State.DRAFT, Step.DISCARD): State.DISCARDED,
        (State.DRAFT, Step.WITHDRAW): State.WITHDRAWN,
        (State.PENDING_SECOND_APPROVAL, Step.APPROVE): State.APPROVED,
        (State.PENDING_SECOND_APPROVAL, Step.RETURN): State.DRAFT,
        (State.PENDING_SECOND_APPROVAL, Step.REFUSE): State.REFUSED,
        (State.PENDING_SECOND_APPROVAL, Step.WITHDRAW): State.WITHDRAWN,
        (State.APPROVED, Step.DISPATCH): State.DISPATCHED,
        (State.APPROVED, Step.WITHDRAW): State.WITHDRAWN,
        (State.DISPATCHED, Step.REMIND): State.DISPATCHED,
        (State.DISPATCHED, Step.RECEIVE): State.RECEIVED,
        (State.DISPATCHED, Step.EXHAUST): State.UNDELIVERABLE,
        (State.DISPATCHED, Step.WITHDRAW): State.WITHDRAWN,
        (State.UNDELIVERABLE, Step.RECEIVE): State.RECEIVED,
        (State.UNDELIVERABLE, Step.WITHDRAW): State.WITHDRAWN,
        (State.UNDELIVERABLE, Step.CLOSE): State.CLOSED,
        (State.RECEIVED, Step.ASK_CLARIFICATION): State.CLARIFICATION,
        (State.RECEIVED, Step.ACT): State.ACTIONED,
        (State.RECEIVED, Step.ACT_PARTLY): State.PARTIALLY_ACTIONED,
        (State.RECEIVED, Step.DECLINE): State.DECLINED,
        (State.RECEIVED, Step.PLEAD_UNABLE): State.UNABLE,
        (State.RECEIVED, Step.LAPSE): State.OVERDUE,
        (State.RECEIVED, Step.WITHDRAW): State.WITHDRAWN,
        (State.CLARIFICATION, Step.REMIND): State.CLARIFICATION,
        (State.CLARIFICATION, Step.CLARIFY): State.RECEIVED,
        (State.CLARIFICATION, Step.WITHDRAW): State.WITHDRAWN,
        (State.OVERDUE, Step.REMIND): State.OVERDUE,
        (State.OVERDUE, Step.ASK_CLARIFICATION): State.CLARIFICATION,
        (State.OVERDUE, Step.ACT): State.ACTIONED,
        (State.OVERDUE, Step.ACT_PARTLY): State.PARTIALLY_ACTIONED,
        (State.OVERDUE, Step.DECLINE): State.DECLINED,
        (State.OVERDUE, Step.PLEAD_UNABLE): State.UNABLE,
        (State.OVERDUE, Step.WITHDRAW): State.WITHDRAWN,
        (State.OVERDUE, Step.GIVE_UP): State.CLOSED_NO_RESPONSE,
        (State.PARTIALLY_ACTIONED, Step.REMIND): State.PARTIALLY_ACTIONED,
        (State.PARTIALLY_ACTIONED, Step.ACT): State.ACTIONED,
        (State.PARTIALLY_ACTIONED, Step.ACT_PARTLY): State.PARTIALLY_ACTIONED,
        (State.PARTIALLY_ACTIONED, Step.CLOSE): State.CLOSED,
        (State.PARTIALLY_ACTIONED, Step.ASK_REINSTATEMENT): State.REINSTATEMENT_REQUESTED,
        (State.UNABLE, Step.RESUME): State.RECEIVED,
        (State.UNABLE, Step.WITHDRAW): State.WITHDRAWN,
        (State.ACTIONED, Step.ASK_REINSTATEMENT): State.REINSTATEMENT_REQUESTED,
        (State.ACTIONED, Step.CLOSE): State.CLOSED,
        (State.REINSTATEMENT_REQUESTED, Step.REMIND): State.REINSTATEMENT_REQUESTED,
        (State.REINSTATEMENT_REQUESTED, Step.REINSTATE): State.REINSTATED,
        (State.REINSTATEMENT_REQUESTED, Step.CLOSE): State.CLOSED,
        (State.REINSTATED, Step.CLOSE): State.CLOSED,
        (State.DECLINED, Step.WITHDRAW): State.WITHDRAWN,
        (State.DECLINED, Step.CLOSE): State.CLOSED,
        (State.WITHDRAWN, Step.CLOSE): State.CLOSED,
        (State.CLOSED, Step.ASK_REINSTATEMENT): State.REINSTATEMENT_REQUESTED,
    },
    {
        Step.SUBMIT: _DRAFTERS,
        Step.DISCARD: BY_SYSTEM,
        Step.APPROVE: _APPROVERS,
        Step.RETURN: _APPROVERS,
        Step.REFUSE: _APPROVERS,
        Step.DISPATCH: BY_SYSTEM,
        Step.REMIND: BY_SYSTEM,
        Step.EXHAUST: BY_SYSTEM,
        Step.RECEIVE: _PLATFORM | BY_SYSTEM,
        Step.ASK_CLARIFICATION: _PLATFORM,
        Step.CLARIFY: REVIEWERS | _OFFICER,
        Step.LAPSE: BY_SYSTEM,
        Step.ACT: _PLATFORM,
        Step.ACT_PARTLY: _PLATFORM,
        Step.DECLINE: _PLATFORM,
        Step.PLEAD_UNABLE: _PLATFORM,
        Step.RESUME: _PLATFORM,
        Step.WITHDRAW: _WITHDRAWERS,
        Step.ASK_REINSTATEMENT: _WITHDRAWERS,
        Step.REINSTATE: _PLATFORM,
        Step.GIVE_UP: BY_SYSTEM,
        Step.CLOSE: REVIEWERS | BY_SYSTEM,
        (State.REINSTATEMENT_REQUESTED, Step.CLOSE): _PLATFORM | BY_SYSTEM,
    },
)
after = LIFECYCLE.after
