"""A signal that finds too much on one day is paused until people have looked."""

from hashdb.lifecycles.match import State as MatchState
from hashdb.lifecycles.signal import State
from hashdb.records.alert import AlertKind
from hashdb.records.signal import Signal
from hashdb.services import alerts, caps, matches, policies
from hashdb.services.signals import Verdict
from tests.services.world import World


def find(world: World, signal: Signal, count: int, first: int = 0) -> State:
    """Record so many matches, and return where the signal stands then."""
    for place in range(first, first + count):
        matches.record(world.store, signal.id, world.finding(f"v/{place}"), actor=world.host, now=world.now)
    return world.store.signals.get(signal.id).state


def low_caps(world: World, **changes: int) -> None:
    policies.change(world.store, {"match_cap_floor": 3, **changes}, actor=world.senior, now=world.now)


def test_a_signal_over_its_cap_is_disputed_with_an_alert_and_the_day_after_counts_anew(world: World) -> None:
    low_caps(world)
    one, other = world.active(1), world.active(2)
    within = find(world, one, 3)
    beyond = find(world, one, 1, first=3)
    find(world, other, 3, first=10)
    world.later(days=1)

    assert (within, beyond) == (State.ACTIVE, State.DISPUTED)
    assert find(world, other, 3, first=20) is State.ACTIVE
    told = alerts.page(world.store, after=None, limit=10, still_open=True).items
    assert [(each.kind, each.subject_id) for each in told] == [(AlertKind.MATCH_CAP, one.id)]


def test_the_cap_is_a_multiple_of_what_was_usual_in_the_last_week(world: World) -> None:
    low_caps(world, match_cap_factor=2)
    find(world, world.active(1), 3)
    world.later(days=1)
    caps.take_medians(world.store, world.now)
    signal = world.active(2)

    assert find(world, signal, 6, first=10) is State.ACTIVE
    assert find(world, signal, 1, first=20) is State.DISPUTED


def test_what_people_have_upheld_is_not_paused_again_for_finding_much(world: World) -> None:
    low_caps(world)
    signal = world.active(1)
    find(world, signal, 4)
    world.review(world.store.signals.get(signal.id), Verdict.UPHOLD, world.other_senior)

    assert find(world, signal, 4, first=10) is State.ACTIVE


def test_the_same_content_is_put_before_people_once_a_day_whatever_is_found_in_it(world: World) -> None:
    first = world.match(world.active(1), "v/1")
    second = world.match(world.active(2), "v/1")
    world.later(hours=25)
    third = world.match(world.active(3), "v/1")

    assert (second.state, second.duplicate_of) == (MatchState.DUPLICATE, first.id)
    assert (third.state, third.duplicate_of) == (MatchState.PENDING_REVIEW, None)


def test_what_was_a_duplicate_is_put_before_people_once_the_other_was_found_false(world: World) -> None:
    first, other = world.match(world.active(1), "v/1"), world.active(2)
    duplicate = world.match(other, "v/1")
    matches.review(world.store, first.id, matches.Verdict.FALSE_POSITIVE, actor=world.reviewer, now=world.now)
    again = world.match(other, "v/1")

    assert (duplicate.state, again.state) == (MatchState.DUPLICATE, MatchState.PENDING_REVIEW)
