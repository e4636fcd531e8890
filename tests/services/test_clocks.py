"""What the clock does to requests: reminders, overdue questions of a platform, closing, and whose clock is wrong."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hashdb import audit
from hashdb.access import SYSTEM
from hashdb.errors import GuardError, InvalidInputError
from hashdb.lifecycles.takedown import State
from hashdb.records.alert import AlertKind
from hashdb.records.signal import ContextFlag, Ground
from hashdb.records.takedown import LegalBasis, RequestedAction, ResponseType, TakedownRequest
from hashdb.records.webhook import EventType, Priority
from hashdb.services import alerts, inbox, responses, takedowns, upkeep
from tests.services.answers import answer
from tests.services.endpoints import receiving
from tests.services.test_orders import told
from tests.services.world import CLAIM, World


def swept(world: World, request: TakedownRequest, **by: float) -> TakedownRequest:
    upkeep.sweep(world.store, now=world.later(**by))
    return world.store.takedowns.get(request.id)


def open_alerts(world: World, request: TakedownRequest) -> list[AlertKind]:
    found = alerts.page(world.store, after=None, limit=99, still_open=True).items
    return [each.kind for each in found if each.subject_id == request.id]


def test_a_platform_is_reminded_three_times_before_its_silence_is_the_end(world: World) -> None:
    receiving(world)
    sent = world.dispatched(world.confirmed(world.active(1)))
    first = swept(world, sent, hours=24)
    inbox.fetch(world.store, sent.id, actor=world.responder, now=world.now)
    second = swept(world, sent, hours=72)
    third = swept(world, sent, days=3, hours=12)
    last = swept(world, sent, days=3, hours=12)

    assert [each.reminders for each in (first, second, third, last)] == [1, 2, 3, 3]
    assert [each.state for each in (first, second, third)] == [State.DISPATCHED, State.OVERDUE, State.OVERDUE]
    assert (last.state, last.closed_at) == (State.CLOSED_NO_RESPONSE, world.now)
    assert told(world, sent).count(EventType.TAKEDOWN_UPDATED) == 3


@pytest.mark.parametrize(("priority", "hours"), [(Priority.STANDARD, 72), (Priority.URGENT, 24)])
def test_who_cannot_be_reached_is_a_matter_for_people(world: World, priority: Priority, hours: int) -> None:
    sent = world.dispatched(world.confirmed(world.active(1)), priority=priority)
    swept(world, sent, hours=hours, seconds=-1)
    early = swept(world, sent)
    late = swept(world, sent, seconds=1)

    assert (early.state, late.state) == (State.DISPATCHED, State.UNDELIVERABLE)
    assert AlertKind.UNDELIVERED in open_alerts(world, sent)
    assert swept(world, sent, days=30).state is State.CLOSED


@pytest.mark.parametrize(("priority", "hours"), [(Priority.STANDARD, 24), (Priority.URGENT, 1)])
def test_a_question_that_we_do_not_answer_in_time_is_an_alert(world: World, priority: Priority, hours: int) -> None:
    asked = world.received(world.confirmed(world.active(1)), priority=priority)
    question = answer(ResponseType.INSUFFICIENT_INFORMATION)
    waiting = responses.respond(world.store, asked.id, question, actor=world.responder, now=world.now)
    late = swept(world, asked, hours=hours)
    raised = open_alerts(world, asked)
    responses.clarify(world.store, asked.id, "at 00:12", actor=world.reviewer, now=world.now)

    assert waiting.clarify_by == world.now
    assert (late.state, raised) == (State.CLARIFICATION, [AlertKind.CLARIFICATION_OVERDUE])
    assert open_alerts(world, asked) == []


@pytest.mark.parametrize(
    ("kind", "days"), [(ResponseType.REMOVED, 30), (ResponseType.ALREADY_ABSENT, 30), (ResponseType.DECLINED, 7)]
)
def test_a_request_that_was_answered_is_closed_in_time(world: World, kind: ResponseType, days: int) -> None:
    asked = world.received(world.confirmed(world.active(1)))
    done = responses.respond(world.store, asked.id, answer(kind), actor=world.responder, now=world.now)
    early = swept(world, asked, days=days, seconds=-1)
    late = swept(world, asked, seconds=1)

    assert early.state is done.state
    assert (late.state, late.closed_at) == (State.CLOSED, world.now)


def test_the_open_items_of_a_partial_answer_are_reminded_of_before_it_is_closed(world: World) -> None:
    signal = world.active(1)
    asked = world.received(world.confirmed(signal, "v/1"), world.confirmed(signal, "v/2"))
    first = answer(ResponseType.REMOVED, "T-1", asked.items[0].id)
    responses.respond(world.store, asked.id, first, actor=world.responder, now=world.now)
    reminded = swept(world, asked, hours=72)

    assert (reminded.state, reminded.reminders) == (State.PARTIALLY_ACTIONED, 1)
    assert swept(world, asked, days=7).state is State.CLOSED


@pytest.mark.parametrize(("minutes", "skewed"), [(5, False), (5.1, True), (-5.1, True)])
def test_a_platforms_clock_that_is_wrong_is_flagged_and_ours_decides(
    world: World, minutes: float, *, skewed: bool
) -> None:
    asked = world.received(world.confirmed(world.active(1)))
    theirs = world.now + timedelta(minutes=minutes)
    given = answer(ResponseType.ACKNOWLEDGED, received_at=theirs)
    after = responses.respond(world.store, asked.id, given, actor=world.responder, now=world.now)
    again = responses.respond(world.store, asked.id, given, actor=world.responder, now=world.now)

    assert (after.responses[0].clock_skewed, after.received_at) == (skewed, asked.received_at)
    assert again == after


def test_a_measure_in_the_future_is_flagged(world: World) -> None:
    asked = world.received(world.confirmed(world.active(1)))
    given = answer(measure_taken_at=world.now + timedelta(hours=1))
    after = responses.respond(world.store, asked.id, given, actor=world.responder, now=world.now)

    assert after.responses[0].clock_skewed
    assert after.acted_at == world.now


@pytest.mark.parametrize("basis", [LegalBasis.TCO_REMOVAL_ORDER, LegalBasis.COURT_ORDER, LegalBasis.NATIONAL_ORDER])
def test_a_reviewer_drafts_no_order(world: World, basis: LegalBasis) -> None:
    with pytest.raises(InvalidInputError, match="legal_basis"):
        world.draft(world.confirmed(world.active(1)), legal_basis=basis)


def test_a_notice_under_the_dsa_needs_its_statement_of_good_faith(world: World) -> None:
    match = world.confirmed(world.active(1))

    with pytest.raises(InvalidInputError, match="good_faith_statement"):
        world.draft(match, legal_basis=LegalBasis.DSA_NOTICE)
    assert world.draft(match, legal_basis=LegalBasis.DSA_NOTICE, good_faith_statement=True).state is State.DRAFT


def test_evidence_of_abuse_may_not_vanish(world: World) -> None:
    evidence = world.active(1, replace(CLAIM, context_flags=(ContextFlag.EVIDENCE_OF_ABUSE,)))
    match = world.confirmed(evidence)

    with pytest.raises(InvalidInputError, match="requested_action"):
        world.draft(match, requested_action=RequestedAction.REMOVE)
    assert world.draft(match, requested_action=RequestedAction.PRESERVE).state is State.DRAFT


def test_what_rests_on_a_ground_that_ended_is_discarded_or_taken_back_before_it_is_sent(world: World) -> None:
    signal = world.active(1)
    requests = [world.draft(world.confirmed(signal, "v/1")), world.in_review(world.confirmed(signal, "v/2"))]
    sent = world.dispatched(world.confirmed(signal, "v/3"))
    ended = [world.store.takedowns.get(each.id) for each in _resting_on(world, "reg_1", *requests, sent)]

    assert takedowns.discard_on(world.store, "reg_1", now=world.now) == 2
    assert [world.store.takedowns.get(each.id).state for each in ended] == [
        State.DISCARDED,
        State.WITHDRAWN,
        State.DISPATCHED,
    ]


def test_a_request_needs_a_ground_that_is_usable(world: World) -> None:
    signal = world.active(1)
    waiting = _resting_on(world, "reg_" + "0" * 26, world.in_review(world.confirmed(signal)))[0]

    with pytest.raises(GuardError):
        takedowns.review(world.store, waiting.id, takedowns.Verdict.APPROVE, actor=world.senior, now=world.now)


def _resting_on(world: World, entry_id: str, *requests: TakedownRequest) -> list[TakedownRequest]:
    """Put requests onto an entry of the register, as if their signals had rested on it."""
    grounded = []
    for before in requests:
        after = replace(before, ground=Ground(register_entry_id=entry_id), version=before.version + 1)
        entry = audit.entry(SYSTEM, "test", world.now, after=after)
        world.store.commit(entry, world.store.takedowns.put(after, before))
        grounded.append(after)
    return grounded
