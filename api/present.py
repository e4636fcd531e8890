"""Records as their readers see them.

Who submitted a signal is shown to those who review and audit, never to other members; the URL of content is shown to
its own platform and to those who review.
"""

from datetime import datetime
from typing import Any

from api.context import store
from hashdb.access import Actor
from hashdb.records.match import Match
from hashdb.records.member import Key, Member, Role
from hashdb.records.signal import Claim, Signal
from hashdb.records.takedown import LegalBasis, RequestItem, Response, TakedownRequest
from hashdb.records.webhook import Delivery, Endpoint
from hashdb.services.matching import Hit
from hashdb.store import Page

Document = dict[str, Any]

_NOTICE = "This is a {basis} for your voluntary assessment against your own terms. It is not a removal order."
_BASES = {
    LegalBasis.REFERRAL: "referral",
    LegalBasis.DSA_NOTICE: "notice under Article 16 of Regulation (EU) 2022/2065",
    LegalBasis.DSA_TRUSTED_FLAGGER_NOTICE: "notice of a trusted flagger under Article 22 of Regulation (EU) 2022/2065",
}
_PLATFORM_ROLES = {Role.PLATFORM_MATCHER, Role.PLATFORM_RESPONDER, Role.PLATFORM_SUBMITTER, Role.PLATFORM_ADMIN}


def page_of(found: Page[Any], documents: list[Document]) -> Document:
    """Return a page of a list."""
    return {"items": documents, "next": found.next}


def claim(stated: Claim) -> Document:
    """Return what a signal says of its content."""
    return {
        "content_type": stated.content_type,
        "tier": stated.tier,
        "behaviour_labels": stated.behaviour_labels,
        "material_types": stated.material_types,
        "ground": ground(stated),
        "context_flags": stated.context_flags,
    }


def ground(stated: Claim | TakedownRequest) -> Document:
    """Return the one ground that is set."""
    named = {
        "register_entry_id": stated.ground.register_entry_id,
        "incident_id": stated.ground.incident_id,
        "behaviour": stated.ground.behaviour,
    }
    return {name: value for name, value in named.items() if value is not None}


def signal(found: Signal, reader: Actor, now: datetime) -> Document:
    """Return a signal for its submitter (its own part) or for those who review (everything)."""
    document = {
        "id": found.id,
        "signal_type": found.signal_type,
        "signal_value": found.signal_value,
        "quality": found.quality,
        **claim(found.claim),
        "state": found.state,
        "is_live": found.is_live(now),
        "corroboration_count": len(found.vouching_groups()),
        "created_at": found.created_at,
        "activated_at": found.activated_at,
        "due_at": found.due_at,
        "expires_at": found.expires_at,
        "version": found.version,
    }
    if reader.role in _PLATFORM_ROLES:
        own = found.submission_of(reader.member_id)
        return {**document, "submissions": [] if own is None else [own]}
    return {
        **document,
        "submissions": found.submissions,
        "opinions": found.opinions,
        "decisions": found.decisions,
    }


def feed_entry(found: Signal, now: datetime) -> Document:
    """Return a signal as members sync it; one that is not live is a tombstone without its value."""
    live = found.is_live(now)
    entry = {"id": found.id, "signal_type": found.signal_type, "state": found.state, "deleted": not live}
    if not live:
        return entry
    value = {"signal_value": found.signal_value, "quality": found.quality, "expires_at": found.expires_at}
    return {**entry, **value, **claim(found.claim)}


def hit(found: Hit) -> Document:
    """Return a hit of a lookup."""
    return {
        "signal_id": found.signal.id,
        "signal_type": found.signal.signal_type,
        "distance": found.distance,
        "state": found.signal.state,
        "use_mode": found.use_mode,
        **claim(found.signal.claim),
        "expires_at": found.signal.expires_at,
    }


def match(found: Match) -> Document:
    """Return a match; the reader may see it, so it may see the URL."""
    return {
        "id": found.id,
        "signal_id": found.signal_id,
        "signal_type": found.signal_type,
        "member_id": found.member_id,
        "content_ref": found.content_ref,
        "content_url": _opened(found.content_url),
        "distance": found.distance,
        "threshold": found.threshold,
        "query_quality": found.query_quality,
        "origin": found.origin,
        "matched_at": found.matched_at,
        "request_id": found.request_id,
        "state": found.state,
        "version": found.version,
    }


def takedown(found: TakedownRequest, reader: Actor) -> Document:
    """Return a request: to its platform what it needs to decide, to others also who drafted and decided."""
    document = {
        "id": found.id,
        "member_id": found.member_id,
        "legal_basis": found.legal_basis,
        "is_order": False,
        "issuer": "service",
        "notice_text": _NOTICE.format(basis=_BASES[found.legal_basis]),
        "requested_action": found.requested_action,
        "priority": found.priority,
        "tier": found.tier,
        "material_types": found.material_types,
        "ground": ground(found),
        "statement_of_reasons": found.statement_of_reasons,
        "exemption_assessment": found.exemption_assessment,
        "automation": {
            "automated_detection": "Yes",
            "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
        },
        "territorial_scope": found.territorial_scope,
        "items": [_item(each) for each in found.items],
        "deadlines": {"ack_by": found.acknowledge_by, "respond_by": found.respond_by},
        "preserve": {"asked": True, "until": found.preserve_until},
        "state": found.state,
        "created_at": found.created_at,
        "received_at": found.received_at,
        "acknowledged_at": found.acknowledged_at,
        "responses": [response(each) for each in found.responses],
        "version": found.version,
    }
    if reader.role in _PLATFORM_ROLES:
        return document
    return {**document, "drafted_by": found.drafted_by, "decisions": found.decisions, "due_at": found.due_at}


def response(given: Response) -> Document:
    """Return a platform's answer, with our time of receipt beside its own."""
    return {
        "id": given.id,
        "type": given.type,
        "platform_file_ref": given.platform_file_ref,
        "received_at": given.received_at,
        "measure_taken_at": given.measure_taken_at,
        "recorded_at": given.recorded_at,
        "item_refs": given.item_refs,
        "territorial_scope": given.territorial_scope,
        "reason_code": given.reason_code,
        "details": given.details,
        "preserved": given.preserved,
        "preserve_until": given.preserve_until,
        "user_notified": given.user_notified,
        "sor_puid": given.sor_puid,
    }


def endpoint(found: Endpoint) -> Document:
    """Return a webhook endpoint without its secret."""
    return {
        "id": found.id,
        "url": found.url,
        "event_types": found.event_types,
        "state": found.state,
        "created_at": found.created_at,
        "first_failure_at": found.first_failure_at,
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
        "endpoint_id": found.endpoint_id,
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


def member(found: Member) -> Document:
    """Return a member."""
    return {
        "id": found.id,
        "name": found.name,
        "kind": found.kind,
        "group_id": found.group_id,
        "country": found.country,
        "state": found.state,
        "created_at": found.created_at,
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


def _item(each: RequestItem) -> Document:
    return {
        "id": each.id,
        "match_id": each.match_id,
        "signal_id": each.signal_id,
        "content_ref": each.content_ref,
        "url": _opened(each.url),
        "extra_location": each.extra_location,
        "state": each.state,
    }


def _opened(sealed: str | None) -> str | None:
    return None if sealed is None else store().sealer.open(sealed)
