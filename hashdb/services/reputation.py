"""What is known of how well a member submits, and what follows from it.

The share of its latest decided submissions that people confirmed is told as an interval, and only what the interval
leaves no doubt about has consequences: sanctions rest on its upper bound, trust on its lower one. Nothing of it ever
brings a signal below two people.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from hashdb.lifecycles.signal import State
from hashdb.records.alert import AlertKind
from hashdb.records.policy import Policy
from hashdb.records.signal import Signal, Submission
from hashdb.reports.intervals import wilson
from hashdb.services import alerts
from hashdb.store import Store, Write
from hashdb.store.reputations import Outcome

_FEW = 30
_TRUSTED_FROM = 0.95


class Standing(StrEnum):
    """What follows from a reputation."""

    PROBATION = "probation"
    USUAL = "usual"
    WARNED = "warned"
    WATCHED = "watched"
    HEARING = "hearing"
    TRUSTED = "trusted"


# Below which upper bound a member stands where; the lowest that applies.
_BELOW = ((0.70, Standing.HEARING), (0.85, Standing.WATCHED), (0.95, Standing.WARNED))
_OUTCOMES = {
    State.ACTIVE: Outcome.CONFIRMED,
    State.REJECTED: Outcome.REJECTED,
    State.WITHDRAWN: Outcome.WITHDRAWN,
}
_ADVERSE = {Standing.WARNED, Standing.WATCHED, Standing.HEARING}
_CLOSELY_READ = {Standing.WATCHED, Standing.HEARING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reputation:
    """Of so many decided submissions so many were confirmed: between which shares that lies, and what follows."""

    decided: int
    confirmed: int
    lower: float
    upper: float
    standing: Standing


def of(store: Store, member_id: str) -> Reputation:
    """Return a member's reputation."""
    return _of(store.reputations.of(member_id))


def judged(*, confirmed: int, decided: int) -> Reputation:
    """Return what *confirmed* of *decided* submissions come to."""
    lower, upper = wilson(confirmed, decided)
    standing = _standing(decided, lower, upper)
    return Reputation(decided=decided, confirmed=confirmed, lower=lower, upper=upper, standing=standing)


def noted(store: Store, before: Signal, after: Signal) -> Write:
    """Note for everybody who vouches what people decided; what is only waiting was not decided yet."""
    outcome = _OUTCOMES.get(after.state)
    written = Write()
    if outcome is None or after.state is before.state:
        return written
    decided_at = before.decisions[-1].decided_at if before.decisions else None
    for member_id in {each.member_id for each in after.submissions if _counts(each, decided_at)}:
        written += store.reputations.note(member_id, after.id, outcome)
    return written


def extra_approvals(store: Store, signal: Signal, policy: Policy) -> int:
    """Return how many first approvals more a signal takes than one, because of who vouches for it.

    None where enough others vouch, too: whoever was wrong too often cannot hide behind one of them, nor hold them up.
    """
    vouches = [each for each in signal.submissions if each.stands]
    closely_read = {each.group_id for each in vouches if _is_closely_read(store, each.member_id, policy)}
    others = signal.vouching_groups() - closely_read
    return int(bool(closely_read) and len(others) < policy.vouches_for(signal.claim.tier))


def first_review_by(outcomes: Sequence[Outcome], policy: Policy, now: datetime) -> datetime:
    """Return by when somebody should look at what a member submits; that of a trusted one is through the queue sooner.

    Never fewer than two people look.
    """
    within = timedelta(seconds=policy.first_review_within)
    return now + (within / 2 if _of(outcomes).standing is Standing.TRUSTED else within)


def look(store: Store, member_id: str, now: datetime) -> None:
    """Raise an alert about a member that is wrong too often; what to do about it people decide."""
    if of(store, member_id).standing in _ADVERSE:
        alerts.raise_now(store, AlertKind.REPUTATION, "member", member_id, now=now)


def _of(outcomes: Sequence[Outcome]) -> Reputation:
    return judged(confirmed=outcomes.count(Outcome.CONFIRMED), decided=len(outcomes))


def _counts(vouch: Submission, decided_at: datetime | None) -> bool:
    """Whether a vouch stood when people last decided: who takes it back since then shares what comes of it."""
    since = decided_at is not None and vouch.retracted_at is not None and vouch.retracted_at >= decided_at
    return vouch.stands or (since and vouch.refused_at is None)


def _is_closely_read(store: Store, member_id: str, policy: Policy) -> bool:
    standing = of(store, member_id).standing
    return standing in _CLOSELY_READ or (standing is Standing.PROBATION and policy.probation_extra_reviewer)


def _standing(decided: int, lower: float, upper: float) -> Standing:
    if decided < _FEW:
        return Standing.PROBATION
    if lower >= _TRUSTED_FROM:
        return Standing.TRUSTED
    return next((standing for bound, standing in _BELOW if upper < bound), Standing.USUAL)
