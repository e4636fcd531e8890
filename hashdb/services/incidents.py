"""Incidents: reported, proposed, activated by two people of different roles and organisations, and over by themselves.

Awareness only informs. While an incident is active the rules are those of a crisis: who asks (`require_active`,
`crisis`) asks with the time, so that its sunset needs no job. Telling the members is `broadcast`'s, looking at the
decisions again is in `samples`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta

from hashdb import access
from hashdb.access import SYSTEM, Actor
from hashdb.errors import FieldProblem, GuardError, InvalidInputError, NotFoundError
from hashdb.ids import new_id
from hashdb.lifecycles.incident import State, Step
from hashdb.records.alert import AlertKind, Severity
from hashdb.records.approval import Approval
from hashdb.records.incident import Criteria, Extension, Incident
from hashdb.records.webhook import EventType
from hashdb.roles import Role
from hashdb.services import aftermath, alerts, notices, steps
from hashdb.store import Debt, Kind, Page, Store, Write, lists

_ACTIVATING = (frozenset({Role.INCIDENT_COMMANDER}), frozenset({Role.SENIOR_REVIEWER}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What somebody has learnt: a neutral title, what kind of activation it may come to, where and since when."""

    title: str
    activation_type: str
    started_at: datetime
    country: str | None = None
    external_refs: Mapping[str, str] = field(default_factory=dict)


def require_active(store: Store, incident_id: str, now: datetime) -> Write:
    """Require that the rules of the crisis hold, and still do when the act is written; else GuardError."""
    incident = store.incidents.find(incident_id)
    if incident is None:
        raise GuardError(f"there is no incident {incident_id}")
    _require_running(incident, now)
    return store.incidents.unchanged(incident)


def report(store: Store, told: Report, *, actor: Actor, now: datetime) -> Incident:
    """Make everybody aware of an event; it changes no rule."""
    if told.started_at > now:
        raise InvalidInputError(FieldProblem("started_at", "must not be in the future"))
    incident = Incident(
        id=new_id("inc", now),
        title=told.title,
        activation_type=told.activation_type,
        country=told.country,
        started_at=told.started_at,
        created_at=now,
        external_refs=dict(told.external_refs),
        reported_by=_yes(actor, now),
    )
    store.commit(
        steps.begun(store, store.incidents, incident, "report", actor=actor, now=now), _tell(store, incident, now)
    )
    return incident


def propose(store: Store, incident_id: str, criteria: Criteria, *, actor: Actor, now: datetime) -> Incident:
    """Propose to activate, with what is known of each criterion; somebody else decides."""
    access.require_person(actor)
    before = store.incidents.get(incident_id)
    after = replace(before.advance(Step.PROPOSE), criteria=criteria, proposed_by=_yes(actor, now))
    return _taken(store, before, after, Step.PROPOSE, actor, now)


def agree(store: Store, incident_id: str, *, actor: Actor, now: datetime) -> Incident:
    """Agree to activate; with the second of two people, of another role and organisation, the incident is active."""
    before = store.incidents.get(incident_id)
    before.advance(Step.ACTIVATE)
    missing = [each.name for each in fields(before.criteria) if not getattr(before.criteria, each.name)]
    if missing:
        raise GuardError(f"not every criterion is met: {', '.join(missing)}")
    approvals, complete = _agreed(before, actor, now)
    if not complete:
        return _taken(store, before, replace(before.advance(Step.AGREE), approvals=approvals), Step.AGREE, actor, now)
    policy = store.policy()
    sunset = now + timedelta(seconds=min(policy.crisis_sunset, policy.crisis_hard_stop))
    after = replace(
        before.advance(Step.ACTIVATE),
        approvals=(),
        activated_by=approvals,
        activated_at=now,
        sunset_at=sunset,
        hard_stop_at=now + timedelta(seconds=policy.crisis_hard_stop),
        due_at=sunset,
    )
    alert = alerts.raised(store, AlertKind.CRISIS, "incident", after.id, severity=Severity.CRITICAL, now=now)
    return _taken(store, before, after, Step.ACTIVATE, actor, now, _tell(store, after, now) + alert)


def extend(store: Store, incident_id: str, *, actor: Actor, now: datetime) -> Incident:
    """Agree to a later sunset; with the second person it is later by a day at most, and never past the hard stop."""
    before = store.incidents.get(incident_id)
    before.advance(Step.EXTEND)
    _require_running(before, now)
    policy = store.policy()
    sunset, hard_stop = before.sunset_at or now, before.hard_stop_at or now
    if sunset >= hard_stop:
        raise GuardError("the incident lasts until its hard stop already; that is never later")
    if sunset - now > timedelta(seconds=policy.crisis_sunset):
        raise GuardError("the incident was extended already; extend it again in its last hours")
    approvals, complete = _agreed(before, actor, now)
    if not complete:
        return _taken(store, before, replace(before.advance(Step.AGREE), approvals=approvals), Step.AGREE, actor, now)
    later = min(sunset + timedelta(seconds=policy.crisis_sunset), hard_stop)
    extension = Extension(approvals=approvals, sunset_at=later, extended_at=now)
    after = replace(
        before.advance(Step.EXTEND),
        approvals=(),
        extensions=(*before.extensions, extension),
        sunset_at=later,
        due_at=later,
    )
    return _taken(store, before, after, Step.EXTEND, actor, now, _tell(store, after, now))


def conclude(store: Store, incident_id: str, *, actor: Actor, now: datetime) -> Incident:
    """End the crisis before its sunset."""
    before = store.incidents.get(incident_id)
    return _conclude(store, before, actor, now)


def dismiss(store: Store, incident_id: str, note: str, *, actor: Actor, now: datetime) -> Incident:
    """Find that there is no cause for a crisis."""
    before = store.incidents.get(incident_id)
    access.require_person(actor)
    after = replace(before.advance(Step.DISMISS), approvals=(), due_at=None)
    return _taken(store, before, after, Step.DISMISS, actor, now, note=note)


def debrief(
    store: Store, incident_id: str, text: str, url: str | None = None, *, actor: Actor, now: datetime
) -> Incident:
    """Publish what was learnt, once people without a part in it have looked at the sample."""
    before = store.incidents.get(incident_id)
    after = before.advance(Step.DEBRIEF)
    access.require_person(actor)
    left = sum(each.verdict is None for each in before.sample)
    if left:
        raise GuardError(f"{left} decisions of the sample have not been looked at again")
    after = replace(after, debrief=text, debrief_url=url, due_at=before.public_due_at)
    settled = alerts.settled(store, AlertKind.DEBRIEF_OVERDUE, before.id, now=now)
    return _taken(store, before, after, Step.DEBRIEF, actor, now, settled)


def get(store: Store, incident_id: str, *, actor: Actor, now: datetime) -> Incident:
    """Return an incident; who reads it has taken notice for their member."""
    incident = store.incidents.get(incident_id)
    noticed = notices.settle(store, incident.id, EventType.INCIDENT_ACTIVATED, now, member_id=actor.member_id)
    if noticed.entries:
        store.commit(noticed)
    return incident


def published(store: Store, incident_id: str) -> Incident:
    """Return an incident of which everybody may know: one whose debrief is published."""
    incident = store.incidents.find(incident_id)
    if incident is None or incident.debrief is None:
        raise NotFoundError(f"there is no public incident {incident_id}")
    return incident


def page(store: Store, *, after: str | None, limit: int) -> Page[Incident]:
    """Return incidents in the order in which they were reported."""
    return store.incidents.page(lists.INCIDENTS, after=after, limit=limit)


def act(store: Store, incident: Incident, now: datetime) -> None:
    """Do what the clock does: end a crisis, have people reminded of what they owe after it, close."""
    if incident.due_at is None or now < incident.due_at:
        return
    if incident.state is State.ACTIVE:
        _conclude(store, incident, SYSTEM, now)
    elif incident.state is State.CONCLUDED:
        aftermath.remind(store, incident, now)
    elif incident.state is State.DEBRIEFED:
        _taken(store, incident, replace(incident.advance(Step.CLOSE), due_at=None), Step.CLOSE, SYSTEM, now)


def _conclude(store: Store, before: Incident, actor: Actor, now: datetime) -> Incident:
    after = aftermath.of(store, before.advance(Step.CONCLUDE), now)
    follow = _tell(store, after, now) + notices.settle(store, before.id, EventType.INCIDENT_ACTIVATED, now)
    follow += alerts.settled(store, AlertKind.CRISIS, before.id, now=now)
    return _taken(store, before, after, Step.CONCLUDE, actor, now, follow)


def _agreed(incident: Incident, actor: Actor, now: datetime) -> tuple[tuple[Approval, ...], bool]:
    proposer = [] if incident.proposed_by is None else [incident.proposed_by.user_id]
    access.require_another_person(actor, proposer)
    return access.agreed(incident.approvals, actor, roles=_ACTIVATING, apart=True, now=now)


def _require_running(incident: Incident, now: datetime) -> None:
    if not incident.is_active(now):
        raise GuardError(f"the incident {incident.id} is not active at this time; nothing may rest on it")


def _taken(
    store: Store,
    before: Incident,
    after: Incident,
    step: Step,
    actor: Actor,
    now: datetime,
    follow: Write = steps.NOTHING,
    *,
    note: str | None = None,
) -> Incident:
    return steps.take(store, store.incidents, before, after, step, actor=actor, now=now, follow=follow, note=note)


def _tell(store: Store, incident: Incident, now: datetime) -> Write:
    return store.ledger.owe(Debt(kind=Kind.BROADCAST, subject_id=incident.id), now)


def _yes(actor: Actor, now: datetime) -> Approval:
    return Approval(
        user_id=actor.user_id or actor.id,
        member_id=actor.member_id,
        group_id=actor.group_id,
        role=actor.role,
        given_at=now,
    )
