"""/console/appeals: what somebody who had no part in a case decides about it, in the order of its deadlines."""

from typing import Annotated, Literal

from pydantic import Field

from api.answers import Answer
from api.console.desk import around
from api.console.pages import console_page, go_to
from api.console.steps import StepForm, steps_open, unchanged
from api.context import actor, now, store
from api.language import N_, gettext
from api.models import PageQuery, Query
from api.permissions import console
from api.present import appeals as present
from api.public.appeal_words import GROUNDS, SUBJECTS
from api.routes import group as begin
from api.v1.appeals import AppealPath, SubjectId, Text
from hashdb.access import Action
from hashdb.lifecycles.appeal import LIFECYCLE
from hashdb.records.appeal import Appeal, RemedyKind
from hashdb.services import case_files, dockets, presence, reading, retention, rulings, triage
from hashdb.services.rulings import Finding, Ruling, Verdict

group = begin("console: appeals", "Appeals, and decisions about them.", keyless=True)

PLACE = "/console/appeals"
SHOWN = 100
REMEDIES = {
    RemedyKind.WITHDRAW_SIGNAL: N_("withdraw the signal everywhere"),
    RemedyKind.NEGATIVE_LIST: N_("keep the content off the list for good"),
    RemedyKind.REINSTATE: N_("ask the platforms to put the content back"),
    RemedyKind.SUSPEND_ENTRY: N_("suspend the entry of the register"),
    RemedyKind.REINSTATE_ENTRY: N_("end the challenge of the entry"),
    RemedyKind.OTHER: N_("what the decision says"),
}
VERDICTS = {
    Verdict.UPHOLD: N_("The appellant is right"),
    Verdict.UPHOLD_PARTLY: N_("Right in part: choose below what follows"),
    Verdict.DISMISS: N_("The decision was right"),
}
FINDINGS = {
    Finding.OVERTURN: N_("It overturned our decision"),
    Finding.AFFIRM: N_("It affirmed our decision"),
}
# Where the case of what an appeal is about has a page.
CASES = {"sig": "/console/signals", "tdr": "/console/takedown-requests", "reg": "/console/register"}
Yes = Literal["yes"] | None


class NextQuery(Query):
    """The appeal that somebody comes from."""

    after: Annotated[str, Field(max_length=40)] = ""


class AdmissionForm(StepForm):
    """What the appeal is about, where its own words leave that open."""

    subject_id: SubjectId | None = None
    manifestly_unfounded: Yes = None
    note: Text | None = None


class InadmissibleForm(StepForm):
    """Why an appeal is sent back."""

    reasons: Text


class QuestionForm(StepForm):
    """A question to the appellant."""

    question: Text


class RulingForm(StepForm):
    """A decision; which remedies, if it is upheld in part."""

    decision: Verdict
    reasons: Text
    withdraw_signal: Yes = None
    negative_list: Yes = None
    reinstate: Yes = None
    suspend_entry: Yes = None
    other: Yes = None

    def ruling(self) -> Ruling:
        """Return the decision as the service takes it."""
        chosen = tuple(each for each in RemedyKind if getattr(self, each, None) == "yes")
        return Ruling(verdict=self.decision, reasons=self.reasons, remedies=chosen)


class FindingForm(StepForm):
    """What an outside body found."""

    finding: Finding
    reasons: Text
    subject_id: SubjectId | None = None


@group.get(PLACE, doc_ui=False)
@console(Action.APPEAL_READ)
def list_appeals(query: PageQuery) -> Answer:
    """List what waits, the appeal that is due first at the head, and then everything."""
    return console_page(
        "console/appeals.html",
        open=dockets.appeals_open(store(), limit=SHOWN),
        latest=dockets.latest_appeals(store(), before=query.after or None, limit=SHOWN),
    )


@group.get(f"{PLACE}/next", doc_ui=False)
@console(Action.APPEAL_DECIDE)
def open_next(query: NextQuery) -> Answer:
    """Open the most urgent appeal that one may act on."""
    found = dockets.next_appeal(store(), after=query.after or None, actor=actor())
    if found is None:
        return go_to(PLACE, gettext("No other appeal waits for you now."), kind="note")
    return go_to(_place(found))


@group.get(f"{PLACE}/<appeal_id>", doc_ui=False)
@console(Action.APPEAL_READ, head=False)
def show_appeal(path: AppealPath) -> Answer:
    """Show an appeal with all that it is about; that it was read is logged."""
    found = retention.shown(store(), store().appeals.get(path.appeal_id), now())
    reading.logged(store(), actor(), found, now())
    shown = present.appeal(found, actor())
    steps = steps_open(LIFECYCLE, found.state, actor().role)
    closed = dockets.closed_because(store(), found, actor=actor())
    return console_page(
        "console/appeal.html",
        appeal=shown,
        candidates={each: each for each in shown["candidates"]},
        version=found.version,
        others=dockets.appeals_about(store(), found),
        names=case_files.names(store(), [each.user_id for each in found.decisions], [found.subject_id or ""]),
        cases=CASES,
        steps=steps,
        closed=closed,
        possible={each.kind: REMEDIES[each.kind] for each in rulings.planned(found)},
        grounds=GROUNDS,
        subjects=SUBJECTS,
        remedies=REMEDIES,
        verdicts=VERDICTS,
        findings=FINDINGS,
        **around(found.id, decides=bool(steps) and closed is None),
    )


@group.post(f"{PLACE}/<appeal_id>/admit", doc_ui=False)
@console(Action.APPEAL_DECIDE)
def admit(path: AppealPath, body: AdmissionForm) -> Answer:
    """Admit an appeal."""
    asked = _shown(path, body)
    unfounded = body.manifestly_unfounded == "yes"
    found = triage.admit(
        store(),
        asked.id,
        body.subject_id,
        manifestly_unfounded=unfounded,
        note=body.note,
        actor=actor(),
        now=now(),
    )
    return go_to(_place(found), gettext("Admitted: what it is about is looked at by you now."))


@group.post(f"{PLACE}/<appeal_id>/inadmissible", doc_ui=False)
@console(Action.APPEAL_DECIDE)
def find_inadmissible(path: AppealPath, body: InadmissibleForm) -> Answer:
    """Send an appeal back with reasons."""
    found = triage.find_inadmissible(store(), _shown(path, body).id, body.reasons, actor=actor(), now=now())
    return _done(found, gettext("Sent back; the appellant reads your reasons."))


@group.post(f"{PLACE}/<appeal_id>/ask", doc_ui=False)
@console(Action.APPEAL_DECIDE)
def ask(path: AppealPath, body: QuestionForm) -> Answer:
    """Ask the appellant."""
    found = triage.ask(store(), _shown(path, body).id, body.question, actor=actor(), now=now())
    return _done(found, gettext("Asked; the clock stands still until the answer is there."))


@group.post(f"{PLACE}/<appeal_id>/decide", doc_ui=False)
@console(Action.APPEAL_DECIDE)
def decide(path: AppealPath, body: RulingForm) -> Answer:
    """Decide an appeal, or agree with the officer who has proposed the same."""
    found = rulings.decide(store(), _shown(path, body).id, body.ruling(), actor=actor(), now=now())
    said = gettext("Decided.") if found.decision else gettext("Noted; a second officer has to agree.")
    return _done(found, said)


@group.post(f"{PLACE}/<appeal_id>/finding", doc_ui=False)
@console(Action.APPEAL_DECIDE)
def record_finding(path: AppealPath, body: FindingForm) -> Answer:
    """Record what an outside body found."""
    asked = _shown(path, body)
    found = rulings.record_finding(
        store(), asked.id, body.finding, body.reasons, body.subject_id, actor=actor(), now=now()
    )
    return _done(found, gettext("What was found outside is recorded."))


def _done(appeal: Appeal, words: str) -> Answer:
    """Show an appeal with which the officer has done for now: others may take it up."""
    presence.leave(store(), appeal.id, actor=actor())
    return go_to(_place(appeal), words)


def _shown(path: AppealPath, form: StepForm) -> Appeal:
    return unchanged(store().appeals.get(path.appeal_id), form)


def _place(appeal: Appeal) -> str:
    return f"{PLACE}/{appeal.id}"
