"""What the outcome of a delivery means for others: for the endpoint it went to, its notice, the request it is about.

All are written in the act that writes the outcome, each with an entry of its own. That nobody could be reached is for
the clock of the request to find, when the ladder of its notice is through.
"""

from dataclasses import replace
from datetime import datetime

from hashdb.access import SYSTEM
from hashdb.lifecycles import delivery as delivery_life
from hashdb.lifecycles import endpoint as endpoint_life
from hashdb.lifecycles import takedown as takedown_life
from hashdb.records.alert import AlertKind
from hashdb.records.webhook import DISABLED_AFTER, Channel, Delivery, Endpoint, EventType
from hashdb.services import alerts, clocks, notices, steps
from hashdb.services.sending import OPEN, Told
from hashdb.store import Store, Write


def of_endpoint(store: Store, before: Endpoint, step: delivery_life.Step, now: datetime) -> Write:
    """Note on the endpoint that it fails, recovers or is gone; five days of nothing but failures disable it."""
    outcome = _endpoint_step(before, step, now)
    if not endpoint_life.LIFECYCLE.allows(before.state, outcome):
        return Write()
    first_failure = None if outcome is endpoint_life.Step.RECOVER else before.first_failure_at or now
    endpoint = replace(before.advance(outcome), first_failure_at=first_failure)
    noted = steps.written(store, store.endpoints, before, endpoint, outcome, actor=SYSTEM, now=now)
    return noted + _told_disabled(store, endpoint, now) if outcome is endpoint_life.Step.DISABLE else noted


def _told_disabled(store: Store, endpoint: Endpoint, now: datetime) -> Write:
    """Have the member learn by other ways that nothing is sent there any more."""
    told = Told(subject_id=endpoint.id)
    return notices.announce(store, endpoint.member_id, EventType.ENDPOINT_DISABLED, told, now=now)


def of_member(store: Store, delivery: Delivery, now: datetime) -> Write:
    """Note what the delivery means for whoever it is owed to: it arrived, or must be brought otherwise, and at once."""
    if delivery.state is delivery_life.State.DELIVERED:
        return _arrived(store, delivery, now) if delivery.channel is Channel.WEBHOOK else Write()
    if delivery.state in OPEN:
        return Write()
    woken = notices.wake(store, delivery, now)
    if delivery.channel is Channel.EMAIL and delivery.address is not None:
        woken += alerts.raised(store, AlertKind.MAIL_FAILED, "delivery", delivery.id, now=now)
    return woken


def _arrived(store: Store, delivery: Delivery, now: datetime) -> Write:
    """End the notice of what a webhook took, and start the clock of a request that arrived so."""
    settled = notices.settle(store, delivery.subject_id, delivery.event_type, now, member_id=delivery.member_id)
    if delivery.event_type is not EventType.TAKEDOWN_REQUESTED:
        return settled
    request = store.takedowns.find(delivery.subject_id)
    if request is None or request.member_id != delivery.member_id:
        return settled
    step = takedown_life.Step.RECEIVE
    if not takedown_life.LIFECYCLE.allows(request.state, step):
        return settled
    after = clocks.received(request, store.policy(), now)
    return settled + steps.written(store, store.takedowns, request, after, step, actor=SYSTEM, now=now)


def _endpoint_step(endpoint: Endpoint, step: delivery_life.Step, now: datetime) -> endpoint_life.Step:
    if step is delivery_life.Step.SUCCEED:
        return endpoint_life.Step.RECOVER
    failing_for = now - (endpoint.first_failure_at or now)
    if step is delivery_life.Step.FIND_GONE or failing_for > DISABLED_AFTER:
        return endpoint_life.Step.DISABLE
    return endpoint_life.Step.FAIL
