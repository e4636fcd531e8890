"""What each answer of a platform comes to."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hashdb import audit
from hashdb.access import SYSTEM
from hashdb.errors import (
    DuplicateError,
    GuardError,
    IllegalTransitionError,
    InvalidInputError,
    SeparationOfDutiesError,
)
from hashdb.lifecycles.takedown import State
from hashdb.records.takedown import ItemState, ResponseType, TakedownRequest
from hashdb.records.webhook import EventType
from hashdb.roles import Role
from hashdb.services import deliveries, inbox, responses, upkeep, withdrawals
from tests.services.answers import answer
from tests.services.endpoints import receiving
from tests.services.world import World

FIRST_ANSWERS = {
    ResponseType.ACKNOWLEDGED: (State.RECEIVED, ItemState.OPEN),
    ResponseType.REMOVED: (State.ACTIONED, ItemState.ACTIONED),
    ResponseType.ACCESS_DISABLED_EU: (State.ACTIONED, ItemState.ACTIONED),
    ResponseType.ACCESS_DISABLED_GLOBAL: (State.ACTIONED, ItemState.ACTIONED),
    ResponseType.RESTRICTED_OTHER: (State.ACTIONED, ItemState.ACTIONED),
    ResponseType.LABELLED: (State.ACTIONED, ItemState.ACTIONED),
    ResponseType.ALREADY_ABSENT: (State.ACTIONED, ItemState.ABSENT),
    ResponseType.DECLINED: (State.DECLINED, ItemState.DECLINED),
    ResponseType.UNABLE_FORCE_MAJEURE: (State.UNABLE, ItemState.OPEN),
    ResponseType.UNABLE_TECHNICAL: (State.UNABLE, ItemState.OPEN),
    ResponseType.MANIFEST_ERROR: (State.CLARIFICATION, ItemState.OPEN),
    ResponseType.INSUFFICIENT_INFORMATION: (State.CLARIFICATION, ItemState.OPEN),
}
LATER_ANSWERS = set(ResponseType) - set(FIRST_ANSWERS)


def respond(world: World, request: TakedownRequest, kind: ResponseType, reference: str = "T-1") -> TakedownRequest:
    return responses.respond(world.store, request.id, answer(kind, reference), actor=world.responder, now=world.now)


@pytest.fixture
def request_received(world: World) -> TakedownRequest:
    return world.received(world.confirmed(world.active(1)))


@pytest.mark.parametrize(("kind", "state", "item"), [(kind, *after) for kind, after in FIRST_ANSWERS.items()])
def test_an_answer_sets_the_state_of_the_request_and_of_its_items(
    world: World, request_received: TakedownRequest, kind: ResponseType, state: State, item: ItemState
) -> None:
    after = respond(world, request_received, kind)

    assert (after.state, after.items[0].state) == (state, item)
    assert [each.type for each in world.store.takedowns.get(after.id).responses] == [kind]


@pytest.mark.parametrize("kind", sorted(LATER_ANSWERS))
def test_an_answer_to_what_was_not_asked_is_refused(
    world: World, request_received: TakedownRequest, kind: ResponseType
) -> None:
    with pytest.raises(IllegalTransitionError):
        respond(world, request_received, kind)


@pytest.mark.parametrize("kind", [kind for kind, (state, _) in FIRST_ANSWERS.items() if state is not State.RECEIVED])
def test_an_answer_stops_the_clock(world: World, request_received: TakedownRequest, kind: ResponseType) -> None:
    respond(world, request_received, kind)
    upkeep.sweep(world.store, now=world.later(days=6))

    assert world.store.takedowns.get(request_received.id).state is FIRST_ANSWERS[kind][0]


def test_an_acknowledgement_does_not_stop_the_clock(world: World, request_received: TakedownRequest) -> None:
    respond(world, request_received, ResponseType.ACKNOWLEDGED)
    upkeep.sweep(world.store, now=world.later(hours=72))

    assert world.store.takedowns.get(request_received.id).state is State.OVERDUE


def test_an_answer_to_a_request_that_was_not_fetched_counts_as_its_receipt(world: World) -> None:
    sent = world.dispatched(world.confirmed(world.active(1)))
    after = respond(world, sent, ResponseType.REMOVED)

    assert after.state is State.ACTIONED
    assert after.received_at == world.now


def test_an_overdue_request_can_still_be_answered(world: World, request_received: TakedownRequest) -> None:
    upkeep.sweep(world.store, now=world.later(hours=73))

    assert respond(world, request_received, ResponseType.REMOVED).state is State.ACTIONED


def test_the_same_answer_again_changes_nothing(world: World, request_received: TakedownRequest) -> None:
    first = respond(world, request_received, ResponseType.REMOVED)
    size = world.store.log.size()
    world.later(minutes=1)
    again = respond(world, request_received, ResponseType.REMOVED)

    assert again == first
    assert world.store.log.size() == size


def test_another_answer_under_the_same_reference_is_refused(world: World, request_received: TakedownRequest) -> None:
    respond(world, request_received, ResponseType.REMOVED)

    with pytest.raises(DuplicateError):
        respond(world, request_received, ResponseType.DECLINED)


def test_declining_needs_a_reason_code(world: World, request_received: TakedownRequest) -> None:
    unexplained = answer(ResponseType.DECLINED, reason_code=None)

    with pytest.raises(InvalidInputError, match="reason_code"):
        responses.respond(world.store, request_received.id, unexplained, actor=world.responder, now=world.now)


def test_an_answer_may_not_name_items_of_other_requests(world: World, request_received: TakedownRequest) -> None:
    strange = answer(ResponseType.REMOVED, "T-1", "itm_01JDB4V8M3Z1Q5X7T9N2R6C0KE")

    with pytest.raises(InvalidInputError, match="item_refs"):
        responses.respond(world.store, request_received.id, strange, actor=world.responder, now=world.now)


def test_acting_on_some_items_leaves_the_others_open_until_they_are_answered(world: World) -> None:
    signal = world.active(1)
    received = world.received(world.confirmed(signal, "v/1"), world.confirmed(signal, "v/2"))
    first, second = (item.id for item in received.items)
    some = responses.respond(
        world.store, received.id, answer(ResponseType.REMOVED, "T-1", first), actor=world.responder, now=world.now
    )
    rest = responses.respond(
        world.store,
        received.id,
        answer(ResponseType.ALREADY_ABSENT, "T-2", second),
        actor=world.responder,
        now=world.now,
    )

    assert (some.state, [item.state for item in some.items]) == (
        State.PARTIALLY_ACTIONED,
        [ItemState.ACTIONED, ItemState.OPEN],
    )
    assert (rest.state, [item.state for item in rest.items]) == (
        State.ACTIONED,
        [ItemState.ACTIONED, ItemState.ABSENT],
    )


@pytest.fixture
def two_items(world: World) -> TakedownRequest:
    signal = world.active(1)
    return world.received(world.confirmed(signal, "v/1"), world.confirmed(signal, "v/2"))


def respond_about(world: World, request: TakedownRequest, kind: ResponseType, *places: int) -> TakedownRequest:
    """Answer about the items at these places, under a reference of its own."""
    named = [request.items[place].id for place in places]
    given = answer(kind, f"T-{kind}-{places}", *named)
    return responses.respond(world.store, request.id, given, actor=world.responder, now=world.now)


def test_declining_one_item_leaves_the_request_open_for_the_others(world: World, two_items: TakedownRequest) -> None:
    some = respond_about(world, two_items, ResponseType.DECLINED, 0)
    upkeep.sweep(world.store, now=world.later(hours=72))

    assert (some.state, [item.state for item in some.items]) == (
        State.RECEIVED,
        [ItemState.DECLINED, ItemState.OPEN],
    )
    assert (some.due_at, len(some.responses)) == (two_items.due_at, 1)
    assert world.store.takedowns.get(some.id).state is State.OVERDUE


def test_a_request_is_declined_when_all_of_its_items_are(world: World, two_items: TakedownRequest) -> None:
    respond_about(world, two_items, ResponseType.DECLINED, 0)
    after = respond_about(world, two_items, ResponseType.DECLINED, 1)

    assert (after.state, after.due_at) == (State.DECLINED, world.now + timedelta(days=7))


def test_a_request_with_an_item_acted_on_and_one_declined_is_partially_actioned(
    world: World, two_items: TakedownRequest
) -> None:
    respond_about(world, two_items, ResponseType.DECLINED, 0)
    after = respond_about(world, two_items, ResponseType.REMOVED, 1)

    assert (after.state, after.due_at) == (State.PARTIALLY_ACTIONED, world.now + timedelta(days=30))


def test_the_rest_of_a_partially_actioned_request_may_be_declined(world: World, two_items: TakedownRequest) -> None:
    respond_about(world, two_items, ResponseType.REMOVED, 0)
    after = respond_about(world, two_items, ResponseType.DECLINED)

    assert (after.state, [item.state for item in after.items]) == (
        State.PARTIALLY_ACTIONED,
        [ItemState.ACTIONED, ItemState.DECLINED],
    )
    assert after.due_at == world.now + timedelta(days=30)


def test_a_request_is_reinstated_when_everything_that_was_acted_on_is(world: World, two_items: TakedownRequest) -> None:
    respond_about(world, two_items, ResponseType.REMOVED)
    withdrawals.withdraw(world.store, two_items.id, "an error", actor=world.senior, now=world.now)
    some = respond_about(world, two_items, ResponseType.REINSTATED, 0)
    after = respond_about(world, two_items, ResponseType.REINSTATED, 1)

    assert (some.state, [item.state for item in some.items]) == (
        State.REINSTATEMENT_REQUESTED,
        [ItemState.REINSTATED, ItemState.ACTIONED],
    )
    assert after.state is State.REINSTATED


def test_a_platform_is_told_that_its_question_was_answered(world: World, request_received: TakedownRequest) -> None:
    receiving(world)
    respond(world, request_received, ResponseType.INSUFFICIENT_INFORMATION)
    responses.clarify(world.store, request_received.id, "at 00:12", actor=world.reviewer, now=world.now)
    sent = deliveries.page(world.store, after=None, limit=100, actor=world.webmaster).items

    assert [each.subject_id for each in sent if each.event_type is EventType.CLARIFICATION_ANSWERED] == [
        request_received.id
    ]


def test_an_answer_to_a_question_is_kept_with_its_author(world: World, request_received: TakedownRequest) -> None:
    respond(world, request_received, ResponseType.INSUFFICIENT_INFORMATION)
    responses.clarify(world.store, request_received.id, "at 00:12", actor=world.reviewer, now=world.now)
    kept = world.store.takedowns.get(request_received.id).clarifications

    assert [(each.text, each.answered_at, each.user_id) for each in kept] == [
        ("at 00:12", world.now, world.reviewer.user_id)
    ]


def test_a_platforms_own_reviewer_does_not_answer_its_question(world: World, request_received: TakedownRequest) -> None:
    respond(world, request_received, ResponseType.INSUFFICIENT_INFORMATION)
    own = world.actor(Role.REVIEWER, world.gamma)

    with pytest.raises(SeparationOfDutiesError):
        responses.clarify(world.store, request_received.id, "at 00:12", actor=own, now=world.now)


def test_a_clarification_stops_the_clock_and_its_answer_starts_it_anew(
    world: World, request_received: TakedownRequest
) -> None:
    respond(world, request_received, ResponseType.INSUFFICIENT_INFORMATION)
    upkeep.sweep(world.store, now=world.later(days=9))
    waiting = world.store.takedowns.get(request_received.id)
    clarified = responses.clarify(world.store, request_received.id, "at 00:12", actor=world.reviewer, now=world.now)

    assert waiting.state is State.CLARIFICATION
    assert (clarified.state, clarified.respond_by) == (State.RECEIVED, world.now + timedelta(hours=72))


def test_a_platform_that_was_unable_resumes_with_a_new_clock(world: World, request_received: TakedownRequest) -> None:
    respond(world, request_received, ResponseType.UNABLE_FORCE_MAJEURE)
    world.later(days=9)
    resumed = respond(world, request_received, ResponseType.GROUNDS_CEASED, "T-2")

    assert (resumed.state, resumed.respond_by) == (State.RECEIVED, world.now + timedelta(hours=72))


@pytest.mark.parametrize(
    ("kind", "state"),
    [(ResponseType.REINSTATED, State.REINSTATED), (ResponseType.REINSTATEMENT_REFUSED, State.CLOSED)],
)
def test_a_platform_that_is_asked_to_reinstate_does_or_refuses(
    world: World, request_received: TakedownRequest, kind: ResponseType, state: State
) -> None:
    respond(world, request_received, ResponseType.REMOVED)
    withdrawals.withdraw(world.store, request_received.id, "an error", actor=world.senior, now=world.now)

    assert respond(world, request_received, kind, "T-2").state is state


def test_the_platforms_clock_stands_beside_ours(world: World, request_received: TakedownRequest) -> None:
    theirs = world.now - timedelta(minutes=9)
    given = answer(received_at=theirs, recorded_at=world.now)
    after = responses.respond(world.store, request_received.id, given, actor=world.responder, now=world.now)

    assert (after.responses[0].received_at, after.responses[0].recorded_at) == (theirs, world.now)


def test_what_a_platform_fetches_after_its_answer_is_what_it_answered(
    world: World, request_received: TakedownRequest
) -> None:
    after = respond(world, request_received, ResponseType.REMOVED)
    fetched = inbox.fetch(world.store, after.id, actor=world.responder, now=world.now)

    assert replace(fetched, version=after.version) == after


def test_what_is_closed_is_not_acknowledged_any_more(world: World, request_received: TakedownRequest) -> None:
    respond(world, request_received, ResponseType.REMOVED)
    upkeep.sweep(world.store, now=world.later(days=30))

    with pytest.raises(IllegalTransitionError, match="closed"):
        respond(world, request_received, ResponseType.ACKNOWLEDGED, "T-2")


def test_the_answers_to_a_request_have_an_end(world: World, request_received: TakedownRequest) -> None:
    many = tuple(answer(ResponseType.ACKNOWLEDGED, f"T-{number}") for number in range(250))
    full = replace(request_received, responses=many, version=request_received.version + 1)
    entry = audit.entry(SYSTEM, "test.fill", world.now, after=full)
    world.store.commit(entry, world.store.takedowns.put(full, request_received))

    with pytest.raises(GuardError, match="250"):
        respond(world, request_received, ResponseType.ACKNOWLEDGED, "another")
