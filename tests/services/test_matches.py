"""Matches: recorded once, decided by people whom they do not concern."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hashdb.errors import (
    DuplicateError,
    ForbiddenError,
    IllegalTransitionError,
    InvalidInputError,
    NotFoundError,
    SeparationOfDutiesError,
)
from hashdb.lifecycles.match import State
from hashdb.lifecycles.signal import State as SignalState
from hashdb.records.alert import AlertKind
from hashdb.records.member import Kind
from hashdb.records.signal import BehaviourLabel
from hashdb.roles import Role
from hashdb.services import alerts, figures, inventory, matches
from hashdb.services.matches import Verdict
from hashdb.services.signals import Verdict as SignalVerdict
from hashdb.store import Debt, lists
from hashdb.store import Kind as Owed
from tests.services.world import CLAIM, World, near, value


def test_a_reported_match_waits_for_a_reviewer(world: World) -> None:
    found = world.match(world.active(1))

    assert found.state is State.PENDING_REVIEW
    assert [each.id for each in world.store.matches.first(lists.MATCH_QUEUE, skip=0, limit=9)] == [found.id]


def test_the_address_of_the_content_is_kept_sealed(world: World) -> None:
    found = world.match(world.active(1))

    assert found.content_url
    assert "gamma.example" not in found.content_url
    assert world.store.sealer.open(found.content_url) == "https://gamma.example/v/1"


def test_the_same_match_is_recorded_once(world: World) -> None:
    signal = world.active(1)
    world.match(signal)
    size = world.store.log.size()

    with pytest.raises(DuplicateError):
        world.match(signal)
    assert world.store.log.size() == size


def test_a_match_of_a_signal_that_is_not_live_is_not_taken(world: World) -> None:
    with pytest.raises(NotFoundError):
        world.match(world.second(1))


def test_a_match_of_a_signal_past_its_end_is_not_taken(world: World) -> None:
    signal = world.active(1)
    world.later(days=730)

    with pytest.raises(NotFoundError):
        world.match(signal)


def test_a_match_beyond_the_radius_of_the_type_is_refused(world: World) -> None:
    signal = world.active(1)

    with pytest.raises(InvalidInputError, match="distance"):
        matches.report(world.store, signal.id, world.finding("v/1", distance=32), actor=world.host, now=world.now)


def test_a_match_of_a_blurred_picture_bothers_no_reviewer(world: World) -> None:
    signal = world.active(1)
    blurred = world.finding("v/1", query_quality=49)
    found = matches.report(world.store, signal.id, blurred, actor=world.host, now=world.now)

    assert found.state is State.SUPPRESSED
    assert world.store.matches.count(lists.MATCH_QUEUE) == 0


def test_a_person_of_another_member_confirms(world: World) -> None:
    confirmed = world.confirmed(world.active(1))

    assert confirmed.state is State.CONFIRMED
    assert [each.user_id for each in confirmed.decisions] == [world.reviewer.user_id]


def test_the_platform_concerned_cannot_decide_about_its_match(world: World) -> None:
    found = world.match(world.active(1))
    own = world.actor(Role.REVIEWER, world.gamma)

    with pytest.raises(SeparationOfDutiesError):
        matches.review(world.store, found.id, Verdict.CONFIRM, actor=own, now=world.now)


def test_a_sister_of_the_platform_concerned_cannot_decide_about_its_match(world: World) -> None:
    found = world.match(world.active(1))
    sister = world.actor(Role.REVIEWER, world.member(Kind.PLATFORM, group_id=world.gamma.group_id))

    with pytest.raises(SeparationOfDutiesError):
        matches.review(world.store, found.id, Verdict.CONFIRM, actor=sister, now=world.now)


def test_a_key_without_a_person_decides_about_no_match(world: World) -> None:
    found = world.match(world.active(1))
    nobody = replace(world.reviewer, user_id=None)

    with pytest.raises(SeparationOfDutiesError):
        matches.review(world.store, found.id, Verdict.CONFIRM, actor=nobody, now=world.now)


def test_who_escalates_does_not_decide_what_was_escalated(world: World) -> None:
    found = world.match(world.active(1))
    matches.review(world.store, found.id, Verdict.ESCALATE, actor=world.reviewer, now=world.now)

    with pytest.raises(ForbiddenError):
        matches.review(world.store, found.id, Verdict.CONFIRM, actor=world.reviewer, now=world.now)
    second = matches.review(world.store, found.id, Verdict.CONFIRM, actor=world.senior, now=world.now)
    assert second.state is State.CONFIRMED


def test_a_decided_match_is_not_decided_again(world: World) -> None:
    confirmed = world.confirmed(world.active(1))

    with pytest.raises(IllegalTransitionError):
        matches.review(world.store, confirmed.id, Verdict.FALSE_POSITIVE, actor=world.senior, now=world.now)


def test_a_false_positive_disputes_the_signal_in_the_same_act(world: World) -> None:
    signal = world.active(1)
    found = world.match(signal)
    size = world.store.log.size()
    matches.review(world.store, found.id, Verdict.FALSE_POSITIVE, actor=world.reviewer, now=world.now)

    assert world.store.signals.get(signal.id).state is SignalState.DISPUTED
    assert world.hits(value(1)) == []
    assert [entry.fields()["action"] for entry in world.store.log.everything(size)] == [
        "match.false_positive",
        "opinion.give",
        "signal.dispute",
    ]


def test_an_exempt_context_leaves_the_signal_as_it_is(world: World) -> None:
    signal = world.active(1)
    found = world.match(signal)
    exempt = matches.review(world.store, found.id, Verdict.CONTEXT_EXEMPT, actor=world.reviewer, now=world.now)

    assert exempt.state is State.CONTEXT_EXEMPT
    assert world.store.signals.get(signal.id).state is SignalState.ACTIVE


def test_a_platform_sees_only_matches_of_its_own_content(world: World) -> None:
    found = world.match(world.active(1))
    stranger = world.actor(Role.PLATFORM_MATCHER, world.beta)

    assert matches.get(world.store, found.id, actor=world.host) == found
    assert matches.page(world.store, after=None, limit=9, actor=stranger).items == []
    with pytest.raises(NotFoundError):
        matches.get(world.store, found.id, actor=stranger)


def test_a_signal_that_becomes_live_is_found_in_an_inventory_that_was_there_before(world: World) -> None:
    world.hosts("v/1", near(value(1), 9), url="https://gamma.example/v/1")
    world.hosts("v/2", value(2))
    signal = world.active(1)
    found = inventory.match_signal(world.store, world.inventories, signal.id, now=world.now)
    match = matches.page(world.store, after=None, limit=9, actor=world.host).items[0]

    assert found == 1
    assert (match.content_ref, match.distance, match.state) == ("v/1", 9, State.PENDING_REVIEW)
    assert not world.store.ledger.is_owed(Debt(kind=Owed.MATCH_SIGNAL, subject_id=signal.id))


def test_a_new_inventory_entry_is_searched_for_signals_that_are_live(world: World) -> None:
    signal = world.active(1)
    entry = world.hosts("v/1", near(value(1), 31))
    world.matcher.catch_up()
    owed = world.store.ledger.is_owed(Debt(kind=Owed.MATCH_INVENTORY, subject_id=entry))
    found = inventory.match_entry(world.store, world.matcher, entry, now=world.now)

    assert owed
    assert found == 1
    assert matches.page(world.store, after=None, limit=9, actor=world.host).items[0].signal_id == signal.id


def test_searching_twice_finds_nothing_new(world: World) -> None:
    world.hosts("v/1", value(1))
    signal = world.active(1)
    counts = [inventory.match_signal(world.store, world.inventories, signal.id, now=world.now) for _ in range(2)]

    assert counts == [1, 0]


def test_a_signal_withdrawn_before_its_search_is_not_searched(world: World) -> None:
    world.hosts("v/1", value(1))
    signal = world.active(1)
    world.review(signal, SignalVerdict.WITHDRAW, world.other_senior)

    assert inventory.match_signal(world.store, world.inventories, signal.id, now=world.now) == 0


def test_an_exact_type_is_found_in_an_inventory_too(world: World) -> None:
    world.hosts("v/1", value(1), signal_type="sha256")
    signal = world.active(1, signal_type="sha256")

    assert inventory.match_signal(world.store, world.inventories, signal.id, now=world.now) == 1


def test_what_was_removed_from_an_inventory_is_not_found(world: World) -> None:
    world.hosts("v/1", value(1))
    inventory.remove(world.store, "v/1", actor=world.host, now=world.now)
    signal = world.active(1)

    assert inventory.match_signal(world.store, world.inventories, signal.id, now=world.now) == 0


def test_what_was_replaced_in_an_inventory_is_not_found_under_its_old_value(world: World) -> None:
    world.hosts("v/1", value(1))
    world.hosts("v/1", value(2))
    counts = [inventory.match_signal(world.store, world.inventories, world.active(n).id, now=world.now) for n in (1, 2)]

    assert counts == [0, 1]


def test_a_platform_cannot_remove_what_another_hosts(world: World) -> None:
    world.hosts("v/1", value(1))
    stranger = world.actor(Role.PLATFORM_MATCHER, world.beta)

    with pytest.raises(NotFoundError):
        inventory.remove(world.store, "v/1", actor=stranger, now=world.now)


def test_where_lives_are_in_danger_people_are_to_tell_law_enforcement_within_the_hour(world: World) -> None:
    threat = replace(CLAIM, tier=1, behaviour_labels=(BehaviourLabel.IMMINENT_CREDIBLE_THREAT,))
    for seed, claim in (("threat", threat), ("praise", CLAIM)):
        found = world.match(world.active(seed, claim), seed)
        matches.review(world.store, found.id, Verdict.ESCALATE, actor=world.reviewer, now=world.now)
    raised = list(world.store.alerts.all_of(lists.ALERTS_OPEN))
    told = alerts.handle(
        world.store, raised[0].id, "Told the police.", disclosed_to="Police, Lyon", actor=world.senior, now=world.now
    )
    today = world.now.date()
    tables = figures.gathered(world.store, today, today + timedelta(days=1)).tables

    assert [(each.kind, each.due_at) for each in raised] == [(AlertKind.THREAT_TO_LIFE, world.now + timedelta(hours=1))]
    assert told.disclosed
    assert [each.rows for each in tables if each.id == "law_enforcement_disclosures"] == [
        {"information_order": 0, "threat_to_life": 1, "voluntary": 0}
    ]
