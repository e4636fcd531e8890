"""What makes a request a removal order: the fields of Annex I of Regulation (EU) 2021/784 and what may follow.

It is part of its request (`hashdb.records.takedown`), whose life tells what the platform does; this one's state tells
the legal effect.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from hashdb.lifecycles import order as lifecycle


class AuthorityType(StrEnum):
    """What kind of authority issues the order (Annex I, section E)."""

    JUDICIAL = "judicial"
    LAW_ENFORCEMENT = "law_enforcement"
    OTHER_COMPETENT = "other_competent"


class Finding(StrEnum):
    """What the home authority finds (Article 4)."""

    NO_INFRINGEMENT = "no_infringement"
    INFRINGES = "infringes"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScrutinyRequest:
    """What a provider asks its home authority to look at."""

    reasons: str
    requested_at: datetime
    key_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scrutiny:
    """What the home authority decided about an order from abroad."""

    finding: Finding
    reasons: str
    user_id: str
    member_id: str
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order; member states are ISO 3166-1 alpha-2, `home_authority_id` is a member of the service.

    Its copy is sent by the service (`copy_sent_at`); `copy_sent_to_home_authority` says that the issuer sends it to one
    that is no member.
    """

    issuing_member_state: str
    provider_member_state: str
    order_reference: str
    additional_reasons: str | None = None
    non_disclosure: bool = False
    non_disclosure_extended_at: datetime | None = None
    other_member_state: bool = False
    home_authority_id: str | None = None
    copy_sent_to_home_authority: bool = False
    copy_sent_at: datetime | None = None
    copy_received_at: datetime | None = None
    authority_type: AuthorityType
    authority_name: str
    representative_name: str
    post_held: str
    file_number: str
    address: str
    phone: str
    fax: str | None = None
    email: str
    follow_up_contact: str
    home_authority_contact: str | None = None
    redress_body: str
    redress_deadline: str
    redress_law_url: str | None = None
    emergency_justification: str | None = None
    prior_information_at: datetime | None = None
    earliest_issue_at: datetime | None = None
    issued_at: datetime | None = None
    review_request_by: datetime | None = None
    scrutiny_requests: tuple[ScrutinyRequest, ...] = ()
    scrutiny_by: datetime | None = None
    scrutiny_late_at: datetime | None = None
    scrutiny: Scrutiny | None = None
    intention_told_at: datetime | None = None
    intention_reasons: str | None = None
    annulled_at: datetime | None = None
    annulment_reasons: str | None = None
    state: lifecycle.State = lifecycle.State.DRAFTED

    def advance(self, step: lifecycle.Step) -> "Order":
        """Return the order after *step*, or raise IllegalTransitionError; its version is the request's."""
        return replace(self, state=lifecycle.after(self.state, step))
