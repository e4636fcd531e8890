"""Signals and matches as their readers see them.

Who submitted a signal is shown to those who review and audit, never to other members.
"""

from datetime import datetime

from api.present.common import CASE_ROLES, Document, address, claim
from hashdb.access import Actor
from hashdb.records.match import Match
from hashdb.records.signal import Signal
from hashdb.services.matching import Hit


def signal(found: Signal, reader: Actor, now: datetime) -> Document:
    """Return a signal: everything for those who see the case, to all others only what they submitted themselves."""
    document = {
        "id": found.id,
        "signal_type": found.signal_type,
        "signal_value": found.signal_value,
        "quality": found.quality,
        "views": found.views,
        **claim(found.claim),
        "state": found.state,
        "is_live": found.is_live(now),
        "corroboration_count": len(found.vouching_groups()),
        "created_at": found.created_at,
        "activated_at": found.activated_at,
        "due_at": found.due_at,
        "expires_at": found.expires_at,
        "review_due_at": found.review_due_at,
        "version": found.version,
    }
    if reader.role not in CASE_ROLES:
        own = found.submission_of(reader.member_id)
        return {**document, "submissions": [] if own is None else [own]}
    return {
        **document,
        "submissions": found.submissions,
        "aggregate_opinion": found.aggregate_opinion(),
        "benign": found.benign,
        "opinions": found.opinions,
        "decisions": found.decisions,
    }


def feed_entry(found: Signal, now: datetime) -> Document:
    """Return a signal as members sync it; one that is not live is a tombstone without its value."""
    live = found.is_live(now)
    entry = {"id": found.id, "signal_type": found.signal_type, "state": found.state, "deleted": not live}
    if not live:
        return entry
    value = {"signal_value": found.signal_value, "quality": found.quality, "views": found.views}
    stated = {**claim(found.claim), "context_flags": found.context_flags()}
    only = {"review_only": True} if found.benign is not None else {}
    return {**entry, **value, **stated, **only, "activated_at": found.activated_at, "expires_at": found.expires_at}


def hit(found: Hit) -> Document:
    """Return a hit of a lookup."""
    return {
        "signal_id": found.signal.id,
        "signal_type": found.signal.signal_type,
        "distance": found.distance,
        "view": found.view,
        "query_view": found.query_view,
        "state": found.signal.state,
        "use_mode": found.use_mode,
        "is_match": found.is_match,
        "shadow": found.shadow,
        "shares": found.shares,
        **claim(found.signal.claim),
        "context_flags": found.signal.context_flags(),
        "expires_at": found.signal.expires_at,
    }


def match(found: Match, reader: Actor) -> Document:
    """Return a match; the URL is for its own platform and for those who see the case."""
    return {
        "id": found.id,
        "signal_id": found.signal_id,
        "signal_type": found.signal_type,
        "member_id": found.member_id,
        "content_ref": found.content_ref,
        "content_salt": found.salt,
        "content_url": address(found.content_url, found.member_id, reader),
        "distance": found.distance,
        "view": found.view,
        "shares": found.shares,
        "threshold": found.threshold,
        "query_quality": found.query_quality,
        "views_bucket": found.views_bucket,
        "still_public": found.still_public,
        "origin": found.origin,
        "matched_at": found.matched_at,
        "request_id": found.request_id,
        "duplicate_of": found.duplicate_of,
        "state": found.state,
        "version": found.version,
    }
