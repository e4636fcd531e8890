"""How a request reaches its platform: dispatched to webhooks and inbox, fetched with the platform's key."""

from datetime import datetime, timedelta

from hashdb import audit
from hashdb.access import SYSTEM, Actor
from hashdb.errors import GuardError, NotFoundError
from hashdb.lifecycles.takedown import State, Step
from hashdb.records.takedown import TakedownRequest
from hashdb.records.webhook import EventType
from hashdb.roles import Role
from hashdb.services import clocks, notices, orders, requests, retention
from hashdb.services.contention import again_if_stale
from hashdb.store import Debt, Kind, Page, Store, Write, lists

# While a signal is disputed, nothing is asked on its ground; a withdrawn one takes its requests with it.
_WAIT_FOR_DISPUTE = timedelta(minutes=5)
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
        store.ledger.postpone(debt, now + _WAIT_FOR_DISPUTE)
        return before
    store.ledger.begin(debt)
    return _sent(store, before, live + store.ledger.settle(debt), now)


def _sent(store: Store, before: TakedownRequest, follow: Write, now: datetime) -> TakedownRequest:
    issued, copied = orders.issued(store, before, now)
    after = clocks.dispatched(issued, store.policy(), now)
    told = requests.tell(store, after, EventType.TAKEDOWN_REQUESTED, now)
    return requests.save(store, before, after, Step.DISPATCH, SYSTEM, now, told + copied + follow)


@again_if_stale
def fetch(store: Store, request_id: str, *, actor: Actor, now: datetime) -> TakedownRequest:
    """Return a request; a platform's fetching one that was sent to it is logged, and counts as its receipt.

    So is, and does, the first look of the home authority at the copy of an order. What is not somebody's business does
    not exist for them: an authority sees orders only, its own and those to look at.
    """
    seen = _seen(store, store.takedowns.get(request_id), actor, now)
    return retention.shown(store, seen, now)


def _seen(store: Store, request: TakedownRequest, actor: Actor, now: datetime) -> TakedownRequest:
    if actor.role == Role.PLATFORM_RESPONDER:
        return _fetched(store, request, actor, now)
    if actor.role == Role.AUTHORITY_OFFICER:
        return orders.seen(store, request, actor=actor, now=now)
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
    own = actor.role == Role.PLATFORM_RESPONDER
    name = lists.of_member("takedowns", actor.member_id) if own else lists.TAKEDOWNS
    return store.takedowns.page(name, after=after, limit=limit)
