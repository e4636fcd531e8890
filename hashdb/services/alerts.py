"""Alerts: what people of the service must look at, each raised in the act that finds its cause, once while it is open.

The members who run the service are told by webhook. It is over when somebody has handled it, or its cause is gone.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from hashdb.access import SYSTEM, Actor, require_person
from hashdb.ids import new_id
from hashdb.lifecycles.alert import Step
from hashdb.records.alert import Alert, AlertKind, Severity
from hashdb.records.disclosure import DisclosureGround
from hashdb.records.member import Kind
from hashdb.records.webhook import EventType
from hashdb.services import disclosures, sending, steps
from hashdb.services.sending import Told
from hashdb.store import Debt, Page, Store, Write, keyspace, lists

_GROUNDS = {AlertKind.THREAT_TO_LIFE: DisclosureGround.THREAT_TO_LIFE}


def raised(
    store: Store,
    kind: AlertKind,
    subject_type: str,
    subject_id: str,
    *,
    severity: Severity = Severity.WARNING,
    due_at: datetime | None = None,
    now: datetime,
) -> Write:
    """Raise an alert about a subject; nothing is written while the same one is open."""
    place = (str(kind), subject_id)
    if store.recorded(keyspace.ALERT_OPEN, *place) is not None:
        return Write()
    alert = Alert(
        id=new_id("alr", now),
        kind=kind,
        subject_type=subject_type,
        subject_id=subject_id,
        severity=severity,
        raised_at=now,
        due_at=due_at,
    )
    noted = store.record_as(alert.id, keyspace.ALERT_OPEN, *place)
    written = steps.begun(store, store.alerts, alert, "raise", actor=SYSTEM, now=now, kind=kind, about=subject_id)
    return written + noted + _told(store, alert, now)


def raise_now(
    store: Store, kind: AlertKind, subject_type: str, subject_id: str, *, due_at: datetime | None = None, now: datetime
) -> None:
    """Raise an alert as an act of its own."""
    alert = raised(store, kind, subject_type, subject_id, due_at=due_at, now=now)
    if alert.entries:
        store.commit(alert)


def settled(store: Store, kind: AlertKind, subject_id: str, *, now: datetime) -> Write:
    """End an alert whose cause is gone; nothing is written when there is none."""
    identifier = store.recorded(keyspace.ALERT_OPEN, str(kind), subject_id)
    before = None if identifier is None else store.alerts.find(identifier)
    if before is None:
        return Write()
    after = replace(before.advance(Step.SETTLE), handled_at=now)
    return _ended(store, before, after, Step.SETTLE, SYSTEM, now)


def settled_all(store: Store, kinds: Iterable[AlertKind], subject_id: str, *, now: datetime) -> Write:
    """End the alerts of several kinds about a subject."""
    return sum((settled(store, each, subject_id, now=now) for each in kinds), Write())


def owed(store: Store, kind: AlertKind, subject_id: str) -> list[Debt]:
    """Return what is still owed to those who are told of an open alert."""
    identifier = store.recorded(keyspace.ALERT_OPEN, str(kind), subject_id)
    told = [] if identifier is None else store.deliveries.all_of(lists.deliveries_about(identifier))
    return [sending.debt(each) for each in told if each.state in sending.OPEN]


def handle(
    store: Store, alert_id: str, note: str, *, disclosed_to: str | None = None, actor: Actor, now: datetime
) -> Alert:
    """Say what was done about an alert, and who of law enforcement was told of it, if anybody was."""
    before = store.alerts.get(alert_id)
    person = require_person(actor)
    disclosed = disclosed_to is not None
    after = replace(before.advance(Step.HANDLE), handled_by=person, handled_at=now, note=note, disclosed=disclosed)
    written = _ended(store, before, after, Step.HANDLE, actor, now, note=note)
    if disclosed_to is not None:
        ground = _GROUNDS.get(before.kind, DisclosureGround.VOLUNTARY)
        written += disclosures.noted(store, ground, disclosed_to, about=before.subject_id, actor=actor, now=now).written
    store.commit(written)
    return after


def page(store: Store, *, after: str | None, limit: int, still_open: bool = False) -> Page[Alert]:
    """Return alerts in the order in which they were raised; only the open ones if so asked."""
    return store.alerts.page(lists.ALERTS_OPEN if still_open else lists.ALERTS, after=after, limit=limit)


def _ended(
    store: Store, before: Alert, after: Alert, step: Step, actor: Actor, now: datetime, note: str | None = None
) -> Write:
    forgotten = store.forget_unique(keyspace.ALERT_OPEN, str(before.kind), before.subject_id)
    return steps.written(store, store.alerts, before, after, step, actor=actor, now=now, note=note) + forgotten


def _told(store: Store, alert: Alert, now: datetime) -> Write:
    """Owe the news to the endpoints of those who run the service."""
    told = Told(subject_id=alert.id, facts={"kind": alert.kind, "subject_id": alert.subject_id})
    owed = Write()
    for member in store.members.all_of(lists.MEMBERS):
        if member.kind is Kind.OPERATOR:
            owed += sending.webhooks(store, member.id, EventType.ALERT_RAISED, told, now=now)
    return owed
