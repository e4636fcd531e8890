"""An incident: a real event around which, for a bounded time, the rules are those of a crisis."""

from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from enum import StrEnum

from hashdb.lifecycles import incident as lifecycle
from hashdb.records.approval import Approval


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """What must be true before an incident is activated."""

    event_real: bool = False
    perpetrator_content: bool = False
    depicts_murder_or_manifesto: bool = False
    on_member_platform: bool = False
    bystander_excluded: bool = False

    def all_met(self) -> bool:
        """Whether every one of them is true."""
        return all(getattr(self, each.name) for each in fields(self))


class SampleVerdict(StrEnum):
    """What somebody who took no part thinks of a decision of the crisis."""

    CONFIRMED = "confirmed"
    OBJECTED = "objected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """One decision that is looked at again after the crisis."""

    signal_id: str
    verdict: SampleVerdict | None = None
    user_id: str | None = None
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """Two people agreed to a later sunset."""

    approvals: tuple[Approval, ...]
    sunset_at: datetime
    extended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One incident; its title is neutral and names no perpetrator.

    `approvals` are those given for what is pending: the activation, then each extension. `activated_by` keeps the
    first; `took_part` are the people who decided anything on its ground while it lasted.
    """

    id: str
    title: str
    activation_type: str
    country: str | None = None
    started_at: datetime
    created_at: datetime
    criteria: Criteria = Criteria()
    reported_by: Approval | None = None
    proposed_by: Approval | None = None
    approvals: tuple[Approval, ...] = ()
    activated_by: tuple[Approval, ...] = ()
    activated_at: datetime | None = None
    sunset_at: datetime | None = None
    hard_stop_at: datetime | None = None
    extensions: tuple[Extension, ...] = ()
    concluded_at: datetime | None = None
    sample: tuple[Sampled, ...] = ()
    took_part: tuple[str, ...] = ()
    stats: dict[str, int] = field(default_factory=dict)
    debrief_due_at: datetime | None = None
    public_due_at: datetime | None = None
    debrief: str | None = None
    debrief_url: str | None = None
    external_refs: dict[str, str] = field(default_factory=dict)
    due_at: datetime | None = None
    state: lifecycle.State = lifecycle.State.AWARENESS
    version: int = 1

    def advance(self, step: lifecycle.Step) -> "Incident":
        """Return the incident after *step*, or raise IllegalTransitionError."""
        return replace(self, state=lifecycle.after(self.state, step), version=self.version + 1)

    def is_active(self, now: datetime) -> bool:
        """Whether the rules of the crisis hold; that they end needs no job to have run."""
        ends = [each for each in (self.sunset_at, self.hard_stop_at) if each is not None]
        return self.state is lifecycle.State.ACTIVE and bool(ends) and now < min(ends)
