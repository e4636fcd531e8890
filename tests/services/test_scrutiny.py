"""What becomes of an order that is contested, scrutinised or taken back."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from hashdb.errors import ForbiddenError, GuardError, IllegalTransitionError, InvalidInputError, NotFoundError
from hashdb.lifecycles.order import State as OrderState
from hashdb.lifecycles.takedown import State
from hashdb.records.alert import AlertKind
from hashdb.records.order import Order
from hashdb.records.takedown import ResponseType, TakedownRequest
from hashdb.records.webhook import Channel, EventType
from hashdb.services import alerts, inbox, responses, scrutiny, upkeep
from hashdb.services.scrutiny import Verdict
from hashdb.store import lists
from tests.services.answers import answer
from tests.services.endpoints import receiving
from tests.services.test_orders import told
from tests.services.world import World
from tests.services.worlds.orders import approved, from_abroad, home_officer, received

WHY = "It infringes Article 3(4)(b): no reasons are given."


def order_of(request: TakedownRequest) -> Order:
    assert request.order
    return request.order


def mailed(world: World, request: TakedownRequest) -> Counter[str]:
    found = world.store.deliveries.page(lists.deliveries_about(request.id), after=None, limit=99).items
    return Counter(each.member_id for each in found if each.channel is Channel.EMAIL)


def contested(world: World, request: TakedownRequest) -> TakedownRequest:
    return scrutiny.lodge_review(world.store, request.id, WHY, actor=world.responder, now=world.now)


def test_an_infringement_annuls_the_order_and_asks_back_what_was_removed(world: World) -> None:
    receiving(world)
    home = home_officer(world)
    got = from_abroad(world, home, home_authority_contact="home@authority.example")
    responses.respond(world.store, got.id, answer(), actor=world.responder, now=world.now)
    contested(world, got)
    act = {"actor": home, "now": world.now}
    scrutiny.scrutinise(world.store, got.id, Verdict.INTENDS, WHY, **act)  # type: ignore[arg-type]
    after = scrutiny.scrutinise(world.store, got.id, Verdict.INFRINGES, WHY, **act)  # type: ignore[arg-type]
    back = responses.respond(
        world.store, got.id, answer(ResponseType.REINSTATED, "T-2"), actor=world.responder, now=world.now
    )

    assert (after.state, order_of(after).state) == (State.REINSTATEMENT_REQUESTED, OrderState.ANNULLED)
    assert order_of(after).annulled_at == world.now
    assert order_of(after).intention_reasons == WHY
    assert EventType.REINSTATEMENT_REQUESTED in told(world, got)
    assert mailed(world, got) == {world.authority.id: 5, home.member_id: 3}
    assert back.state is State.REINSTATED


def test_what_was_not_removed_yet_is_just_withdrawn(world: World) -> None:
    got = received(world)
    after = scrutiny.annul(world.store, got.id, "a court says so", actor=world.officer, now=world.now)

    assert (after.state, order_of(after).state) == (State.WITHDRAWN, OrderState.ANNULLED)


def test_an_order_that_was_closed_long_ago_can_still_be_annulled(world: World) -> None:
    got = received(world)
    responses.respond(world.store, got.id, answer(), actor=world.responder, now=world.now)
    contested(world, got)
    upkeep.sweep(world.store, now=world.later(days=30))
    closed = world.store.takedowns.get(got.id)
    after = scrutiny.annul(world.store, got.id, "a court says so", actor=world.officer, now=world.now)

    assert (closed.state, order_of(closed).state) == (State.CLOSED, OrderState.UNDER_REVIEW)
    assert after.state is State.REINSTATEMENT_REQUESTED


def test_before_it_is_issued_an_order_just_ends(world: World) -> None:
    agreed = approved(world)
    after = scrutiny.annul(world.store, agreed.id, "no longer needed", actor=world.officer, now=world.now)
    sent = inbox.dispatch(world.store, agreed.id, now=world.later(days=1))

    assert (after.state, order_of(after).state) == (State.WITHDRAWN, OrderState.INFORMED)
    assert sent == after


def test_the_issuer_is_told_of_the_intention_before_an_infringement_is_found(world: World) -> None:
    home = home_officer(world)
    got = from_abroad(world, home)
    inbox.fetch(world.store, got.id, actor=home, now=world.now)

    with pytest.raises(GuardError, match="intention"):
        scrutiny.scrutinise(world.store, got.id, Verdict.INFRINGES, WHY, actor=home, now=world.now)


def test_only_the_home_authority_scrutinises(world: World) -> None:
    got = contested(world, from_abroad(world, home_officer(world)))
    stranger = home_officer(world)

    with pytest.raises(ForbiddenError):
        scrutiny.scrutinise(world.store, got.id, Verdict.NO_INFRINGEMENT, WHY, actor=world.officer, now=world.now)
    with pytest.raises(NotFoundError):
        scrutiny.scrutinise(world.store, got.id, Verdict.NO_INFRINGEMENT, WHY, actor=stranger, now=world.now)
    with pytest.raises(ForbiddenError):
        scrutiny.confirm(world.store, got.id, WHY, actor=world.officer, now=world.now)


@pytest.mark.parametrize(("late", "refused"), [(timedelta(0), False), (timedelta(microseconds=1), True)])
def test_a_provider_contests_within_forty_eight_hours_of_receipt(
    world: World, late: timedelta, *, refused: bool
) -> None:
    got = received(world)
    world.now = world.now + timedelta(hours=48) + late

    if refused:
        with pytest.raises(GuardError, match="48 hours"):
            contested(world, got)
    else:
        assert order_of(contested(world, got)).state is OrderState.UNDER_REVIEW


def test_on_its_own_initiative_an_authority_has_seventy_two_hours_from_its_copy(world: World) -> None:
    home = home_officer(world)
    got = from_abroad(world, home)
    inbox.fetch(world.store, got.id, actor=home, now=world.now)
    world.later(hours=72, microseconds=1)

    with pytest.raises(GuardError, match="72 hours"):
        scrutiny.scrutinise(world.store, got.id, Verdict.INTENDS, WHY, actor=home, now=world.now)


def test_a_scrutiny_that_is_late_is_told_once_and_still_counts(world: World) -> None:
    home = home_officer(world)
    got = contested(world, from_abroad(world, home))
    upkeep.sweep(world.store, now=world.later(hours=72))
    upkeep.sweep(world.store, now=world.later(hours=72))
    raised = [each.kind for each in alerts.page(world.store, after=None, limit=99, still_open=True).items]
    after = scrutiny.scrutinise(world.store, got.id, Verdict.NO_INFRINGEMENT, WHY, actor=home, now=world.now)
    left = [each.kind for each in alerts.page(world.store, after=None, limit=99, still_open=True).items]

    assert raised.count(AlertKind.SCRUTINY_OVERDUE) == 1
    assert order_of(after).state is OrderState.CONFIRMED
    assert AlertKind.SCRUTINY_OVERDUE not in left


def test_an_order_at_home_is_confirmed_by_what_a_court_says(world: World) -> None:
    got = contested(world, received(world))
    after = scrutiny.confirm(world.store, got.id, "judgment of 3 December", actor=world.officer, now=world.now)

    assert order_of(after).state is OrderState.CONFIRMED
    with pytest.raises(IllegalTransitionError):
        scrutiny.confirm(world.store, got.id, "again", actor=world.officer, now=world.now)


def test_reasons_are_needed(world: World) -> None:
    got = received(world)

    for act in (scrutiny.lodge_review, scrutiny.annul, scrutiny.confirm):
        with pytest.raises(InvalidInputError, match="reasons"):
            act(
                world.store,
                got.id,
                " ",
                actor=world.responder if act is scrutiny.lodge_review else world.officer,
                now=world.now,
            )


def test_non_disclosure_lasts_six_weeks_and_is_extended_once_by_six_more(world: World) -> None:
    got = received(world, non_disclosure=True)
    first = got.non_disclosure_until
    assert first == world.now + timedelta(weeks=6)
    latest = first + timedelta(weeks=6)

    def extend(until: datetime) -> TakedownRequest:
        return scrutiny.extend_non_disclosure(world.store, got.id, until, actor=world.officer, now=world.now)

    with pytest.raises(InvalidInputError, match="until"):
        extend(latest + timedelta(seconds=1))
    assert extend(latest).non_disclosure_until == latest
    with pytest.raises(GuardError, match="once"):
        extend(latest)


def test_what_may_be_disclosed_is_not_hidden_later(world: World) -> None:
    got = received(world)

    with pytest.raises(GuardError, match="non-disclosure"):
        scrutiny.extend_non_disclosure(world.store, got.id, world.now, actor=world.officer, now=world.now)
