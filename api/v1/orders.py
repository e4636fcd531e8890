"""/v1/orders: removal orders of competent authorities, drafted, approved, scrutinised and annulled by their officers.

Providers find orders in their one inbox, `/v1/takedown-requests`, and answer them there.
"""

from dataclasses import fields
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from api import present, schemas
from api.answers import Answer
from api.context import actor, now, store
from api.models import Body, Inlined, Mailbox, Moment, PageQuery, Path, id_of
from api.permissions import permits
from api.routes import group as begin
from api.v1.takedowns import (
    MOST_ITEMS,
    ClarificationBody,
    Country,
    ExemptionBody,
    Language,
    Line,
    ReviewBody,
    Text,
)
from hashdb.access import Action
from hashdb.addresses.destinations import LONGEST_URL
from hashdb.records.order import AuthorityType, Order
from hashdb.records.signal import MaterialType
from hashdb.records.takedown import ExemptionAssessment, LegalBasis, RequestedAction
from hashdb.services import inbox, orders, reading, responses, retention, scrutiny, takedowns
from hashdb.services.orders import NewItem, NewOrder
from hashdb.services.requests import SHORTEST_REASONS
from hashdb.services.scrutiny import Verdict

group = begin("orders", "Orders of authorities, above all removal orders after Regulation (EU) 2021/784.")

OrderBasis = Literal[LegalBasis.TCO_REMOVAL_ORDER, LegalBasis.COURT_ORDER, LegalBasis.NATIONAL_ORDER]


class OrderItemBody(Body):
    """One piece of content: its exact URL, and what else identifies it."""

    url: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_URL, pattern="^https?://")]
    content_ref: Line | None = None
    additional_location_info: Line | None = None


class AnnexFields(Body):
    """What a program and a form say of an order alike, mostly the fields of Annex I."""

    member_id: Annotated[str, id_of("org")] = Field(description="the addressee, a platform")
    statement_of_reasons: Annotated[str, StringConstraints(min_length=SHORTEST_REASONS, max_length=5_000)]
    legal_basis: OrderBasis = LegalBasis.TCO_REMOVAL_ORDER
    requested_action: RequestedAction = Field(
        default=RequestedAction.REMOVE, description="a removal order asks to remove or to disable access"
    )
    issuing_member_state: Country
    provider_member_state: Country
    order_reference: Line
    home_authority_id: Annotated[str, id_of("org")] | None = None
    authority_type: AuthorityType
    authority_name: Line
    representative_name: Line
    post_held: Line
    file_number: Line
    address: Line
    phone: Line
    fax: Line | None = None
    email: Mailbox
    follow_up_contact: Line
    home_authority_contact: Line | None = None
    redress_body: Line
    redress_deadline: Line
    redress_law_url: Line | None = None
    emergency_justification: Text | None = None
    previous_request_id: Annotated[str, id_of("tdr")] | None = None
    new_facts: Text | None = None


class OrderBody(AnnexFields):
    """The fields of Annex I, and the assessment of Article 1(3)."""

    items: list[OrderItemBody] = Field(min_length=1, max_length=MOST_ITEMS)
    material_types: list[MaterialType] = Field(min_length=1, max_length=5)
    exemption_assessment: ExemptionBody
    languages: list[Language] = Field(default=[], max_length=24)
    non_disclosure: bool = False
    copy_sent_to_home_authority: bool = Field(
        default=False, description="that you send the copy yourself to an authority that is no member (Article 4(1))"
    )

    def new(self) -> NewOrder:
        """Return what the service takes."""
        stated = {name: getattr(self, name) for name in type(self).model_fields}
        order = Order(**{each.name: stated.pop(each.name) for each in fields(Order) if each.name in stated})
        return NewOrder(
            **stated
            | {
                "order": order,
                "items": tuple(NewItem(**each.model_dump()) for each in self.items),
                "material_types": tuple(dict.fromkeys(self.material_types)),
                "languages": tuple(self.languages),
                "exemption_assessment": ExemptionAssessment(**self.exemption_assessment.model_dump()),
            }
        )


class OrderPath(Path):
    """An order by the id of its request."""

    request_id: Annotated[str, id_of("tdr")]


class ReasonsBody(Body):
    """Why somebody contests, confirms or annuls an order."""

    reasons: Text


class ScrutinyBody(Body):
    """What the home authority finds, and why."""

    finding: Inlined[Verdict]
    reasons: Text


class UntilBody(Body):
    """Until when the uploader is not told."""

    until: Moment


@group.post("/v1/orders", responses={201: schemas.TakedownRequest})
@permits(Action.ORDER_DRAFT)
def draft_order(body: OrderBody) -> Answer:
    """Draft a removal order to one provider."""
    return present.takedown(orders.draft(store(), body.new(), actor=actor(), now=now()), actor()), 201


@group.get("/v1/orders", responses={200: schemas.PageOf[schemas.TakedownRequest]})
@permits(Action.ORDER_READ)
def list_orders(query: PageQuery) -> Answer:
    """List an authority's orders and those from abroad that it may scrutinise; all of them for auditors."""
    found = orders.page(store(), after=query.after or None, limit=query.limit, actor=actor())
    reading.page_opened(store(), actor(), "takedownrequest", query.after, len(found.items), now())
    kept = retention.shown_all(store(), found.items, now())
    return present.page_of(found, [present.listed(each, actor()) for each in kept])


@group.get("/v1/orders/<request_id>", responses={200: schemas.TakedownRequest})
@permits(Action.ORDER_READ, head=False)
def read_order(path: OrderPath) -> Answer:
    """Read an order; the home authority's first reading is its receipt of the copy."""
    return present.takedown(inbox.fetch(store(), path.request_id, actor=actor(), now=now()), actor())


@group.post("/v1/orders/<request_id>/submit", responses={200: schemas.TakedownRequest})
@permits(Action.ORDER_DRAFT)
def submit_order(path: OrderPath) -> Answer:
    """Hand one's draft to a second officer."""
    return present.takedown(takedowns.submit(store(), path.request_id, actor=actor(), now=now()), actor())


@group.post("/v1/orders/<request_id>/reviews", responses={200: schemas.TakedownRequest})
@permits(Action.ORDER_REVIEW)
def review_order(path: OrderPath, body: ReviewBody) -> Answer:
    """Approve an order as its second officer, return it to its author, or refuse it."""
    reviewed = takedowns.review(store(), path.request_id, body.decision, note=body.note, actor=actor(), now=now())
    return present.takedown(reviewed, actor())


@group.post("/v1/orders/<request_id>/clarifications", responses={200: schemas.TakedownRequest})
@permits(Action.ORDER_DRAFT)
def clarify_order(path: OrderPath, body: ClarificationBody) -> Answer:
    """Answer the provider's question (Article 3(8)); its hour starts again."""
    return present.takedown(responses.clarify(store(), path.request_id, body.text, actor=actor(), now=now()), actor())


@group.post("/v1/orders/<request_id>/scrutiny-requests", responses={200: schemas.TakedownRequest})
@permits(Action.ORDER_CONTEST)
def contest_order(path: OrderPath, body: ReasonsBody) -> Answer:
    """Ask for the scrutiny of an order: a provider within 48 hours, or an authority whom its uploader has asked."""
    lodged = scrutiny.lodge_review(store(), path.request_id, body.reasons, actor=actor(), now=now())
    return present.takedown(lodged, actor())


@group.post("/v1/orders/<request_id>/scrutiny", responses={200: schemas.TakedownRequest})
@permits(Action.ORDER_SCRUTINISE)
def scrutinise_order(path: OrderPath, body: ScrutinyBody) -> Answer:
    """Say, as the authority of the provider's state, whether the order infringes the Regulation or the Charter."""
    found = scrutiny.scrutinise(store(), path.request_id, body.finding, body.reasons, actor=actor(), now=now())
    return present.takedown(found, actor())


@group.post("/v1/orders/<request_id>/annulment", responses={200: schemas.TakedownRequest})
@permits(Action.ORDER_REVIEW)
def annul_order(path: OrderPath, body: ReasonsBody) -> Answer:
    """Take an order back as its issuer; what was removed is asked back at once."""
    return present.takedown(scrutiny.annul(store(), path.request_id, body.reasons, actor=actor(), now=now()), actor())


@group.post("/v1/orders/<request_id>/confirmation", responses={200: schemas.TakedownRequest})
@permits(Action.ORDER_REVIEW)
def confirm_order(path: OrderPath, body: ReasonsBody) -> Answer:
    """Note that a court has confirmed a contested order."""
    return present.takedown(scrutiny.confirm(store(), path.request_id, body.reasons, actor=actor(), now=now()), actor())


@group.post("/v1/orders/<request_id>/non-disclosure", responses={200: schemas.TakedownRequest})
@permits(Action.ORDER_REVIEW)
def extend_order(path: OrderPath, body: UntilBody) -> Answer:
    """Keep the uploader uninformed for up to six weeks more, once."""
    extended = scrutiny.extend_non_disclosure(store(), path.request_id, body.until, actor=actor(), now=now())
    return present.takedown(extended, actor())
