"""Members, keys, webhook endpoints and deliveries as their readers see them; no secret is ever among it."""

from datetime import datetime

from api.present.common import Document
from hashdb.access import Actor
from hashdb.records.member import Key, Member
from hashdb.records.webhook import Delivery, Endpoint
from hashdb.roles import Role


def endpoint(found: Endpoint) -> Document:
    """Return a webhook endpoint without its secret."""
    return {
        "id": found.id,
        "url": found.url,
        "event_types": found.event_types,
        "state": found.state,
        "created_at": found.created_at,
        "first_failure_at": found.first_failure_at,
        "previous_secret_expires_at": found.previous_secret_expires_at,
    }


def delivery(found: Delivery, reader: Actor) -> Document:
    """Return a delivery with its attempts; what the receiver answered is not for the platform's keys."""
    excerpts = reader.role == Role.AUDITOR
    attempts = [
        {
            "started_at": each.started_at,
            "status_code": each.status_code,
            "duration_ms": each.duration_ms,
            "error": each.error,
            **({"response_excerpt": each.response_excerpt} if excerpts else {}),
        }
        for each in found.attempts
    ]
    return {
        "id": found.id,
        "channel": found.channel,
        "endpoint_id": found.endpoint_id or None,
        "event_type": found.event_type,
        "subject_id": found.subject_id,
        "priority": found.priority,
        "state": found.state,
        "attempt_count": found.attempt_count,
        "attempts": attempts,
        "next_attempt_at": found.next_attempt_at,
        "delivered_at": found.delivered_at,
        "created_at": found.created_at,
    }


def member(found: Member, feed_read_at: datetime | None = None) -> Document:
    """Return a member, and when it was last known to have all of the feed."""
    return {
        "id": found.id,
        "name": found.name,
        "kind": found.kind,
        "group_id": found.group_id,
        "country": found.country,
        "size": found.size,
        "state": found.state,
        "created_at": found.created_at,
        "feed_read_at": feed_read_at,
    }


def key(found: Key, last_used: datetime | None) -> Document:
    """Return a key without its digest."""
    return {
        "id": found.id,
        "member_id": found.member_id,
        "role": found.role,
        "user_id": found.user_id,
        "created_at": found.created_at,
        "revoked_at": found.revoked_at,
        "last_used_at": last_used,
    }
