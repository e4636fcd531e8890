"""Answers about the legal side of removal orders."""

from datetime import datetime

from pydantic import BaseModel

from api.models import Inlined
from hashdb.lifecycles import order as order_life
from hashdb.records.order import AuthorityType, Finding


class ScrutinyRequest(BaseModel):
    """Why somebody contests an order."""

    reasons: str
    requested_at: datetime


class Scrutiny(BaseModel):
    """What the home authority found."""

    finding: Finding
    reasons: str
    member_id: str
    decided_at: datetime


class Order(BaseModel):
    """A removal order: the fields of Annex I of Regulation (EU) 2021/784, its deadlines and what became of it."""

    issuing_member_state: str
    provider_member_state: str
    order_reference: str
    additional_reasons: str | None
    non_disclosure: bool
    non_disclosure_extended_at: datetime | None
    other_member_state: bool
    home_authority_id: str | None
    copy_sent_to_home_authority: bool
    copy_sent_at: datetime | None
    copy_received_at: datetime | None
    authority_type: AuthorityType
    authority_name: str
    representative_name: str
    post_held: str
    file_number: str
    address: str
    phone: str
    fax: str | None
    email: str
    follow_up_contact: str
    home_authority_contact: str | None
    redress_body: str
    redress_deadline: str
    redress_law_url: str | None
    emergency_justification: str | None
    prior_information_at: datetime | None
    earliest_issue_at: datetime | None
    issued_at: datetime | None
    review_request_by: datetime | None
    scrutiny_requests: list[ScrutinyRequest]
    scrutiny_by: datetime | None
    scrutiny_late_at: datetime | None
    scrutiny: Scrutiny | None
    intention_told_at: datetime | None
    intention_reasons: str | None
    annulled_at: datetime | None
    annulment_reasons: str | None
    state: Inlined[order_life.State]
