"""/console/orders: an authority's removal orders, from the draft to whatever becomes of them, and their papers."""

from dataclasses import replace

from flask import Response

from api import pages, present
from api.answers import Answer, encoded
from api.console import order_forms as forms
from api.console.answers import ANSWERS
from api.console.order_forms import (
    AnswerForm,
    OrderForm,
    OrderReviewForm,
    ReasonsForm,
    ScrutinyForm,
    UntilForm,
)
from api.console.pages import console_page, go_to
from api.console.requests import VerdictPath
from api.console.steps import StepForm, steps_open, unchanged
from api.console.verdicts import OF_REQUEST, note_of, panels, told
from api.console.words import CONTEXTS, MATERIALS
from api.context import actor, now, store
from api.language import N_, gettext
from api.models import PageQuery
from api.permissions import console
from api.routes import group as begin
from api.v1.documents import PAGE, DocumentPath
from api.v1.orders import OrderPath
from hashdb.access import Action
from hashdb.documents import annex2, annex3
from hashdb.lifecycles import order as order_life
from hashdb.lifecycles import takedown as takedown_life
from hashdb.records.member import Kind
from hashdb.records.takedown import TakedownRequest
from hashdb.services import (
    case_files,
    dockets,
    effects,
    inbox,
    options,
    orders,
    papers,
    responses,
    scrutiny,
    takedowns,
)
from hashdb.services.papers import PaperName

group = begin("console: orders", "Removal orders of authorities.", keyless=True)

PLACE = "/console/orders"
SHOWN = 50
_AT_ONCE = N_(
    "It goes to the provider: at once, or twelve hours after a provider without an earlier order was informed."
)
OF_ORDER = {**OF_REQUEST, "approve": replace(OF_REQUEST["approve"], about=_AT_ONCE)}
PAPERS = {
    PaperName.ANNEX_I: N_("Annex I, the order"),
    PaperName.ANNEX_II: N_("Annex II, what the provider has done"),
    PaperName.ANNEX_III: N_("Annex III, why the provider cannot"),
}


@group.get(PLACE, doc_ui=False)
@console(Action.ORDER_READ)
def list_orders(query: PageQuery) -> Answer:
    """List an authority's orders and those from abroad that it may look at."""
    found = dockets.latest_orders(store(), before=query.after or None, limit=SHOWN, actor=actor())
    addressed = [each.member_id for each in found.items]
    issuing = [each.issuer for each in found.items]
    return console_page("console/orders.html", found=found, names=case_files.names(store(), [], [*addressed, *issuing]))


@group.get(f"{PLACE}/new", doc_ui=False)
@console(Action.ORDER_DRAFT)
def show_form() -> Answer:
    """Show the form of Annex I; what stood in the authority's last order stands there already."""
    last = [each.order for each in dockets.latest_orders(store(), before=None, limit=1, actor=actor()).items]
    return console_page(
        "console/order_new.html",
        usual={name: getattr(last[0], name, None) for name in forms.ALWAYS} if last else {},
        platforms=dockets.addressees(store(), Kind.PLATFORM),
        authorities=dockets.addressees(store(), Kind.AUTHORITY),
        materials=MATERIALS,
        contexts=CONTEXTS,
        exempt=forms.EXEMPT,
        bases=forms.BASES,
        actions=forms.ORDERED,
        types=forms.AUTHORITY_TYPES,
    )


@group.post(f"{PLACE}/new", doc_ui=False)
@console(Action.ORDER_DRAFT)
def draft_order(body: OrderForm) -> Answer:
    """Draft an order to one provider."""
    made = orders.draft(store(), body.body().new(), actor=actor(), now=now())
    return go_to(_place(made), gettext("Drafted. Look it over, then hand it to a second officer."))


@group.get(f"{PLACE}/<request_id>", doc_ui=False)
@console(Action.ORDER_READ, head=False)
def show_order(path: OrderPath) -> Answer:
    """Show an order; the home authority's first look is its receipt of the copy."""
    found = inbox.fetch(store(), path.request_id, actor=actor(), now=now())
    offered = options.of_order(store(), found, actor=actor(), now=now())
    deciders = [found.drafted_by, *(each.user_id for each in found.decisions)]
    return console_page(
        "console/order.html",
        request=present.takedown(found, actor()),
        names=case_files.names(store(), deciders, [found.member_id, found.issuer]),
        panels=panels(OF_ORDER, offered, _place(found)),
        is_issuer=found.issuer == actor().member_id,
        is_home=orders.is_home(found, actor()),
        is_own=found.drafted_by == actor().user_id,
        earlier=steps_open(takedown_life.LIFECYCLE, found.state, actor().role),
        later=steps_open(order_life.LIFECYCLE, effects.order_of(found).state, actor().role),
        papers=_papers(found),
        titles=PAPERS,
        findings=forms.FINDINGS,
        materials=MATERIALS,
        contexts=CONTEXTS,
        bases=forms.BASES,
        actions=forms.ORDERED,
        answers=ANSWERS,
    )


@group.get(f"{PLACE}/<request_id>/documents/<document>", doc_ui=False)
@console(Action.ORDER_READ, head=False)
def show_paper(path: DocumentPath) -> Answer:
    """Show a paper of an order as a page to print, or give it as JSON to keep."""
    name = PaperName(path.document.partition(".")[0])
    found = papers.paper(store(), path.request_id, name, actor=actor(), now=now())
    if path.document.endswith(PAGE):
        return pages.page("document.html", paper=found)
    kept = {"Content-Disposition": f'attachment; filename="{path.request_id}-{name}.json"'}
    return Response(encoded(found.form), headers=kept, mimetype="application/json")


@group.post(f"{PLACE}/<request_id>/submit", doc_ui=False)
@console(Action.ORDER_DRAFT)
def submit_order(path: OrderPath, body: StepForm) -> Answer:
    """Hand one's draft to a second officer."""
    found = takedowns.submit(store(), _shown(path, body).id, actor=actor(), now=now())
    return go_to(_place(found), gettext("Handed over: a second officer decides now."))


@group.post(f"{PLACE}/<request_id>/<verdict>", doc_ui=False)
@console(Action.ORDER_REVIEW)
def review_order(path: VerdictPath, body: OrderReviewForm) -> Answer:
    """Decide about an order as its second officer."""
    choice = OF_ORDER[path.verdict]
    note = note_of(choice, body.reason, body.note)
    seen = body.seen()
    found = takedowns.review(store(), path.request_id, path.verdict, note=note, seen=seen, actor=actor(), now=now())
    return go_to(_place(found), told(choice, found.state))


@group.post(f"{PLACE}/<request_id>/clarify", doc_ui=False)
@console(Action.ORDER_DRAFT)
def clarify_order(path: OrderPath, body: AnswerForm) -> Answer:
    """Answer the provider's question."""
    found = responses.clarify(store(), _shown(path, body).id, body.text, actor=actor(), now=now())
    return go_to(_place(found), gettext("Answered; the provider's hour starts again."))


@group.post(f"{PLACE}/<request_id>/contest", doc_ui=False)
@console(Action.ORDER_CONTEST)
def contest_order(path: OrderPath, body: ReasonsForm) -> Answer:
    """Ask for the scrutiny of an order, as an authority whom its uploader has asked."""
    found = scrutiny.lodge_review(store(), _shown(path, body).id, body.reasons, actor=actor(), now=now())
    return go_to(_place(found), gettext("It is noted; the order is scrutinised."))


@group.post(f"{PLACE}/<request_id>/scrutiny", doc_ui=False)
@console(Action.ORDER_SCRUTINISE)
def scrutinise_order(path: OrderPath, body: ScrutinyForm) -> Answer:
    """Say, as the authority of the provider's state, what one finds."""
    shown = _shown(path, body)
    found = scrutiny.scrutinise(store(), shown.id, body.finding, body.reasons, actor=actor(), now=now())
    return go_to(_place(found), gettext("It is recorded, and everybody concerned is told."))


@group.post(f"{PLACE}/<request_id>/annul", doc_ui=False)
@console(Action.ORDER_REVIEW)
def annul_order(path: OrderPath, body: ReasonsForm) -> Answer:
    """Take an order back as its issuer."""
    found = scrutiny.annul(store(), _shown(path, body).id, body.reasons, actor=actor(), now=now())
    return go_to(_place(found), gettext("Taken back; what was removed is asked back at once."))


@group.post(f"{PLACE}/<request_id>/confirm", doc_ui=False)
@console(Action.ORDER_REVIEW)
def confirm_order(path: OrderPath, body: ReasonsForm) -> Answer:
    """Note that a court has confirmed a contested order."""
    found = scrutiny.confirm(store(), _shown(path, body).id, body.reasons, actor=actor(), now=now())
    return go_to(_place(found), gettext("Confirmed: it stays in force."))


@group.post(f"{PLACE}/<request_id>/non-disclosure", doc_ui=False)
@console(Action.ORDER_REVIEW)
def extend_order(path: OrderPath, body: UntilForm) -> Answer:
    """Keep the uploader uninformed for longer, once."""
    shown = _shown(path, body)
    found = scrutiny.extend_non_disclosure(store(), shown.id, body.until, actor=actor(), now=now())
    return go_to(_place(found), gettext("The uploader is not told until then."))


def _papers(request: TakedownRequest) -> list[PaperName]:
    """Return the papers that there are of an order: the later ones once the provider has answered so."""
    answered = {each.type for each in request.responses}
    later = {PaperName.ANNEX_II: annex2.MEASURES, PaperName.ANNEX_III: annex3.REASONS}
    return [PaperName.ANNEX_I, *(name for name, types in later.items() if answered & set(types))]


def _shown(path: OrderPath, form: StepForm) -> TakedownRequest:
    return unchanged(store().takedowns.get(path.request_id), form)


def _place(request: TakedownRequest) -> str:
    return f"{PLACE}/{request.id}"
