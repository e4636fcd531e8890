"""After a crisis a random part of its decisions is looked at again, by people who took no part in it."""

import pytest

from hashdb.access import Actor
from hashdb.errors import ConflictError, GuardError, NotFoundError, SeparationOfDutiesError
from hashdb.lifecycles.signal import State
from hashdb.records.incident import Incident, SampleVerdict
from hashdb.records.signal import Signal
from hashdb.roles import Role
from hashdb.services import aftermath, incidents, samples, signals
from hashdb.services.signals import Verdict as SignalVerdict
from tests.services.world import World
from tests.services.worlds.incidents import active_incident, claim_on


@pytest.fixture
def outsider(world: World) -> Actor:
    return world.actor(Role.REVIEWER)


def concluded(world: World, *seeds: str) -> tuple[Incident, list[Signal]]:
    incident = active_incident(world)
    world.later(minutes=1)
    found = [world.active(seed, claim_on(incident)) for seed in seeds]
    return incidents.conclude(world.store, incident.id, actor=world.commander, now=world.now), found


def judge(world: World, incident: Incident, signal: Signal, verdict: SampleVerdict, actor: Actor) -> Incident:
    return samples.judge(world.store, incident.id, signal.id, verdict, actor=actor, now=world.now)


def test_a_small_crisis_is_looked_at_whole(world: World) -> None:
    incident, found = concluded(world, "a", "b")

    assert {each.signal_id for each in incident.sample} == {each.id for each in found}
    assert incident.stats == {"signals": 2, "active": 2}


@pytest.mark.parametrize(("decisions", "looked_at"), [(0, 0), (50, 50), (51, 50), (500, 50), (501, 51), (2_000, 200)])
def test_of_a_large_one_a_tenth_and_never_fewer_than_fifty(decisions: int, looked_at: int) -> None:
    decided = [f"sig {number}" for number in range(decisions)]
    sample = aftermath.drawn(decided)

    assert len({each.signal_id for each in sample}) == looked_at
    assert {each.signal_id for each in sample} <= set(decided)


def test_what_somebody_objects_to_is_paused_and_what_they_confirm_is_not(world: World, outsider: Actor) -> None:
    incident, (good, bad) = concluded(world, "a", "b")
    judge(world, incident, good, SampleVerdict.CONFIRMED, outsider)
    judge(world, incident, bad, SampleVerdict.OBJECTED, outsider)

    assert world.store.signals.get(good.id).state is State.ACTIVE
    assert world.store.signals.get(bad.id).state is State.DISPUTED


def test_who_took_part_does_not_judge(world: World) -> None:
    incident, (signal, *_) = concluded(world, "a")
    for actor in (world.reviewer, world.senior, world.commander):
        with pytest.raises(SeparationOfDutiesError):
            judge(world, incident, signal, SampleVerdict.CONFIRMED, actor)


def test_who_decided_about_another_signal_of_the_crisis_does_not_judge_either(world: World) -> None:
    incident = active_incident(world)
    world.later(minutes=1)
    first = world.active("a", claim_on(incident))
    other = world.pending("b", claim_on(incident))
    helper = world.actor(Role.REVIEWER)
    world.review(other, SignalVerdict.APPROVE, helper)
    incident = incidents.conclude(world.store, incident.id, actor=world.commander, now=world.now)

    with pytest.raises(SeparationOfDutiesError):
        judge(world, incident, first, SampleVerdict.CONFIRMED, helper)


def test_nobody_judges_twice_or_what_was_not_drawn(world: World, outsider: Actor) -> None:
    incident, (signal, *_) = concluded(world, "a")
    judge(world, incident, signal, SampleVerdict.CONFIRMED, outsider)

    with pytest.raises(ConflictError):
        judge(world, incident, signal, SampleVerdict.OBJECTED, world.actor(Role.REVIEWER))
    with pytest.raises(NotFoundError):
        judge(world, incident, world.active("elsewhere"), SampleVerdict.CONFIRMED, outsider)


def test_there_is_no_debrief_before_the_sample_is_through(world: World, outsider: Actor) -> None:
    incident, (signal, *_) = concluded(world, "a")

    with pytest.raises(GuardError, match="1 decision"):
        incidents.debrief(world.store, incident.id, "All was well.", actor=world.senior, now=world.now)
    judge(world, incident, signal, SampleVerdict.CONFIRMED, outsider)
    incidents.debrief(world.store, incident.id, "All was well.", actor=world.senior, now=world.now)


def test_what_was_decided_outside_of_the_crisis_is_not_in_the_sample(world: World) -> None:
    incident = active_incident(world)
    world.later(days=1, seconds=1)
    late = world.pending("a", claim_on(incident))
    world.review(late, signals.Verdict.APPROVE, world.reviewer)

    assert incidents.conclude(world.store, incident.id, actor=world.commander, now=world.now).sample == ()
