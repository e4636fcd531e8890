"""Incidents: two people of different offices and organisations, an end that needs no job, and what is owed then."""

from dataclasses import replace
from functools import partial

import pytest

from hashdb.access import Actor
from hashdb.errors import ForbiddenError, GuardError, IllegalTransitionError, InvalidInputError, SeparationOfDutiesError
from hashdb.ids import new_id
from hashdb.lifecycles.incident import State
from hashdb.records.alert import AlertKind
from hashdb.records.incident import Criteria, Incident
from hashdb.records.webhook import Priority
from hashdb.roles import Role
from hashdb.services import incidents, upkeep
from hashdb.services.submissions import Result
from hashdb.store import lists
from tests.services.world import World, submitted, value
from tests.services.worlds.incidents import MET, active_incident, claim_on, proposed, reported


def agree(world: World, incident: Incident, actor: Actor) -> Incident:
    return incidents.agree(world.store, incident.id, actor=actor, now=world.now)


def extend(world: World, incident: Incident) -> Incident:
    step = partial(incidents.extend, world.store, incident.id, now=world.now)
    step(actor=world.commander)
    return step(actor=world.senior)


def test_what_is_only_reported_changes_no_rule(world: World) -> None:
    incident = reported(world)

    assert incident.state is State.AWARENESS
    with pytest.raises(GuardError, match="not active"):
        incidents.require_active(world.store, incident.id, world.now)


def test_an_event_of_tomorrow_is_not_reported(world: World) -> None:
    told = incidents.Report(title="Attack", activation_type="pci", started_at=world.now.replace(year=2030))

    with pytest.raises(InvalidInputError, match="started_at"):
        incidents.report(world.store, told, actor=world.reviewer, now=world.now)


def test_a_commander_and_a_senior_reviewer_of_two_organisations_activate(world: World) -> None:
    waiting = proposed(world)
    agreed = agree(world, waiting, world.commander)
    active = agree(world, waiting, world.senior)

    assert (agreed.state, active.state) == (State.PROPOSED, State.ACTIVE)
    assert [each.role for each in active.activated_by] == [Role.INCIDENT_COMMANDER, Role.SENIOR_REVIEWER]
    assert active.sunset_at == world.now.replace(day=world.now.day + 1)


def test_two_commanders_are_not_enough(world: World) -> None:
    waiting = proposed(world)
    agree(world, waiting, world.commander)

    with pytest.raises(SeparationOfDutiesError, match="no part"):
        agree(world, waiting, world.actor(Role.INCIDENT_COMMANDER, world.institute))


def test_a_commander_and_a_senior_reviewer_of_one_organisation_are_not_enough(world: World) -> None:
    waiting = proposed(world)
    agree(world, waiting, world.commander)

    with pytest.raises(SeparationOfDutiesError, match="organisation"):
        agree(world, waiting, world.other_senior)


def test_who_proposed_does_not_activate(world: World) -> None:
    incident = reported(world)
    incidents.propose(world.store, incident.id, MET, actor=world.commander, now=world.now)

    with pytest.raises(SeparationOfDutiesError):
        agree(world, incident, world.commander)


def test_one_criterion_that_is_not_met_prevents_it_and_is_named(world: World) -> None:
    waiting = proposed(world, replace(MET, bystander_excluded=False))

    with pytest.raises(GuardError, match="bystander_excluded"):
        agree(world, waiting, world.commander)


def test_criteria_are_not_met_until_somebody_says_so() -> None:
    assert not Criteria().all_met()


def test_who_checks_and_who_reviews_first_do_not_activate(world: World) -> None:
    waiting = proposed(world)
    other = world.actor(Role.REVIEWER, world.institute)

    with pytest.raises((ForbiddenError, SeparationOfDutiesError)):
        agree(world, waiting, other)


def test_it_is_over_at_its_sunset_though_no_job_has_run(world: World) -> None:
    incident = active_incident(world)
    world.later(hours=23, minutes=59, seconds=59)
    incidents.require_active(world.store, incident.id, world.now)
    world.later(seconds=1)

    with pytest.raises(GuardError, match="not active"):
        incidents.require_active(world.store, incident.id, world.now)
    assert world.store.incidents.get(incident.id).state is State.ACTIVE


def test_two_incidents_at_once_end_each_at_its_own_time(world: World) -> None:
    first = active_incident(world)
    world.later(hours=12)
    second = active_incident(world)
    world.later(hours=12)
    upkeep.sweep(world.store, now=world.now)

    assert world.store.incidents.get(first.id).state is State.CONCLUDED
    assert world.store.incidents.get(second.id).is_active(world.now)


def test_two_people_extend_it_by_a_day_and_not_by_two_at_once(world: World) -> None:
    incident = active_incident(world)
    world.later(hours=20)
    extended = extend(world, incident)

    assert extended.sunset_at == world.now.replace(day=25, hour=9)
    with pytest.raises(GuardError, match="last hours"):
        extend(world, incident)


def test_nobody_extends_it_past_the_seventh_day(world: World) -> None:
    incident = active_incident(world)
    for _ in range(6):
        world.later(hours=23)
        extend(world, incident)
        world.later(hours=1)
    last = world.store.incidents.get(incident.id)

    assert last.sunset_at == last.hard_stop_at
    with pytest.raises(GuardError, match="hard stop"):
        extend(world, incident)
    world.later(days=1)
    assert not last.is_active(world.now)


def test_what_has_set_is_not_extended(world: World) -> None:
    incident = active_incident(world)
    world.later(hours=24)

    with pytest.raises(GuardError, match="not active"):
        incidents.extend(world.store, incident.id, actor=world.commander, now=world.now)


def test_one_persons_yes_to_an_extension_changes_nothing_and_the_same_person_cannot_say_it_twice(world: World) -> None:
    incident = active_incident(world)
    first = incidents.extend(world.store, incident.id, actor=world.commander, now=world.now)

    assert first.sunset_at == incident.sunset_at
    with pytest.raises(SeparationOfDutiesError):
        incidents.extend(world.store, incident.id, actor=world.commander, now=world.now)


def test_the_debrief_is_asked_for_when_it_is_overdue(world: World) -> None:
    incident = active_incident(world)
    incidents.conclude(world.store, incident.id, actor=world.commander, now=world.now)
    world.later(days=30)
    upkeep.sweep(world.store, now=world.now)
    overdue = [each.kind for each in world.store.alerts.all_of(lists.ALERTS_OPEN) if each.subject_id == incident.id]
    incidents.debrief(world.store, incident.id, "What we learnt.", actor=world.senior, now=world.now)
    world.later(days=30)
    upkeep.sweep(world.store, now=world.now)

    assert overdue == [AlertKind.DEBRIEF_OVERDUE]
    assert world.store.incidents.get(incident.id).state is State.CLOSED
    assert not list(world.store.alerts.all_of(lists.ALERTS_OPEN))


def test_what_is_dismissed_stays_dismissed(world: World) -> None:
    incident = proposed(world)
    incidents.dismiss(world.store, incident.id, "It did not happen.", actor=world.senior, now=world.now)

    with pytest.raises(IllegalTransitionError):
        agree(world, incident, world.commander)


def test_what_rests_on_an_incident_that_nobody_reported_or_somebody_dismissed_is_rejected(world: World) -> None:
    known, dismissed = reported(world), reported(world)
    incidents.dismiss(world.store, dismissed.id, "a film set", actor=world.commander, now=world.now)
    unknown = replace(known, id=new_id("inc", world.now))
    asked = (submitted(value(each.id), claim=claim_on(each)) for each in (known, dismissed, unknown))

    outcomes = world.submit(*asked)

    assert [each.result for each in outcomes] == [Result.CREATED, Result.REJECTED, Result.REJECTED]
    assert outcomes[2].problem
    assert outcomes[2].problem.field == "signals[2].ground.incident_id"


def test_a_request_on_the_ground_of_an_active_incident_is_urgent(world: World) -> None:
    signal = world.active("a", claim_on(active_incident(world)))
    drafted = world.draft(world.confirmed(signal), priority=Priority.STANDARD)

    assert drafted.priority is Priority.URGENT
