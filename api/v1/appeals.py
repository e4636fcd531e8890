"""/v1/appeals: complaints by anybody, without an account, and what officers decide about them.

A complaint is opened by its code, which stands in bodies alone: paths are logged on the way.
"""

from typing import Annotated

from pydantic import Field, StringConstraints

from api import limits
from api.answers import Answer
from api.context import actor, now, store
from api.models import Body, Inlined, Mailbox, PageQuery, Path, id_of
from api.permissions import permits, public
from api.present import appeals as present
from api.present.common import page_of
from api.routes import group as begin
from api.schemas import appeals as schemas
from api.schemas.common import PageOf
from hashdb.access import Action
from hashdb.records.appeal import AppealGround, AppealSubject, AppellantKind, RemedyKind
from hashdb.services import appeals, reading, retention, rulings, triage
from hashdb.services.appeals import Complaint
from hashdb.services.rulings import Finding, Ruling, Verdict

group = begin("appeals", "Complaints of those concerned, and what was decided.")

Text = Annotated[str, StringConstraints(min_length=1, max_length=5_000, pattern=r"\S")]
Reference = Annotated[str, StringConstraints(min_length=1, max_length=2_000, pattern=r"\S")]
Code = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Language = Annotated[str, StringConstraints(pattern="^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)]
Digest = Annotated[str, StringConstraints(pattern="^[0-9A-Fa-f]{64}$")]
SubjectId = Annotated[str, StringConstraints(pattern="^(sig|tdr|reg|org)_[0-9A-HJKMNP-TV-Z]{26}$")]


class ComplaintBody(Body):
    """A complaint; of a file only its SHA-256, never the file."""

    appellant_kind: AppellantKind
    subject_type: AppealSubject
    subject_ref: Reference | None = Field(default=None, description="an id that you were told, or an address")
    file_digest: Digest | None = Field(default=None, description="SHA-256 of the file")
    grounds: list[AppealGround] = Field(min_length=1, max_length=len(AppealGround))
    statement: Text
    language: Language = "en"
    contact: Mailbox | None = Field(default=None, description="an e-mail address; kept sealed, erased afterwards")

    def complaint(self) -> Complaint:
        """Return the complaint as the service takes it."""
        return Complaint(**{**dict(self), "grounds": tuple(self.grounds)})


class CodeBody(Body):
    """The code of a complaint."""

    code: Code


class AnswerBody(CodeBody):
    """The answer to the officer's question."""

    text: Text


class AppealPath(Path):
    """An appeal by its id."""

    appeal_id: Annotated[str, id_of("apl")]


class AdmissionBody(Body):
    """What the complaint is about, where its own words leave that open; unfounded ones pause nothing."""

    subject_id: SubjectId | None = None
    manifestly_unfounded: bool = False
    note: Text | None = None


class ReasonsBody(Body):
    """The reasons, which the appellant reads."""

    reasons: Text


class QuestionBody(Body):
    """A question to the appellant."""

    question: Text


class RulingBody(ReasonsBody):
    """A decision; which remedies, if it is upheld in part."""

    decision: Inlined[Verdict]
    remedies: list[RemedyKind] = Field(default=[], max_length=len(RemedyKind))


class FindingBody(ReasonsBody):
    """What an outside body found."""

    finding: Finding
    subject_id: SubjectId | None = None


@group.post("/v1/appeals", responses={201: schemas.LodgedAppeal}, security=[])
@public
def lodge(body: ComplaintBody) -> Answer:
    """Complain, without an account; the answer does not depend on what the service knows."""
    limits.charge_appeal()
    return present.lodged(appeals.lodge(store(), body.complaint(), actor=actor(), now=now())), 201


@group.post("/v1/appeals/status", responses={200: schemas.AppealStatus}, security=[])
@public
def read_status(body: CodeBody) -> Answer:
    """Look up how one's complaint stands."""
    return present.status(appeals.status(store(), body.code))


@group.post("/v1/appeals/answer", responses={200: schemas.AppealStatus}, security=[])
@public
def answer(body: AnswerBody) -> Answer:
    """Answer the officer's question."""
    return present.status(appeals.answer(store(), body.code, body.text, actor=actor(), now=now()))


@group.post("/v1/appeals/refer", responses={200: schemas.AppealStatus}, security=[])
@public
def refer(body: CodeBody) -> Answer:
    """Take a decision to a body outside the service, within 90 days."""
    return present.status(appeals.refer(store(), body.code, actor=actor(), now=now()))


@group.get("/v1/appeals", responses={200: PageOf[schemas.Appeal]})
@permits(Action.APPEAL_READ)
def list_appeals(query: PageQuery) -> Answer:
    """List appeals in the order in which they came."""
    found = appeals.page(store(), after=query.after or None, limit=query.limit)
    reading.page_logged(store(), actor(), "appeal", query.after or "first", len(found.items), now())
    kept = retention.shown_all(store(), found.items, now())
    return page_of(found, [present.appeal(each, actor()) for each in kept])


@group.get("/v1/appeals/<appeal_id>", responses={200: schemas.Appeal})
@permits(Action.APPEAL_READ, head=False)
def read_appeal(path: AppealPath) -> Answer:
    """Read an appeal; that it was read is logged."""
    found = retention.shown(store(), store().appeals.get(path.appeal_id), now())
    reading.logged(store(), actor(), found, now())
    return present.appeal(found, actor())


@group.post("/v1/appeals/<appeal_id>/admit", responses={200: schemas.Appeal})
@permits(Action.APPEAL_DECIDE)
def admit(path: AppealPath, body: AdmissionBody) -> Answer:
    """Admit an appeal; from then on its signal is paused, its entry of the register flagged."""
    return present.appeal(triage.admit(store(), path.appeal_id, **dict(body), actor=actor(), now=now()), actor())


@group.post("/v1/appeals/<appeal_id>/inadmissible", responses={200: schemas.Appeal})
@permits(Action.APPEAL_DECIDE)
def find_inadmissible(path: AppealPath, body: ReasonsBody) -> Answer:
    """Send an appeal back with reasons."""
    found = triage.find_inadmissible(store(), path.appeal_id, body.reasons, actor=actor(), now=now())
    return present.appeal(found, actor())


@group.post("/v1/appeals/<appeal_id>/ask", responses={200: schemas.Appeal})
@permits(Action.APPEAL_DECIDE)
def ask(path: AppealPath, body: QuestionBody) -> Answer:
    """Ask the appellant; the clock stands still meanwhile."""
    return present.appeal(triage.ask(store(), path.appeal_id, body.question, actor=actor(), now=now()), actor())


@group.post("/v1/appeals/<appeal_id>/decide", responses={200: schemas.Appeal})
@permits(Action.APPEAL_DECIDE)
def decide(path: AppealPath, body: RulingBody) -> Answer:
    """Decide an appeal; about an entry of the register the second of two officers who agree does."""
    ruling = Ruling(verdict=body.decision, reasons=body.reasons, remedies=body.remedies)
    return present.appeal(rulings.decide(store(), path.appeal_id, ruling, actor=actor(), now=now()), actor())


@group.post("/v1/appeals/<appeal_id>/finding", responses={200: schemas.Appeal})
@permits(Action.APPEAL_DECIDE)
def record_finding(path: AppealPath, body: FindingBody) -> Answer:
    """Record what an outside body found, as another officer than those whom it looked at."""
    found = rulings.record_finding(
        store(), path.appeal_id, body.finding, body.reasons, body.subject_id, actor=actor(), now=now()
    )
    return present.appeal(found, actor())
