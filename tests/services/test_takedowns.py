"""A takedown request until it reaches its platform, and how it is taken back."""

from dataclasses import replace

import orjson
import pytest

from hashdb import audit
from hashdb.access import SYSTEM
from hashdb.errors import (
    DuplicateError,
    GuardError,
    IllegalTransitionError,
    InvalidInputError,
    NotFoundError,
    SeparationOfDutiesError,
)
from hashdb.lifecycles.match import State as MatchState
from hashdb.lifecycles.takedown import State
from hashdb.records.member import Kind, Role
from hashdb.records.takedown import Exempt, TakedownRequest
from hashdb.records.webhook import EventType, Priority
from hashdb.services import inbox, responses, takedowns, upkeep, withdrawals
from hashdb.services.signals import Verdict as SignalVerdict
from hashdb.services.takedowns import Verdict
from hashdb.store import Debt, lists
from hashdb.store import Kind as Owed
from tests.services.answers import answer
from tests.services.endpoints import receiving
from tests.services.world import CLAIM, NOTHING_EXEMPTS, World, draft_of


def approve(world: World, request: TakedownRequest) -> TakedownRequest:
    return takedowns.review(world.store, request.id, Verdict.APPROVE, actor=world.senior, now=world.now)


def test_a_draft_takes_its_facts_from_the_match_and_its_signal(world: World) -> None:
    match = world.confirmed(world.active(1))
    drafted = world.draft(match)

    assert drafted.state is State.DRAFT
    assert (drafted.member_id, drafted.tier, drafted.ground) == (world.gamma.id, 3, CLAIM.ground)
    assert [item.content_ref for item in drafted.items] == ["v/1"]
    assert world.store.matches.get(match.id).state is MatchState.REQUESTED


def test_a_request_needs_confirmed_matches(world: World) -> None:
    with pytest.raises(GuardError, match="confirmed"):
        world.draft(world.match(world.active(1)))


def test_a_request_names_content_of_one_platform_only(world: World) -> None:
    here = world.confirmed(world.active(1))
    there = replace(here, id="mat_" + "0" * 26, member_id=world.beta.id)
    world.store.commit(audit.entry(SYSTEM, "test", world.now, after=there), world.store.matches.put(there))

    with pytest.raises(InvalidInputError, match="one platform"):
        world.draft(here, there)


def test_one_request_may_name_several_pieces_of_content(world: World) -> None:
    signal = world.active(1)
    drafted = world.draft(world.confirmed(signal, "v/1"), world.confirmed(signal, "v/2"))

    assert [item.content_ref for item in drafted.items] == ["v/1", "v/2"]


def test_reasons_of_seventy_nine_characters_are_too_short(world: World) -> None:
    match = world.confirmed(world.active(1))

    with pytest.raises(InvalidInputError, match="80 characters"):
        world.draft(match, statement_of_reasons="x" * 79 + " ")
    assert world.draft(match, statement_of_reasons="x" * 80).state is State.DRAFT


def test_a_reviewer_of_the_platform_concerned_cannot_draft(world: World) -> None:
    match = world.confirmed(world.active(1))
    world.reviewer = world.actor(Role.REVIEWER, world.gamma)

    with pytest.raises(SeparationOfDutiesError):
        world.draft(match)


def test_nothing_is_asked_for_twice(world: World) -> None:
    match = world.confirmed(world.active(1))
    world.draft(match)

    with pytest.raises((DuplicateError, GuardError)):
        world.draft(world.store.matches.get(match.id))


def test_a_request_about_exempt_content_is_not_submitted(world: World) -> None:
    exempt = replace(NOTHING_EXEMPTS, journalistic=Exempt.YES)
    drafted = world.draft(world.confirmed(world.active(1)), exemption_assessment=exempt)

    with pytest.raises(GuardError, match="journalistic"):
        takedowns.submit(world.store, drafted.id, actor=world.reviewer, now=world.now)


def test_a_draft_exists_for_its_author_only(world: World) -> None:
    drafted = world.draft(world.confirmed(world.active(1)))

    with pytest.raises(NotFoundError):
        takedowns.submit(world.store, drafted.id, actor=world.actor(Role.REVIEWER), now=world.now)


def test_the_author_cannot_approve(world: World) -> None:
    waiting = world.in_review(world.confirmed(world.active(1)))
    author = replace(world.reviewer, role=Role.SENIOR_REVIEWER)

    with pytest.raises(SeparationOfDutiesError):
        takedowns.review(world.store, waiting.id, Verdict.APPROVE, actor=author, now=world.now)


def test_a_sister_of_the_platform_concerned_cannot_approve(world: World) -> None:
    waiting = world.in_review(world.confirmed(world.active(1)))
    sister = world.actor(Role.SENIOR_REVIEWER, world.member(Kind.PLATFORM, group_id=world.gamma.group_id))

    with pytest.raises(SeparationOfDutiesError):
        takedowns.review(world.store, waiting.id, Verdict.APPROVE, actor=sister, now=world.now)


def test_for_tier_four_who_first_approved_the_signal_cannot_approve_the_request(world: World) -> None:
    signal = world.active(1, replace(CLAIM, tier=4))
    drafter = world.actor(Role.REVIEWER, world.institute)
    match = world.confirmed(signal)
    drafted = takedowns.create(world.store, draft_of([match]), actor=drafter, now=world.now)
    takedowns.submit(world.store, drafted.id, actor=drafter, now=world.now)
    first = replace(world.reviewer, role=Role.SENIOR_REVIEWER)

    with pytest.raises(SeparationOfDutiesError):
        takedowns.review(world.store, drafted.id, Verdict.APPROVE, actor=first, now=world.now)


def test_an_approved_request_is_owed_to_the_platform(world: World) -> None:
    approved = approve(world, world.in_review(world.confirmed(world.active(1))))

    assert approved.state is State.APPROVED
    assert world.store.ledger.is_owed(Debt(kind=Owed.DISPATCH, subject_id=approved.id))


@pytest.mark.parametrize("verdict", [Verdict.RETURN, Verdict.REFUSE])
def test_a_decision_against_a_request_needs_a_note(world: World, verdict: Verdict) -> None:
    waiting = world.in_review(world.confirmed(world.active(1)))

    with pytest.raises(InvalidInputError, match="note"):
        takedowns.review(world.store, waiting.id, verdict, actor=world.senior, now=world.now)


def test_a_refused_request_lets_the_content_be_asked_about_again(world: World) -> None:
    match = world.confirmed(world.active(1))
    waiting = world.in_review(match)
    takedowns.review(world.store, waiting.id, Verdict.REFUSE, note="no", actor=world.senior, now=world.now)

    assert world.draft(world.store.matches.get(match.id)).state is State.DRAFT


def test_a_returned_request_is_its_authors_draft_again(world: World) -> None:
    waiting = world.in_review(world.confirmed(world.active(1)))
    takedowns.review(world.store, waiting.id, Verdict.RETURN, note="say more", actor=world.senior, now=world.now)

    assert takedowns.submit(world.store, waiting.id, actor=world.reviewer, now=world.now).state is (
        State.PENDING_SECOND_APPROVAL
    )


def test_dispatching_twice_sends_once(world: World) -> None:
    receiving(world)
    sent = world.dispatched(world.confirmed(world.active(1)))
    inbox.dispatch(world.store, sent.id, now=world.now)

    assert world.store.deliveries.count(lists.deliveries_about(sent.id)) == 1
    assert not world.store.ledger.is_owed(Debt(kind=Owed.DISPATCH, subject_id=sent.id))


def test_what_a_webhook_says_of_a_request_is_thin(world: World) -> None:
    receiving(world)
    sent = world.dispatched(world.confirmed(world.active(1)), priority=Priority.URGENT)
    owed = world.store.deliveries.page(lists.deliveries_about(sent.id), after=None, limit=9).items[0]

    assert orjson.loads(owed.body) == {
        "type": "takedown.requested",
        "timestamp": "2026-11-23T09:00:00Z",
        "data": {"id": sent.id, "priority": "urgent", "respond_by": None},
    }


def test_a_platform_finds_only_what_was_sent_to_it(world: World) -> None:
    approved = approve(world, world.in_review(world.confirmed(world.active(1))))
    stranger = world.actor(Role.PLATFORM_RESPONDER, world.beta)

    with pytest.raises(NotFoundError):
        inbox.fetch(world.store, approved.id, actor=world.responder, now=world.now)
    inbox.dispatch(world.store, approved.id, now=world.now)
    assert inbox.fetch(world.store, approved.id, actor=world.responder, now=world.now).state is State.RECEIVED
    with pytest.raises(NotFoundError):
        inbox.fetch(world.store, approved.id, actor=stranger, now=world.now)
    with pytest.raises(NotFoundError):
        responses.respond(world.store, approved.id, answer(), actor=stranger, now=world.now)


def test_an_inbox_lists_what_was_sent_and_nothing_else(world: World) -> None:
    signal = world.active(1)
    sent = world.dispatched(world.confirmed(signal, "v/1"))
    world.draft(world.confirmed(signal, "v/2"))
    stranger = world.actor(Role.PLATFORM_RESPONDER, world.beta)

    assert [each.id for each in inbox.page(world.store, after=None, limit=9, actor=world.responder).items] == [sent.id]
    assert inbox.page(world.store, after=None, limit=9, actor=stranger).items == []
    assert len(inbox.page(world.store, after=None, limit=9, actor=world.senior).items) == 2


def test_every_fetching_by_the_platform_is_logged(world: World) -> None:
    received = world.received(world.confirmed(world.active(1)))
    size = world.store.log.size()
    inbox.fetch(world.store, received.id, actor=world.responder, now=world.now)

    assert world.store.log.size() == size + 1


@pytest.mark.parametrize(("priority", "hours"), [(Priority.STANDARD, 72), (Priority.URGENT, 1)])
def test_the_platforms_time_runs_from_its_receipt(world: World, priority: Priority, hours: int) -> None:
    sent = world.dispatched(world.confirmed(world.active(1)), priority=priority)
    world.later(hours=5)
    received = inbox.fetch(world.store, sent.id, actor=world.responder, now=world.now)

    assert sent.respond_by is None
    assert received.respond_by
    assert (received.respond_by - world.now).total_seconds() == hours * 3600


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


def test_a_withdrawn_request_tells_the_platform_and_frees_the_match(world: World) -> None:
    receiving(world)
    match = world.confirmed(world.active(1))
    received = world.received(match)
    after = withdrawals.withdraw(world.store, received.id, "an error", actor=world.senior, now=world.now)

    assert after.state is State.WITHDRAWN
    assert _told(world, received) == [EventType.TAKEDOWN_REQUESTED, EventType.TAKEDOWN_WITHDRAWN]
    assert world.store.matches.get(match.id).state is MatchState.CONFIRMED


def test_withdrawing_what_was_acted_on_asks_for_reinstatement(world: World) -> None:
    receiving(world)
    received = world.received(world.confirmed(world.active(1)))
    responses.respond(world.store, received.id, answer(), actor=world.responder, now=world.now)
    after = withdrawals.withdraw(world.store, received.id, "an error", actor=world.senior, now=world.now)

    assert after.state is State.REINSTATEMENT_REQUESTED
    assert _told(world, received)[-1] is EventType.REINSTATEMENT_REQUESTED


def test_nobody_is_told_of_a_withdrawal_who_was_not_told_of_the_request(world: World) -> None:
    receiving(world)
    waiting = world.in_review(world.confirmed(world.active(1)))
    withdrawals.withdraw(world.store, waiting.id, "an error", actor=world.senior, now=world.now)

    assert _told(world, waiting) == []


def test_a_withdrawal_needs_a_reason(world: World) -> None:
    received = world.received(world.confirmed(world.active(1)))

    with pytest.raises(InvalidInputError, match="reason"):
        withdrawals.withdraw(world.store, received.id, " ", actor=world.senior, now=world.now)


def test_a_request_that_is_over_cannot_be_withdrawn(world: World) -> None:
    received = world.received(world.confirmed(world.active(1)))
    withdrawals.withdraw(world.store, received.id, "an error", actor=world.senior, now=world.now)

    with pytest.raises(IllegalTransitionError):
        withdrawals.withdraw(world.store, received.id, "again", actor=world.senior, now=world.now)


def test_a_withdrawn_signal_takes_its_requests_back_and_closes_its_matches(world: World) -> None:
    signal = world.active(1)
    acted, open_match, idle = (world.confirmed(signal, f"v/{n}") for n in range(3))
    done, still = world.received(acted), world.received(open_match)
    responses.respond(world.store, done.id, answer(), actor=world.responder, now=world.now)
    world.review(signal, SignalVerdict.WITHDRAW, world.other_senior)
    undone = withdrawals.follow_withdrawal(world.store, signal.id, now=world.now)

    assert undone == 2
    assert world.store.takedowns.get(done.id).state is State.REINSTATEMENT_REQUESTED
    assert world.store.takedowns.get(still.id).state is State.WITHDRAWN
    assert {world.store.matches.get(each.id).state for each in (acted, open_match, idle)} == {MatchState.CLOSED}


def test_following_a_withdrawal_twice_does_no_more(world: World) -> None:
    signal = world.active(1)
    world.received(world.confirmed(signal))
    world.review(signal, SignalVerdict.WITHDRAW, world.other_senior)
    withdrawals.follow_withdrawal(world.store, signal.id, now=world.now)
    size = world.store.log.size()
    undone = withdrawals.follow_withdrawal(world.store, signal.id, now=world.now)

    assert undone == 0
    assert world.store.log.size() == size


def _told(world: World, request: TakedownRequest) -> list[EventType]:
    found = world.store.deliveries.page(lists.deliveries_about(request.id), after=None, limit=9).items
    return [each.event_type for each in found]
