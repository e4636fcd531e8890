"""Incidents: everybody who takes part sees how they stand, those who review and check also who decided what."""

from collections.abc import Iterable

from api.context import now
from api.present.common import CASE_ROLES, Document
from hashdb.access import Actor
from hashdb.records.approval import Approval
from hashdb.records.incident import Incident
from hashdb.roles import Role

_DECIDERS = CASE_ROLES | {Role.INCIDENT_COMMANDER}
_CRITERIA = (
    "event_real",
    "perpetrator_content",
    "depicts_murder_or_manifesto",
    "on_member_platform",
    "bystander_excluded",
)


def published(found: Incident) -> Document:
    """Return what everybody may know."""
    return {
        "id": found.id,
        "title": found.title,
        "activation_type": found.activation_type,
        "country": found.country,
        "started_at": found.started_at,
        "activated_at": found.activated_at,
        "sunset_at": found.sunset_at,
        "concluded_at": found.concluded_at,
        "debrief": found.debrief,
        "debrief_url": found.debrief_url,
        "external_refs": found.external_refs,
    }


def incident(found: Incident, reader: Actor) -> Document:
    """Return an incident to somebody who takes part; people are named to those who decide or check."""
    sees = reader.role in _DECIDERS
    return {
        **published(found),
        "state": found.state,
        "is_active": found.is_active(now()),
        "created_at": found.created_at,
        "hard_stop_at": found.hard_stop_at,
        "debrief_due_at": found.debrief_due_at,
        "public_due_at": found.public_due_at,
        "criteria": {name: getattr(found.criteria, name) for name in _CRITERIA},
        "stats": found.stats,
        "approvals": _approvals(found.approvals) if sees else [],
        "activated_by": _approvals(found.activated_by) if sees else [],
        "extensions": [
            {
                "approvals": _approvals(each.approvals) if sees else [],
                "sunset_at": each.sunset_at,
                "extended_at": each.extended_at,
            }
            for each in found.extensions
        ],
        "sample": [
            {"signal_id": each.signal_id, "verdict": each.verdict, "decided_at": each.decided_at}
            for each in (found.sample if sees else ())
        ],
    }


def _approvals(given: Iterable[Approval]) -> list[Document]:
    return [
        {"user_id": each.user_id, "member_id": each.member_id, "role": each.role, "given_at": each.given_at}
        for each in given
    ]
