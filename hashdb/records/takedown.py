"""A takedown request: what the service asks of one platform about content in which a signal was found.

The field set is a superset of Annex I of Regulation (EU) 2021/784 and of Article 16(2) of Regulation (EU) 2022/2065.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from hashdb.lifecycles import takedown as lifecycle
from hashdb.records.match import salted
from hashdb.records.order import Order
from hashdb.records.signal import ContextFlag, Decision, Ground, MaterialType
from hashdb.records.webhook import Priority

# Who issues what is no authority's order.
SERVICE = "service"


class LegalBasis(StrEnum):
    """On what the request rests; only a competent authority's order is an order."""

    REFERRAL = "referral"
    DSA_NOTICE = "dsa_art16_notice"
    DSA_TRUSTED_FLAGGER_NOTICE = "dsa_trusted_flagger_notice"
    TCO_REMOVAL_ORDER = "tco_removal_order"
    COURT_ORDER = "court_order"
    NATIONAL_ORDER = "national_order"

    @property
    def is_order(self) -> bool:
        """Whether the platform must act, because an authority says so."""
        return self in _ORDERS

    @property
    def is_removal_order(self) -> bool:
        """Whether Regulation (EU) 2021/784 applies, with its hour, its prior information and its scrutiny."""
        return self is LegalBasis.TCO_REMOVAL_ORDER


_ORDERS = {LegalBasis.TCO_REMOVAL_ORDER, LegalBasis.COURT_ORDER, LegalBasis.NATIONAL_ORDER}


class AutomatedDetection(StrEnum):
    """Whether a machine found the content (words of the DSA's transparency database)."""

    YES = "Yes"
    NO = "No"


class AutomatedDecision(StrEnum):
    """Whether a machine decided (words of the DSA's transparency database); here never."""

    FULLY = "AUTOMATED_DECISION_FULLY"
    PARTIALLY = "AUTOMATED_DECISION_PARTIALLY"
    NOT_AUTOMATED = "AUTOMATED_DECISION_NOT_AUTOMATED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Automation:
    """What machines had to do with a request."""

    automated_detection: AutomatedDetection = AutomatedDetection.YES
    automated_decision: AutomatedDecision = AutomatedDecision.NOT_AUTOMATED


@dataclass(frozen=True, slots=True, kw_only=True)
class Redress:
    """Where the request can be contested, and until when."""

    appeal_url: str
    deadline_text: str
    body: str | None = None


class RequestedAction(StrEnum):
    """What the platform is asked to do."""

    REVIEW = "review"
    REMOVE = "remove"
    DISABLE_ACCESS = "disable_access"
    PRESERVE = "preserve"
    LABEL = "label"
    AGE_RESTRICT = "age_restrict"


class Exempt(StrEnum):
    """Whether a context exempts the content."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionAssessment:
    """The six contexts of Article 2(7) and recital 12, each looked at by a person."""

    educational: Exempt
    journalistic: Exempt
    artistic: Exempt
    research: Exempt
    counter_terrorism: Exempt
    public_debate: Exempt
    note: str | None = None

    def exempting(self) -> tuple[str, ...]:
        """Return the contexts that exempt the content."""
        contexts = (each for each in ContextFlag if each is not ContextFlag.EVIDENCE_OF_ABUSE)
        return tuple(str(context) for context in contexts if getattr(self, context) is Exempt.YES)


class ItemState(StrEnum):
    """What became of one item of a request."""

    OPEN = "open"
    ACTIONED = "actioned"
    DECLINED = "declined"
    ABSENT = "absent"
    REINSTATED = "reinstated"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestItem:
    """One piece of content; the URL is kept sealed. An order may name content in which nothing was matched."""

    id: str
    match_id: str | None = None
    signal_id: str | None = None
    content_ref: str
    url: str | None = None
    extra_location: str | None = None
    state: ItemState = ItemState.OPEN


class ResponseType(StrEnum):
    """What a platform answers (a superset of Annexes II and III)."""

    ACKNOWLEDGED = "acknowledged"
    REMOVED = "removed"
    ACCESS_DISABLED_EU = "access_disabled_eu"
    ACCESS_DISABLED_GLOBAL = "access_disabled_global"
    RESTRICTED_OTHER = "restricted_other"
    LABELLED = "labelled"
    ALREADY_ABSENT = "already_absent"
    DECLINED = "declined"
    UNABLE_FORCE_MAJEURE = "unable_force_majeure"
    UNABLE_TECHNICAL = "unable_technical"
    MANIFEST_ERROR = "manifest_error"
    INSUFFICIENT_INFORMATION = "insufficient_information"
    GROUNDS_CEASED = "grounds_ceased"
    REINSTATED = "reinstated"
    REINSTATEMENT_REFUSED = "reinstatement_refused"


class DeclineReason(StrEnum):
    """Why a platform declines."""

    NOT_VIOLATING_TERMS = "not_violating_terms"
    NOT_ILLEGAL = "not_illegal"
    EXEMPT_CONTEXT = "exempt_context"
    WRONG_LOCATION = "wrong_location"
    DUPLICATE = "duplicate"
    DISAGREE_WITH_LABEL = "disagree_with_label"
    LEGAL_CONFLICT = "legal_conflict"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One answer of the platform; `platform_file_ref` makes it unique. Its clock stands beside ours."""

    id: str
    type: ResponseType
    platform_file_ref: str
    received_at: datetime | None = None
    measure_taken_at: datetime | None = None
    recorded_at: datetime
    item_refs: tuple[str, ...] = ()
    territorial_scope: tuple[str, ...] = ()
    reason_code: DeclineReason | None = None
    details: str | None = None
    preserved: bool | None = None
    preserve_until: datetime | None = None
    user_notified: bool | None = None
    sor_puid: str | None = None
    complaint_open: bool | None = None
    clock_skewed: bool = False
    errors_and_clarification_needed: str | None = None
    responder_key_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clarification:
    """What a person answered to a platform's question."""

    text: str
    answered_at: datetime
    user_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakedownRequest:
    """One request to one platform (`member_id`) about content in which a confirmed match was found, or an order.

    `issuer` is the service or the authority whose `order` it is. Once forgotten, the items' references are digests with
    `salt` and they have no URLs.
    """

    id: str
    member_id: str
    legal_basis: LegalBasis
    requested_action: RequestedAction
    priority: Priority
    tier: int
    material_types: tuple[MaterialType, ...] = ()
    ground: Ground
    statement_of_reasons: str
    exemption_assessment: ExemptionAssessment
    territorial_scope: tuple[str, ...] = ()
    issuer: str = SERVICE
    requested_by_government: bool = False
    jurisdiction: str | None = None
    languages: tuple[str, ...] = ()
    contact_for_follow_up: str | None = None
    good_faith_statement: bool = False
    automation: Automation | None = None
    redress: Redress | None = None
    non_disclosure_until: datetime | None = None
    previous_request_id: str | None = None
    new_facts: str | None = None
    order: Order | None = None
    items: tuple[RequestItem, ...]
    drafted_by: str
    drafter_member_id: str
    created_at: datetime
    decisions: tuple[Decision, ...] = ()
    responses: tuple[Response, ...] = ()
    clarifications: tuple[Clarification, ...] = ()
    acknowledge_by: datetime | None = None
    respond_by: datetime | None = None
    preserve_until: datetime | None = None
    received_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acted_at: datetime | None = None
    clarify_by: datetime | None = None
    closed_at: datetime | None = None
    forgotten_at: datetime | None = None
    salt: str | None = None
    reminders: int = 0
    due_at: datetime | None = None
    state: lifecycle.State = lifecycle.State.DRAFT
    version: int = 1

    def advance(self, step: lifecycle.Step) -> "TakedownRequest":
        """Return the request after *step*, or raise IllegalTransitionError."""
        return replace(self, state=lifecycle.after(self.state, step), version=self.version + 1)

    def forgotten(self, now: datetime, salt: str) -> "TakedownRequest":
        """Return the request without where its items are; their references become digests."""
        items = tuple(
            replace(each, url=None, extra_location=None, content_ref=salted(each.content_ref, salt))
            for each in self.items
        )
        return replace(self, items=items, salt=salt, forgotten_at=now, version=self.version + 1)

    @property
    def is_urgent(self) -> bool:
        """Whether the short deadlines apply."""
        return self.priority is Priority.URGENT

    def response_with(self, platform_file_ref: str) -> Response | None:
        """Return the answer that the platform filed under this reference."""
        return next((each for each in self.responses if each.platform_file_ref == platform_file_ref), None)
