"""Incidents of some years, one of which is active and one of which was looked at by sample; alerts."""

from hashdb.ids import new_id
from hashdb.lifecycles import alert as alert_life
from hashdb.lifecycles.incident import State
from hashdb.records.alert import Alert, AlertKind
from hashdb.records.approval import Approval
from hashdb.records.incident import Criteria, Incident, Sampled
from hashdb.roles import Role
from scripts.benches.busy.place import Place

ENDED, SAMPLE, ALERTS, HANDLED = 150, 50, 400, 1_500
_MET = Criteria(
    event_real=True,
    perpetrator_content=True,
    depicts_murder_or_manifesto=True,
    on_member_platform=True,
    bystander_excluded=True,
)


def fill(place: Place) -> None:
    """Write all of them."""
    active, told = _incident(place, State.ACTIVE), _incident(place, State.AWARENESS)
    ended = _incident(place, State.CONCLUDED)
    old = [_incident(place, State.CLOSED) for _ in range(ENDED)]
    place.write([place.store.incidents.put(each) for each in (active, told, ended, *old)])
    place.ids |= {"incident_active": active.id, "incident_ended": ended.id, "incident": old[0].id}
    place.ids["sampled"] = ended.sample[0].signal_id
    alerts = [_alert(place, number) for number in range(ALERTS + HANDLED)]
    place.write([place.store.alerts.put(each) for each in alerts])
    place.ids["alert"] = alerts[0].id


def _incident(place: Place, state: State) -> Incident:
    over = state in {State.CONCLUDED, State.CLOSED}
    running = over or state is State.ACTIVE
    yes = tuple(_yes(place, each) for each in (Role.INCIDENT_COMMANDER, Role.SENIOR_REVIEWER))
    return Incident(
        id=new_id("inc", place.now),
        title="Attack in a town by the sea",
        activation_type="pci",
        country="DE",
        started_at=place.ago(days=3),
        created_at=place.ago(days=3),
        criteria=_MET,
        reported_by=yes[0],
        proposed_by=yes[0],
        activated_by=yes if running else (),
        activated_at=place.ago(days=2) if running else None,
        sunset_at=place.ahead(days=2) if running else None,
        hard_stop_at=place.ahead(days=5) if running else None,
        concluded_at=place.ago(days=1) if over else None,
        sample=tuple(Sampled(signal_id=each) for each in place.live[:SAMPLE]) if over else (),
        stats={"signals": 41, "matches": 300} if over else {},
        debrief="Signals were shared for nine hours; all were looked at again." if state is State.CLOSED else None,
        state=state,
    )


def _yes(place: Place, role: Role) -> Approval:
    who = place.actors[role]
    return Approval(
        user_id=who.id, member_id=who.member_id, group_id=who.group_id, role=role, given_at=place.ago(days=2)
    )


def _alert(place: Place, number: int) -> Alert:
    is_open = number < ALERTS
    return Alert(
        id=new_id("alr", place.now),
        kind=list(AlertKind)[number % len(AlertKind)],
        subject_type="signal",
        subject_id=place.live[number % len(place.live)],
        raised_at=place.ago(minutes=number),
        handled_by=None if is_open else place.actors[Role.AUDITOR].id,
        handled_at=None if is_open else place.ago(minutes=1),
        state=alert_life.State.OPEN if is_open else alert_life.State.HANDLED,
    )
