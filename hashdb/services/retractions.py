"""Take one's own submission back."""

from dataclasses import replace
from datetime import datetime

from hashdb import audit
from hashdb.access import Actor
from hashdb.errors import NotFoundError
from hashdb.lifecycles.signal import DISTRIBUTED_ONCE, LIVE, Step
from hashdb.records.signal import Signal
from hashdb.services import activation
from hashdb.store import Store, Write


def retract(store: Store, signal_id: str, *, actor: Actor, now: datetime) -> Signal:
    """Take back one's own submission.

    A signal that nobody stands behind any more is withdrawn; one that has lost a vouch it needs is disputed.
    """
    before = store.signals.get(signal_id)
    if before.submission_of(actor.member_id) is None:
        raise NotFoundError(f"there is no signal {signal_id}")
    left = tuple(each for each in before.submissions if each.member_id != actor.member_id)
    signal = replace(before, submissions=left, version=before.version + 1)
    writes: list[Write] = []
    if not left:
        signal = signal.advance(Step.WITHDRAW)
        if before.state in LIVE | DISTRIBUTED_ONCE:
            writes.append(activation.follow_withdrawal(store, signal, now))
    elif before.state in LIVE and len(signal.vouching_groups()) < store.policy().vouches_for(signal.claim.tier):
        signal = activation.disputed(signal, store.policy(), now)
    entry = audit.entry(actor, "signal.retract", now, before=before, after=signal)
    store.commit(entry, store.signals.put(signal, before), *writes)
    return signal
