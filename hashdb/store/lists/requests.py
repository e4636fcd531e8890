"""The lists of takedown requests and orders."""

from hashdb.lifecycles import order as order_life
from hashdb.lifecycles import takedown as takedown_life
from hashdb.records.order import Order
from hashdb.records.takedown import ItemState, TakedownRequest
from hashdb.store.lists.scores import Scores, of_member, time_of, timed

TAKEDOWNS = "takedowns"
TAKEDOWN_QUEUE = "takedowns:queue"
TAKEDOWNS_DUE = "takedowns:due"
TAKEDOWNS_CLOSED = "takedowns:closed"
TAKEDOWNS_WAITING = "takedowns:waiting"
ORDERS = "orders"
ORDERS_DUE = "orders:scrutiny"

# What waits for us: the second person, and the answer to a platform's question.
_OURS = {takedown_life.State.PENDING_SECOND_APPROVAL, takedown_life.State.CLARIFICATION}
_WAITING = {
    takedown_life.State.DISPATCHED,
    takedown_life.State.UNDELIVERABLE,
    takedown_life.State.RECEIVED,
    takedown_life.State.OVERDUE,
    takedown_life.State.UNABLE,
    takedown_life.State.REINSTATEMENT_REQUESTED,
}


def takedowns_on(ground_id: str) -> str:
    """Return the list of the requests that rest on this entry of the register, or on this incident."""
    return f"takedowns:ground:{ground_id}"


def drafts_of(user_id: str) -> str:
    """Return the list of a person's drafts, by when they are discarded."""
    return f"takedowns:drafts:{user_id}"


def takedowns_waiting(member_id: str) -> str:
    """Return the list of the requests that wait for a platform's answer, by when it is asked for."""
    return f"takedowns:waiting:{member_id}"


def orders_between(issuer: str, member_id: str) -> str:
    """Return the list of the removal orders that an authority has issued to a provider."""
    return f"orders:issued:{issuer}:{member_id}"


def takedown_lists(request: TakedownRequest) -> Scores:
    """Return the lists of a takedown request; a platform's inbox holds only what was sent to it."""
    scores: Scores = {TAKEDOWNS: 0, **_order_lists(request, request.order)}
    ground = request.ground.register_entry_id or request.ground.incident_id
    if ground is not None:
        scores[takedowns_on(ground)] = 0
    if request.acknowledge_by is not None:
        scores[of_member("takedowns", request.member_id)] = 0
    return scores | _due(request) | _waiting(request)


def _due(request: TakedownRequest) -> Scores:
    scores: Scores = {}
    if request.state in _OURS and request.order is None:
        scores[TAKEDOWN_QUEUE] = time_of(request.due_at)
    if request.state is takedown_life.State.DRAFT and request.order is None:
        scores[drafts_of(request.drafted_by)] = time_of(request.due_at)
    if request.state in takedown_life.BY_CLOCK:
        scores |= timed(TAKEDOWNS_DUE, request.due_at)
    if request.forgotten_at is None:
        scores |= timed(TAKEDOWNS_CLOSED, request.closed_at)
    return scores


def _waiting(request: TakedownRequest) -> Scores:
    """Return the lists of what a platform has still to answer; one item that is open is enough."""
    partly = request.state is takedown_life.State.PARTIALLY_ACTIONED
    is_open = partly and any(item.state is ItemState.OPEN for item in request.items)
    if not is_open and request.state not in _WAITING:
        return {}
    by = time_of(request.respond_by or request.acknowledge_by)
    return {takedowns_waiting(request.member_id): by, TAKEDOWNS_WAITING: by}


def _order_lists(request: TakedownRequest, order: Order | None) -> Scores:
    """Return an authority's own orders, and those from abroad that it may look at; what is late, while it is asked."""
    if order is None:
        return {}
    scores: Scores = {ORDERS: 0, of_member("orders", request.issuer): 0}
    if order.issued_at is not None and request.legal_basis.is_removal_order:
        scores[orders_between(request.issuer, request.member_id)] = 0
    if order.home_authority_id is not None and order.copy_sent_at is not None:
        scores[of_member("orders", order.home_authority_id)] = 0
    if order.state is order_life.State.UNDER_REVIEW and order.scrutiny_late_at is None:
        scores |= timed(ORDERS_DUE, order.scrutiny_by)
    return scores
