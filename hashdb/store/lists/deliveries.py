"""The lists of deliveries and endpoints, contact points and alerts."""

from hashdb.lifecycles import alert as alert_life
from hashdb.lifecycles.delivery import State
from hashdb.records.alert import Alert
from hashdb.records.contact_point import ContactPoint
from hashdb.records.webhook import Channel, Delivery, Endpoint
from hashdb.store.lists.scores import Scores, of_member, timed

DELIVERIES = "deliveries"
DELIVERIES_DEAD = "deliveries:dead"
DELIVERIES_SETTLED = "deliveries:settled"
ENDPOINTS_ROTATED = "endpoints:rotated"
CONTACT_POINTS_PUBLIC = "contact_points:public"
CONTACT_POINTS_DUE = "contact_points:due"
ALERTS = "alerts"
ALERTS_OPEN = "alerts:open"
ALERTS_HANDLED = "alerts:handled"

_DEAD = {State.FAILED, State.ENDPOINT_GONE}
_WAITING = {State.QUEUED, State.RETRY_SCHEDULED}


def dead_letters_of(member_id: str) -> str:
    """Return the list of a member's deliveries that were given up."""
    return of_member("deliveries:dead", member_id)


def deliveries_about(subject_id: str) -> str:
    """Return the list of the deliveries about one subject, such as a takedown request."""
    return f"deliveries:subject:{subject_id}"


def endpoint_lists(endpoint: Endpoint) -> Scores:
    """Return the lists of a webhook endpoint."""
    scores: Scores = {of_member("endpoints", endpoint.member_id): 0}
    return scores | timed(ENDPOINTS_ROTATED, endpoint.previous_secret_expires_at)


def delivery_lists(delivery: Delivery) -> Scores:
    """Return the lists of a delivery; an open notice is a task of its member."""
    scores: Scores = {
        DELIVERIES: 0,
        of_member("deliveries", delivery.member_id): 0,
        deliveries_about(delivery.subject_id): 0,
    }
    if delivery.state in _DEAD:
        scores |= {DELIVERIES_DEAD: 0, dead_letters_of(delivery.member_id): 0}
    if delivery.channel is Channel.PORTAL and delivery.state in _WAITING:
        scores[of_member("notices", delivery.member_id)] = 0
    if delivery.state not in _WAITING and delivery.erased_at is None:
        scores |= timed(DELIVERIES_SETTLED, delivery.settled_at or delivery.delivered_at)
    return scores


def contact_point_lists(contact: ContactPoint) -> Scores:
    """Return the lists of a contact point; one that was removed stands in none."""
    if contact.removed_at is not None:
        return {}
    scores: Scores = {of_member("contact_points", contact.member_id): 0}
    if contact.public:
        scores[CONTACT_POINTS_PUBLIC] = 0
    return scores | timed(CONTACT_POINTS_DUE, contact.due_at)


def alert_lists(alert: Alert) -> Scores:
    """Return the lists of an alert."""
    if alert.state is alert_life.State.OPEN:
        return {ALERTS: 0, ALERTS_OPEN: 0}
    return {ALERTS: 0, **timed(ALERTS_HANDLED, alert.handled_at)}
