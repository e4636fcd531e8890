"""/console/incidents: a crisis from the first word of it to its debrief, step by step."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints

from api.answers import Answer
from api.console.pages import console_page, go_to
from api.console.steps import StepForm, steps_open, unchanged
from api.console.words import LABELS, TIERS
from api.context import actor, now, store
from api.language import N_, gettext
from api.models import Body, PageQuery
from api.permissions import console
from api.present import incidents as present
from api.routes import group as begin
from api.v1.incidents import IncidentPath, SamplePath, Text, Title, Url, Word
from api.v1.takedowns import Country
from hashdb.access import PERMISSIONS, Action
from hashdb.lifecycles.incident import LIFECYCLE
from hashdb.records.incident import Criteria, Incident, SampleVerdict
from hashdb.services import case_files, dockets, incidents, samples

group = begin("console: incidents", "The crisis protocol.", keyless=True)

PLACE = "/console/incidents"
SHOWN = 50
CRITERIA = {
    "event_real": N_("The event is real"),
    "perpetrator_content": N_("There is content by perpetrators or accomplices"),
    "depicts_murder_or_manifesto": N_("It shows murder or its attempt, or is the manifesto of the attack"),
    "on_member_platform": N_("It is on a member's platform, or its spread cannot be stopped"),
    "bystander_excluded": N_("What news media and bystanders made is left out"),
}
SAMPLE_VERDICTS = {
    SampleVerdict.CONFIRMED: N_("The decision was right"),
    SampleVerdict.OBJECTED: N_("I object: the signal is paused until somebody has decided"),
}
Yes = Literal["yes"] | None


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class ReportForm(Body):
    """What somebody has learnt; the title is neutral and names no perpetrator."""

    title: Title
    started_at: Annotated[datetime, AfterValidator(_in_utc)]
    country: Country | None = None
    activation_type: Word = "awareness"


class ProposalForm(StepForm):
    """What is known of each criterion."""

    event_real: Yes = None
    perpetrator_content: Yes = None
    depicts_murder_or_manifesto: Yes = None
    on_member_platform: Yes = None
    bystander_excluded: Yes = None

    def criteria(self) -> Criteria:
        """Return the criteria as the service takes them."""
        return Criteria(**{each: getattr(self, each) == "yes" for each in CRITERIA})


class DismissalForm(StepForm):
    """Why there is no cause for a crisis."""

    note: Text


class DebriefForm(StepForm):
    """What was learnt, for everybody to read."""

    debrief: Annotated[str, StringConstraints(min_length=1, max_length=20_000, pattern=r"\S")]
    debrief_url: Url | None = None


class LookedAtForm(Body):
    """What somebody without a part in the crisis thinks of one of its decisions."""

    verdict: SampleVerdict
    note: Text | None = None


@group.get(PLACE, doc_ui=False)
@console(Action.INCIDENT_READ)
def list_incidents(query: PageQuery) -> Answer:
    """List the crises that run, and everything that was reported."""
    return console_page(
        "console/incidents.html",
        active=[each for each in dockets.active_incidents(store()) if each.is_active(now())],
        latest=dockets.latest_incidents(store(), before=query.after or None, limit=SHOWN),
        reports=actor().role in PERMISSIONS[Action.INCIDENT_REPORT],
    )


@group.post(PLACE, doc_ui=False)
@console(Action.INCIDENT_REPORT)
def report_incident(body: ReportForm) -> Answer:
    """Make everybody aware of an event."""
    found = incidents.report(store(), incidents.Report(**dict(body)), actor=actor(), now=now())
    return go_to(_place(found), gettext("Everybody who takes part is told. No rule has changed."))


@group.get(f"{PLACE}/<incident_id>", doc_ui=False)
@console(Action.INCIDENT_READ, head=False)
def show_incident(path: IncidentPath) -> Answer:
    """Show an incident; to a member that was told of it, this is the acknowledgement."""
    found = incidents.get(store(), path.incident_id, actor=actor(), now=now())
    shown = present.incident(found, actor())
    deciders = [
        *shown["approvals"],
        *shown["activated_by"],
        *(each for one in shown["extensions"] for each in one["approvals"]),
    ]
    return console_page(
        "console/incident.html",
        incident=shown,
        version=found.version,
        names=case_files.names(store(), [each["user_id"] for each in deciders], []),
        steps=steps_open(LIFECYCLE, found.state, actor().role),
        looks_again=actor().role in PERMISSIONS[Action.INCIDENT_PROPOSE] and found.state == "concluded",
        criteria=CRITERIA,
        judged=SAMPLE_VERDICTS,
    )


@group.post(f"{PLACE}/<incident_id>/propose", doc_ui=False)
@console(Action.INCIDENT_PROPOSE)
def propose_incident(path: IncidentPath, body: ProposalForm) -> Answer:
    """Propose to activate."""
    found = incidents.propose(store(), _shown(path, body).id, body.criteria(), actor=actor(), now=now())
    return go_to(_place(found), gettext("Proposed; two other people decide."))


@group.post(f"{PLACE}/<incident_id>/agree", doc_ui=False)
@console(Action.INCIDENT_ACTIVATE)
def agree_to_incident(path: IncidentPath, body: StepForm) -> Answer:
    """Agree to activate."""
    found = incidents.agree(store(), _shown(path, body).id, actor=actor(), now=now())
    active = gettext("Active: the rules of a crisis hold from now until the sunset.")
    return go_to(_place(found), active if found.is_active(now()) else gettext("Noted; a second person has to agree."))


@group.post(f"{PLACE}/<incident_id>/extend", doc_ui=False)
@console(Action.INCIDENT_ACTIVATE)
def extend_incident(path: IncidentPath, body: StepForm) -> Answer:
    """Agree to a later sunset."""
    before = _shown(path, body)
    found = incidents.extend(store(), before.id, actor=actor(), now=now())
    later = found.sunset_at != before.sunset_at
    return go_to(
        _place(found), gettext("The sunset is later.") if later else gettext("Noted; a second person has to agree.")
    )


@group.post(f"{PLACE}/<incident_id>/conclude", doc_ui=False)
@console(Action.INCIDENT_ACTIVATE)
def conclude_incident(path: IncidentPath, body: StepForm) -> Answer:
    """End the crisis before its sunset."""
    found = incidents.conclude(store(), _shown(path, body).id, actor=actor(), now=now())
    return go_to(_place(found), gettext("Over: the usual rules hold again."))


@group.post(f"{PLACE}/<incident_id>/dismiss", doc_ui=False)
@console(Action.INCIDENT_ACTIVATE)
def dismiss_incident(path: IncidentPath, body: DismissalForm) -> Answer:
    """Find that there is no cause for a crisis."""
    found = incidents.dismiss(store(), _shown(path, body).id, body.note, actor=actor(), now=now())
    return go_to(_place(found), gettext("Dismissed."))


@group.post(f"{PLACE}/<incident_id>/debrief", doc_ui=False)
@console(Action.INCIDENT_ACTIVATE)
def debrief_incident(path: IncidentPath, body: DebriefForm) -> Answer:
    """Publish what was learnt."""
    asked = _shown(path, body)
    found = incidents.debrief(store(), asked.id, body.debrief, body.debrief_url, actor=actor(), now=now())
    return go_to(_place(found), gettext("Published: everybody can read what was learnt."))


@group.get(f"{PLACE}/<incident_id>/sample/<signal_id>", doc_ui=False)
@console(Action.INCIDENT_PROPOSE)
def show_sampled(path: SamplePath) -> Answer:
    """Show one decision of a crisis to somebody who looks at it again."""
    found = store().incidents.get(path.incident_id)
    signal = store().signals.get(path.signal_id)
    return console_page(
        "console/incident_sample.html",
        incident=found,
        signal=signal,
        names=case_files.names(store(), [each.user_id for each in signal.decisions], []),
        verdicts=SAMPLE_VERDICTS,
        labels=LABELS,
        tiers=TIERS,
    )


@group.post(f"{PLACE}/<incident_id>/sample/<signal_id>", doc_ui=False)
@console(Action.INCIDENT_PROPOSE)
def look_again(path: SamplePath, body: LookedAtForm) -> Answer:
    """Look at a decision of the crisis again."""
    found = samples.judge(store(), path.incident_id, path.signal_id, body.verdict, body.note, actor=actor(), now=now())
    return go_to(_place(found), gettext("Noted. The next one waits below."))


def _shown(path: IncidentPath, form: StepForm) -> Incident:
    return unchanged(store().incidents.get(path.incident_id), form)


def _place(incident: Incident) -> str:
    return f"{PLACE}/{incident.id}"
