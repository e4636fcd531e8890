"""Take one's own submission back."""

from dataclasses import replace
from datetime import datetime

from hashdb import audit
from hashdb.access import Actor
from hashdb.errors import NotFoundError
from hashdb.lifecycles.signal import LIVE, State, Step
from hashdb.records.policy import Policy
from hashdb.records.signal import Signal
from hashdb.services import activation, steps
from hashdb.store import Store, Write


def retract(store: Store, signal_id: str, *, actor: Actor, now: datetime) -> Signal:
    """Take back one's own submission.

    A signal that nobody stands behind any more is withdrawn; one that has lost a vouch it needs is disputed. What is
    disputed already stays so: its end is for reviewers to decide.
    """
    before = store.signals.get(signal_id)
    taken_back = before.submission_of(actor.member_id)
    if taken_back is None:
        raise NotFoundError(f"there is no signal {signal_id}")
    kept = (replace(each, retracted_at=now) if each == taken_back else each for each in before.submissions)
    retracted = replace(before, submissions=tuple(kept), version=before.version + 1)
    signal = _without_the_vouch(retracted, store.policy(), now)
    entry = audit.entry(actor, "signal.retract", now, before=before, after=before)
    store.commit(entry, _written(store, before, signal, actor, now))
    return signal


def _written(store: Store, before: Signal, after: Signal, actor: Actor, now: datetime) -> Write:
    """Write the signal, with the step that it comes to without the vouch, if any."""
    if after.state is before.state:
        return store.signals.put(after, before)
    withdrawn = after.state is State.WITHDRAWN
    step = Step.WITHDRAW if withdrawn else Step.DISPUTE
    follow = activation.follow_withdrawal(store, after, now) if withdrawn else Write()
    return steps.written(store, store.signals, before, after, step, actor=actor, now=now) + follow


def _without_the_vouch(retracted: Signal, policy: Policy, now: datetime) -> Signal:
    if retracted.state is State.DISPUTED:
        return retracted
    if not retracted.vouching_groups():
        return retracted.advance(Step.WITHDRAW)
    if retracted.state in LIVE and not activation.is_corroborated(retracted, policy):
        return activation.disputed(retracted, policy, now)
    return retracted
