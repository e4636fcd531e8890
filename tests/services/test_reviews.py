"""What waits for a reviewer."""

from dataclasses import replace

import pytest

from hashdb.access import Actor
from hashdb.errors import GuardError, NotFoundError
from hashdb.records.takedown import RequestedAction, Response, ResponseType
from hashdb.roles import Role
from hashdb.services import drafts, matches, responses, reviews, takedowns
from hashdb.services.drafts import Revision
from hashdb.services.matches import Verdict as MatchVerdict
from hashdb.services.signals import Verdict
from hashdb.services.takedowns import Verdict as ReviewOf
from hashdb.store import lists, records
from tests.services.world import CLAIM, NOTHING_EXEMPTS, REASONS, World, submitted, value


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


def test_of_what_is_due_in_the_same_hour_the_lower_tier_comes_first(world: World) -> None:
    usual = world.pending(1)
    urgent = world.pending(2, replace(CLAIM, tier=1))

    assert waiting(world, world.reviewer) == [urgent.id, usual.id]


def test_a_platforms_question_waits_for_a_reviewer_until_it_is_answered(world: World) -> None:
    request = world.received(world.confirmed(world.active(1)))
    question = Response(
        id="rsp_1", type=ResponseType.INSUFFICIENT_INFORMATION, platform_file_ref="f", recorded_at=world.now
    )
    responses.respond(world.store, request.id, question, actor=world.responder, now=world.now)
    assert waiting(world, world.reviewer) == [request.id]
    assert waiting(world, world.senior) == []
    responses.clarify(world.store, request.id, "The second frame.", actor=world.reviewer, now=world.now)

    assert waiting(world, world.reviewer) == []


def test_a_returned_draft_waits_for_its_author_who_may_change_it(world: World) -> None:
    request = world.in_review(world.confirmed(world.active(1)))
    takedowns.review(world.store, request.id, ReviewOf.RETURN, note="more", actor=world.senior, now=world.now)
    assert [each.id for each in reviews.drafts(world.store, actor=world.reviewer)] == [request.id]
    revision = Revision(
        requested_action=RequestedAction.REMOVE, statement_of_reasons=REASONS, exemption_assessment=NOTHING_EXEMPTS
    )
    drafts.revise(world.store, request.id, revision, actor=world.reviewer, now=world.now)

    assert world.store.takedowns.get(request.id).requested_action is RequestedAction.REMOVE
    with pytest.raises(NotFoundError):
        drafts.revise(world.store, request.id, revision, actor=world.other_senior, now=world.now)
    takedowns.submit(world.store, request.id, actor=world.reviewer, now=world.now)
    with pytest.raises(GuardError):
        drafts.revise(world.store, request.id, revision, actor=world.reviewer, now=world.now)


def test_what_a_reviewer_may_decide_is_found_behind_any_number_of_signals_that_it_may_not(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "_PLACES", 2)
    for seed in range(5):
        world.pending(seed)
    world.later(hours=1)
    gamma = world.actor(Role.PLATFORM_SUBMITTER, world.gamma)
    theirs = world.submit(submitted(value("of another")), actor=gamma)[0]

    assert waiting(world, world.actor(Role.REVIEWER, world.alpha)) == [theirs.id]


def test_the_lists_by_which_a_queue_is_read_leave_out_what_the_rules_leave_out(world: World) -> None:
    alpha = lists.signals_closed_to(world.alpha.group_id)
    first, second = world.pending(1), world.second(2)
    gamma = world.actor(Role.PLATFORM_SUBMITTER, world.gamma)
    theirs = world.submit(submitted(value("of another")), actor=gamma)[0]
    found = {
        each: {one.id for one in world.store.signals.outside(lists.SIGNAL_QUEUE, [each])}
        for each in (alpha, lists.signals_closed_to(world.reviewer.user_id or ""), lists.SIGNALS_SECOND)
    }

    assert list(found.values()) == [{theirs.id}, {first.id, theirs.id}, {first.id, theirs.id}]
    assert second.id not in waiting(world, world.reviewer)


def test_what_has_left_the_queue_is_closed_to_nobody(world: World) -> None:
    world.active(1)
    names = (
        lists.SIGNALS_SECOND,
        *(
            lists.signals_closed_to(each)
            for each in (world.alpha.group_id, world.reviewer.user_id or "", world.senior.user_id or "")
        ),
    )

    assert [world.store.signals.count(each) for each in names] == [0] * len(names)
