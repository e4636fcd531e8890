"""A request on its way to its platform, and what counts as received."""

import orjson
import pytest

from hashdb.errors import NotFoundError
from hashdb.lifecycles.match import State as MatchState
from hashdb.lifecycles.takedown import State
from hashdb.records.member import Kind as MemberKind
from hashdb.records.webhook import Channel, Priority
from hashdb.roles import Role
from hashdb.services import inbox, responses, retractions, takedowns, upkeep
from hashdb.services.takedowns import Verdict
from hashdb.store import Debt, lists
from hashdb.store import Kind as Owed
from tests.services.answers import answer
from tests.services.endpoints import receiving
from tests.services.world import World


def test_dispatching_twice_sends_once(world: World) -> None:
    receiving(world)
    sent = world.dispatched(world.confirmed(world.active(1)))
    inbox.dispatch(world.store, sent.id, now=world.now)

    told = world.store.deliveries.page(lists.deliveries_about(sent.id), after=None, limit=9).items
    assert [each.channel for each in told].count(Channel.WEBHOOK) == 1
    assert not world.store.ledger.is_owed(Debt(kind=Owed.DISPATCH, subject_id=sent.id))


def test_a_request_is_taken_back_when_its_signal_ended_before_it_was_sent(world: World) -> None:
    signal = world.active(1)
    waiting = world.in_review(world.confirmed(signal))
    takedowns.review(world.store, waiting.id, Verdict.APPROVE, actor=world.senior, now=world.now)
    retractions.retract(world.store, signal.id, actor=world.submitter, now=world.now)
    paused = inbox.dispatch(world.store, waiting.id, now=world.now)
    upkeep.sweep(world.store, now=world.later(days=731))
    ended = inbox.dispatch(world.store, waiting.id, now=world.now)

    assert (paused.state, ended.state) == (State.APPROVED, State.WITHDRAWN)
    assert world.store.matches.get(ended.items[0].match_id or "").state is MatchState.CONFIRMED


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
    waiting = world.in_review(world.confirmed(world.active(1)))
    approved = takedowns.review(world.store, waiting.id, Verdict.APPROVE, actor=world.senior, now=world.now)
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


def test_a_reviewer_of_the_platform_itself_cannot_warn_it_of_what_was_not_sent_yet(world: World) -> None:
    group_id = world.store.members.get(world.responder.member_id).group_id
    insider = world.actor(Role.REVIEWER, world.member(MemberKind.CIVIL_SOCIETY, group_id))
    waiting = world.in_review(world.confirmed(world.active(1)))
    request = takedowns.review(world.store, waiting.id, Verdict.APPROVE, actor=world.senior, now=world.now)
    before = inbox.page(world.store, after=None, limit=9, actor=insider).items

    with pytest.raises(NotFoundError):
        inbox.fetch(world.store, request.id, actor=insider, now=world.now)
    inbox.dispatch(world.store, request.id, now=world.now)
    assert before == []
    assert inbox.fetch(world.store, request.id, actor=insider, now=world.now).id == request.id


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
