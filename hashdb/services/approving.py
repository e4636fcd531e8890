"""Which step a yes to a signal is: a first, one more, the second, for the hours of a crisis, or one that still waits.

Nothing is written: `signals` asks, and takes the step.
"""

from datetime import datetime

from hashdb.errors import GuardError
from hashdb.lifecycles.signal import State, Step
from hashdb.records.incident import Incident
from hashdb.records.policy import Policy
from hashdb.records.signal import Signal
from hashdb.services import activation, crisis, reputation
from hashdb.store import Store


def in_crisis(store: Store, signal: Signal, policy: Policy, now: datetime) -> Incident | None:
    """Return the active incident that lets the first yes make this signal live at once, or None.

    Whoever was wrong too often goes the usual way in a crisis, too: with one person more.
    """
    if signal.state is not State.PENDING_REVIEW:
        return None
    incident = crisis.provisional(store, signal, now)
    return None if incident is None or reputation.extra_approvals(store, signal, policy) else incident


def step_of(store: Store, signal: Signal, policy: Policy, *, provisionally: bool) -> Step:
    """Return the step that an approval is in the signal's present state."""
    if provisionally:
        return Step.APPROVE_PROVISIONALLY
    enough = activation.is_corroborated(signal, policy)
    if signal.state is State.PENDING_REVIEW or _takes_one_more(store, signal, policy):
        return Step.APPROVE_FIRST
    if signal.state is State.PROVISIONAL and not enough:
        if activation.is_confirmed(signal):
            raise GuardError("two people have approved this signal; it waits for another member's vouch")
        return Step.CONFIRM_PROVISIONALLY
    return Step.APPROVE if enough or signal.state is not State.PENDING_SECOND else Step.AWAIT_CORROBORATION


def require_time(signal: Signal, now: datetime) -> None:
    """Raise GuardError for a signal whose time is over, whether or not a job has written that down."""
    if signal.is_over(now):
        raise GuardError("the time of this signal is over; whoever stands behind it may submit it anew")


def _takes_one_more(store: Store, signal: Signal, policy: Policy) -> bool:
    """Whether a first approval more is needed, because who submitted it was wrong too often."""
    if signal.state is not State.PENDING_SECOND:
        return False
    firsts = sum(1 for each in signal.decisions if each.step == Step.APPROVE_FIRST)
    return firsts < 1 + reputation.extra_approvals(store, signal, policy)
