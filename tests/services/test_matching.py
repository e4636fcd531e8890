"""Lookups: what is found, within which radius, and what may be done with it."""

import pytest

from hashdb.errors import InvalidInputError, RadiusError
from hashdb.services import matching, policies
from hashdb.services.matcher import Matcher
from hashdb.services.matching import UseMode
from hashdb.services.signals import Verdict
from tests.services.world import World, near, value


def test_a_value_within_the_radius_is_found_with_its_distance(world: World) -> None:
    signal = world.active(1)
    hits = world.hits(near(value(1), 31))

    assert [(hit.signal.id, hit.distance) for hit in hits] == [(signal.id, 31)]


def test_a_value_one_bit_beyond_the_radius_is_not_found(world: World) -> None:
    world.active(1)

    assert world.hits(near(value(1), 32)) == []


def test_a_caller_may_ask_for_a_smaller_radius(world: World) -> None:
    world.active(1)

    assert world.hits(near(value(1), 11), radius=10) == []
    assert len(world.hits(near(value(1), 10), radius=10)) == 1


def test_a_radius_beyond_that_of_the_type_is_refused(world: World) -> None:
    with pytest.raises((InvalidInputError, RadiusError)):
        world.hits(value(1), radius=32)


def test_the_policy_narrows_the_radius_at_once(world: World) -> None:
    world.active(1)
    policies.change(world.store, {"radius_pdq": 5}, actor=world.senior, now=world.now)

    assert world.hits(near(value(1), 6)) == []


def test_the_nearest_comes_first(world: World) -> None:
    far = world.active_value(near(value(1), 12))
    close = world.active_value(near(value(1), 3))
    hits = world.hits(value(1))

    assert [(hit.signal.id, hit.distance) for hit in hits] == [(close.id, 3), (far.id, 12)]


def test_signals_of_an_exact_type_match_the_very_value_only(world: World) -> None:
    signal = world.active(1, signal_type="sha256")

    assert [hit.signal.id for hit in world.hits(value(1), signal_type="sha256")] == [signal.id]
    assert world.hits(near(value(1), 1), signal_type="sha256") == []


def test_a_signal_under_review_is_not_found(world: World) -> None:
    world.second(1)

    assert world.hits(value(1)) == []


def test_a_hit_of_a_fresh_signal_is_for_review_only(world: World) -> None:
    world.active(1)

    assert world.hits(value(1))[0].use_mode is UseMode.REVIEW_ONLY


def test_a_close_hit_of_a_settled_signal_may_be_acted_on(world: World) -> None:
    world.active(1)
    world.later(hours=25)

    assert world.hits(value(1))[0].use_mode is UseMode.AUTO_ACTION_ELIGIBLE
    assert world.hits(near(value(1), 11))[0].use_mode is UseMode.REVIEW_ONLY


def test_a_hit_of_a_blurred_picture_is_for_review_only(world: World) -> None:
    world.active(1)
    world.later(hours=25)
    query = matching.Query(signal_type="pdq", values=(bytes.fromhex(value(1)),), quality=49)
    hits = matching.match(world.store, world.matcher, [query], policy=world.store.policy(), now=world.now)[0]

    assert hits[0].use_mode is UseMode.REVIEW_ONLY


def test_a_matcher_that_nobody_keeps_up_finds_what_became_live(world: World) -> None:
    late = Matcher(world.store.signals.columns)
    late.catch_up()
    signal = world.active(1)
    late.catch_up()

    assert [found.id for found in late.search("pdq", [[bytes.fromhex(value(1))]], 31)[0]] == [signal.id]


def test_a_matcher_that_starts_late_finds_the_same_as_one_that_followed(world: World) -> None:
    world.matcher.catch_up()
    active = [world.active(n) for n in range(4)]
    world.review(active[0], Verdict.WITHDRAW, world.other_senior)
    world.matcher.catch_up()
    queries = [[bytes.fromhex(value(n))] for n in range(4)]

    fresh = Matcher(world.store.signals.columns).search("pdq", queries, 31)
    assert fresh == world.matcher.search("pdq", queries, 31)
    assert [[found.id for found in each] for each in fresh] == [[], *([signal.id] for signal in active[1:])]
