"""What becomes of requests by the clock alone."""

from hashdb.lifecycles.match import State as MatchState
from hashdb.lifecycles.takedown import State
from hashdb.services import upkeep
from hashdb.store import lists
from tests.services.world import World


def test_a_request_is_overdue_by_the_clock_and_closed_a_week_later(world: World) -> None:
    received = world.received(world.confirmed(world.active(1)))
    upkeep.sweep(world.store, now=world.later(hours=71))
    in_time = world.store.takedowns.get(received.id).state
    upkeep.sweep(world.store, now=world.later(hours=1))
    overdue = world.store.takedowns.get(received.id).state
    upkeep.sweep(world.store, now=world.later(days=7))

    assert (in_time, overdue) == (State.RECEIVED, State.OVERDUE)
    assert world.store.takedowns.get(received.id).state is State.CLOSED_NO_RESPONSE


def test_a_draft_that_nobody_submits_is_discarded_after_a_day_and_frees_its_match(world: World) -> None:
    match = world.confirmed(world.active(1))
    drafted = world.draft(match)
    upkeep.sweep(world.store, now=world.later(hours=24))

    assert world.store.takedowns.get(drafted.id).state is State.DISCARDED
    assert world.store.matches.get(match.id).state is MatchState.CONFIRMED


def test_requests_that_wait_for_people_do_not_keep_the_clock_from_the_others(world: World) -> None:
    signal = world.active(1)
    world.in_review(world.confirmed(signal, "v/1"))
    world.later(minutes=1)
    received = world.received(world.confirmed(signal, "v/2"))
    world.later(days=4)

    due = world.store.takedowns.due(lists.TAKEDOWNS_DUE, world.now.timestamp(), 1)
    assert [each.id for each in due] == [received.id]
