"""Answers about takedown requests."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from api.models import Inlined
from api.schemas.common import Ground
from api.schemas.orders import Order
from hashdb.lifecycles import takedown as takedown_life
from hashdb.records.signal import (
    Decision,
    MaterialType,
)
from hashdb.records.takedown import (
    DeclineReason,
    ExemptionAssessment,
    ItemState,
    LegalBasis,
    RequestedAction,
    ResponseType,
)
from hashdb.records.webhook import Priority


class Item(BaseModel):
    """One piece of content that a request is about."""

    id: str
    match_id: str | None
    signal_id: str | None
    content_ref: str
    url: str | None
    extra_location: str | None
    state: ItemState


class Automation(BaseModel):
    """What part machines had (field names of the DSA Transparency Database)."""

    automated_detection: str
    automated_decision: str


class Deadlines(BaseModel):
    """By when the platform is asked to acknowledge and to answer."""

    ack_by: datetime | None
    respond_by: datetime | None
    clarify_by: datetime | None


class Redress(BaseModel):
    """Where the request can be contested."""

    appeal_url: str
    deadline_text: str
    body: str | None


class Preserve(BaseModel):
    """Whether, and until when, the platform is asked to preserve the content."""

    asked: bool
    until: datetime | None


class Response(BaseModel):
    """One answer of the platform."""

    id: str
    type: ResponseType
    platform_file_ref: str
    received_at: datetime | None
    measure_taken_at: datetime | None
    recorded_at: datetime
    item_refs: list[str]
    territorial_scope: list[str]
    reason_code: DeclineReason | None
    details: str | None
    preserved: bool | None
    preserve_until: datetime | None
    user_notified: bool | None
    sor_puid: str | None
    complaint_open: bool | None
    clock_skewed: bool
    errors_and_clarification_needed: str | None


class TakedownSummary(BaseModel):
    """A takedown request in a platform's inbox; fetching it by its id shows the content, and counts as receipt."""

    id: str
    state: Inlined[takedown_life.State]
    priority: Priority
    legal_basis: LegalBasis
    requested_action: RequestedAction
    deadlines: Deadlines
    created_at: datetime


class Clarification(BaseModel):
    """What the service answered to a question of the platform; who did is for those who review and audit."""

    text: str
    answered_at: datetime
    user_id: str | None = None


class TakedownRequest(BaseModel):
    """A takedown request; who drafted and decided is for those who review and audit."""

    id: str
    member_id: str
    legal_basis: LegalBasis
    is_order: bool
    issuer: str
    requested_by_government: bool
    jurisdiction: str | None
    notice_text: str
    requested_action: RequestedAction
    priority: Priority
    tier: int
    material_types: list[MaterialType]
    ground: Ground
    statement_of_reasons: str
    exemption_assessment: ExemptionAssessment
    automation: Automation
    redress: Redress
    languages: list[str]
    contact_for_follow_up: str | None
    good_faith_statement: bool
    non_disclosure_until: datetime | None
    previous_request_id: str | None
    new_facts: str | None
    order: Order | None
    territorial_scope: list[str]
    items: list[Item]
    content_salt: str | None
    deadlines: Deadlines
    preserve: Preserve
    state: Inlined[takedown_life.State]
    created_at: datetime
    received_at: datetime | None
    acknowledged_at: datetime | None
    acted_at: datetime | None
    closed_at: datetime | None
    reminders: int
    responses: list[Response]
    clarifications: list[Clarification]
    version: int
    drafted_by: str | None = None
    decisions: list[Decision] | None = None
    due_at: datetime | None = None
    sor_draft: dict[str, Any] | None = None


class TakedownRequests(BaseModel):
    """A page of requests: summaries in a platform's inbox, all of it for those who review."""

    items: list[TakedownRequest | TakedownSummary]
    next: str | None
