"""The sample of a crisis: people who took no part in it look at its decisions again, and what they object to pauses."""

from dataclasses import replace
from datetime import datetime, timedelta

from hashdb import access, audit
from hashdb.access import Actor
from hashdb.errors import ConflictError, GuardError, NotFoundError
from hashdb.lifecycles.incident import State
from hashdb.records.alert import AlertKind
from hashdb.records.incident import Incident, Sampled, SampleVerdict
from hashdb.records.signal import ReviewReason
from hashdb.services import alerts, signals
from hashdb.store import Store, Write


def judge(
    store: Store,
    incident_id: str,
    signal_id: str,
    verdict: SampleVerdict,
    note: str | None = None,
    *,
    actor: Actor,
    now: datetime,
) -> Incident:
    """Say what one thinks of a decision of the crisis, as somebody who had no part in the crisis at all."""
    before = store.incidents.get(incident_id)
    if before.state is not State.CONCLUDED:
        raise GuardError(f"the incident is {before.state}; its sample is looked at once it is concluded")
    _require_open(before, signal_id)
    signal = store.signals.get(signal_id)
    decided = {each.user_id for each in signal.decisions}
    access.require_uninvolved(actor, decided | _people(before), signal.concerned_groups())
    looked = Sampled(signal_id=signal_id, verdict=verdict, user_id=access.require_person(actor), decided_at=now)
    sample = tuple(looked if each.signal_id == signal_id else each for each in before.sample)
    after = replace(before, sample=sample, version=before.version + 1)
    paused = Write()
    if verdict is SampleVerdict.OBJECTED:
        due = now + timedelta(seconds=store.policy().dispute_within)
        paused = signals.dispute_for(store, signal, ReviewReason.OTHER, due, actor=actor, now=now)
    entry = audit.entry(
        actor, "incident.look_again", now, before=before, after=after, reason=verdict, signal_id=signal_id, note=note
    )
    store.commit(entry, store.incidents.put(after, before), paused, _through(store, after, now))
    return after


def _require_open(incident: Incident, signal_id: str) -> None:
    found = next((each for each in incident.sample if each.signal_id == signal_id), None)
    if found is None:
        raise NotFoundError(f"the signal {signal_id} is not in the sample")
    if found.verdict is not None:
        raise ConflictError("somebody has looked at this decision already")


def _people(incident: Incident) -> set[str]:
    """Return everybody who had a part in the crisis: in calling it, or in its decisions."""
    approvals = [*incident.activated_by, *(each for one in incident.extensions for each in one.approvals)]
    named = (incident.reported_by, incident.proposed_by, *approvals)
    return {each.user_id for each in named if each is not None} | set(incident.took_part)


def _through(store: Store, incident: Incident, now: datetime) -> Write:
    if any(each.verdict is None for each in incident.sample):
        return Write()
    return alerts.settled(store, AlertKind.OVERDUE, incident.id, now=now)
