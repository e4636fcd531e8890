"""The clocks of a takedown request: they start with its receipt, stop for a clarification, and end it in time.

The time at which somebody must look at a request next is its `due_at`; `act` does what the clock does then.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from hashdb.access import SYSTEM
from hashdb.lifecycles import order as order_life
from hashdb.lifecycles.takedown import BY_CLOCK, State, Step
from hashdb.records.alert import AlertKind
from hashdb.records.policy import Policy
from hashdb.records.takedown import TakedownRequest
from hashdb.records.webhook import EventType
from hashdb.services import alerts, effects, notices, repeats, requests
from hashdb.store import Store, Write

_REMINDING = frozenset({Step.REMIND, Step.LAPSE})
_CAN_BECOME_FINAL = frozenset({order_life.State.IN_FORCE, order_life.State.CONFIRMED})


def drafted(request: TakedownRequest, policy: Policy, now: datetime) -> TakedownRequest:
    """Return the draft with the time at which it is discarded if nobody submits it."""
    return replace(request, due_at=now + timedelta(seconds=policy.draft_lifetime))


def submitted(request: TakedownRequest, policy: Policy, now: datetime) -> TakedownRequest:
    """Return the request as waiting for its second person."""
    due = now + policy.approval_window(urgent=request.is_urgent)
    return replace(request.advance(Step.SUBMIT), due_at=due)


def dispatched(request: TakedownRequest, policy: Policy, now: datetime) -> TakedownRequest:
    """Return the request as sent, with the times asked of the platform."""
    acknowledge_by = now + policy.acknowledge_window(urgent=request.is_urgent)
    return replace(
        request.advance(Step.DISPATCH),
        acknowledge_by=acknowledge_by,
        preserve_until=now + timedelta(seconds=policy.preserve_for),
        due_at=acknowledge_by,
    )


def received(request: TakedownRequest, policy: Policy, now: datetime) -> TakedownRequest:
    """Return the request as received: from now on the time to answer runs, and that to contest an order."""
    order = request.order
    if order is not None and request.legal_basis.is_removal_order:
        order = replace(order, review_request_by=now + timedelta(seconds=policy.review_request_within))
    return running(replace(request.advance(Step.RECEIVE), received_at=now, order=order), policy, now)


def running(request: TakedownRequest, policy: Policy, now: datetime) -> TakedownRequest:
    """Return the request with its time to answer running from *now* (again); a removal order has an hour."""
    window = policy.respond_window(urgent=request.is_urgent)
    if request.legal_basis.is_removal_order:
        window = timedelta(seconds=policy.order_comply_within)
    return replace(request, respond_by=now + window, due_at=now + window, clarify_by=None)


def asked(request: TakedownRequest, policy: Policy, now: datetime) -> TakedownRequest:
    """Return the request as waiting for our answer to the platform's question; the platform's clock stands still."""
    clarify_by = now + policy.clarify_window(urgent=request.is_urgent)
    return replace(request.advance(Step.ASK_CLARIFICATION), clarify_by=clarify_by, due_at=clarify_by)


def stopped(request: TakedownRequest) -> TakedownRequest:
    """Return the request with no clock running."""
    return replace(request, due_at=None)


def asked_back(request: TakedownRequest, policy: Policy, now: datetime) -> TakedownRequest:
    """Return the request as waiting for the platform to reinstate; nobody forgets that it was asked to."""
    return replace(request, due_at=now + policy.respond_window(urgent=request.is_urgent))


def settled(request: TakedownRequest, policy: Policy, now: datetime) -> TakedownRequest:
    """Return a request that waits for nothing more, with the time at which it is closed."""
    declined = request.state is State.DECLINED
    window = policy.declined_closes_after if declined else policy.closes_after
    return replace(request, due_at=now + timedelta(seconds=window))


def closed(request: TakedownRequest, step: Step, now: datetime) -> TakedownRequest:
    """Return the request as over; an order that was received and that nobody contests any more is final then."""
    after = replace(request.advance(step), due_at=None, closed_at=request.closed_at or now)
    if after.order is None or after.received_at is None or after.order.state not in _CAN_BECOME_FINAL:
        return after
    return effects.moved(after, order_life.Step.BECOME_FINAL)


def act(store: Store, request: TakedownRequest, now: datetime) -> None:
    """Take the step that the clock takes now, if there is one, with what follows from it."""
    policy = store.policy()
    step = _due_step(request, policy, now)
    if step is not None:
        after = _after(request, step, policy, now)
        requests.save(store, request, after, step, SYSTEM, now, _follow(store, request, after, step, now))


def undeliverable_at(request: TakedownRequest, policy: Policy) -> datetime:
    """Return when a request that nobody received is given up: after the ladder of notices is through."""
    urgent = request.is_urgent
    sent = (request.acknowledge_by or request.created_at) - policy.acknowledge_window(urgent=urgent)
    return sent + policy.undeliverable_window(urgent=urgent)


def given_up_at(request: TakedownRequest, policy: Policy) -> datetime:
    """Return when a request that nobody answered is closed."""
    return (request.respond_by or request.created_at) + timedelta(seconds=policy.no_response_closes_after)


def _due_step(request: TakedownRequest, policy: Policy, now: datetime) -> Step | None:
    step = BY_CLOCK.get(request.state)
    if request.due_at is None or now < request.due_at or step is None:
        return None
    return Step.REMIND if now < _reminded_until(request, policy, now) else step


def _reminded_until(request: TakedownRequest, policy: Policy, now: datetime) -> datetime:
    """Return until when a request is reminded of, rather than ended; *now* for those that are not."""
    if request.state is State.DISPATCHED:
        return undeliverable_at(request, policy)
    waits = request.state in {State.OVERDUE, State.PARTIALLY_ACTIONED}
    return given_up_at(request, policy) if waits else now


def _after(request: TakedownRequest, step: Step, policy: Policy, now: datetime) -> TakedownRequest:
    if step is Step.REMIND:
        until = _reminded_until(request, policy, now)
        due = until if until > now else None
        asked_us = request.state is State.CLARIFICATION
        return replace(request.advance(step), reminders=request.reminders + (not asked_us), due_at=due)
    if step is Step.LAPSE:
        half = timedelta(seconds=policy.no_response_closes_after) / 2
        due = (request.respond_by or now) + half
        return replace(request.advance(step), reminders=request.reminders + 1, due_at=due)
    if step is Step.EXHAUST:
        return settled(request.advance(step), policy, now)
    return closed(request, step, now)


def _follow(store: Store, before: TakedownRequest, after: TakedownRequest, step: Step, now: datetime) -> Write:
    if before.state is State.CLARIFICATION:
        return alerts.raised(store, AlertKind.CLARIFICATION_OVERDUE, "takedown_request", after.id, now=now)
    if before.state is State.REINSTATEMENT_REQUESTED:
        return _asked_again(store, after, now)
    if step is Step.EXHAUST:
        return alerts.raised(store, AlertKind.UNDELIVERED, "takedown_request", after.id, now=now)
    if step in _REMINDING:
        return _reminded(store, after, step, now)
    return ended(store, before, after, now)


def ended(store: Store, before: TakedownRequest, after: TakedownRequest, now: datetime) -> Write:
    """Return what follows when a request is over: its content is free, and its order may have become final.

    What was withdrawn has let go of its content before.
    """
    follow = repeats.over(store, after, SYSTEM, now)
    if before.order != after.order:
        follow += effects.entry(before, after, order_life.Step.BECOME_FINAL, SYSTEM, now)
        follow += effects.tell_home(store, after, now)  # Article 3(9)
    return follow


def _asked_again(store: Store, after: TakedownRequest, now: datetime) -> Write:
    """Ask once more for what was removed in error, from the first rung on, and have people of the service know."""
    event = EventType.REINSTATEMENT_REQUESTED
    again = notices.settle(store, after.id, event, now) + requests.tell(store, after, event, now)
    return again + alerts.raised(store, AlertKind.OVERDUE, "takedown_request", after.id, now=now)


def _reminded(store: Store, after: TakedownRequest, step: Step, now: datetime) -> Write:
    told = requests.tell(store, after, EventType.TAKEDOWN_UPDATED, now)
    late = step is Step.LAPSE or after.state is State.PARTIALLY_ACTIONED
    if late and after.is_urgent:
        told += alerts.raised(store, AlertKind.OVERDUE, "takedown_request", after.id, now=now)
    return told
