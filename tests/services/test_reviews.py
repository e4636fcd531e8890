"""What waits for a reviewer."""

from hashdb.access import Actor
from hashdb.roles import Role
from hashdb.services import matches, reviews
from hashdb.services.matches import Verdict as MatchVerdict
from hashdb.services.signals import Verdict
from tests.services.world import World


def waiting(world: World, actor: Actor) -> list[str]:
    return [case.id for case in reviews.queue(world.store, limit=50, actor=actor, now=world.now)]


def test_what_is_due_first_comes_first(world: World) -> None:
    first = world.pending(1)
    world.later(hours=1)
    second = world.pending(2)
    urgent = world.second(3)

    assert waiting(world, world.senior) == [urgent.id, first.id, second.id]


def test_a_reviewer_sees_no_signal_of_its_own_member(world: World) -> None:
    world.pending(1)

    assert waiting(world, world.actor(Role.REVIEWER, world.alpha)) == []
    assert waiting(world, world.actor(Role.REVIEWER, world.beta)) == []


def test_who_approved_first_is_not_asked_for_the_second_approval(world: World) -> None:
    senior = world.other_senior
    world.review(world.pending(1), Verdict.APPROVE, senior)

    assert waiting(world, senior) == []
    assert len(waiting(world, world.senior)) == 1


def test_a_reviewer_is_not_asked_for_what_takes_a_senior_reviewer(world: World) -> None:
    world.second(1)

    assert waiting(world, world.actor(Role.REVIEWER, world.institute)) == []


def test_a_match_waits_for_anyone_but_its_platform(world: World) -> None:
    found = world.match(world.active(1))

    assert waiting(world, world.reviewer) == [found.id]
    assert waiting(world, world.actor(Role.REVIEWER, world.gamma)) == []


def test_who_escalated_a_match_is_not_asked_about_it_again(world: World) -> None:
    found = world.match(world.active(1))
    matches.review(world.store, found.id, MatchVerdict.ESCALATE, actor=world.reviewer, now=world.now)

    assert waiting(world, world.reviewer) == []
    assert waiting(world, world.senior) == [found.id]


def test_a_request_waits_for_a_senior_reviewer_who_did_not_draft_it(world: World) -> None:
    request = world.in_review(world.confirmed(world.active(1)))

    assert waiting(world, world.senior) == [request.id]
    assert waiting(world, world.reviewer) == []


def test_what_was_decided_waits_no_more(world: World) -> None:
    world.dispatched(world.confirmed(world.active(1)))

    assert waiting(world, world.actor(Role.SENIOR_REVIEWER)) == []


def test_the_queue_is_as_long_as_was_asked(world: World) -> None:
    for number in range(5):
        world.pending(number)

    assert len(reviews.queue(world.store, limit=3, actor=world.senior, now=world.now)) == 3
