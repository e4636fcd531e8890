"""Answers about incidents."""

from datetime import datetime

from pydantic import BaseModel

from api.models import Inlined
from hashdb.lifecycles import incident as incident_life
from hashdb.records.incident import SampleVerdict


class CriteriaMet(BaseModel):
    """What must be true before an incident is activated, as the proposer found it."""

    event_real: bool
    perpetrator_content: bool
    depicts_murder_or_manifesto: bool
    on_member_platform: bool
    bystander_excluded: bool


class Agreement(BaseModel):
    """Who agreed, in which role."""

    user_id: str
    member_id: str
    role: str
    given_at: datetime


class LaterSunset(BaseModel):
    """Two people agreed to a later sunset."""

    approvals: list[Agreement]
    sunset_at: datetime
    extended_at: datetime


class SampledDecision(BaseModel):
    """One decision of the crisis that is looked at again."""

    signal_id: str
    verdict: SampleVerdict | None
    decided_at: datetime | None


class PublicIncident(BaseModel):
    """What everybody may know of an incident, once its debrief is published."""

    id: str
    title: str
    activation_type: str
    country: str | None
    started_at: datetime
    activated_at: datetime | None
    sunset_at: datetime | None
    concluded_at: datetime | None
    debrief: str | None
    debrief_url: str | None
    external_refs: dict[str, str]


class Incident(PublicIncident):
    """An incident; `is_active` is whether its rules hold now, whatever its state says."""

    state: Inlined[incident_life.State]
    is_active: bool
    created_at: datetime
    hard_stop_at: datetime | None
    debrief_due_at: datetime | None
    public_due_at: datetime | None
    criteria: CriteriaMet
    stats: dict[str, int]
    approvals: list[Agreement]
    activated_by: list[Agreement]
    extensions: list[LaterSunset]
    sample: list[SampledDecision]
