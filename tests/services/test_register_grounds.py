"""A signal rests on an entry of the register only while that is a ground: when it is sent, approved and upheld."""

import pytest

from hashdb.errors import GuardError
from hashdb.ids import new_id
from hashdb.lifecycles.signal import State
from hashdb.services import delistings, incidents, register
from hashdb.services.signals import Verdict
from hashdb.services.submissions import Result
from tests.services.world import CLAIM, World, submitted, value
from tests.services.worlds.incidents import claim_on, reported
from tests.services.worlds.register import proposed_entry, resting_on, usable_entry


def delist(world: World, entry_id: str) -> None:
    register.delist(world.store, entry_id, "annulled", actor=world.editor, now=world.now)
    delistings.follow(world.store, entry_id, now=world.now)


def test_what_rests_on_no_entry_is_rejected_and_the_rest_of_the_batch_is_not(world: World) -> None:
    usable, waiting = usable_entry(world), proposed_entry(world, name="Brigade of the Hollow Mountain")
    grounds = (usable.id, waiting.id, new_id("reg", world.now))

    outcomes = world.submit(*(submitted(value(each), claim=resting_on(each)) for each in grounds))

    assert [each.result for each in outcomes] == [Result.CREATED, Result.REJECTED, Result.REJECTED]
    assert outcomes[1].problem is not None
    assert outcomes[1].problem.field == "signals[1].ground.register_entry_id"


def test_nobody_approves_what_has_lost_its_ground_meanwhile(world: World) -> None:
    entry = usable_entry(world)
    signal = world.second("front", resting_on(entry.id))
    delist(world, entry.id)

    with pytest.raises(GuardError, match="is delisted; nothing may rest on it"):
        world.review(signal, Verdict.APPROVE, world.senior)
    assert world.store.signals.get(signal.id) == signal


def test_what_lost_its_ground_is_upheld_only_on_another(world: World) -> None:
    entry = usable_entry(world)
    signal = world.active("front", resting_on(entry.id))
    delist(world, entry.id)
    paused = world.store.signals.get(signal.id)
    with pytest.raises(GuardError):
        world.review(paused, Verdict.UPHOLD, world.other_senior)

    world.submit(submitted(value("front"), claim=CLAIM), actor=world.actor(world.submitter.role))  # type: ignore[arg-type]
    upheld = world.review(paused, Verdict.UPHOLD, world.other_senior)

    assert upheld.state is State.ACTIVE


def test_nobody_reaffirms_what_rests_on_an_entry_that_may_not_be_used(world: World) -> None:
    entry = usable_entry(world)
    signal = world.active("front", resting_on(entry.id))
    for actor in (world.other_senior, world.appeals_officer):
        register.suspend(world.store, entry.id, "in doubt", actor=actor, now=world.now)

    with pytest.raises(GuardError):
        world.review(signal, Verdict.REAFFIRM, world.other_senior)


def test_nobody_approves_what_rests_on_an_incident_that_was_dismissed(world: World) -> None:
    incident = reported(world)
    signal = world.pending(1, claim_on(incident))
    incidents.dismiss(world.store, incident.id, "a rumour", actor=world.commander, now=world.now)

    with pytest.raises(GuardError, match="dismissed"):
        world.review(signal, Verdict.APPROVE, world.reviewer)
