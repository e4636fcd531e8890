"""/v1/takedown-requests: draft, submit, decide, fetch, answer, withdraw."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from api import present, schemas
from api.answers import Answer
from api.context import actor, now, store
from api.models import Body, Inlined, Moment, PageQuery, Path, id_of
from api.permissions import permits
from api.routes import group as begin
from hashdb.access import Action
from hashdb.ids import new_id
from hashdb.records.takedown import (
    AutomatedDecision,
    AutomatedDetection,
    Automation,
    DeclineReason,
    Exempt,
    ExemptionAssessment,
    LegalBasis,
    Redress,
    RequestedAction,
    Response,
    ResponseType,
)
from hashdb.records.webhook import Priority
from hashdb.services import drafts, inbox, reading, responses, retention, takedowns, withdrawals
from hashdb.services.drafts import Draft
from hashdb.services.requests import SHORTEST_REASONS
from hashdb.services.takedowns import Verdict

MOST_ITEMS = 100
group = begin("takedown requests", "What the service asks of a platform, and what the platform answers.")

Text = Annotated[str, StringConstraints(min_length=1, max_length=5_000)]
Country = Annotated[str, StringConstraints(pattern="^[A-Z]{2}$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Language = Annotated[str, StringConstraints(pattern="^[a-z]{2,3}$")]
MatchId = Annotated[str, id_of("mat")]


class ExemptionBody(Body):
    """The six contexts that would exempt the content, each looked at."""

    educational: Exempt
    journalistic: Exempt
    artistic: Exempt
    research: Exempt
    counter_terrorism: Exempt
    public_debate: Exempt
    note: Text | None = None


class AutomationBody(Body):
    """What part machines had; people decide here, so the decision was never automated."""

    automated_detection: AutomatedDetection = AutomatedDetection.YES
    automated_decision: Literal[AutomatedDecision.NOT_AUTOMATED] = AutomatedDecision.NOT_AUTOMATED


class RedressBody(Body):
    """Where the request can be contested, if not at the service's own page."""

    appeal_url: Line
    deadline_text: Line
    body: Line | None = None


class DraftBody(Body):
    """A draft about one or more confirmed matches at one platform."""

    match_id: MatchId | None = None
    match_ids: list[MatchId] = Field(default=[], max_length=MOST_ITEMS)
    legal_basis: LegalBasis = LegalBasis.REFERRAL
    requested_action: RequestedAction = RequestedAction.REVIEW
    priority: Priority = Priority.STANDARD
    statement_of_reasons: Annotated[str, StringConstraints(min_length=SHORTEST_REASONS, max_length=5_000)]
    exemption_assessment: ExemptionBody
    territorial_scope: list[Country] = Field(default=[], max_length=250)
    extra_location: Annotated[str, StringConstraints(max_length=500)] | None = None
    requested_by_government: bool = False
    jurisdiction: Country | None = None
    languages: list[Language] = Field(default=[], max_length=24)
    contact_for_follow_up: Line | None = None
    good_faith_statement: bool = Field(default=False, description="needed for notices under Article 16 of the DSA")
    automation: AutomationBody | None = None
    redress: RedressBody | None = None
    previous_request_id: Annotated[str, id_of("tdr")] | None = Field(
        default=None, description="the request that the platform declined"
    )
    new_facts: Text | None = Field(default=None, description="what was not known when the platform declined")

    @model_validator(mode="after")
    def _some_match(self) -> "DraftBody":
        if not self.named():
            raise ValueError("match_ids must name at least one match")
        return self

    def named(self) -> tuple[str, ...]:
        """Return the matches named in either way."""
        single = () if self.match_id is None else (self.match_id,)
        return tuple(dict.fromkeys((*single, *self.match_ids)))


class RequestPath(Path):
    """A request by its id."""

    request_id: Annotated[str, id_of("tdr")]


class ReviewBody(Body):
    """The second person's decision; a note is needed for all but an approval."""

    decision: Inlined[Verdict]
    note: Text | None = None


class ReasonBody(Body):
    """Why a request is withdrawn."""

    reason: Text


class ClarificationBody(Body):
    """The answer to a platform's question."""

    text: Text


class ResponseBody(Body):
    """What a platform answers; `platform_file_ref` makes the answer idempotent."""

    type: ResponseType
    platform_file_ref: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = None
    received_at: Moment | None = None
    measure_taken_at: Moment | None = None
    item_refs: list[Annotated[str, id_of("itm")]] = Field(default=[], max_length=MOST_ITEMS)
    territorial_scope: list[Country] = Field(default=[], max_length=250)
    reason_code: DeclineReason | None = None
    details: Text | None = None
    preserved: bool | None = None
    preserve_until: Moment | None = None
    user_notified: bool | None = None
    sor_puid: Annotated[str, StringConstraints(max_length=500, pattern="^[a-zA-Z0-9_-]+$")] | None = None
    complaint_open: bool | None = None
    errors_and_clarification_needed: Text | None = None


def draft_of(body: DraftBody) -> Draft:
    """Return what a reviewer writes, by a program or in the console."""
    return Draft(
        match_ids=body.named(),
        legal_basis=body.legal_basis,
        requested_action=body.requested_action,
        priority=body.priority,
        statement_of_reasons=body.statement_of_reasons,
        exemption_assessment=ExemptionAssessment(**body.exemption_assessment.model_dump()),
        territorial_scope=tuple(body.territorial_scope),
        extra_location=body.extra_location,
        requested_by_government=body.requested_by_government,
        jurisdiction=body.jurisdiction,
        languages=tuple(body.languages),
        contact_for_follow_up=body.contact_for_follow_up,
        good_faith_statement=body.good_faith_statement,
        automation=None if body.automation is None else Automation(**body.automation.model_dump()),
        redress=None if body.redress is None else Redress(**body.redress.model_dump()),
        previous_request_id=body.previous_request_id,
        new_facts=body.new_facts,
    )


def answer_of(body: ResponseBody) -> Response:
    """Return a platform's answer, as it is given by a program or, in the console, by a person."""
    identifier = new_id("rsp", now())
    said = body.model_dump(exclude={"platform_file_ref", "item_refs", "territorial_scope"})
    return Response(
        **said,
        id=identifier,
        platform_file_ref=body.platform_file_ref or identifier,
        item_refs=tuple(body.item_refs),
        territorial_scope=tuple(body.territorial_scope),
        recorded_at=now(),
        responder_key_id=actor().key_id,
    )


@group.post("/v1/takedown-requests", responses={201: schemas.TakedownRequest})
@permits(Action.TAKEDOWN_DRAFT)
def draft_request(body: DraftBody) -> Answer:
    """Draft a request about confirmed matches at one platform."""
    return present.takedown(drafts.create(store(), draft_of(body), actor=actor(), now=now()), actor()), 201


@group.get("/v1/takedown-requests", responses={200: schemas.TakedownRequests})
@permits(Action.TAKEDOWN_READ)
def list_requests(query: PageQuery) -> Answer:
    """List requests: a platform's inbox, without their content, or all of them for those who review."""
    found = inbox.page(store(), after=query.after or None, limit=query.limit, actor=actor())
    reading.page_opened(store(), actor(), "takedownrequest", query.after, len(found.items), now())
    kept = retention.shown_all(store(), found.items, now())
    return present.page_of(found, [present.listed(each, actor()) for each in kept])


@group.get("/v1/takedown-requests/<request_id>", responses={200: schemas.TakedownRequest})
@permits(Action.TAKEDOWN_READ, head=False)
def read_request(path: RequestPath) -> Answer:
    """Read a request; a platform's reading is logged and counts as receipt."""
    return present.takedown(inbox.fetch(store(), path.request_id, actor=actor(), now=now()), actor())


@group.post("/v1/takedown-requests/<request_id>/submit", responses={200: schemas.TakedownRequest})
@permits(Action.TAKEDOWN_DRAFT)
def submit_request(path: RequestPath) -> Answer:
    """Hand one's draft to a second person."""
    return present.takedown(takedowns.submit(store(), path.request_id, actor=actor(), now=now()), actor())


@group.post("/v1/takedown-requests/<request_id>/reviews", responses={200: schemas.TakedownRequest})
@permits(Action.TAKEDOWN_REVIEW)
def review_request(path: RequestPath, body: ReviewBody) -> Answer:
    """Approve a request as its second person, return it to its author, or refuse it."""
    reviewed = takedowns.review(store(), path.request_id, body.decision, note=body.note, actor=actor(), now=now())
    return present.takedown(reviewed, actor())


@group.post("/v1/takedown-requests/<request_id>/responses", responses={200: schemas.TakedownRequest})
@permits(Action.TAKEDOWN_RESPOND)
def respond_to_request(path: RequestPath, body: ResponseBody) -> Answer:
    """Answer a request; the same answer again changes nothing."""
    answered = responses.respond(store(), path.request_id, answer_of(body), actor=actor(), now=now())
    return present.takedown(answered, actor())


@group.post("/v1/takedown-requests/<request_id>/clarifications", responses={200: schemas.TakedownRequest})
@permits(Action.TAKEDOWN_DRAFT)
def clarify_request(path: RequestPath, body: ClarificationBody) -> Answer:
    """Answer the platform's question; its time to answer starts again."""
    return present.takedown(responses.clarify(store(), path.request_id, body.text, actor=actor(), now=now()), actor())


@group.post("/v1/takedown-requests/<request_id>/withdraw", responses={200: schemas.TakedownRequest})
@permits(Action.TAKEDOWN_WITHDRAW)
def withdraw_request(path: RequestPath, body: ReasonBody) -> Answer:
    """Take a request back; where the platform has acted, it is asked to reinstate."""
    return present.takedown(
        withdrawals.withdraw(store(), path.request_id, body.reason, actor=actor(), now=now()), actor()
    )
