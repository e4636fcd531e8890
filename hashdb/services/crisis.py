"""What a crisis changes for signals: one reviewer makes one live, for hours, and a second person has to confirm it.

Nothing is decided here and nothing written: the services of signals and requests ask, and pin the incident that they
were told of (`store.incidents.unchanged`) in the act that rests on the answer.
"""

from datetime import datetime, timedelta

from hashdb.records.incident import Incident
from hashdb.records.policy import Policy
from hashdb.records.signal import BehaviourLabel, Ground, Signal
from hashdb.store import Store

# What an attacker makes, or what shows the attack itself; praise of it by others goes the usual way.
OF_THE_ATTACK = frozenset(
    {
        BehaviourLabel.ATTACK_PRODUCED,
        BehaviourLabel.MANIFESTO,
        BehaviourLabel.GRAPHIC_VIOLENCE,
        BehaviourLabel.IMMINENT_CREDIBLE_THREAT,
    }
)


def active(store: Store, ground: Ground, now: datetime) -> Incident | None:
    """Return the incident that a ground names, while the rules of the crisis hold."""
    found = None if ground.incident_id is None else store.incidents.find(ground.incident_id)
    return found if found is not None and found.is_active(now) else None


def provisional(store: Store, signal: Signal, now: datetime) -> Incident | None:
    """Return the active incident that lets the first approval make this signal live at once, or None.

    It has to show the attack, and in no context that may make it legitimate: news and evidence go the usual way.
    """
    if signal.context_flags() or OF_THE_ATTACK.isdisjoint(signal.claim.behaviour_labels):
        return None
    return active(store, signal.claim.ground, now)


def ends_unless_confirmed(policy: Policy, now: datetime) -> datetime:
    """Return when a signal that one person made live at *now* drops out, unless a second confirms it."""
    return now + timedelta(seconds=policy.provisional_second_within)


def ends_unless_promoted(policy: Policy, first_approved_at: datetime) -> datetime:
    """Return when a confirmed provisional signal ends, unless the full procedure makes it active."""
    return first_approved_at + timedelta(seconds=policy.provisional_lifetime)


def dispute_window(store: Store, signal: Signal, policy: Policy, now: datetime) -> timedelta:
    """Return how long people may take to decide a dispute: hours in a crisis, days otherwise."""
    urgent = active(store, signal.claim.ground, now) is not None
    return timedelta(seconds=policy.crisis_dispute_within if urgent else policy.dispute_within)
