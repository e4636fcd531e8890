"""Takedown requests and their answers; the URL of content is shown to its own platform and to those who review."""

from api.present.common import PLATFORM_ROLES, Document, address, ground
from hashdb.access import Actor
from hashdb.records.takedown import Clarification, LegalBasis, RequestItem, Response, TakedownRequest

_NOTICE = "This is a {basis} for your voluntary assessment against your own terms. It is not a removal order."
_BASES = {
    LegalBasis.REFERRAL: "referral",
    LegalBasis.DSA_NOTICE: "notice under Article 16 of Regulation (EU) 2022/2065",
    LegalBasis.DSA_TRUSTED_FLAGGER_NOTICE: "notice of a trusted flagger under Article 22 of Regulation (EU) 2022/2065",
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
        "items": [_item(each, found.member_id, reader) for each in found.items],
        "deadlines": _deadlines(found),
        "preserve": {"asked": True, "until": found.preserve_until},
        "state": found.state,
        "created_at": found.created_at,
        "received_at": found.received_at,
        "acknowledged_at": found.acknowledged_at,
        "responses": [response(each) for each in found.responses],
        "clarifications": [_clarification(each, reader) for each in found.clarifications],
        "version": found.version,
    }
    if reader.role in PLATFORM_ROLES:
        return document
    return {**document, "drafted_by": found.drafted_by, "decisions": found.decisions, "due_at": found.due_at}


def listed(found: TakedownRequest, reader: Actor) -> Document:
    """Return a request as a list shows it: to its platform no content, because reading that is receipt."""
    if reader.role not in PLATFORM_ROLES:
        return takedown(found, reader)
    return {
        "id": found.id,
        "state": found.state,
        "priority": found.priority,
        "legal_basis": found.legal_basis,
        "requested_action": found.requested_action,
        "deadlines": _deadlines(found),
        "created_at": found.created_at,
    }


def _deadlines(found: TakedownRequest) -> Document:
    return {"ack_by": found.acknowledge_by, "respond_by": found.respond_by}


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


def _clarification(given: Clarification, reader: Actor) -> Document:
    document = {"text": given.text, "answered_at": given.answered_at}
    return document if reader.role in PLATFORM_ROLES else {**document, "user_id": given.user_id}


def _item(each: RequestItem, owner: str, reader: Actor) -> Document:
    return {
        "id": each.id,
        "match_id": each.match_id,
        "signal_id": each.signal_id,
        "content_ref": each.content_ref,
        "url": address(each.url, owner, reader),
        "extra_location": each.extra_location,
        "state": each.state,
    }
