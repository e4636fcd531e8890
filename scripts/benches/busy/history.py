"""What happened before: a log, half a year of counts, and the signed checkpoint that ends it."""

import base64
import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from hashdb.audit import Entry
from hashdb.ids import new_id
from hashdb.records.report import ReportKind
from hashdb.records.tally import Cell, digest_of
from hashdb.reports import periods
from hashdb.roles import Role
from hashdb.services import checkpoints, reports, spot_checks
from scripts.benches.busy.place import Place

ENTRIES, DAYS = 200_000, 200
_AT_ONCE = 500
_LABELS = ("gta", "manifesto", "gvadp")
_KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()
# What stands in a log: action, kind, and the states between which it leads.
_STEPS = (
    ("signal.submit", "signal", None, "pending_review"),
    ("signal.approve_first", "signal", "pending_review", "pending_second"),
    ("signal.approve", "signal", "pending_second", "active"),
    ("match.report", "match", None, "pending_review"),
    ("match.confirm", "match", "pending_review", "confirmed"),
    ("takedown.approve", "takedownrequest", "pending_second_approval", "approved"),
    ("session.begin", "session", None, None),
    ("audit.read", "audit", None, None),
)
# Of the events of a usual day so many for each platform, in each label.
_USUAL = {
    "signal.submitted": 14,
    "signal.active": 10,
    "signal.rejected": 2,
    "signal.disputed": 1,
    "signal.withdrawn": 1,
    "match.found": 21,
    "match.confirmed": 13,
    "match.false_positive": 1,
}
_PLAIN = {
    "request.dispatched": "",
    "request.received": "",
    "request.acknowledged": "15m",
    "request.acted": "1h",
    "request.acted_late": "7d",
    "request.declined": "",
    "appeal.lodged": "de",
    "appeal.upheld": "de",
    "delivery.delivered": "webhook",
}


def fill(place: Place) -> None:
    """Write the log of the past, oldest first, and the counts of its days."""
    steps = range(0, ENTRIES, _AT_ONCE)
    for first in steps:
        place.store.commit(*(_entry(place, number) for number in range(first, first + _AT_ONCE)))
    today = place.now.date()
    for back in range(DAYS):
        _count(place, today - timedelta(days=back), kept=back > 0)


def sign(place: Place) -> None:
    """Sign the log as it is, and publish a report that rests on it."""
    store, now = place.store, place.now
    checkpoints.publish(store, replace(place.settings, audit_key=_KEY), now=now)
    kind, start = next(each for each in periods.latest(now.date()) if each[0] is ReportKind.HALF_YEAR)
    senior, auditor = place.actors[Role.SENIOR_REVIEWER], place.actors[Role.AUDITOR]
    begun = reports.draft(store, kind, start, actor=senior, now=now)
    reports.freeze(store, begun.id, actor=senior, now=now)
    for actor in (senior, auditor):
        reports.agree(store, begun.id, actor=actor, now=now)
    reports.publish(store, begun.id, actor=senior, now=now)
    sample = spot_checks.draw(store, actor=auditor, now=now)
    place.ids |= {"report": begun.id, "decision": str(sample.drawn[0].entry.seq), "size": str(sample.checkpoint.size)}
    past = place.ago(days=DAYS // 2).date().isoformat()
    place.ids |= {"sealed": str(sample.checkpoint.size * 2 // 3), "past": past}


def _entry(place: Place, number: int) -> Entry:
    action, kind, before, after = _STEPS[number % len(_STEPS)]
    at = place.ago(days=DAYS * (1 - number / ENTRIES), minutes=5)
    actor = place.actors[Role.SENIOR_REVIEWER if number % 3 else Role.REVIEWER]
    return Entry(
        at=at,
        actor_id=actor.id,
        actor_role=actor.role,
        org_id=actor.member_id,
        action=action,
        object_type=kind,
        object_id=new_id("sig", at),
        from_state=before,
        to_state=after,
        payload={"note": "Looked at beside the report of the evening news", "case": number},
    )


def _count(place: Place, day: date, *, kept: bool) -> None:
    dice = random.Random(day.isoformat())  # noqa: S311 - the same at every run
    counts: Counter[Cell] = Counter()
    for member in place.platforms:
        for event, usual in _USUAL.items():
            for label in _LABELS:
                counts[_cell(event, member.id, label=label)] += dice.randint(0, 2 * usual)
        for event, reason in _PLAIN.items():
            counts[_cell(event, member.id, reason=reason)] += dice.randint(0, 9)
    place.write([place.store.tallies.add(day, counts)])
    if kept:
        place.store.tallies.keep_digest(day, digest_of(place.store.tallies.of(day)))


def _cell(event: str, member_id: str, **words: str) -> Cell:
    usual = {"signal_type": "pdq", "content_type": "image", "tier": "3"}
    return Cell(event=event, member_id=member_id, **{**usual, **words})
