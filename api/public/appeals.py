"""/appeal: a complaint by anybody, without an account or a script; the code stands in forms, never in addresses.

The pages send what `/v1/appeals` takes, one field for each ground. A small script only reckons the SHA-256 of a file
on the appellant's own machine.
"""

from typing import Annotated, Literal

from pydantic import Field

from api import limits
from api.answers import Answer
from api.context import actor, now, store
from api.models import Body, Mailbox
from api.pages import page
from api.permissions import public_page
from api.present import appeals as present
from api.routes import group as begin
from api.v1.appeals import Code, Digest, Language, Reference, Text
from hashdb.lifecycles.appeal import State
from hashdb.records.appeal import Appeal, AppealGround, AppealSubject, AppellantKind
from hashdb.services import appeals
from hashdb.services.appeals import Complaint

group = begin("appeal", "A complaint, by anybody and without an account.", keyless=True)

Ticked = Annotated[Literal["yes"] | None, Field(default=None)]

KINDS = {
    AppellantKind.CONTENT_PROVIDER: "I made or published the content",
    AppellantKind.THIRD_PARTY: "I am shown in it or otherwise concerned",
    AppellantKind.CIVIL_SOCIETY: "I write for a civil society organisation",
    AppellantKind.LISTED_ENTITY: "I write for somebody who is in the register",
    AppellantKind.PLATFORM: "I write for a platform",
}
SUBJECTS = {
    AppealSubject.SIGNAL: "content that was found by its fingerprint",
    AppealSubject.TAKEDOWN_REQUEST: "a request to a platform to remove content",
    AppealSubject.REGISTER_ENTRY: "an entry of the register of organisations",
    AppealSubject.INCIDENT_LABEL: "content that was linked to an attack",
    AppealSubject.MEMBER_SUSPENSION: "a member that was suspended",
}
GROUNDS = {
    AppealGround.NOT_TVEC: "It is not terrorist or violent extremist content",
    AppealGround.EXEMPT_CONTEXT: "It is journalism, education, art, research, debate, or evidence of a crime",
    AppealGround.FALSE_MATCH: "It is other content than the one that is meant",
    AppealGround.WRONG_ENTITY: "It was attributed to the wrong organisation or person",
    AppealGround.NOT_DESIGNATED: "The organisation or person is not, or not any more, designated",
    AppealGround.PROCEDURE: "The procedure was wrong",
    AppealGround.OTHER: "Something else",
}
STATES = {
    State.LODGED: "We have received it and will look at it within two days.",
    State.INADMISSIBLE: "We could not take it up; the reasons are below. You may lodge it again.",
    State.UNDER_REVIEW: "Somebody who had no part in the case is looking at it.",
    State.WAITING_APPELLANT: "We have a question. The clock stands still until you answer.",
    State.UPHELD: "You were right. What follows from it is being done.",
    State.PARTLY_UPHELD: "You were right in part. What follows from it is being done.",
    State.DISMISSED: "We think that the decision was right; the reasons are below.",
    State.REMEDIED: "You were right, and what follows from it was done.",
    State.EXTERNAL_REVIEW: "A body outside the service is looking at it.",
    State.CLOSED: "The case is closed.",
}


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


@group.get("/appeal", doc_ui=False)
@public_page
def show_form() -> Answer:
    """Show the form."""
    return page("appeal.html", kinds=KINDS, subjects=SUBJECTS, grounds=GROUNDS)


@group.post("/appeal", doc_ui=False)
@public_page
def lodge(body: ComplaintForm) -> Answer:
    """Take a complaint in, and show its code once."""
    limits.charge_appeal()
    new = appeals.lodge(store(), body.complaint(), actor=actor(), now=now())
    return page("appeal_lodged.html", 201, appeal=present.lodged(new))


@group.get("/appeal/status", doc_ui=False)
@public_page
def show_code_form() -> Answer:
    """Ask for the code."""
    return page("appeal_code.html")


@group.post("/appeal/status", doc_ui=False)
@public_page
def show_status(body: CodeForm) -> Answer:
    """Show how a complaint stands."""
    return _status(appeals.status(store(), body.code), body.code)


@group.post("/appeal/answer", doc_ui=False)
@public_page
def answer(body: AnswerForm) -> Answer:
    """Take the answer to the officer's question."""
    return _status(appeals.answer(store(), body.code, body.text, actor=actor(), now=now()), body.code)


@group.post("/appeal/refer", doc_ui=False)
@public_page
def refer(body: CodeForm) -> Answer:
    """Take a decision to a body outside the service."""
    return _status(appeals.refer(store(), body.code, actor=actor(), now=now()), body.code)


def _status(found: Appeal, code: str) -> Answer:
    return page("appeal_status.html", appeal=present.status(found), says=STATES[found.state], code=code)
