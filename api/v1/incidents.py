"""/v1/incidents: the crisis protocol, from awareness to debrief."""

from typing import Annotated

from pydantic import Field, StringConstraints

from api.answers import Answer
from api.context import actor, now, store
from api.models import Body, Inlined, Moment, PageQuery, Path, id_of
from api.permissions import permits
from api.present import incidents as present
from api.present.common import page_of
from api.routes import group as begin
from api.schemas import incidents as schemas
from api.schemas.common import PageOf
from hashdb.access import Action
from hashdb.records.incident import Criteria, SampleVerdict
from hashdb.services import incidents, samples

group = begin("incidents", "Crisis protocol: proposed, activated by two people, concluded.")

Title = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"\S")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000, pattern=r"\S")]
Word = Annotated[str, StringConstraints(pattern="^[a-z][a-z0-9_]{0,39}$")]
Url = Annotated[str, StringConstraints(max_length=2_000, pattern="^https?://")]


class ReportBody(Body):
    """What somebody has learnt; the title is neutral and names no perpetrator."""

    title: Title
    activation_type: Word = Field(default="awareness", description="such as `pci`; what exists changes, so it is data")
    country: Annotated[str, StringConstraints(pattern="^[A-Z]{2}$")] | None = None
    started_at: Moment
    external_refs: dict[Word, Annotated[str, StringConstraints(max_length=200)]] = Field(default={}, max_length=20)


class CriteriaBody(Body):
    """The checklist; all of it must be true before anybody can activate."""

    event_real: bool
    perpetrator_content: bool
    depicts_murder_or_manifesto: bool
    on_member_platform: bool
    bystander_excluded: bool


class ProposalBody(Body):
    """A proposal to activate, with what is known of each criterion."""

    criteria: CriteriaBody


class NoteBody(Body):
    """Why."""

    note: Text


class DebriefBody(Body):
    """What was learnt, for everybody to read."""

    debrief: Text
    debrief_url: Url | None = None


class LookedAtBody(Body):
    """What somebody without a part in the crisis thinks of one of its decisions."""

    verdict: Inlined[SampleVerdict]
    note: Text | None = None


class IncidentPath(Path):
    """An incident by its id."""

    incident_id: Annotated[str, id_of("inc")]


class SamplePath(IncidentPath):
    """A decision of an incident by its signal."""

    signal_id: Annotated[str, id_of("sig")]


@group.post("/v1/incidents", responses={201: schemas.Incident})
@permits(Action.INCIDENT_REPORT)
def report_incident(body: ReportBody) -> Answer:
    """Make everybody aware of an event; it changes no rule."""
    told = incidents.Report(**dict(body))
    return present.incident(incidents.report(store(), told, actor=actor(), now=now()), actor()), 201


@group.get("/v1/incidents", responses={200: PageOf[schemas.Incident]})
@permits(Action.INCIDENT_READ)
def list_incidents(query: PageQuery) -> Answer:
    """List incidents in the order in which they were reported."""
    found = incidents.page(store(), after=query.after or None, limit=query.limit)
    return page_of(found, [present.incident(each, actor()) for each in found.items])


@group.get("/v1/incidents/<incident_id>", responses={200: schemas.Incident})
@permits(Action.INCIDENT_READ, head=False)
def read_incident(path: IncidentPath) -> Answer:
    """Read an incident; to a member that was told of it, this is the acknowledgement."""
    return present.incident(incidents.get(store(), path.incident_id, actor=actor(), now=now()), actor())


@group.post("/v1/incidents/<incident_id>/propose", responses={200: schemas.Incident})
@permits(Action.INCIDENT_PROPOSE)
def propose_incident(path: IncidentPath, body: ProposalBody) -> Answer:
    """Propose to activate; two other people decide."""
    criteria = Criteria(**body.criteria.model_dump())
    return present.incident(incidents.propose(store(), path.incident_id, criteria, actor=actor(), now=now()), actor())


@group.post("/v1/incidents/<incident_id>/agree", responses={200: schemas.Incident})
@permits(Action.INCIDENT_ACTIVATE)
def agree_to_incident(path: IncidentPath) -> Answer:
    """Agree to activate; with the second person, of another role and organisation, the incident is active."""
    return present.incident(incidents.agree(store(), path.incident_id, actor=actor(), now=now()), actor())


@group.post("/v1/incidents/<incident_id>/extend", responses={200: schemas.Incident})
@permits(Action.INCIDENT_ACTIVATE)
def extend_incident(path: IncidentPath) -> Answer:
    """Agree to a later sunset; with the second person it is later, by a day at most."""
    return present.incident(incidents.extend(store(), path.incident_id, actor=actor(), now=now()), actor())


@group.post("/v1/incidents/<incident_id>/conclude", responses={200: schemas.Incident})
@permits(Action.INCIDENT_ACTIVATE)
def conclude_incident(path: IncidentPath) -> Answer:
    """End the crisis before its sunset, as its commander."""
    return present.incident(incidents.conclude(store(), path.incident_id, actor=actor(), now=now()), actor())


@group.post("/v1/incidents/<incident_id>/dismiss", responses={200: schemas.Incident})
@permits(Action.INCIDENT_ACTIVATE)
def dismiss_incident(path: IncidentPath, body: NoteBody) -> Answer:
    """Find that there is no cause for a crisis."""
    return present.incident(incidents.dismiss(store(), path.incident_id, body.note, actor=actor(), now=now()), actor())


@group.post("/v1/incidents/<incident_id>/sample/<signal_id>", responses={200: schemas.Incident})
@permits(Action.INCIDENT_PROPOSE)
def look_again(path: SamplePath, body: LookedAtBody) -> Answer:
    """Look at a decision of the crisis again; what one objects to is paused."""
    named = (path.incident_id, path.signal_id, body.verdict, body.note)
    return present.incident(samples.judge(store(), *named, actor=actor(), now=now()), actor())


@group.post("/v1/incidents/<incident_id>/debrief", responses={200: schemas.Incident})
@permits(Action.INCIDENT_ACTIVATE)
def debrief_incident(path: IncidentPath, body: DebriefBody) -> Answer:
    """Publish what was learnt, once the whole sample was looked at."""
    told = (path.incident_id, body.debrief, body.debrief_url)
    return present.incident(incidents.debrief(store(), *told, actor=actor(), now=now()), actor())
