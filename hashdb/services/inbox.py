"""How a request reaches its platform: dispatched to webhooks and inbox, fetched with the platform's key."""

from datetime import datetime, timedelta

from hashdb import audit
from hashdb.access import SYSTEM, Actor
from hashdb.errors import GuardError, NotFoundError
from hashdb.lifecycles.signal import ENDED
from hashdb.lifecycles.takedown import State, Step
from hashdb.records.takedown import TakedownRequest
from hashdb.records.webhook import EventType
from hashdb.roles import Role
from hashdb.services import clocks, notices, orders, reading, requests, retention, withdrawals
from hashdb.services.contention import again_if_stale
from hashdb.store import Debt, Kind, Page, Store, Write, lists

# While a signal is disputed, nothing is asked on its ground; a withdrawn one takes its requests with it.
_WAIT_FOR_DISPUTE = timedelta(minutes=5)
_REVIEWING = {Role.REVIEWER, Role.SENIOR_REVIEWER}
AWAITING_RECEIPT = frozenset({State.DISPATCHED, State.UNDELIVERABLE})


@again_if_stale
def dispatch(store: Store, request_id: str, *, now: datetime) -> TakedownRequest:
    """Send an approved request: owe it to the platform's endpoints and put it into its inbox.

    One whose signal is disputed meanwhile waits for the decision; a first order waits until the provider has been
    informed for long enough.
    """
    debt = Debt(kind=Kind.DISPATCH, subject_id=request_id)
    note = store.ledger.note(debt)
    before = store.takedowns.get(request_id)
    if before.state is not State.APPROVED:
        store.ledger.strike_out(debt, note)
        return before
    earliest = orders.earliest_issue(before)
    if now < earliest:
        store.ledger.postpone(debt, earliest)
        return before
    try:
        live = requests.require_live(store, before, now)
    except GuardError:
        return _waits(store, before, debt, now)
    store.ledger.begin(debt)
    return _sent(store, before, live + store.ledger.settle(debt), now)


def _waits(store: Store, request: TakedownRequest, debt: Debt, now: datetime) -> TakedownRequest:
    """Let a request wait for the decision about its signal; take it back when a signal of it has ended meanwhile."""
    if any(each.state in ENDED for each in store.signals.many(requests.signals_of(request))):
        return withdrawals.withdraw(store, request.id, "a signal that it rests on has ended", actor=SYSTEM, now=now)
    store.ledger.postpone(debt, now + _WAIT_FOR_DISPUTE)
    return request


def _sent(store: Store, before: TakedownRequest, follow: Write, now: datetime) -> TakedownRequest:
    issued, copied = orders.issued(store, before, now)
    after = clocks.dispatched(issued, store.policy(), now)
    told = requests.tell(store, after, EventType.TAKEDOWN_REQUESTED, now)
    return requests.save(store, before, after, Step.DISPATCH, SYSTEM, now, told + copied + follow)


@again_if_stale
def fetch(store: Store, request_id: str, *, actor: Actor, now: datetime) -> TakedownRequest:
    """Return a request; that it was read is logged, and a platform's fetching one that was sent to it is receipt.

    So is, and does, the first look of the home authority at the copy of an order. What is not somebody's business does
    not exist for them: an authority sees orders only, its own and those to look at; reviewers of the platform's own
    corporate group see nothing that was not sent yet.
    """
    seen = _seen(store, store.takedowns.get(request_id), actor, now)
    reading.logged(store, actor, seen, now)
    return retention.shown(store, seen, now)


def _seen(store: Store, request: TakedownRequest, actor: Actor, now: datetime) -> TakedownRequest:
    if actor.role == Role.PLATFORM_RESPONDER:
        return _fetched(store, request, actor, now)
    if actor.role == Role.AUTHORITY_OFFICER:
        return orders.seen(store, request, actor=actor, now=now)
    if not _may_know(store, request, actor):
        raise NotFoundError(f"there is no request {request.id}")
    return request


def _fetched(store: Store, request: TakedownRequest, actor: Actor, now: datetime) -> TakedownRequest:
    if request.member_id != actor.member_id or request.acknowledge_by is None:
        raise NotFoundError(f"there is no request {request.id}")
    if request.state in AWAITING_RECEIPT:
        settled = notices.settle(store, request.id, EventType.TAKEDOWN_REQUESTED, now)
        after = clocks.received(request, store.policy(), now)
        return requests.save(store, request, after, Step.RECEIVE, actor, now, settled)
    follow = Write()
    if request.state is State.REINSTATEMENT_REQUESTED:
        follow = notices.settle(store, request.id, EventType.REINSTATEMENT_REQUESTED, now)
    store.commit(audit.entry(actor, "takedown.fetch", now, before=request, after=request), follow)
    return request


def page(store: Store, *, after: str | None, limit: int, actor: Actor) -> Page[TakedownRequest]:
    """Return requests: a platform's inbox, or all of them for those who review."""
    if actor.role == Role.PLATFORM_RESPONDER:
        return store.takedowns.page(lists.of_member("takedowns", actor.member_id), after=after, limit=limit)
    return _known_to(store, store.takedowns.page(lists.TAKEDOWNS, after=after, limit=limit), actor)


def latest_of_all(store: Store, *, before: str | None, limit: int, actor: Actor) -> Page[TakedownRequest]:
    """Return requests to all platforms for those who review, the newest first."""
    return _known_to(store, store.takedowns.newest(lists.TAKEDOWNS, before=before, limit=limit), actor)


def waiting(store: Store, *, limit: int, actor: Actor) -> list[TakedownRequest]:
    """Return the requests that wait for the platform's answer, the one that is due first at the head."""
    return store.takedowns.first(lists.takedowns_waiting(actor.member_id), skip=0, limit=limit)


def latest(store: Store, *, before: str | None, limit: int, actor: Actor) -> Page[TakedownRequest]:
    """Return what was sent to the platform, answered or not, the newest first."""
    return store.takedowns.newest(lists.of_member("takedowns", actor.member_id), before=before, limit=limit)


def _known_to(store: Store, found: Page[TakedownRequest], actor: Actor) -> Page[TakedownRequest]:
    return Page([each for each in found.items if _may_know(store, each, actor)], found.next)


def _may_know(store: Store, request: TakedownRequest, actor: Actor) -> bool:
    """Whether a reviewer may know of a request: who could warn the platform may not before it was sent."""
    is_sent = request.acknowledge_by is not None
    return is_sent or actor.role not in _REVIEWING or requests.platform_group(store, request) != actor.group_id
