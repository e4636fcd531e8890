"""/console/takedown-requests: the case of a request, from draft to its end."""

from typing import Annotated

from pydantic import Field

from api import present
from api.answers import Answer
from api.console import words
from api.console.answers import ANSWERS, DECLINING
from api.console.desk import CaseForm, around, done, place_of
from api.console.pages import console_page, go_to
from api.console.verdicts import OF_REQUEST, note_of, panels, told
from api.context import actor, now, store
from api.language import gettext
from api.models import PageQuery
from api.permissions import console
from api.routes import group as begin
from api.v1.takedowns import ClarificationBody, RequestPath
from hashdb.access import Action
from hashdb.services import case_files, inbox, options, responses, takedowns, withdrawals
from hashdb.services.takedowns import Verdict

group = begin("console: requests", "Takedown requests, and decisions about them.", keyless=True)

PLACE = "/console/takedown-requests"


class VerdictPath(RequestPath):
    """A decision about a request."""

    verdict: Verdict


class RequestForm(CaseForm):
    """A decision about a request."""

    reason: Annotated[str, Field(max_length=40)] | None = None


@group.get(f"{PLACE}/<request_id>", doc_ui=False)
@console(Action.TAKEDOWN_READ, head=False)
def show_request(path: RequestPath) -> Answer:
    """Show a request, its items and what became of it."""
    found = inbox.fetch(store(), path.request_id, actor=actor(), now=now())
    offered = options.of_request(store(), found, actor=actor(), now=now())
    return console_page(
        "console/takedown_request.html",
        words=words,
        answers=ANSWERS,
        declining=DECLINING,
        request=present.takedown(found, actor()),
        file=case_files.of_request(store(), found),
        is_own=found.drafted_by == actor().user_id,
        panels=panels(OF_REQUEST, offered, place_of(found.id)),
        **around(found.id, decides=options.are_open(offered)),
    )


@group.post(f"{PLACE}/<request_id>/<verdict>", doc_ui=False)
@console(Action.TAKEDOWN_REVIEW)
def decide(path: VerdictPath, body: RequestForm) -> Answer:
    """Decide about a request as its second person."""
    choice = OF_REQUEST[path.verdict]
    note = note_of(choice, body.reason, body.note)
    decided = takedowns.review(
        store(), path.request_id, path.verdict, note=note, seen=body.seen(), actor=actor(), now=now()
    )
    return done(decided.id, told(choice, decided.state))


@group.post(f"{PLACE}/<request_id>/withdraw", doc_ui=False)
@console(Action.TAKEDOWN_WITHDRAW)
def withdraw(path: RequestPath, body: RequestForm) -> Answer:
    """Take a request back."""
    choice = OF_REQUEST["withdraw"]
    note = note_of(choice, body.reason, body.note) or ""
    taken = withdrawals.withdraw(store(), path.request_id, note, seen=body.seen(), actor=actor(), now=now())
    return done(taken.id, told(choice, taken.state))


@group.post(f"{PLACE}/<request_id>/submit", doc_ui=False)
@console(Action.TAKEDOWN_DRAFT)
def submit(path: RequestPath) -> Answer:
    """Hand one's draft to a second person."""
    handed = takedowns.submit(store(), path.request_id, actor=actor(), now=now())
    return done(handed.id, gettext("Handed over: a second person decides now."))


@group.post(f"{PLACE}/<request_id>/clarify", doc_ui=False)
@console(Action.TAKEDOWN_DRAFT)
def clarify(path: RequestPath, body: ClarificationBody) -> Answer:
    """Answer the platform's question."""
    answered = responses.clarify(store(), path.request_id, body.text, actor=actor(), now=now())
    return go_to(place_of(answered.id), gettext("Answered; the platform's time runs again."))


@group.get(PLACE, doc_ui=False)
@console(Action.TAKEDOWN_WITHDRAW)
def list_requests(query: PageQuery) -> Answer:
    """List requests, the newest first."""
    found = inbox.latest_of_all(store(), before=query.after or None, limit=query.limit, actor=actor())
    names = case_files.names(store(), [], [each.member_id for each in found.items])
    return console_page("console/takedown_requests.html", words=words, found=found, names=names)
