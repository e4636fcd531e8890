"""What the outcome of a delivery means for others: for the endpoint it went to, and for the request it was about.

Both are written in the act that writes the outcome, each with an entry of its own.
"""

from dataclasses import replace
from datetime import datetime

from hashdb import audit
from hashdb.access import SYSTEM
from hashdb.lifecycles import delivery as delivery_life
from hashdb.lifecycles import endpoint as endpoint_life
from hashdb.lifecycles import takedown as takedown_life
from hashdb.records.takedown import TakedownRequest
from hashdb.records.webhook import DISABLED_AFTER, Delivery, Endpoint, EventType
from hashdb.services import clocks
from hashdb.store import Store, Write, lists

OPEN = frozenset({delivery_life.State.QUEUED, delivery_life.State.RETRY_SCHEDULED})


def of_endpoint(store: Store, before: Endpoint, step: delivery_life.Step, now: datetime) -> Write:
    """Note on the endpoint that it fails, recovers or is gone; five days of nothing but failures disable it."""
    outcome = _endpoint_step(before, step, now)
    if not endpoint_life.LIFECYCLE.allows(before.state, outcome):
        return Write()
    first_failure = None if outcome is endpoint_life.Step.RECOVER else before.first_failure_at or now
    endpoint = replace(before.advance(outcome), first_failure_at=first_failure)
    entry = audit.entry(SYSTEM, f"endpoint.{outcome}", now, before=before, after=endpoint)
    return store.endpoints.put(endpoint, before) + Write(entries=(entry,))


def of_request(store: Store, delivery: Delivery, now: datetime) -> Write:
    """Start the request's clock when it was delivered; note when nobody could be reached."""
    request = store.takedowns.find(delivery.subject_id)
    if request is None or delivery.event_type is not EventType.TAKEDOWN_REQUESTED:
        return Write()
    step = _request_step(store, delivery)
    if step is None or not takedown_life.LIFECYCLE.allows(request.state, step):
        return Write()
    arrived = step is takedown_life.Step.RECEIVE
    after = clocks.received(request, store.policy(), now) if arrived else clocks.stopped(request.advance(step))
    return _written(store, request, after, step, now)


def _endpoint_step(endpoint: Endpoint, step: delivery_life.Step, now: datetime) -> endpoint_life.Step:
    if step is delivery_life.Step.SUCCEED:
        return endpoint_life.Step.RECOVER
    failing_for = now - (endpoint.first_failure_at or now)
    if step is delivery_life.Step.FIND_GONE or failing_for > DISABLED_AFTER:
        return endpoint_life.Step.DISABLE
    return endpoint_life.Step.FAIL


def _request_step(store: Store, delivery: Delivery) -> takedown_life.Step | None:
    """Return what the delivery means: receipt, or that no delivery of the request is open any more."""
    if delivery.state is delivery_life.State.DELIVERED:
        return takedown_life.Step.RECEIVE
    others = store.deliveries.all_of(lists.deliveries_about(delivery.subject_id))
    still_open = delivery.state in OPEN or any(each.state in OPEN for each in others if each.id != delivery.id)
    return None if still_open else takedown_life.Step.EXHAUST


def _written(
    store: Store, before: TakedownRequest, after: TakedownRequest, step: takedown_life.Step, now: datetime
) -> Write:
    entry = audit.entry(SYSTEM, f"takedown.{step}", now, before=before, after=after)
    return store.takedowns.put(after, before) + Write(entries=(entry,))
