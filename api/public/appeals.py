"""/appeal: a complaint by anybody, without an account or a script; the code stands in forms, never in addresses.

The pages send what `/v1/appeals` takes, one field for each ground. A small script only reckons the SHA-256 of a file
on the appellant's own machine.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from flask import Response
from pydantic import Field

from api import limits
from api.answers import Answer
from api.context import actor, now, store
from api.models import Body, Mailbox
from api.pages import page
from api.permissions import public_form, public_page
from api.present import appeals as present
from api.public import appeal_words as words
from api.routes import group as begin
from api.v1.appeals import Code, Digest, Language, Reference, Text
from hashdb.records.appeal import Appeal, AppealGround, AppealSubject, AppellantKind
from hashdb.services import appeals
from hashdb.services.appeals import Complaint

group = begin("appeal", "A complaint, by anybody and without an account.", keyless=True)

Ticked = Annotated[Literal["yes"] | None, Field(default=None)]


class ComplaintForm(Body):
    """A complaint as the form sends it: one field for each ground."""

    appellant_kind: AppellantKind
    subject_type: AppealSubject
    subject_ref: Reference | None = None
    file_digest: Digest | None = None
    not_tvec: Ticked
    exempt_context: Ticked
    wrong_entity: Ticked
    not_designated: Ticked
    false_match: Ticked
    procedure: Ticked
    other: Ticked
    statement: Text
    language: Language = "en"
    contact: Mailbox | None = None

    def complaint(self) -> Complaint:
        """Return the complaint as the service takes it."""
        sent = {name: value for name, value in self if name not in set(AppealGround)}
        return Complaint(**sent, grounds=tuple(each for each in AppealGround if getattr(self, each)))


class CodeForm(Body):
    """The code that opens a complaint."""

    code: Code


class AnswerForm(CodeForm):
    """The answer to the officer's question."""

    text: Text


def _form_page(status: int = 200, refusal: Mapping[str, Any] | None = None, **facts: object) -> Response:
    return page("appeal.html", status, words=words, refusal=refusal and words.refusal("appeal.html", refusal), **facts)


def _code_page(status: int = 200, refusal: Mapping[str, Any] | None = None, **facts: object) -> Response:
    return page("appeal_code.html", status, refusal=refusal and words.refusal("appeal_code.html", refusal), **facts)


def _status_page(
    found: Appeal, code: str, status: int = 200, refusal: Mapping[str, Any] | None = None, **facts: object
) -> Response:
    shown = {"appeal": present.status(found), "code": code, "words": words}
    return page(
        "appeal_status.html", status, **shown, refusal=refusal and words.refusal("appeal_status.html", refusal), **facts
    )


def _status_again(sent: Mapping[str, str], **facts: Any) -> Response:  # noqa: ANN401 - status and refusal, as above
    code = sent.get("code", "")
    return _status_page(appeals.status(store(), code), code, sent=sent, **facts)


@group.get("/appeal", doc_ui=False)
@public_page
def show_form() -> Answer:
    """Show the form."""
    return _form_page()


@group.post("/appeal", doc_ui=False)
@public_form(_form_page)
def lodge(body: ComplaintForm) -> Answer:
    """Take a complaint in, and show its code once."""
    complaint = body.complaint()
    appeals.require_sound(complaint)  # who has yet to put something right has lodged nothing
    limits.charge_appeal()
    new = appeals.lodge(store(), complaint, actor=actor(), now=now())
    return page("appeal_lodged.html", 201, appeal=present.lodged(new))


@group.get("/appeal/status", doc_ui=False)
@public_page
def show_code_form() -> Answer:
    """Ask for the code."""
    return _code_page()


@group.post("/appeal/status", doc_ui=False)
@public_form(_code_page)
def show_status(body: CodeForm) -> Answer:
    """Show how a complaint stands."""
    return _status_page(appeals.status(store(), body.code), body.code)


@group.post("/appeal/answer", doc_ui=False)
@public_form(_status_again)
def answer(body: AnswerForm) -> Answer:
    """Take the answer to the officer's question."""
    return _status_page(appeals.answer(store(), body.code, body.text, actor=actor(), now=now()), body.code)


@group.post("/appeal/refer", doc_ui=False)
@public_form(_status_again)
def refer(body: CodeForm) -> Answer:
    """Take a decision to a body outside the service."""
    return _status_page(appeals.refer(store(), body.code, actor=actor(), now=now()), body.code)
