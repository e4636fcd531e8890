"""Removal orders until they are issued, received and executed."""

from dataclasses import replace
from datetime import timedelta

import orjson
import pytest

from hashdb.errors import (
    DuplicateError,
    ForbiddenError,
    GuardError,
    InvalidInputError,
    NotFoundError,
    SeparationOfDutiesError,
)
from hashdb.lifecycles.order import State as OrderState
from hashdb.lifecycles.takedown import State
from hashdb.records.alert import AlertKind
from hashdb.records.member import Kind
from hashdb.records.takedown import Exempt, LegalBasis, RequestedAction, ResponseType, TakedownRequest
from hashdb.records.webhook import Channel, EventType
from hashdb.roles import Role
from hashdb.services import inbox, orders, papers, responses, scrutiny, takedowns, upkeep, withdrawals
from hashdb.services.takedowns import Verdict
from hashdb.store import lists
from tests.services.answers import answer
from tests.services.endpoints import receiving
from tests.services.world import NOTHING_EXEMPTS, World
from tests.services.worlds.orders import URL, approved, drafted, from_abroad, home_officer, in_review, issued, received


def state_of(request: TakedownRequest) -> tuple[State, OrderState | None]:
    return request.state, None if request.order is None else request.order.state


def told(world: World, request: TakedownRequest) -> list[EventType]:
    found = world.store.deliveries.page(lists.deliveries_about(request.id), after=None, limit=99).items
    return [each.event_type for each in found if each.channel is Channel.WEBHOOK]


def test_an_order_is_an_urgent_request_of_its_authority(world: World) -> None:
    order = drafted(world)

    assert state_of(order) == (State.DRAFT, OrderState.DRAFTED)
    assert (order.issuer, order.legal_basis.is_order, order.is_urgent) == (world.authority.id, True, True)
    assert order.requested_by_government
    assert order.items[0].url != "https://gamma.example/v/7"


def test_two_officers_of_one_authority_stand_behind_an_order(world: World) -> None:
    waiting = in_review(world)
    stranger = home_officer(world)

    with pytest.raises(SeparationOfDutiesError):
        takedowns.review(world.store, waiting.id, Verdict.APPROVE, actor=world.officer, now=world.now)
    for outsider in (stranger, world.senior):
        with pytest.raises(NotFoundError):
            takedowns.review(world.store, waiting.id, Verdict.APPROVE, actor=outsider, now=world.now)
    agreed = takedowns.review(world.store, waiting.id, Verdict.APPROVE, actor=world.other_officer, now=world.now)
    assert agreed.state is State.APPROVED


def test_an_officer_decides_no_request_of_the_service(world: World) -> None:
    waiting = world.in_review(world.confirmed(world.active(1)))

    with pytest.raises(NotFoundError):
        takedowns.review(world.store, waiting.id, Verdict.APPROVE, actor=world.officer, now=world.now)
    with pytest.raises(NotFoundError):
        inbox.fetch(world.store, waiting.id, actor=world.officer, now=world.now)


def test_a_reviewer_takes_no_order_back(world: World) -> None:
    with pytest.raises(ForbiddenError):
        withdrawals.withdraw(world.store, received(world).id, "no", actor=world.senior, now=world.now)


def test_an_order_about_exempt_content_is_not_submitted(world: World) -> None:
    exempt = replace(NOTHING_EXEMPTS, journalistic=Exempt.YES)

    with pytest.raises(GuardError, match="journalistic"):
        in_review(world, exemption_assessment=exempt)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"member_id": "org_" + "0" * 26}, "member_id"),
        ({"statement_of_reasons": "x" * 79}, "statement_of_reasons"),
        ({"items": ()}, "items"),
        ({"provider_member_state": "IE"}, "home_authority_contact"),
        ({"provider_member_state": "IE", "home_authority_contact": "Dublin"}, "copy_sent_to_home_authority"),
        ({"home_authority_id": "org_" + "0" * 26}, "home_authority_id"),
        ({"requested_action": RequestedAction.LABEL}, "requested_action"),
        ({"legal_basis": LegalBasis.REFERRAL}, "legal_basis"),
    ],
)
def test_an_order_that_breaks_a_rule_of_annex_i_is_refused(
    world: World, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        drafted(world, **changes)

    assert [each.field for each in refused.value.problems] == [field]


def test_the_same_address_is_not_ordered_twice_however_it_is_written(world: World) -> None:
    first = drafted(world)
    again = {"items": (orders.NewItem(url="http://www.gamma.example/v/7/?fbclid=1"),)}

    with pytest.raises(DuplicateError, match=first.id):
        drafted(world, **again)


def test_a_first_order_waits_twelve_hours_after_the_provider_was_informed(world: World) -> None:
    receiving(world)
    agreed = approved(world)
    early = inbox.dispatch(world.store, agreed.id, now=world.later(hours=12, seconds=-1))
    late = inbox.dispatch(world.store, agreed.id, now=world.later(seconds=1))

    assert agreed.order
    assert state_of(agreed) == (State.APPROVED, OrderState.INFORMED)
    assert agreed.order.earliest_issue_at == world.now
    assert early.state is State.APPROVED
    assert state_of(late) == (State.DISPATCHED, OrderState.IN_FORCE)
    assert told(world, agreed) == [EventType.TCO_PRIOR_INFORMATION, EventType.TAKEDOWN_REQUESTED]


def test_the_prior_information_is_thin(world: World) -> None:
    receiving(world)
    agreed = approved(world)
    owed = world.store.deliveries.page(lists.deliveries_about(agreed.id), after=None, limit=9).items[0]

    assert orjson.loads(owed.body)["data"] == {
        "id": agreed.id,
        "issuer": world.authority.id,
        "earliest_issue_at": "2026-11-23T21:00:00Z",
    }


def test_a_second_order_to_the_same_provider_goes_at_once(world: World) -> None:
    issued(world)
    second = approved(world, items=(orders.NewItem(url="https://gamma.example/v/8"),))
    sent = inbox.dispatch(world.store, second.id, now=world.now)

    assert state_of(second) == (State.APPROVED, OrderState.DRAFTED)
    assert state_of(sent) == (State.DISPATCHED, OrderState.IN_FORCE)


def test_an_emergency_needs_no_prior_information(world: World) -> None:
    assert state_of(issued(world)) == (State.DISPATCHED, OrderState.IN_FORCE)


def test_the_hour_runs_from_receipt_and_from_the_clarification_again(world: World) -> None:
    sent = issued(world)
    world.later(hours=3)
    got = inbox.fetch(world.store, sent.id, actor=world.responder, now=world.now)
    question = answer(ResponseType.MANIFEST_ERROR, "T-1", errors_and_clarification_needed="which video?")
    asked = responses.respond(world.store, sent.id, question, actor=world.responder, now=world.later(minutes=10))
    world.later(minutes=50)
    clarified = responses.clarify(world.store, sent.id, "the first", actor=world.officer, now=world.now)

    assert got.respond_by == got.received_at + timedelta(hours=1)  # type: ignore[operator]
    assert asked.state is State.CLARIFICATION
    assert clarified.respond_by == world.now + timedelta(hours=1)


def test_an_hour_without_an_answer_is_overdue(world: World) -> None:
    got = received(world)
    upkeep.sweep(world.store, now=world.later(hours=1, microseconds=-1))
    in_time = world.store.takedowns.get(got.id).state
    upkeep.sweep(world.store, now=world.later(microseconds=1))

    assert in_time is State.RECEIVED
    assert world.store.takedowns.get(got.id).state is State.OVERDUE


def test_an_order_that_nobody_contests_is_final_when_it_is_closed(world: World) -> None:
    got = received(world)
    responses.respond(world.store, got.id, answer(), actor=world.responder, now=world.now)
    upkeep.sweep(world.store, now=world.later(days=30))

    assert state_of(world.store.takedowns.get(got.id)) == (State.CLOSED, OrderState.FINAL)


def test_the_home_authority_gets_a_copy_and_its_first_look_is_receipt(world: World) -> None:
    home = home_officer(world)
    got = from_abroad(world, home)
    world.later(hours=2)
    seen = inbox.fetch(world.store, got.id, actor=home, now=world.now)
    again = inbox.fetch(world.store, got.id, actor=home, now=world.later(hours=1))

    assert got.order
    assert seen.order
    assert got.order.copy_sent_at == got.order.issued_at
    assert seen.order.scrutiny_by == seen.order.copy_received_at + timedelta(hours=72)  # type: ignore[operator]
    assert again == seen
    assert [each.id for each in orders.page(world.store, after=None, limit=9, actor=home).items] == [got.id]


def test_an_order_exists_for_those_whom_it_concerns(world: World) -> None:
    home = home_officer(world)
    got = from_abroad(world, home)
    stranger = home_officer(world)

    with pytest.raises(NotFoundError):
        inbox.fetch(world.store, got.id, actor=stranger, now=world.now)
    assert orders.page(world.store, after=None, limit=9, actor=stranger).items == []
    assert len(orders.page(world.store, after=None, limit=9, actor=world.officer).items) == 1
    assert len(orders.page(world.store, after=None, limit=9, actor=world.auditor).items) == 1


def test_an_authority_cannot_be_its_own_home_authority(world: World) -> None:
    sister = world.member(Kind.AUTHORITY, group_id=world.authority.group_id)

    with pytest.raises(InvalidInputError, match="another authority"):
        drafted(world, provider_member_state="IE", home_authority_id=sister.id)


def test_an_officer_of_the_providers_group_cannot_order(world: World) -> None:
    own = world.actor(Role.AUTHORITY_OFFICER, world.member(Kind.AUTHORITY, group_id=world.gamma.group_id))
    world.officer = own

    with pytest.raises(SeparationOfDutiesError):
        drafted(world)


@pytest.mark.parametrize("kind", [ResponseType.DECLINED, ResponseType.LABELLED, ResponseType.RESTRICTED_OTHER])
def test_nothing_but_execution_or_a_reason_of_annex_iii_stops_the_hour(world: World, kind: ResponseType) -> None:
    got = received(world)

    with pytest.raises(InvalidInputError, match="executed or contested"):
        responses.respond(world.store, got.id, answer(kind), actor=world.responder, now=world.now)
    assert world.store.takedowns.get(got.id) == got


def test_an_order_that_was_executed_in_part_is_late_after_its_hour(world: World) -> None:
    got = received(world, items=tuple(orders.NewItem(url=f"{URL}{each}") for each in "78"))
    some = answer(ResponseType.REMOVED, "T-1", got.items[0].id)
    responses.respond(world.store, got.id, some, actor=world.responder, now=world.now)
    upkeep.sweep(world.store, now=world.later(hours=1))

    assert world.store.takedowns.get(got.id).state is State.PARTIALLY_ACTIONED
    assert [(each.kind, each.subject_id) for each in world.store.alerts.all_of(lists.ALERTS_OPEN)][-1] == (
        AlertKind.OVERDUE,
        got.id,
    )


def test_an_order_that_nobody_received_never_becomes_final(world: World) -> None:
    sent = issued(world)
    for _ in range(2):
        upkeep.sweep(world.store, now=world.later(days=31))

    assert state_of(world.store.takedowns.get(sent.id)) == (State.CLOSED, OrderState.IN_FORCE)


@pytest.mark.parametrize("basis", [LegalBasis.COURT_ORDER, LegalBasis.NATIONAL_ORDER])
def test_what_only_the_regulation_knows_is_not_asked_of_other_orders(world: World, basis: LegalBasis) -> None:
    agreed = approved(world, legal_basis=basis, provider_member_state="IE")
    sent = inbox.dispatch(world.store, agreed.id, now=world.now)
    got = inbox.fetch(world.store, sent.id, actor=world.responder, now=world.now)
    first = approved(world, items=(orders.NewItem(url=f"{URL}8"),))

    assert state_of(sent) == (State.DISPATCHED, OrderState.IN_FORCE)
    assert got.respond_by == world.now + timedelta(hours=72)
    assert state_of(first) == (State.APPROVED, OrderState.INFORMED)
    with pytest.raises(GuardError, match="another legal basis"):
        papers.paper(world.store, got.id, papers.PaperName.ANNEX_I, actor=world.officer, now=world.now)
    with pytest.raises(GuardError, match="only removal orders"):
        scrutiny.lodge_review(world.store, got.id, "why", actor=world.responder, now=world.now)
    refused = answer(ResponseType.DECLINED)
    declined = responses.respond(world.store, got.id, refused, actor=world.responder, now=world.now)
    assert declined.state is State.DECLINED
