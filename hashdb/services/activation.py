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
    return replace(paused, due_at=now + timedelta(seconds=policy.dispute_within))


def follow(store: Store, signal: Signal, now: datetime) -> Write:
    """Owe the search for a signal that became live in all inventories."""
    return store.ledger.owe(Debt(kind=Kind.MATCH_SIGNAL, subject_id=signal.id), now)


def follow_withdrawal(store: Store, signal: Signal, now: datetime) -> Write:
    """Owe the remedy for a signal that was distributed and should not have been."""
    return store.ledger.owe(Debt(kind=Kind.FOLLOW_WITHDRAWAL, subject_id=signal.id), now)
