"""Answers about takedown requests."""

from datetime import datetime

from pydantic import BaseModel

from api.models import Inlined
from api.schemas.common import Ground
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
    match_id: str
    signal_id: str
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
    notice_text: str
    requested_action: RequestedAction
    priority: Priority
    tier: int
    material_types: list[MaterialType]
    ground: Ground
    statement_of_reasons: str
    exemption_assessment: ExemptionAssessment
    automation: Automation
    territorial_scope: list[str]
    items: list[Item]
    deadlines: Deadlines
    preserve: Preserve
    state: Inlined[takedown_life.State]
    created_at: datetime
    received_at: datetime | None
    acknowledged_at: datetime | None
    responses: list[Response]
    clarifications: list[Clarification]
    version: int
    drafted_by: str | None = None
    decisions: list[Decision] | None = None
    due_at: datetime | None = None


class TakedownRequests(BaseModel):
    """A page of requests: summaries in a platform's inbox, all of it for those who review."""

    items: list[TakedownRequest | TakedownSummary]
    next: str | None
