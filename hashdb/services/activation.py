"""What comes with a signal's becoming live or ceasing to be: its times, and the work that is then owed."""

from dataclasses import replace
from datetime import datetime, timedelta

from hashdb.lifecycles.signal import Step
from hashdb.records.policy import Policy
from hashdb.records.signal import Signal
from hashdb.store import Debt, Kind, Store, Write


def activated(signal: Signal, step: Step, policy: Policy, now: datetime) -> Signal:
    """Return the signal as live from now until the end of its lifetime."""
    live = signal.advance(step)
    return replace(live, activated_at=now, due_at=None, expires_at=now + timedelta(seconds=policy.signal_lifetime))


def disputed(signal: Signal, policy: Policy, now: datetime) -> Signal:
    """Return the signal with its distribution paused until somebody decides, by the policy's deadline."""
    paused = signal.advance(Step.DISPUTE)
    due = now + timedelta(seconds=policy.dispute_within)
    return replace(paused, due_at=due, decided_before=len(signal.decisions))


def is_corroborated(signal: Signal, policy: Policy) -> bool:
    """Whether as many corporate groups vouch for the signal as its tier takes."""
    return len(signal.vouching_groups()) >= policy.vouches_for(signal.claim.tier)


def follow(store: Store, signal: Signal, now: datetime) -> Write:
    """Owe the search for a signal that became live in all inventories."""
    return store.ledger.owe(Debt(kind=Kind.MATCH_SIGNAL, subject_id=signal.id), now)


def follow_withdrawal(store: Store, signal: Signal, now: datetime) -> Write:
    """Owe the remedy for whatever rests on a signal that was withdrawn, now or before it was submitted anew."""
    return store.ledger.owe(Debt(kind=Kind.FOLLOW_WITHDRAWAL, subject_id=signal.id), now)
