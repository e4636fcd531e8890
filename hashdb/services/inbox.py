"""How a request reaches its platform: dispatched to webhooks and inbox, fetched with the platform's key."""

from datetime import datetime, timedelta

from hashdb import audit
from hashdb.access import SYSTEM, Actor
from hashdb.errors import GuardError, NotFoundError
from hashdb.lifecycles.takedown import State, Step
from hashdb.records.member import Role
from hashdb.records.takedown import TakedownRequest
from hashdb.records.webhook import EventType
from hashdb.services import clocks, deliveries, requests
from hashdb.services.contention import again_if_stale
from hashdb.store import Debt, Kind, Page, Store, lists

# While a signal is disputed, nothing is asked on its ground; a withdrawn one takes its requests with it.
_WAIT_FOR_DISPUTE = timedelta(minutes=5)
AWAITING_RECEIPT = frozenset({State.DISPATCHED, State.UNDELIVERABLE})


@again_if_stale
def dispatch(store: Store, request_id: str, *, now: datetime) -> TakedownRequest:
    """Send an approved request: owe it to the platform's endpoints and put it into its inbox.

    One whose signal is disputed meanwhile waits for the decision.
    """
    debt = Debt(kind=Kind.DISPATCH, subject_id=request_id)
    note = store.ledger.note(debt)
    before = store.takedowns.get(request_id)
    if before.state is not State.APPROVED:
        store.ledger.strike_out(debt, note)
        return before
    try:
        live = requests.require_live(store, before, now)
    except GuardError:
        store.ledger.postpone(debt, now + _WAIT_FOR_DISPUTE)
        return before
    store.ledger.begin(debt)
    after = clocks.dispatched(before, store.policy(), now)
    told = deliveries.announce(store, after.member_id, EventType.TAKEDOWN_REQUESTED, after, now=now)
    return requests.save(store, before, after, Step.DISPATCH, SYSTEM, now, told + live + store.ledger.settle(debt))


@again_if_stale
def fetch(store: Store, request_id: str, *, actor: Actor, now: datetime) -> TakedownRequest:
    """Return a request; a platform's fetching one that was sent to it is logged, and counts as its receipt."""
    request = store.takedowns.get(request_id)
    if actor.role != Role.PLATFORM_RESPONDER:
        return request
    if request.member_id != actor.member_id or request.acknowledge_by is None:
        raise NotFoundError(f"there is no request {request_id}")
    if request.state in AWAITING_RECEIPT:
        return requests.save(store, request, clocks.received(request, store.policy(), now), Step.RECEIVE, actor, now)
    store.commit(audit.entry(actor, "takedown.fetch", now, before=request, after=request))
    return request


def page(store: Store, *, after: str | None, limit: int, actor: Actor) -> Page[TakedownRequest]:
    """Return requests: a platform's inbox, or all of them for those who review."""
    own = actor.role == Role.PLATFORM_RESPONDER
    name = lists.of_member("takedowns", actor.member_id) if own else lists.TAKEDOWNS
    return store.takedowns.page(name, after=after, limit=limit)
