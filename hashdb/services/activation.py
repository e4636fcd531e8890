"""What comes with a signal's becoming live or ceasing to be: its times, and the work that is then owed."""

from dataclasses import replace
from datetime import datetime, timedelta

from hashdb.lifecycles.signal import State, Step
from hashdb.records.policy import Policy
from hashdb.records.signal import Signal
from hashdb.store import Debt, Kind, Store, Write

# The tier whose content most depends on its context is looked at again sooner.
_TIER_REVIEWED_SOONER = 4


def activated(signal: Signal, step: Step, policy: Policy, now: datetime) -> Signal:
    """Return the signal as live from now until the end of its lifetime; one that was provisional is live already."""
    since = signal.activated_at if signal.state is State.PROVISIONAL else None
    return renewed(replace(signal.advance(step), activated_at=since or now), policy, now)


def renewed(live: Signal, policy: Policy, now: datetime) -> Signal:
    """Return a live signal with its lifetime, and the time to its next review, beginning now."""
    sooner = live.claim.tier == _TIER_REVIEWED_SOONER
    review = policy.review_after_tier4 if sooner else policy.review_after
    return replace(
        live,
        due_at=None,
        expires_at=now + timedelta(seconds=policy.signal_lifetime),
        review_due_at=now + timedelta(seconds=review),
    )


def disputed(signal: Signal, policy: Policy, now: datetime, due: datetime | None = None) -> Signal:
    """Return the signal with its distribution paused until somebody decides, by *due* or by the policy's deadline."""
    within = policy.crisis_dispute_within if signal.state is State.PROVISIONAL else policy.dispute_within
    paused = signal.advance(Step.DISPUTE)
    return replace(paused, due_at=due or now + timedelta(seconds=within), decided_before=len(signal.decisions))


def is_corroborated(signal: Signal, policy: Policy) -> bool:
    """Whether as many corporate groups vouch for the signal as its tier takes."""
    return len(signal.vouching_groups()) >= policy.vouches_for(signal.claim.tier)


def is_confirmed(signal: Signal) -> bool:
    """Whether a second person has agreed to what is provisional."""
    return any(each.step == Step.CONFIRM_PROVISIONALLY for each in signal.decisions)


def follow(store: Store, signal: Signal, now: datetime) -> Write:
    """Owe the search for a signal that became live in all inventories."""
    return store.ledger.owe(Debt(kind=Kind.MATCH_SIGNAL, subject_id=signal.id), now)


def follow_withdrawal(store: Store, signal: Signal, now: datetime) -> Write:
    """Owe the remedy for whatever rests on a signal that was withdrawn, now or before it was submitted anew."""
    return store.ledger.owe(Debt(kind=Kind.FOLLOW_WITHDRAWAL, subject_id=signal.id), now)
