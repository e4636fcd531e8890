"""The lists of takedown requests and orders."""

from hashdb.lifecycles import order as order_life
from hashdb.lifecycles import takedown as takedown_life
from hashdb.records.order import Order
from hashdb.records.takedown import TakedownRequest
from hashdb.store.lists.scores import Scores, of_member, time_of, timed

TAKEDOWNS = "takedowns"
TAKEDOWN_QUEUE = "takedowns:queue"
TAKEDOWNS_DUE = "takedowns:due"
TAKEDOWNS_CLOSED = "takedowns:closed"
ORDERS = "orders"
ORDERS_DUE = "orders:scrutiny"


def takedowns_on(ground_id: str) -> str:
    """Return the list of the requests that rest on this entry of the register, or on this incident."""
    return f"takedowns:ground:{ground_id}"


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
    return scores | _due(request)


def _due(request: TakedownRequest) -> Scores:
    scores: Scores = {}
    if request.state is takedown_life.State.PENDING_SECOND_APPROVAL and request.order is None:
        scores[TAKEDOWN_QUEUE] = time_of(request.due_at)
    if request.state in takedown_life.BY_CLOCK:
        scores |= timed(TAKEDOWNS_DUE, request.due_at)
    if request.forgotten_at is None:
        scores |= timed(TAKEDOWNS_CLOSED, request.closed_at)
    return scores


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
