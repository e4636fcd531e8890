"""What became of a member's own submissions: the latest ones, one that is looked for by its value, and the account."""

from dataclasses import dataclass
from datetime import datetime

from hashdb.access import Actor
from hashdb.errors import NotFoundError
from hashdb.records.signal import Signal
from hashdb.services import reputation, retention, signals
from hashdb.services.reputation import Reputation
from hashdb.signals import parse_value
from hashdb.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a member's submissions fare, and how many more it may send today."""

    reputation: Reputation
    submitted_today: int
    allowed_today: int


def latest(store: Store, *, skip: int, limit: int, actor: Actor, now: datetime) -> tuple[list[Signal], int]:
    """Return signals that the member vouched for lately, the newest first, and of how many that are kept in mind."""
    known = store.submitted.of(actor.member_id)
    found = store.signals.many(known[skip : skip + limit])
    return retention.shown_all(store, found, now), len(known)


def standing(store: Store, *, actor: Actor, now: datetime) -> Standing:
    """Return what is known of how well the member submits, and its allowance."""
    policy, today, _ = store.policy_and_record(actor.member_id, now.date())
    return Standing(
        reputation=reputation.of(store, actor.member_id),
        submitted_today=today,
        allowed_today=policy.submissions_per_day,
    )


def found(store: Store, signal_type: str, signal_value: str, *, actor: Actor) -> Signal:
    """Return the member's signal that has this value, however long ago it was submitted; others do not exist for it."""
    value = parse_value(signal_type, signal_value, "signal_value")
    identifier = store.signals.ids_of(signal_type, [value])[0]
    if identifier is None:
        raise NotFoundError("you have submitted no signal with this value")
    return signals.get(store, identifier, actor=actor)
