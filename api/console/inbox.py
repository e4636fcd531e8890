"""/console/inbox: requests and orders to a platform, and its answers by form.

Opening one is its receipt, as fetching it with a key is; the list tells no content.
"""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from api import present
from api.answers import Answer
from api.console import words
from api.console.answers import ANSWERS, BASES, DECLINING, offered
from api.console.pages import console_page, go_to
from api.context import actor, now, store
from api.language import gettext
from api.models import Body, Query
from api.permissions import console
from api.routes import group as begin
from api.v1.orders import ReasonsBody
from api.v1.takedowns import RequestPath, ResponseBody, Text, answer_of
from hashdb.access import Action
from hashdb.errors import FieldProblem, InvalidInputError
from hashdb.records.takedown import DeclineReason, ResponseType, TakedownRequest
from hashdb.services import inbox, responses, scrutiny

group = begin("console: inbox", "What a platform is asked for.", keyless=True)

PLACE = "/console/inbox"
SHOWN = 100


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


Moment = Annotated[datetime, AfterValidator(_in_utc)]


class InboxQuery(Query):
    """Where the list of everything goes on."""

    after: Annotated[str, Field(max_length=200)] = ""


class AnswerForm(Body):
    """What a person answers for the platform; items are named by their numbers, countries by their codes."""

    type: ResponseType
    items: Annotated[str, Field(pattern="^ *[0-9]{1,3}( *, *[0-9]{1,3}){0,99} *$")] | None = None
    reason_code: DeclineReason | None = None
    details: Text | None = None
    errors_and_clarification_needed: Text | None = None
    measure_taken_at: Moment | None = None
    countries: Annotated[str, Field(pattern="^ *[A-Z]{2}( *, *[A-Z]{2}){0,249} *$")] | None = None
    platform_file_ref: Annotated[str, Field(max_length=200)] | None = None
    preserved: bool | None = None
    user_notified: bool | None = None
    complaint_open: bool | None = None
    sor_puid: Annotated[str, Field(max_length=500, pattern="^[a-zA-Z0-9_-]+$")] | None = None

    def body(self, request: TakedownRequest) -> ResponseBody:
        """Return the answer as a program would send it."""
        same = self.model_dump(exclude={"items", "countries"})
        places = [int(each) for each in (self.items or "").split(",") if each.strip()]
        if any(not 1 <= each <= len(request.items) for each in places):
            raise InvalidInputError(FieldProblem("items", f"must be numbers from 1 to {len(request.items)}"))
        scope = [each.strip() for each in (self.countries or "").split(",") if each.strip()]
        named = [request.items[each - 1].id for each in dict.fromkeys(places)]
        return ResponseBody(**same, item_refs=named, territorial_scope=scope)


@group.get(PLACE, doc_ui=False)
@console(Action.TAKEDOWN_RESPOND)
def show_inbox(query: InboxQuery) -> Answer:
    """List what waits for an answer, the one that is due first at the head, and then everything."""
    waiting = inbox.waiting(store(), limit=SHOWN, actor=actor())
    found = inbox.latest(store(), before=query.after or None, limit=SHOWN, actor=actor())
    return console_page(
        "console/inbox.html",
        waiting=[present.listed(each, actor()) for each in waiting],
        requests=[present.listed(each, actor()) for each in found.items],
        next=found.next,
        bases=BASES,
        actions=words.ACTIONS,
    )


@group.get(f"{PLACE}/<request_id>", doc_ui=False)
@console(Action.TAKEDOWN_RESPOND, head=False)
def show_request(path: RequestPath) -> Answer:
    """Show a request in full; the platform has received it then."""
    found = inbox.fetch(store(), path.request_id, actor=actor(), now=now())
    shown = present.takedown(found, actor())
    return console_page(
        "console/inbox_request.html",
        found=shown,
        numbered=list(enumerate(shown["items"], 1)),
        answers=offered(found),
        answered=ANSWERS,
        reasons=DECLINING,
        bases=BASES,
        words=words,
    )


@group.post(f"{PLACE}/<request_id>/answer", doc_ui=False)
@console(Action.TAKEDOWN_RESPOND)
def answer_request(path: RequestPath, body: AnswerForm) -> Answer:
    """Answer a request for the platform."""
    asked = inbox.fetch(store(), path.request_id, actor=actor(), now=now())
    responses.respond(store(), path.request_id, answer_of(body.body(asked)), actor=actor(), now=now())
    return go_to(f"{PLACE}/{path.request_id}", gettext("Your answer is recorded."))


@group.post(f"{PLACE}/<request_id>/contest", doc_ui=False)
@console(Action.ORDER_CONTEST)
def contest_order(path: RequestPath, body: ReasonsBody) -> Answer:
    """Ask the home authority to look at an order."""
    scrutiny.lodge_review(store(), path.request_id, body.reasons, actor=actor(), now=now())
    return go_to(f"{PLACE}/{path.request_id}", gettext("The authority of your state is asked to look at this order."))
