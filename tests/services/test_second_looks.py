"""A second look at what one person let go."""

import pytest

from hashdb.access import OPERATOR
from hashdb.errors import ConflictError, NotFoundError, SeparationOfDutiesError
from hashdb.lifecycles.match import State
from hashdb.records.alert import AlertKind
from hashdb.records.match import Match
from hashdb.services import matches, policies, second_looks
from hashdb.services.matches import Verdict
from hashdb.store import lists
from tests.services.world import World


@pytest.fixture
def world(world: World) -> World:
    """A world in which chance draws everything."""
    policies.change(world.store, {"second_look_percent": 100}, actor=OPERATOR, now=world.now)
    return world


def let_go(world: World, verdict: Verdict = Verdict.CONTEXT_EXEMPT) -> Match:
    found = world.match(world.active(1))
    return matches.review(world.store, found.id, verdict, note="news", actor=world.reviewer, now=world.now)


def open_alerts(world: World) -> list[AlertKind]:
    return [each.kind for each in world.store.alerts.all_of(lists.ALERTS)]


@pytest.mark.parametrize(("verdict", "kinds"), [(Verdict.CONTEXT_EXEMPT, []), (Verdict.CONFIRM, ["second_look"])])
def test_who_differs_raises_an_alert_and_nothing_else_changes(world: World, verdict: Verdict, kinds: list[str]) -> None:
    exempt = let_go(world)
    assert second_looks.first(world.store, actor=world.senior) == exempt
    looked = second_looks.judge(world.store, exempt.id, verdict, actor=world.senior, now=world.now)

    assert (looked.state, open_alerts(world)) == (State.CONTEXT_EXEMPT, kinds)
    assert second_looks.first(world.store, actor=world.other_senior) is None
    with pytest.raises(ConflictError):
        second_looks.judge(world.store, exempt.id, verdict, actor=world.other_senior, now=world.now)


def test_who_decided_and_whom_the_case_concerns_do_not_look_again(world: World) -> None:
    exempt = let_go(world)

    assert second_looks.first(world.store, actor=world.reviewer) is None
    with pytest.raises(SeparationOfDutiesError):
        second_looks.judge(world.store, exempt.id, Verdict.CONFIRM, actor=world.reviewer, now=world.now)


def test_what_chance_has_not_drawn_and_what_two_people_decide_waits_for_nobody(world: World) -> None:
    confirmed = world.confirmed(world.active(2), "v/2")
    with pytest.raises(NotFoundError):
        second_looks.get(world.store, confirmed.id, actor=world.senior)
    policies.change(world.store, {"second_look_percent": 0}, actor=OPERATOR, now=world.now)

    assert let_go(world, Verdict.FALSE_POSITIVE).second_look is None
