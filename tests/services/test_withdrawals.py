"""How a request is taken back, by a person or with its signal."""

import pytest

from hashdb.errors import IllegalTransitionError, InvalidInputError
from hashdb.lifecycles.match import State as MatchState
from hashdb.lifecycles.takedown import State
from hashdb.records.alert import AlertKind
from hashdb.records.takedown import ResponseType, TakedownRequest
from hashdb.records.webhook import Channel, EventType
from hashdb.services import inbox, notices, responses, upkeep, withdrawals
from hashdb.services.signals import Verdict as SignalVerdict
from hashdb.store import lists
from tests.services.answers import answer
from tests.services.endpoints import receiving
from tests.services.world import World


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
    return [each.event_type for each in found if each.channel is Channel.WEBHOOK]


def test_people_learn_of_a_platform_that_does_not_answer_when_it_is_asked_to_reinstate(world: World) -> None:
    asked = world.received(world.confirmed(world.active(1)))
    responses.respond(world.store, asked.id, answer(), actor=world.responder, now=world.now)
    withdrawals.withdraw(world.store, asked.id, "an error", actor=world.senior, now=world.now)
    inbox.fetch(world.store, asked.id, actor=world.responder, now=world.now)
    upkeep.sweep(world.store, now=world.later(hours=72))
    upkeep.sweep(world.store, now=world.later(days=9))
    waiting = notices.tasks(world.store, after=None, limit=9, actor=world.responder).items
    told = _open_alerts(world, asked)
    reinstated = answer(ResponseType.REINSTATED, "T-2")
    back = responses.respond(world.store, asked.id, reinstated, actor=world.responder, now=world.now)

    assert [each.event_type for each in waiting] == [EventType.REINSTATEMENT_REQUESTED]
    assert (told, _open_alerts(world, asked)) == ([AlertKind.OVERDUE], [])
    assert (back.state, back.reminders) == (State.REINSTATED, 1)


def test_what_people_were_alerted_to_about_a_request_is_over_when_it_is_withdrawn(world: World) -> None:
    asked = world.received(world.confirmed(world.active(1)))
    question = answer(ResponseType.INSUFFICIENT_INFORMATION)
    responses.respond(world.store, asked.id, question, actor=world.responder, now=world.now)
    upkeep.sweep(world.store, now=world.later(days=1))
    told = _open_alerts(world, asked)
    withdrawals.withdraw(world.store, asked.id, "an error", actor=world.senior, now=world.now)

    assert (told, _open_alerts(world, asked)) == ([AlertKind.CLARIFICATION_OVERDUE], [])


def _open_alerts(world: World, request: TakedownRequest) -> list[AlertKind]:
    return [each.kind for each in world.store.alerts.all_of(lists.ALERTS_OPEN) if each.subject_id == request.id]
