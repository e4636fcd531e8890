"""Notices: what must not be missed stands in the member's tasks, and climbs until somebody takes notice.

Webhooks are tried at once. A notice that nobody has read is mailed, then becomes a task for people of the service, who
telephone. It is over (`settle`) when the member reads, answers, or acknowledges a webhook of the same event.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import orjson

from hashdb import audit
from hashdb.access import SYSTEM, Actor
from hashdb.errors import GuardError, NotFoundError
from hashdb.lifecycles.delivery import Step
from hashdb.records.alert import AlertKind
from hashdb.records.contact_point import ContactPoint, ContactRole
from hashdb.records.webhook import ESCALATING, LADDER, Channel, Delivery, EventType, Reach, Rung
from hashdb.services import alerts, sending, steps
from hashdb.services.contention import again_if_stale
from hashdb.services.sending import OPEN, Told
from hashdb.store import Debt, Kind, Page, Store, Write, lists

_TOLD_HERE = frozenset({EventType.TCO_PRIOR_INFORMATION, EventType.ENDPOINT_DISABLED})


def announce(store: Store, member_id: str, event_type: EventType, told: Told, *, now: datetime) -> Write:
    """Owe an event to a member: a webhook for each endpoint that wants it, and a notice if it must not be missed."""
    webhooks = sending.webhooks(store, member_id, event_type, told, now=now)
    if event_type not in ESCALATING:
        return webhooks
    first = now + LADDER[told.priority][0].after if webhooks.commands else now
    return sending.notice(store, member_id, event_type, told, first=first, now=now) + webhooks


def settle(store: Store, subject_id: str, event_type: EventType, now: datetime, *, member_id: str = "") -> Write:
    """End the notices of an event: its member has read it, or it is of no interest any more."""
    settled = Write()
    for before in open_about(store, subject_id, event_type, member_id):
        settled += _settled(store, before, now)
    return settled


def read(store: Store, notice_id: str, *, actor: Actor, now: datetime) -> Delivery:
    """Take notice of what is told nowhere but in the tasks; everything else is read where it is told."""
    before = store.deliveries.get(notice_id)
    if before.channel is not Channel.PORTAL or before.member_id != actor.member_id:
        raise NotFoundError(f"there is no task {notice_id}")
    if before.event_type not in _TOLD_HERE:
        raise GuardError(f"reading {before.subject_id} ends this task")
    if before.state in OPEN:
        entry = audit.entry(actor, "delivery.read", now, before=before, after=before)
        store.commit(entry, _settled(store, before, now))
    return store.deliveries.get(notice_id)


def wake(store: Store, failed: Delivery, now: datetime) -> Write:
    """Have the notice of an event climb now: what was sent in its place has failed for good."""
    woken = Write()
    for before in open_about(store, failed.subject_id, failed.event_type, failed.member_id):
        if before.next_attempt_at is not None and before.next_attempt_at > now:
            after = replace(before, next_attempt_at=now, version=before.version + 1)
            woken += store.deliveries.put(after, before) + store.ledger.owe(sending.debt(after), now)
    return woken


@again_if_stale
def climb(store: Store, notice_id: str, *, now: datetime) -> None:
    """Take the next rung of a notice that nobody has taken notice of."""
    debt = Debt(kind=Kind.CLIMB, subject_id=notice_id)
    note = store.ledger.begin(debt)
    before = store.deliveries.find(notice_id)
    if before is None or before.state not in OPEN or before.next_attempt_at is None:
        store.ledger.strike_out(debt, note)
        return
    if before.next_attempt_at > now:
        return
    rungs = LADDER[before.priority]
    after = replace(before.advance(Step.ESCALATE), rung=before.rung + 1, next_attempt_at=None)
    owed = store.ledger.settle(debt)
    if after.rung < len(rungs):
        after = replace(after, next_attempt_at=max(now, before.created_at + rungs[after.rung].after))
        owed = store.ledger.owe(debt, after.next_attempt_at or now)
    follow = owed + _rung(store, before, rungs[before.rung], now)
    steps.take(store, store.deliveries, before, after, Step.ESCALATE, actor=SYSTEM, now=now, follow=follow)


def tasks(store: Store, *, after: str | None, limit: int, actor: Actor) -> Page[Delivery]:
    """Return the notices that the actor's member has not taken notice of."""
    return store.deliveries.page(lists.of_member("notices", actor.member_id), after=after, limit=limit)


def open_about(store: Store, subject_id: str, event_type: EventType, member_id: str = "") -> Iterator[Delivery]:
    """Yield the notices of an event that are open, of all members or of one."""
    for each in store.deliveries.all_of(lists.deliveries_about(subject_id)):
        same = each.event_type is event_type and member_id in {"", each.member_id}
        if same and each.channel is Channel.PORTAL and each.state in OPEN:
            yield each


def _settled(store: Store, before: Delivery, now: datetime) -> Write:
    after = replace(before.advance(Step.SUCCEED), delivered_at=now, settled_at=now, next_attempt_at=None)
    settled = steps.written(store, store.deliveries, before, after, Step.SUCCEED, actor=SYSTEM, now=now)
    climbed = alerts.settled_all(store, (AlertKind.UNDELIVERED, AlertKind.PHONE), before.id, now=now)
    return settled + store.ledger.settle(sending.debt(before)) + climbed


def _rung(store: Store, notice: Delivery, rung: Rung, now: datetime) -> Write:
    """Owe what a rung is about; where there is nobody to mail, people of the service learn of it at once."""
    points = list(_reached(store, notice.member_id, rung.mail, now))
    alert = rung.alert
    if rung.mail is not Reach.NOBODY and not points:
        alert = AlertKind.UNDELIVERED
    done = Write()
    for point in points:
        done += _mailed(store, notice, point, now)
    return done if alert is None else done + alerts.raised(store, alert, "delivery", notice.id, due_at=now, now=now)


def _mailed(store: Store, notice: Delivery, point: ContactPoint, now: datetime) -> Write:
    """Owe the notice to a contact point, in the words that there are for its event."""
    facts = {**orjson.loads(notice.body)["data"], "template": str(notice.event_type)}
    told = Told(subject_id=notice.subject_id, facts=facts, priority=notice.priority)
    address = store.sealer.open(point.email)
    return sending.mail(
        store, address, notice.event_type, told, member_id=notice.member_id, notice_id=notice.id, now=now
    )


def _reached(store: Store, member_id: str, reach: Reach, now: datetime) -> Iterator[ContactPoint]:
    """Yield the contact points that a mail goes to: those proved lately, the primary ones if there are any."""
    if reach is Reach.NOBODY:
        return
    everything = store.contact_points.all_of(lists.of_member("contact_points", member_id))
    policy = store.policy()
    proved = [each for each in everything if each.is_verified(now, policy)]
    primary = [each for each in proved if each.role is ContactRole.PRIMARY]
    yield from primary if primary and reach is Reach.PRIMARY else proved
