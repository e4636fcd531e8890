"""Webhook endpoints and the deliveries owed to them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from hashdb.lifecycles import delivery as delivery_lifecycle
from hashdb.lifecycles import endpoint as endpoint_lifecycle


class EventType(StrEnum):
    """What a webhook may tell; dotted names of the Standard Webhooks convention."""

    TAKEDOWN_REQUESTED = "takedown.requested"
    TAKEDOWN_UPDATED = "takedown.updated"
    TAKEDOWN_WITHDRAWN = "takedown.withdrawn"
    REINSTATEMENT_REQUESTED = "reinstatement.requested"
    SIGNAL_WITHDRAWN = "signal.withdrawn"
    ENDPOINT_VERIFICATION = "endpoint.verification"


class Priority(StrEnum):
    """How fast something is asked for and delivered."""

    URGENT = "urgent"
    STANDARD = "standard"


_MINUTE, _HOUR = 60, 3_600
# Seconds after the first attempt (webhooks 6.4): the usual schedules lose half an hour that a one-hour matter lacks.
SCHEDULE: dict[Priority, tuple[int, ...]] = {
    Priority.URGENT: (
        *(0, 5, 30, 2 * _MINUTE, 5 * _MINUTE, 10 * _MINUTE, 15 * _MINUTE),
        *(20 * _MINUTE, 30 * _MINUTE, 45 * _MINUTE, *(hour * _HOUR for hour in range(1, 25))),
    ),
    Priority.STANDARD: (0, 5, 5 * _MINUTE, 30 * _MINUTE, 2 * _HOUR, 5 * _HOUR, 10 * _HOUR, 20 * _HOUR),
}
RETRY_AFTER_CAP: dict[Priority, int] = {Priority.URGENT: 5 * _MINUTE, Priority.STANDARD: _HOUR}
DISABLED_AFTER = timedelta(days=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where a member wants to be told; `secret` and `challenge` are kept sealed."""

    id: str
    member_id: str
    url: str
    event_types: tuple[EventType, ...] = ()
    secret: str
    challenge: str
    created_at: datetime
    first_failure_at: datetime | None = None
    state: endpoint_lifecycle.State = endpoint_lifecycle.State.PENDING_VERIFICATION
    version: int = 1

    def advance(self, step: endpoint_lifecycle.Step) -> "Endpoint":
        """Return the endpoint after *step*, or raise IllegalTransitionError."""
        return replace(self, state=endpoint_lifecycle.after(self.state, step), version=self.version + 1)

    def wants(self, event_type: EventType) -> bool:
        """Whether events of this type are sent here; no types named means all of them."""
        receiving = self.state in {endpoint_lifecycle.State.ACTIVE, endpoint_lifecycle.State.FAILING}
        return receiving and (not self.event_types or event_type in self.event_types)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try to deliver; the excerpt of the answer is for reviewers only."""

    started_at: datetime
    resolved_ip: str | None = None
    status_code: int | None = None
    duration_ms: int
    error: str | None = None
    response_excerpt: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One event owed to one endpoint; its id is the `webhook-id` of every attempt."""

    id: str
    member_id: str
    endpoint_id: str
    event_type: EventType
    subject_id: str
    body: str
    priority: Priority
    created_at: datetime
    attempts: tuple[Attempt, ...] = ()
    attempt_count: int = 0
    next_attempt_at: datetime | None = None
    delivered_at: datetime | None = None
    state: delivery_lifecycle.State = delivery_lifecycle.State.QUEUED
    version: int = 1

    def advance(self, step: delivery_lifecycle.Step) -> "Delivery":
        """Return the delivery after *step*, or raise IllegalTransitionError."""
        return replace(self, state=delivery_lifecycle.after(self.state, step), version=self.version + 1)

    def next_delay(self, retry_after: int | None, jitter: float) -> float | None:
        """Return the seconds until the next attempt, or None when the schedule is exhausted.

        Called after an attempt was counted. *jitter* is a factor around 1; *retry_after* is what the receiver asks.
        """
        schedule = SCHEDULE[self.priority]
        if self.attempt_count >= len(schedule):
            return None
        gap = (schedule[self.attempt_count] - schedule[self.attempt_count - 1]) * jitter
        asked = min(retry_after or 0, RETRY_AFTER_CAP[self.priority])
        return max(gap, float(asked))
