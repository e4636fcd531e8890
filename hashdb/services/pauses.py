"""What an appeal does to a signal: its admission pauses it, its dismissal ends that pause.

A pause that somebody else has a reason for as well is a senior reviewer's to end, and so is what a crisis made live on
one person's word.
"""

from dataclasses import replace
from datetime import datetime

from hashdb.access import Actor
from hashdb.errors import GuardError
from hashdb.lifecycles.appeal import OPEN
from hashdb.lifecycles.signal import ENDED, LIVE, State, Step
from hashdb.records.appeal import Appeal
from hashdb.records.signal import ReviewReason, Signal, Stance
from hashdb.services import activation, cases, grounds, signals
from hashdb.services.contention import again_if_stale
from hashdb.store import Store, Write, lists


def paused(store: Store, signal_id: str, appeal: Appeal, *, actor: Actor, now: datetime) -> tuple[Appeal, Write]:
    """Pause a live signal until the appeal is decided, and note in the appeal that it did, or shares in such a pause.

    One that is not live yet counts as changed, so that nobody makes it live who has not seen the appeal.
    """
    signal = store.signals.get(signal_id)
    if signal.state in LIVE:
        pause = signals.dispute_for(store, signal, ReviewReason.OTHER, appeal.decide_by, actor=actor, now=now)
        return replace(appeal, paused=True), pause
    if signal.state in ENDED:
        return appeal, Write()
    others = store.appeals.all_of(lists.appeals_about(signal_id))
    shared = signal.state is State.DISPUTED and any(each.paused and each.state in OPEN for each in others)
    return replace(appeal, paused=shared), store.signals.put(replace(signal, version=signal.version + 1), signal)


@again_if_stale
def end(store: Store, signal_id: str, *, actor: Actor, now: datetime) -> None:
    """End the pause of an appeal that was dismissed, unless somebody else has a doubt."""
    signal = store.signals.get(signal_id)
    if signal.state is not State.DISPUTED or _is_doubted(store, signal):
        return
    try:
        ground = grounds.require_one(store, signal, now)
    except GuardError:
        return
    signals.decide_for(store, signal, Step.UPHOLD, ReviewReason.VERIFIED, actor=actor, now=now, follow=ground)


def _is_doubted(store: Store, signal: Signal) -> bool:
    against = any(each.stance is Stance.NEGATIVE and not signal.has_overruled(each) for each in signal.opinions)
    in_crisis = signal.claim.ground.incident_id is not None
    corroborated = activation.is_corroborated(signal, store.policy())
    return against or in_crisis or not corroborated or cases.open_about(store, signal.id)
