"""A platform's administrator sees where it is told, and whether that works."""

from api.console.endpoints import EVENTS, EndpointForm
from hashdb.lifecycles.endpoint import State
from hashdb.records.webhook import Attempt, EventType
from hashdb.roles import Role
from hashdb.services import deliveries, endpoints
from hashdb.store import Store, lists
from tests.api.sample import Clock
from tests.console.conftest import SignIn
from tests.services.endpoints import receiving
from tests.services.world import World

PLACE = "/console/endpoints"
URL = "https://example.org/hooks"


def test_an_endpoint_is_registered_for_what_was_ticked_and_its_secret_shown_once(
    as_: SignIn, world: World, store: Store
) -> None:
    browser = as_(Role.PLATFORM_ADMIN, member=world.gamma)
    shown = browser.follow(browser.send(PLACE, PLACE, url=URL, takedown_requested="yes"))
    made = next(store.endpoints.all_of(lists.of_member("endpoints", world.gamma.id)))

    assert "whsec_" in shown.text
    assert "whsec_" not in browser.open(f"{PLACE}/{made.id}").text
    assert made.event_types == (EventType.TAKEDOWN_REQUESTED,)


def test_the_nonce_verifies_an_endpoint_and_a_wrong_one_stays_in_the_form(
    as_: SignIn, world: World, store: Store
) -> None:
    browser = as_(Role.PLATFORM_ADMIN, member=world.gamma)
    browser.send(PLACE, PLACE, url=URL)
    made = next(store.endpoints.all_of(lists.of_member("endpoints", world.gamma.id)))
    here, action = f"{PLACE}/{made.id}", f"{PLACE}/{made.id}/verify"
    refused = browser.send(here, action, nonce="wrong")
    nonce = store.sealer.open(made.challenge)

    assert (refused.status_code, 'value="wrong"' in refused.text) == (422, True)
    assert "is verified" in browser.follow(browser.send(here, action, nonce=nonce)).text
    assert store.endpoints.get(made.id).state is State.ACTIVE


def test_a_ping_is_tried_once_and_its_answer_is_shown(as_: SignIn, world: World, store: Store, clock: Clock) -> None:
    endpoint = receiving(world)
    browser, here = as_(Role.PLATFORM_ADMIN, member=world.gamma), f"{PLACE}/{endpoint.id}"
    browser.send(here, f"{here}/ping")
    ping = endpoints.deliveries_to(store, endpoint, limit=1)[0]
    again = browser.send(here, f"{here}/ping")
    attempt = Attempt(started_at=clock(), status_code=503, duration_ms=41)
    after = deliveries.conclude(store, ping.id, attempt, now=clock())

    assert ping.event_type is EventType.ENDPOINT_PING
    assert again.status_code == 409
    assert "still on its way" in again.text
    assert after.next_attempt_at is None
    assert "503" in browser.open(here).text
    assert browser.send(here, f"{here}/ping").status_code == 303


def test_the_endpoint_of_another_member_does_not_exist(as_: SignIn, world: World) -> None:
    endpoint = receiving(world)

    assert as_(Role.PLATFORM_ADMIN, member=world.alpha).open(f"{PLACE}/{endpoint.id}").status_code == 404


def test_every_event_there_is_can_be_ticked() -> None:
    offered = set(EndpointForm.model_fields) - {"url"}

    assert offered == set(EVENTS)
