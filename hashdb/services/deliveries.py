"""Deliveries: what is to be sent now, what came of each attempt, and sending once more.

Sending is the worker's part; deciding what an answer means is done here, for webhooks and mails alike. What is owed at
all is said by `notices` and `mails`.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http import HTTPStatus

from hashdb.access import SYSTEM, Actor
from hashdb.errors import GuardError, NotFoundError
from hashdb.lifecycles.delivery import State, Step
from hashdb.lifecycles.endpoint import State as EndpointState
from hashdb.records.webhook import Attempt, Channel, Delivery, Endpoint, EventType
from hashdb.roles import OPERATOR_ROLE, Role
from hashdb.services import consequences, sending, steps
from hashdb.services.contention import again_if_stale
from hashdb.services.sending import OPEN
from hashdb.store import Debt, Kind, Page, Store, Write, lists

_KEPT_ATTEMPTS = 20
_SEE_ALL = frozenset({Role.AUDITOR, OPERATOR_ROLE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What the worker sends: how and where to, signed with which secrets, under which id, and the exact bytes.

    A parcel that is not `wanted` is not sent: its endpoint was disabled or its address forgotten meanwhile.
    """

    delivery_id: str
    channel: Channel = Channel.WEBHOOK
    wanted: bool
    address: str
    secrets: tuple[str, ...] = ()
    body: bytes


def parcel(store: Store, delivery_id: str, *, now: datetime) -> Parcel | None:
    """Return what is to be sent, or None when nothing is owed any more, or not yet: a claim may come twice."""
    debt = Debt(kind=Kind.DELIVER, subject_id=delivery_id)
    note = store.ledger.note(debt)
    delivery = store.deliveries.find(delivery_id)
    if delivery is None or delivery.state not in OPEN or delivery.channel is Channel.PORTAL:
        store.ledger.strike_out(debt, note)
        return None
    if delivery.next_attempt_at is not None and delivery.next_attempt_at > now:
        return None
    store.ledger.begin(debt)
    return _mail(store, delivery) if delivery.channel is Channel.EMAIL else _webhook(store, delivery, now)


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
    endpoint = store.endpoints.get(before.endpoint_id) if before.channel is Channel.WEBHOOK else None
    counted = replace(
        before,
        attempts=(*before.attempts, attempt)[-_KEPT_ATTEMPTS:],
        attempt_count=before.attempt_count + 1,
        next_attempt_at=None,
    )
    delay = None if _is_forgotten(counted) else counted.next_delay(retry_after, jitter)
    step = _step(attempt, endpoint, delay)
    delivery = _after(counted, step, delay, now)
    follow = _owed_again(store, delivery) + consequences.of_member(store, delivery, now)
    if endpoint is not None:
        follow += consequences.of_endpoint(store, endpoint, step, now)
    status = attempt.status_code
    # That the service takes no changes is told all the same.
    follow += Write(always=before.event_type is EventType.ALERT_RAISED)
    return steps.take(
        store, store.deliveries, before, delivery, step, actor=SYSTEM, now=now, follow=follow, status=status
    )


def replay(store: Store, delivery_id: str, *, actor: Actor, now: datetime) -> Delivery:
    """Owe a delivery once more, from the start of its schedule, under the same id."""
    before = own(store, delivery_id, actor=actor)
    if before.channel is Channel.PORTAL or _is_forgotten(before):
        raise GuardError("only webhooks and mails are sent again, and these while their address is kept")
    fresh = replace(before.advance(Step.REPLAY), attempt_count=0, next_attempt_at=now)
    delivery = replace(fresh, delivered_at=None, settled_at=None, erased_at=None)
    owed = store.ledger.owe(sending.debt(delivery), now)
    return steps.take(store, store.deliveries, before, delivery, Step.REPLAY, actor=actor, now=now, follow=owed)


def own(store: Store, delivery_id: str, *, actor: Actor) -> Delivery:
    """Return a delivery to the actor's member, or to those who see all; others do not exist for it."""
    delivery = store.deliveries.get(delivery_id)
    if actor.role not in _SEE_ALL and delivery.member_id != actor.member_id:
        raise NotFoundError(f"there is no delivery {delivery_id}")
    return delivery


def page(store: Store, *, after: str | None, limit: int, state: State | None = None, actor: Actor) -> Page[Delivery]:
    """Return deliveries: a platform's own, or all of them for those who see all; of one state, if so asked."""
    everything = actor.role in _SEE_ALL
    name = lists.DELIVERIES if everything else lists.of_member("deliveries", actor.member_id)
    if state in {State.FAILED, State.ENDPOINT_GONE} and everything:
        name = lists.DELIVERIES_DEAD
    found = store.deliveries.page(name, after=after, limit=limit)
    return Page([each for each in found.items if state in {None, each.state}], found.next)


def latest(store: Store, *, before: str | None, limit: int, dead: bool, actor: Actor) -> Page[Delivery]:
    """Return deliveries, the newest first, or only those that were given up; whose, as `page` does."""
    if actor.role in _SEE_ALL:
        name = lists.DELIVERIES_DEAD if dead else lists.DELIVERIES
    else:
        name = lists.dead_letters_of(actor.member_id) if dead else lists.of_member("deliveries", actor.member_id)
    return store.deliveries.newest(name, before=before, limit=limit)


def count_dead(store: Store, *, actor: Actor) -> int:
    """Return how many deliveries were given up, of those that the actor sees."""
    everything = actor.role in _SEE_ALL
    return store.deliveries.count(lists.DELIVERIES_DEAD if everything else lists.dead_letters_of(actor.member_id))


def _is_forgotten(delivery: Delivery) -> bool:
    """Whether it is a mail whose address is not kept any more."""
    return delivery.channel is Channel.EMAIL and delivery.address is None


def _webhook(store: Store, delivery: Delivery, now: datetime) -> Parcel:
    endpoint = store.endpoints.get(delivery.endpoint_id)
    return Parcel(
        delivery_id=delivery.id,
        wanted=_is_wanted(endpoint, delivery),
        address=endpoint.url,
        secrets=tuple(store.sealer.open(each) for each in endpoint.secrets(now)),
        body=delivery.body.encode(),
    )


def _is_wanted(endpoint: Endpoint, delivery: Delivery) -> bool:
    """Whether the endpoint may be sent this: before it is verified, which may be anew, nothing but its challenge."""
    challenge = delivery.event_type is EventType.ENDPOINT_VERIFICATION
    return endpoint.receives or (challenge and endpoint.state is EndpointState.PENDING_VERIFICATION)


def _mail(store: Store, delivery: Delivery) -> Parcel:
    address = "" if delivery.address is None else store.sealer.open(delivery.address)
    return Parcel(
        delivery_id=delivery.id,
        channel=Channel.EMAIL,
        wanted=bool(address),
        address=address,
        body=delivery.body.encode(),
    )


def _step(attempt: Attempt, endpoint: Endpoint | None, delay: float | None) -> Step:
    """Return what an attempt means: only 2xx is success, 410 ends a webhook and 5xx a mail; all else comes again."""
    status = attempt.status_code or 0
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Step.SUCCEED
    if endpoint is None:
        refused = status >= HTTPStatus.INTERNAL_SERVER_ERROR  # SMTP, too, has its lasting refusals there
        return Step.EXHAUST if refused or delay is None else Step.RETRY
    if status == HTTPStatus.GONE or endpoint.state is EndpointState.DISABLED:
        return Step.FIND_GONE
    return Step.EXHAUST if delay is None else Step.RETRY


def _after(counted: Delivery, step: Step, delay: float | None, now: datetime) -> Delivery:
    delivery = counted.advance(step)
    if step is Step.SUCCEED:
        return replace(delivery, delivered_at=now, settled_at=now)
    if step is Step.RETRY and delay is not None:
        return replace(delivery, next_attempt_at=now + timedelta(seconds=delay))
    return replace(delivery, settled_at=now)


def _owed_again(store: Store, delivery: Delivery) -> Write:
    debt = sending.debt(delivery)
    if delivery.next_attempt_at is not None:
        return store.ledger.owe(debt, delivery.next_attempt_at)
    return store.ledger.settle(debt)
