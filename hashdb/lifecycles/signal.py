"""The life of a signal, as one table.

A submission is screened, then two people of other members approve it, and one more first where who submitted it was
wrong too often; enough members must vouch for it before it is distributed. A dispute pauses distribution until someone
who was not involved decides; what is upheld but has lost the vouches that it needs waits for them. The end of a signal
is a tombstone in the feed, never a silent removal. What has expired, or was only taken back by those who submitted it,
may be submitted anew and is reviewed from the start.
"""

from enum import StrEnum

from hashdb.lifecycles.table import Lifecycle
from hashdb.roles import BY_SYSTEM, REVIEWERS, SENIOR, SYSTEM_ROLE, Role


class State(StrEnum):
    """Where a signal stands; only `active` and `provisional` are distributed and matched."""

    SUBMITTED = "submitted"
    REJECTED = "rejected"
    QUARANTINED = "quarantined"
    PENDING_REVIEW = "pending_review"
    PENDING_SECOND = "pending_second"
    AWAITING_CORROBORATION = "awaiting_corroboration"
    PROVISIONAL = "provisional"
    ACTIVE = "active"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Step(StrEnum):
    """What can happen to a signal."""

    SCREEN = "screen"
    FAIL_SCREENING = "fail_screening"
    QUARANTINE = "quarantine"
    RELEASE = "release"
    APPROVE_FIRST = "approve_first"
    APPROVE_PROVISIONALLY = "approve_provisionally"
    CONFIRM_PROVISIONALLY = "confirm_provisionally"
    APPROVE = "approve"
    AWAIT_CORROBORATION = "await_corroboration"
    CORROBORATE = "corroborate"
    REJECT = "reject"
    DISPUTE = "dispute"
    UPHOLD = "uphold"
    UPHOLD_UNCORROBORATED = "uphold_uncorroborated"
    REAFFIRM = "reaffirm"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    RESUBMIT = "resubmit"


LIVE = frozenset({State.ACTIVE, State.PROVISIONAL})
ENDED = frozenset({State.REJECTED, State.WITHDRAWN, State.EXPIRED})
APPROVALS = frozenset(
    {
        Step.APPROVE_FIRST,
        Step.APPROVE_PROVISIONALLY,
        Step.CONFIRM_PROVISIONALLY,
        Step.APPROVE,
        Step.AWAIT_CORROBORATION,
    }
)

# A submitter vouches and takes its vouch back. That a second approval takes a senior is the policy's first word.
_SUBMITTER: frozenset[str] = frozenset({Role.PLATFORM_SUBMITTER})
_DISPUTERS = REVIEWERS | {
    Role.PLATFORM_SUBMITTER,
    Role.PLATFORM_MATCHER,
    Role.PLATFORM_RESPONDER,
    Role.APPEALS_OFFICER,
    SYSTEM_ROLE,
}

LIFECYCLE = Lifecycle(
    "signal",
    {
        (State.SUBMITTED, Step.SCREEN): State.PENDING_REVIEW,
        (State.SUBMITTED, Step.FAIL_SCREENING): State.REJECTED,
        (State.SUBMITTED, Step.QUARANTINE): State.QUARANTINED,
        (State.QUARANTINED, Step.RELEASE): State.PENDING_REVIEW,
        (State.QUARANTINED, Step.REJECT): State.REJECTED,
        (State.QUARANTINED, Step.WITHDRAW): State.WITHDRAWN,
        (State.PENDING_REVIEW, Step.APPROVE_FIRST): State.PENDING_SECOND,
        (State.PENDING_REVIEW, Step.APPROVE_PROVISIONALLY): State.PROVISIONAL,
        (State.PENDING_REVIEW, Step.QUARANTINE): State.QUARANTINED,
        (State.PENDING_REVIEW, Step.REJECT): State.REJECTED,
        (State.PENDING_REVIEW, Step.WITHDRAW): State.WITHDRAWN,
        (State.PENDING_SECOND, Step.APPROVE_FIRST): State.PENDING_SECOND,
        (State.PENDING_SECOND, Step.APPROVE): State.ACTIVE,
        (State.PENDING_SECOND, Step.AWAIT_CORROBORATION): State.AWAITING_CORROBORATION,
        (State.PENDING_SECOND, Step.QUARANTINE): State.QUARANTINED,
        (State.PENDING_SECOND, Step.REJECT): State.REJECTED,
        (State.PENDING_SECOND, Step.WITHDRAW): State.WITHDRAWN,
        (State.AWAITING_CORROBORATION, Step.CORROBORATE): State.ACTIVE,
        (State.AWAITING_CORROBORATION, Step.QUARANTINE): State.QUARANTINED,
        (State.AWAITING_CORROBORATION, Step.WITHDRAW): State.WITHDRAWN,
        (State.AWAITING_CORROBORATION, Step.EXPIRE): State.EXPIRED,
        (State.PROVISIONAL, Step.CONFIRM_PROVISIONALLY): State.PROVISIONAL,
        (State.PROVISIONAL, Step.APPROVE): State.ACTIVE,
        (State.PROVISIONAL, Step.CORROBORATE): State.ACTIVE,
        (State.PROVISIONAL, Step.DISPUTE): State.DISPUTED,
        (State.PROVISIONAL, Step.WITHDRAW): State.WITHDRAWN,
        (State.PROVISIONAL, Step.EXPIRE): State.EXPIRED,
        (State.ACTIVE, Step.REAFFIRM): State.ACTIVE,
        (State.ACTIVE, Step.DISPUTE): State.DISPUTED,
        (State.ACTIVE, Step.WITHDRAW): State.WITHDRAWN,
        (State.ACTIVE, Step.EXPIRE): State.EXPIRED,
        (State.DISPUTED, Step.UPHOLD): State.ACTIVE,
        (State.DISPUTED, Step.UPHOLD_UNCORROBORATED): State.AWAITING_CORROBORATION,
        (State.DISPUTED, Step.WITHDRAW): State.WITHDRAWN,
        (State.DISPUTED, Step.EXPIRE): State.EXPIRED,
        (State.EXPIRED, Step.RESUBMIT): State.PENDING_REVIEW,
        (State.WITHDRAWN, Step.RESUBMIT): State.PENDING_REVIEW,
    },
    {
        Step.SCREEN: _SUBMITTER,
        Step.FAIL_SCREENING: _SUBMITTER,
        Step.QUARANTINE: _SUBMITTER | BY_SYSTEM,
        Step.RELEASE: SENIOR,
        Step.APPROVE_FIRST: REVIEWERS,
        Step.APPROVE_PROVISIONALLY: REVIEWERS,
        Step.CONFIRM_PROVISIONALLY: REVIEWERS,
        Step.APPROVE: REVIEWERS,
        Step.AWAIT_CORROBORATION: REVIEWERS,
        Step.CORROBORATE: _SUBMITTER,
        Step.REJECT: REVIEWERS,
        Step.DISPUTE: _DISPUTERS,
        Step.UPHOLD: SENIOR | {Role.APPEALS_OFFICER},
        Step.UPHOLD_UNCORROBORATED: SENIOR,
        Step.REAFFIRM: SENIOR,
        Step.WITHDRAW: SENIOR | _SUBMITTER | {Role.APPEALS_OFFICER},
        Step.EXPIRE: BY_SYSTEM,
        Step.RESUBMIT: _SUBMITTER,
    },
)
after = LIFECYCLE.after
