"""Webhook endpoints and the deliveries owed to them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from hashdb.lifecycles import delivery as delivery_lifecycle
from hashdb.lifecycles import endpoint as endpoint_lifecycle
from hashdb.records.alert import AlertKind


class EventType(StrEnum):
    """What a webhook may tell; dotted names of the Standard Webhooks convention."""

    TAKEDOWN_REQUESTED = "takedown.requested"
    TAKEDOWN_UPDATED = "takedown.updated"
    TAKEDOWN_WITHDRAWN = "takedown.withdrawn"
    REINSTATEMENT_REQUESTED = "reinstatement.requested"
    TCO_PRIOR_INFORMATION = "tco.prior_information"
    TCO_COPY = "tco.copy"
    TCO_SCRUTINY_REQUESTED = "tco.scrutiny_requested"
    CLARIFICATION_ANSWERED = "clarification.answered"
    SIGNAL_WITHDRAWN = "signal.withdrawn"
    INCIDENT_AWARENESS = "incident.awareness"
    INCIDENT_ACTIVATED = "incident.activated"
    INCIDENT_UPDATED = "incident.updated"
    INCIDENT_CONCLUDED = "incident.concluded"
    APPEAL_DECIDED = "appeal.decided"
    REGISTER_DELISTED = "register.delisted"
    REPORT_PUBLISHED = "report.published"
    ALERT_RAISED = "alert.raised"
    ENDPOINT_VERIFICATION = "endpoint.verification"
    ENDPOINT_DISABLED = "endpoint.disabled"
    ENDPOINT_PING = "endpoint.ping"


class Channel(StrEnum):
    """How a delivery reaches its member; `portal` is the notice that the member reads at the service itself."""

    WEBHOOK = "webhook"
    EMAIL = "email"
    PORTAL = "portal"


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


class Reach(StrEnum):
    """To whom of a member's contact points a mail goes."""

    NOBODY = "nobody"
    PRIMARY = "primary"
    EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """What is done about a notice that nobody took notice of for so long."""

    after: timedelta
    mail: Reach = Reach.NOBODY
    alert: AlertKind | None = None


# What must not be missed: there is a notice for each of these, and it climbs.
ESCALATING = frozenset(
    {
        EventType.TAKEDOWN_REQUESTED,
        EventType.REINSTATEMENT_REQUESTED,
        EventType.INCIDENT_ACTIVATED,
        EventType.TCO_PRIOR_INFORMATION,
        EventType.TCO_COPY,
        EventType.TCO_SCRUTINY_REQUESTED,
        EventType.ENDPOINT_DISABLED,
    }
)
# The last rung of an urgent notice comes before the hour of Article 3(3) could be over by a quarter.
LADDER: dict[Priority, tuple[Rung, ...]] = {
    Priority.URGENT: (
        Rung(after=timedelta(minutes=5), mail=Reach.PRIMARY),
        Rung(after=timedelta(minutes=15), mail=Reach.EVERYBODY, alert=AlertKind.UNDELIVERED),
        Rung(after=timedelta(minutes=30), alert=AlertKind.PHONE),
    ),
    Priority.STANDARD: (
        Rung(after=timedelta(hours=2), mail=Reach.PRIMARY),
        Rung(after=timedelta(hours=20), alert=AlertKind.UNDELIVERED),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where a member wants to be told; the secrets and `challenge` are kept sealed.

    After a rotation the previous secret signs, too, until it expires.
    """

    id: str
    member_id: str
    url: str
    event_types: tuple[EventType, ...] = ()
    secret: str
    previous_secret: str | None = None
    previous_secret_expires_at: datetime | None = None
    challenge: str
    created_at: datetime
    first_failure_at: datetime | None = None
    state: endpoint_lifecycle.State = endpoint_lifecycle.State.PENDING_VERIFICATION
    version: int = 1

    def advance(self, step: endpoint_lifecycle.Step) -> "Endpoint":
        """Return the endpoint after *step*, or raise IllegalTransitionError."""
        return replace(self, state=endpoint_lifecycle.after(self.state, step), version=self.version + 1)

    def secrets(self, now: datetime) -> tuple[str, ...]:
        """Return the secrets, sealed, that sign at *now*; an old one counts no longer than it may, swept or not."""
        old = self.previous_secret
        expires = self.previous_secret_expires_at
        if old is None or expires is None or now >= expires:
            return (self.secret,)
        return (self.secret, old)

    @property
    def receives(self) -> bool:
        """Whether its owner has proved to receive there."""
        return self.state in {endpoint_lifecycle.State.ACTIVE, endpoint_lifecycle.State.FAILING}

    def wants(self, event_type: EventType) -> bool:
        """Whether events of this type are sent here; no types named means all of them."""
        return self.receives and (not self.event_types or event_type in self.event_types)


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
    """One event owed to one endpoint, address or inbox; its id is the `webhook-id` of every attempt.

    `address` is kept sealed. A notice (`portal`) climbs rung by rung until its member takes notice; what was sent on
    the way names it as `notice_id`.
    """

    id: str
    member_id: str
    endpoint_id: str = ""
    channel: Channel = Channel.WEBHOOK
    address: str | None = None
    notice_id: str | None = None
    rung: int = 0
    event_type: EventType
    subject_id: str
    body: str
    priority: Priority
    created_at: datetime
    attempts: tuple[Attempt, ...] = ()
    attempt_count: int = 0
    next_attempt_at: datetime | None = None
    delivered_at: datetime | None = None
    settled_at: datetime | None = None
    erased_at: datetime | None = None
    state: delivery_lifecycle.State = delivery_lifecycle.State.QUEUED
    version: int = 1

    def advance(self, step: delivery_lifecycle.Step) -> "Delivery":
        """Return the delivery after *step*, or raise IllegalTransitionError."""
        return replace(self, state=delivery_lifecycle.after(self.state, step), version=self.version + 1)

    def forgotten(self, now: datetime) -> "Delivery":
        """Return the delivery without where it went and how each attempt ended; that it was made stays."""
        return replace(self, attempts=(), address=None, erased_at=now, version=self.version + 1)

    def next_delay(self, retry_after: int | None, jitter: float) -> float | None:
        """Return the seconds until the next attempt, or None when the schedule is exhausted; a ping is tried once.

        Called after an attempt was counted. *jitter* is a factor around 1; *retry_after* is what the receiver asks.
        """
        schedule = SCHEDULE[self.priority]
        if self.event_type is EventType.ENDPOINT_PING:
            return None
        if self.attempt_count >= len(schedule):
            return None
        gap = (schedule[self.attempt_count] - schedule[self.attempt_count - 1]) * jitter
        asked = min(retry_after or 0, RETRY_AFTER_CAP[self.priority])
        return max(gap, float(asked))
