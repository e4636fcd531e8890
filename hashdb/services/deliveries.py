"""Deliveries: what is owed to a platform's webhook, and what came of each attempt.

The body is thin (ids and deadlines, never a hash or a URL) and is the same in every attempt, as is the `webhook-id`.
Sending is the worker's part; deciding what an answer means is done here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http import HTTPStatus

import orjson

from hashdb import audit
from hashdb.access import SYSTEM, Actor
from hashdb.errors import NotFoundError
from hashdb.ids import new_id
from hashdb.lifecycles.delivery import Step
from hashdb.lifecycles.endpoint import State as EndpointState
from hashdb.records.member import Role
from hashdb.records.takedown import TakedownRequest
from hashdb.records.webhook import Attempt, Delivery, Endpoint, EventType, Priority
from hashdb.services import consequences
from hashdb.services.consequences import OPEN
from hashdb.services.contention import again_if_stale
from hashdb.store import Debt, Kind, Page, Store, Write, lists

_KEPT_ATTEMPTS = 20
_JSON = orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What the worker sends: where to, signed with which secret, under which id, and the exact bytes.

    A parcel that is not `wanted` is not sent: its endpoint was disabled meanwhile.
    """

    delivery_id: str
    wanted: bool
    url: str
    secret: str
    body: bytes


def announce(store: Store, member_id: str, event_type: EventType, about: TakedownRequest, *, now: datetime) -> Write:
    """Owe an event about a request to every endpoint of the member that wants it."""
    facts = {"id": about.id, "priority": about.priority, "respond_by": about.respond_by}
    owed = Write()
    for endpoint in store.endpoints.all_of(lists.of_member("endpoints", member_id)):
        if endpoint.wants(event_type):
            owed += _owe(store, endpoint, event_type, about.id, facts, about.priority, now)
    return owed


def challenge(store: Store, endpoint: Endpoint, nonce: str, now: datetime) -> Write:
    """Owe a new endpoint the nonce that its owner must bring back."""
    facts = {"id": endpoint.id, "nonce": nonce}
    return _owe(store, endpoint, EventType.ENDPOINT_VERIFICATION, endpoint.id, facts, Priority.URGENT, now)


def parcel(store: Store, delivery_id: str, *, now: datetime) -> Parcel | None:
    """Return what is to be sent, or None when nothing is owed any more, or not yet: a claim may come twice."""
    note = store.ledger.note(_debt(delivery_id))
    delivery = store.deliveries.find(delivery_id)
    if delivery is None or delivery.state not in OPEN:
        store.ledger.strike_out(_debt(delivery_id), note)
        return None
    if delivery.next_attempt_at is not None and delivery.next_attempt_at > now:
        return None
    store.ledger.begin(_debt(delivery_id))
    endpoint = store.endpoints.get(delivery.endpoint_id)
    return Parcel(
        delivery_id=delivery.id,
        wanted=endpoint.state is not EndpointState.DISABLED,
        url=endpoint.url,
        secret=store.sealer.open(endpoint.secret),
        body=delivery.body.encode(),
    )


@again_if_stale
def conclude(
    store: Store,
    delivery_id: str,
    attempt: Attempt,
    *,
    retry_after: int | None = None,
    jitter: float = 1.0,
    now: datetime,
) -> Delivery:
    """Write down an attempt and what follows from it: done, again later, or given up.

    An attempt for a delivery that was settled meanwhile changes nothing.
    """
    before = store.deliveries.get(delivery_id)
    if before.state not in OPEN:
        return before
    endpoint = store.endpoints.get(before.endpoint_id)
    counted = replace(
        before,
        attempts=(*before.attempts, attempt)[-_KEPT_ATTEMPTS:],
        attempt_count=before.attempt_count + 1,
        next_attempt_at=None,
    )
    delay = counted.next_delay(retry_after, jitter)
    step = _step(attempt, endpoint, delay)
    delivery = _after(counted, step, delay, now)
    entry = audit.entry(SYSTEM, f"delivery.{step}", now, before=before, after=delivery, status=attempt.status_code)
    follow = [
        _owed_again(store, delivery),
        consequences.of_endpoint(store, endpoint, step, now),
        consequences.of_request(store, delivery, now),
    ]
    store.commit(entry, store.deliveries.put(delivery, before), *follow)
    return delivery


def replay(store: Store, delivery_id: str, *, actor: Actor, now: datetime) -> Delivery:
    """Owe a delivery once more, from the start of its schedule, under the same id."""
    before = own(store, delivery_id, actor=actor)
    delivery = replace(before.advance(Step.REPLAY), attempt_count=0, next_attempt_at=now, delivered_at=None)
    entry = audit.entry(actor, "delivery.replay", now, before=before, after=delivery)
    store.commit(entry, store.deliveries.put(delivery, before), store.ledger.owe(_debt(delivery.id), now))
    return delivery


def own(store: Store, delivery_id: str, *, actor: Actor) -> Delivery:
    """Return a delivery to the actor's member; others do not exist for it."""
    delivery = store.deliveries.get(delivery_id)
    if delivery.member_id != actor.member_id:
        raise NotFoundError(f"there is no delivery {delivery_id}")
    return delivery


def page(store: Store, *, after: str | None, limit: int, actor: Actor) -> Page[Delivery]:
    """Return deliveries: a platform's own, or all of them for an auditor."""
    everything = actor.role == Role.AUDITOR
    name = lists.DELIVERIES if everything else lists.of_member("deliveries", actor.member_id)
    return store.deliveries.page(name, after=after, limit=limit)


def _owe(
    store: Store,
    endpoint: Endpoint,
    event_type: EventType,
    subject_id: str,
    facts: Mapping[str, object],
    priority: Priority,
    now: datetime,
) -> Write:
    body = orjson.dumps({"type": event_type, "timestamp": now, "data": facts}, option=_JSON).decode()
    delivery = Delivery(
        id=new_id("dlv", now),
        member_id=endpoint.member_id,
        endpoint_id=endpoint.id,
        event_type=event_type,
        subject_id=subject_id,
        body=body,
        priority=priority,
        created_at=now,
        next_attempt_at=now,
    )
    return store.deliveries.put(delivery) + store.ledger.owe(_debt(delivery.id), now)


def _debt(delivery_id: str) -> Debt:
    return Debt(kind=Kind.DELIVER, subject_id=delivery_id)


def _step(attempt: Attempt, endpoint: Endpoint, delay: float | None) -> Step:
    """Return what an attempt means: only 2xx is success, 410 ends it, a redirect is a failure like any other."""
    status = attempt.status_code or 0
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Step.SUCCEED
    if status == HTTPStatus.GONE or endpoint.state is EndpointState.DISABLED:
        return Step.FIND_GONE
    return Step.EXHAUST if delay is None else Step.RETRY


def _after(counted: Delivery, step: Step, delay: float | None, now: datetime) -> Delivery:
    delivery = counted.advance(step)
    if step is Step.SUCCEED:
        return replace(delivery, delivered_at=now)
    if step is Step.RETRY and delay is not None:
        return replace(delivery, next_attempt_at=now + timedelta(seconds=delay))
    return delivery


def _owed_again(store: Store, delivery: Delivery) -> Write:
    if delivery.next_attempt_at is not None:
        return store.ledger.owe(_debt(delivery.id), delivery.next_attempt_at)
    return store.ledger.settle(_debt(delivery.id))
