"""The clocks of a takedown request: they start with its receipt and stop for a clarification."""

from dataclasses import replace
from datetime import datetime, timedelta

from hashdb.lifecycles.takedown import Step
from hashdb.records.policy import Policy
from hashdb.records.takedown import TakedownRequest


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
    """Return the request as received: from now on the time to answer runs."""
    return running(replace(request.advance(Step.RECEIVE), received_at=now), policy, now)


def running(request: TakedownRequest, policy: Policy, now: datetime) -> TakedownRequest:
    """Return the request with its time to answer running from *now* (again)."""
    respond_by = now + policy.respond_window(urgent=request.is_urgent)
    return replace(request, respond_by=respond_by, due_at=respond_by)


def overdue(request: TakedownRequest, policy: Policy, now: datetime) -> TakedownRequest:
    """Return the request as overdue, with the time at which it is closed without an answer."""
    return replace(request.advance(Step.LAPSE), due_at=now + timedelta(seconds=policy.no_response_closes_after))


def stopped(request: TakedownRequest) -> TakedownRequest:
    """Return the request with no clock running."""
    return replace(request, due_at=None)
