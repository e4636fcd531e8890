"""What a decision about a signal comes to: its next state, and what is due by when.

Pure: who may decide, and what else follows, is in `signals`.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from hashdb.lifecycles.signal import Step
from hashdb.records.policy import Policy
from hashdb.records.signal import Signal, Stance
from hashdb.services import activation, crisis


def after(signal: Signal, step: Step, policy: Policy, now: datetime) -> Signal:
    """Return the signal after a decision, with its new times."""
    return _AFTERMATH.get(step, _plain)(signal, step, policy, now)


def _plain(signal: Signal, step: Step, _policy: Policy, _now: datetime) -> Signal:
    return replace(signal.advance(step), due_at=None)


def _first_approved(signal: Signal, step: Step, policy: Policy, now: datetime) -> Signal:
    return replace(signal.advance(step), due_at=now + timedelta(seconds=policy.second_review_within))


def _released(signal: Signal, step: Step, policy: Policy, now: datetime) -> Signal:
    return replace(signal.advance(step), due_at=now + timedelta(seconds=policy.first_review_within))


def _waiting(signal: Signal, step: Step, policy: Policy, now: datetime) -> Signal:
    waiting = signal.advance(step)
    return replace(waiting, due_at=None, expires_at=now + timedelta(seconds=policy.corroboration_wait))


def _upheld(signal: Signal, step: Step, policy: Policy, now: datetime) -> Signal:
    said = (each for each in signal.opinions if each.stance is Stance.NEGATIVE and not signal.has_overruled(each))
    upheld = replace(signal, overruled=(*signal.overruled, *said))
    if step is Step.UPHOLD_UNCORROBORATED:
        return _waiting(upheld, step, policy, now)
    active = _plain(upheld, step, policy, now)
    was_provisional = signal.review_due_at is None
    return activation.renewed(active, policy, now) if was_provisional else active


def _provisional(signal: Signal, step: Step, policy: Policy, now: datetime) -> Signal:
    """Let one person's word count at once, for hours: it drops out unless a second person agrees meanwhile."""
    ends = crisis.ends_unless_confirmed(policy, now)
    return replace(signal.advance(step), activated_at=now, due_at=ends, expires_at=ends)


def _confirmed(signal: Signal, step: Step, policy: Policy, now: datetime) -> Signal:
    """Let it last some days, counted from the first approval: a second person has agreed."""
    ends = crisis.ends_unless_promoted(policy, signal.activated_at or now)
    return replace(signal.advance(step), due_at=None, expires_at=ends)


def _reaffirmed(signal: Signal, step: Step, policy: Policy, now: datetime) -> Signal:
    return activation.renewed(signal.advance(step), policy, now)


_AFTERMATH: dict[Step, Callable[[Signal, Step, Policy, datetime], Signal]] = {
    Step.APPROVE_FIRST: _first_approved,
    Step.APPROVE_PROVISIONALLY: _provisional,
    Step.CONFIRM_PROVISIONALLY: _confirmed,
    Step.APPROVE: activation.activated,
    Step.AWAIT_CORROBORATION: _waiting,
    Step.RELEASE: _released,
    Step.UPHOLD: _upheld,
    Step.UPHOLD_UNCORROBORATED: _upheld,
    Step.REAFFIRM: _reaffirmed,
}
