"""What a crisis leaves behind: figures, a random sample of decisions to look at again, and a debrief that is due."""

import math
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from secrets import SystemRandom

from hashdb import audit
from hashdb.access import SYSTEM
from hashdb.records.alert import AlertKind
from hashdb.records.incident import Incident, Sampled
from hashdb.records.signal import Signal
from hashdb.services import alerts
from hashdb.store import Store, lists

# Of the decisions of a crisis a tenth is looked at again, and never fewer than fifty while there are so many.
SAMPLE_SHARE = 0.1
SMALLEST_SAMPLE = 50
_random = SystemRandom()


def of(store: Store, incident: Incident, now: datetime) -> Incident:
    """Return a concluded incident with its figures, its sample, and the times at which its debrief is due.

    The crisis ended at its sunset, whenever somebody notices.
    """
    policy = store.policy()
    ended = min(each for each in (now, incident.sunset_at, incident.hard_stop_at) if each is not None)
    resting = list(store.signals.all_of(lists.signals_on(incident.id)))
    decided = {each.id: people for each in resting for people in [_decided(each, incident, ended)] if people}
    sample = drawn(list(decided))
    review_due = ended + timedelta(seconds=policy.crisis_review_within)
    debrief_due = ended + timedelta(seconds=policy.debrief_within)
    return replace(
        incident,
        approvals=(),
        concluded_at=ended,
        sample=sample,
        took_part=tuple(sorted(frozenset().union(*decided.values()))),
        stats={"signals": len(resting), **Counter(str(each.state) for each in resting)},
        debrief_due_at=debrief_due,
        public_due_at=ended + timedelta(seconds=policy.public_debrief_within),
        due_at=review_due if sample else debrief_due,
    )


def drawn(decided: list[str]) -> tuple[Sampled, ...]:
    """Draw the sample from the signals that were decided on; a small crisis is looked at whole."""
    size = max(SMALLEST_SAMPLE, math.ceil(len(decided) * SAMPLE_SHARE))
    chosen = decided if len(decided) <= size else _random.sample(decided, size)
    return tuple(Sampled(signal_id=each) for each in sorted(chosen))


def remind(store: Store, incident: Incident, now: datetime) -> None:
    """Raise an alert about what people owe after a crisis, and say when to look next."""
    left = any(each.verdict is None for each in incident.sample)
    moments = (incident.debrief_due_at, incident.public_due_at)
    following = min((each for each in moments if each is not None and each > now), default=None)
    after = replace(incident, due_at=following, version=incident.version + 1)
    noted = audit.entry(SYSTEM, "incident.remind", now, before=incident, after=after)
    kind = AlertKind.OVERDUE if left else AlertKind.DEBRIEF_OVERDUE
    is_due = left or (incident.debrief_due_at is not None and incident.debrief_due_at <= now)
    raised = alerts.raised(store, kind, "incident", incident.id, now=now)
    store.commit(noted, store.incidents.put(after, incident), *([raised] if is_due else []))


def _decided(signal: Signal, incident: Incident, ended: datetime) -> frozenset[str]:
    """Return who decided about the signal in the crisis."""
    begun = incident.activated_at or ended
    return frozenset(each.user_id for each in signal.decisions if begun <= each.decided_at <= ended)
