"""Takedown requests and their answers; the URL of content is shown to its own platform and to those who review."""

from dataclasses import fields

from api.context import store, surroundings
from api.present.common import PLATFORM_ROLES, Document, address, ground
from hashdb.access import Actor
from hashdb.records.order import Order
from hashdb.records.takedown import (
    Automation,
    Clarification,
    LegalBasis,
    RequestItem,
    Response,
    TakedownRequest,
)
from hashdb.roles import Role
from hashdb.services import papers

_ORDER = "This is a removal order under Article 3 of Regulation (EU) 2021/784: act within one hour of its receipt."
_NOTICE = "This is a {basis} for your voluntary assessment against your own terms. It is not a removal order."
_OTHER_ORDER = (
    "This is an order of a {basis}, with the deadline and the redress that it states. It is not a removal order."
)
_BASES = {
    LegalBasis.COURT_ORDER: "court",
    LegalBasis.NATIONAL_ORDER: "national authority under its own law (Article 9 of Regulation (EU) 2022/2065)",
    LegalBasis.REFERRAL: "referral",
    LegalBasis.DSA_NOTICE: "notice under Article 16 of Regulation (EU) 2022/2065",
    LegalBasis.DSA_TRUSTED_FLAGGER_NOTICE: "notice of a trusted flagger under Article 22 of Regulation (EU) 2022/2065",
}


def takedown(found: TakedownRequest, reader: Actor) -> Document:
    """Return a request in full, with the draft of the statement of reasons that its platform may owe."""
    return {**request(found, reader), "sor_draft": papers.statement(store(), found)}


def request(found: TakedownRequest, reader: Actor) -> Document:
    """Return a request: to its platform what it needs to decide, to others also who drafted and decided."""
    document = {
        "id": found.id,
        "member_id": found.member_id,
        "legal_basis": found.legal_basis,
        "is_order": found.legal_basis.is_order,
        "issuer": found.issuer,
        "requested_by_government": found.requested_by_government,
        "jurisdiction": found.jurisdiction,
        "notice_text": _notice(found),
        "requested_action": found.requested_action,
        "priority": found.priority,
        "tier": found.tier,
        "material_types": found.material_types,
        "ground": ground(found),
        "statement_of_reasons": found.statement_of_reasons,
        "exemption_assessment": found.exemption_assessment,
        "automation": found.automation or Automation(),
        "redress": found.redress or _own_redress(),
        "languages": found.languages,
        "contact_for_follow_up": found.contact_for_follow_up,
        "good_faith_statement": found.good_faith_statement,
        "non_disclosure_until": found.non_disclosure_until,
        "previous_request_id": found.previous_request_id,
        "new_facts": found.new_facts,
        "order": None if found.order is None else order(found.order),
        "territorial_scope": found.territorial_scope,
        "items": [_item(each, found.member_id, reader) for each in found.items],
        "content_salt": found.salt,
        "deadlines": _deadlines(found),
        "preserve": {"asked": True, "until": found.preserve_until},
        "state": found.state,
        "created_at": found.created_at,
        "received_at": found.received_at,
        "acknowledged_at": found.acknowledged_at,
        "acted_at": found.acted_at,
        "closed_at": found.closed_at,
        "reminders": found.reminders,
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
        return request(found, reader)
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
    return {"ack_by": found.acknowledge_by, "respond_by": found.respond_by, "clarify_by": found.clarify_by}


def _notice(found: TakedownRequest) -> str:
    basis = found.legal_basis
    if basis.is_removal_order:
        return _ORDER
    return (_OTHER_ORDER if basis.is_order else _NOTICE).format(basis=_BASES[basis])


def _own_redress() -> Document:
    """Return where anybody can contest a request: the service's own page."""
    return {"appeal_url": f"{surroundings().settings.address}/appeal", "deadline_text": "no time limit", "body": None}


def order(found: Order) -> Document:
    """Return the legal side of an order: the fields of Annex I, its deadlines and what became of it."""
    shown = {each.name: getattr(found, each.name) for each in fields(found)}
    scrutiny = found.scrutiny
    shown["scrutiny_requests"] = [
        {"reasons": each.reasons, "requested_at": each.requested_at} for each in found.scrutiny_requests
    ]
    shown["scrutiny"] = scrutiny and {
        "finding": scrutiny.finding,
        "reasons": scrutiny.reasons,
        "member_id": scrutiny.member_id,
        "decided_at": scrutiny.decided_at,
    }
    return shown


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
        "complaint_open": given.complaint_open,
        "clock_skewed": given.clock_skewed,
        "errors_and_clarification_needed": given.errors_and_clarification_needed,
    }


def _clarification(given: Clarification, reader: Actor) -> Document:
    document = {"text": given.text, "answered_at": given.answered_at}
    return document if reader.role in PLATFORM_ROLES else {**document, "user_id": given.user_id}


def _address(sealed: str | None, owner: str, reader: Actor) -> str | None:
    """Return where content is; an authority meets only orders that it issued or may scrutinise."""
    if sealed is not None and reader.role == Role.AUTHORITY_OFFICER:
        return store().sealer.open(sealed)
    return address(sealed, owner, reader)


def _item(each: RequestItem, owner: str, reader: Actor) -> Document:
    return {
        "id": each.id,
        "match_id": each.match_id,
        "signal_id": each.signal_id,
        "content_ref": each.content_ref,
        "url": _address(each.url, owner, reader),
        "extra_location": each.extra_location,
        "state": each.state,
    }
