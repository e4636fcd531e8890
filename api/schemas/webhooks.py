"""Answers about endpoints and deliveries."""

from datetime import datetime

from pydantic import BaseModel, Field

from api.models import Inlined
from hashdb.lifecycles import delivery as delivery_life
from hashdb.lifecycles import endpoint as endpoint_life
from hashdb.records.webhook import Channel, EventType, Priority


class Endpoint(BaseModel):
    """A webhook endpoint."""

    id: str
    url: str
    event_types: list[EventType]
    state: Inlined[endpoint_life.State]
    created_at: datetime
    first_failure_at: datetime | None
    previous_secret_expires_at: datetime | None


class NewEndpoint(Endpoint):
    """A webhook endpoint with its secret, shown this once."""

    secret: str = Field(examples=["whsec_..."])


class Attempt(BaseModel):
    """One try to deliver."""

    started_at: datetime
    status_code: int | None
    duration_ms: int
    error: str | None
    response_excerpt: str | None = None


class Delivery(BaseModel):
    """One event owed to one endpoint, address or reader; `id` is the `webhook-id` of every attempt."""

    id: str
    channel: Channel
    endpoint_id: str | None
    event_type: EventType
    subject_id: str
    priority: Priority
    state: Inlined[delivery_life.State]
    attempt_count: int
    attempts: list[Attempt]
    next_attempt_at: datetime | None
    delivered_at: datetime | None
    created_at: datetime
