"""How many matches a day a signal may have before somebody must look: a wrong hash shows by hitting too much.

The cap is a multiple of what is usual for signals of the same label, and never so low that a few finds reach it. What
goes beyond it is disputed by the service itself; in a crisis, where much is found of what is new, and where people have
upheld it, it is told only.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from statistics import median

from hashdb.access import SYSTEM
from hashdb.lifecycles.signal import Step
from hashdb.records.alert import AlertKind
from hashdb.records.policy import Policy
from hashdb.records.signal import BehaviourLabel, ReviewReason, Signal
from hashdb.services import alerts, crisis, reputation, signals
from hashdb.store import Store, Write, lists

_WEEK = 7
_AT_ONCE = 1_000


def counted(store: Store, signal: Signal, policy: Policy, now: datetime) -> Write:
    """Count a match of a live signal, and pause the signal when it has too many on this day."""
    today = now.date()
    count = store.daily.matches_of(signal.id, today) + 1
    written = store.daily.count_match(signal.id, today)
    if not exceeded(store, signal, count, policy):
        return written + store.signals.unchanged(signal)
    alert = alerts.raised(store, AlertKind.MATCH_CAP, "signal", signal.id, now=now)
    if _was_upheld(signal, now) or crisis.active(store, signal.claim.ground, now) is not None:
        return written + alert + store.signals.unchanged(signal)
    reason = ReviewReason.BENIGN_TEMPLATE
    return written + alert + signals.dispute_for(store, signal, reason, None, actor=SYSTEM, now=now)


def _was_upheld(signal: Signal, now: datetime) -> bool:
    """Whether people found in the last days that the signal is right, however much it finds."""
    return any(each.step == Step.UPHOLD and now - each.decided_at < timedelta(days=_WEEK) for each in signal.decisions)


def exceeded(store: Store, signal: Signal, count: int, policy: Policy) -> bool:
    """Whether so many matches on a day are too many for this signal."""
    if count <= policy.match_cap_floor:
        return False
    return count > policy.match_cap_factor * store.daily.median_of(label_of(signal) or "")


def label_of(signal: Signal) -> BehaviourLabel | None:
    """Return the label by which the signal is compared with others."""
    labels = signal.claim.behaviour_labels
    return labels[0] if labels else signal.claim.ground.behaviour


def take_medians(store: Store, now: datetime) -> None:
    """Compute what was usual in the last week, for each label, and look at how well members submit."""
    counts: defaultdict[str, list[int]] = defaultdict(list)
    for back in range(1, _WEEK + 1):
        found = store.daily.matches_on((now - timedelta(days=back)).date())
        names = list(found)
        for at in range(0, len(names), _AT_ONCE):
            for signal in store.signals.many(names[at : at + _AT_ONCE]):
                counts[label_of(signal) or ""].append(found[signal.id])
    store.daily.put_medians({label: median(several) for label, several in counts.items()})
    for member in store.members.all_of(lists.MEMBERS):
        reputation.look(store, member.id, now)
