"""A platform's people open requests, which is receipt, and answer them by form."""

import pytest

from api.console.answers import ANSWERS, BASES, DECLINING
from hashdb.lifecycles.takedown import State
from hashdb.records.takedown import DeclineReason, ItemState, LegalBasis, ResponseType, TakedownRequest
from hashdb.roles import Role
from hashdb.services import inbox, responses
from hashdb.store import Store
from tests.api.sample import Clock
from tests.console.browsing import Browser
from tests.console.conftest import SignIn
from tests.services.answers import answer
from tests.services.world import REASONS, World
from tests.services.worlds.orders import home_officer, issued

PLACE = "/console/inbox"


@pytest.fixture
def sent(world: World) -> TakedownRequest:
    """A request about two pieces of content, on its way to platform gamma."""
    signal = world.active("the picture")
    return world.dispatched(world.confirmed(signal, "v/1"), world.confirmed(signal, "v/2"))


@pytest.fixture
def responder(as_: SignIn, world: World) -> Browser:
    return as_(Role.PLATFORM_RESPONDER, member=world.gamma)


def test_the_list_tells_no_content_and_opening_a_request_is_its_receipt(
    responder: Browser, sent: TakedownRequest, store: Store
) -> None:
    listed = responder.open(PLACE).text

    assert sent.id in listed
    assert REASONS not in listed
    assert store.takedowns.get(sent.id).state is State.DISPATCHED

    opened = responder.open(f"{PLACE}/{sent.id}").text
    assert REASONS in opened
    assert "https://gamma.example/v/1" in opened
    assert store.takedowns.get(sent.id).state is State.RECEIVED
    assert responder.client.head(f"{PLACE}/{sent.id}").status_code == 405


def test_an_answer_about_one_of_two_leaves_the_other_open_until_it_is_answered(
    responder: Browser, sent: TakedownRequest, store: Store
) -> None:
    here = f"{PLACE}/{sent.id}"
    first = responder.send(here, f"{here}/answer", type="removed", items="2", measure_taken_at="2026-11-23T08:59")
    partly = store.takedowns.get(sent.id)
    responder.send(here, f"{here}/answer", type="declined", items="1", reason_code="exempt_context", details="News.")
    after = store.takedowns.get(sent.id)

    assert first.status_code == 303
    assert [item.state for item in partly.items] == [ItemState.OPEN, ItemState.ACTIONED]
    assert [item.state for item in after.items] == [ItemState.DECLINED, ItemState.ACTIONED]
    assert after.responses[-1].reason_code is DeclineReason.EXEMPT_CONTEXT
    assert "Nothing waits for you." in responder.open(PLACE).text


def test_to_decline_without_a_reason_is_refused_and_no_word_is_lost(
    responder: Browser, sent: TakedownRequest, store: Store
) -> None:
    here = f"{PLACE}/{sent.id}"
    refused = responder.send(here, f"{here}/answer", type="declined", details="Это новости")

    assert refused.status_code == 422
    assert 'id="reason_code_broken"' in refused.text
    assert "Это новости" in refused.text
    assert store.takedowns.get(sent.id).responses == ()


def test_a_number_that_no_content_has_is_refused(responder: Browser, sent: TakedownRequest) -> None:
    here = f"{PLACE}/{sent.id}"

    assert "numbers from 1 to 2" in responder.send(here, f"{here}/answer", type="removed", items="3").text


def test_the_request_of_another_platform_does_not_exist(as_: SignIn, sent: TakedownRequest, world: World) -> None:
    assert as_(Role.PLATFORM_RESPONDER, member=world.alpha).open(f"{PLACE}/{sent.id}").status_code == 404


def test_what_waits_is_listed_by_its_deadline_and_what_is_answered_no_more(world: World, clock: Clock) -> None:
    first, second = (world.dispatched(world.confirmed(world.active(seed), seed)) for seed in ("a", "b"))
    inbox.fetch(world.store, second.id, actor=world.responder, now=clock())
    inbox.fetch(world.store, first.id, actor=world.responder, now=world.later(minutes=1))
    waiting = inbox.waiting(world.store, limit=9, actor=world.responder)

    assert [each.id for each in waiting] == [second.id, first.id]

    removed = answer(ResponseType.REMOVED)
    responses.respond(world.store, second.id, removed, actor=world.responder, now=world.now)
    assert [each.id for each in inbox.waiting(world.store, limit=9, actor=world.responder)] == [first.id]


def test_an_order_says_that_it_is_one_and_is_contested_by_form(responder: Browser, world: World, store: Store) -> None:
    order = issued(world, provider_member_state="IE", home_authority_id=home_officer(world).member_id)
    here = f"{PLACE}/{order.id}"
    shown = responder.open(here).text
    responder.send(here, f"{here}/contest", reasons="It names an interview with a historian.")
    contested = store.takedowns.get(order.id).order

    assert "act within one hour of its receipt" in shown
    assert "Administrative court of Paris" in shown
    assert contested is not None
    assert contested.scrutiny_requests[0].reasons == "It names an interview with a historian."


def test_every_answer_and_reason_has_words() -> None:
    assert set(ANSWERS) == set(ResponseType)
    assert set(DECLINING) == set(DeclineReason)
    assert set(BASES) == set(LegalBasis)
