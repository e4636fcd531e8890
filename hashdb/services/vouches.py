"""What a member's submission comes to for a signal that is known already: one vouch more, or a new case.

Pure: whether the member may vouch is decided in `submissions`, which also writes.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from hashdb.lifecycles.signal import State, Step
from hashdb.records.policy import Policy
from hashdb.records.signal import Signal, Submission
from hashdb.services import activation
from hashdb.signals import View


def with_submission(signal: Signal, given: Submission) -> Signal:
    """Return the signal with a member's submission, in place of one that the same member took back."""
    if given.claim == signal.claim:
        given = replace(given, claim=None)
    others = (each for each in signal.submissions if each.member_id != given.member_id)
    return replace(signal, submissions=(*others, given), version=signal.version + 1)


def vouched(signal: Signal, vouch: Submission, policy: Policy, now: datetime) -> Signal:
    """Return the signal with one vouch more, which may be the one that it waited for."""
    more = with_submission(signal, vouch)
    if more.state is State.AWAITING_CORROBORATION and activation.is_corroborated(more, policy):
        return activation.activated(more, Step.CORROBORATE, policy, now)
    return more


def begun_anew(ended: Signal, first: Submission, views: tuple[View, ...], policy: Policy, now: datetime) -> Signal:
    """Return the signal as a new case: of the earlier one only the value, the id and the row are left.

    Its views are those that come with the submission that begins it; where they are others, other rows are due.
    """
    signal = Signal(
        id=ended.id,
        signal_type=ended.signal_type,
        signal_value=ended.signal_value,
        row=ended.row,
        quality=first.quality,
        views=views,
        claim=first.claim or ended.claim,
        submissions=(replace(first, claim=None, quality=None),),
        created_at=ended.created_at,
        due_at=now + timedelta(seconds=policy.first_review_within),
        state=ended.state,
        version=ended.version,
    )
    return signal.advance(Step.RESUBMIT)
