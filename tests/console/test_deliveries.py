"""A platform sees what was sent to it, and what was given up, and has it sent once more."""

from hashdb.lifecycles.delivery import State
from hashdb.records.webhook import Attempt, Delivery
from hashdb.roles import Role
from hashdb.services import deliveries, endpoints
from hashdb.store import Store
from tests.console.conftest import SignIn
from tests.services.endpoints import receiving
from tests.services.world import World

PLACE = "/console/deliveries"
DEAD = f"{PLACE}?only=dead"


def dead_letter(world: World) -> Delivery:
    """Return a delivery whose endpoint is gone."""
    endpoint = receiving(world)
    sent = endpoints.deliveries_to(world.store, endpoint, limit=1)[0]
    tried = Attempt(started_at=world.now, status_code=410, duration_ms=3, response_excerpt="gone for good")
    return deliveries.conclude(world.store, sent.id, tried, now=world.now)


def test_a_dead_letter_is_found_and_sent_again_once(as_: SignIn, world: World, store: Store) -> None:
    letter = dead_letter(world)
    browser = as_(Role.PLATFORM_ADMIN, member=world.gamma)
    action = f"{PLACE}/{letter.id}/replay"
    shown = browser.follow(browser.send(DEAD, action))

    assert letter.state is State.ENDPOINT_GONE
    assert "sent once more" in shown.text
    assert store.deliveries.get(letter.id).state is State.QUEUED
    assert letter.id not in browser.open(DEAD).text


def test_a_platform_sees_no_other_platforms_letters_and_no_answer_of_a_server(as_: SignIn, world: World) -> None:
    letter = dead_letter(world)
    other = as_(Role.PLATFORM_ADMIN, member=world.alpha)
    own = as_(Role.PLATFORM_ADMIN, member=world.gamma).open(DEAD).text

    assert letter.id not in other.open(DEAD).text
    assert (letter.id in own, "gone for good" in own) == (True, False)


def test_an_auditor_sees_everybodys_letters_with_what_was_answered(as_: SignIn, world: World) -> None:
    letter = dead_letter(world)
    shown = as_(Role.AUDITOR).open(DEAD).text

    assert letter.id in shown
    assert "gone for good" in shown
    assert f"{letter.id}/replay" not in shown
