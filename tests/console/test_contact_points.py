"""A platform names whom to reach, and proves that somebody is."""

from hashdb.records.contact_point import ContactRole
from hashdb.roles import Role
from hashdb.store import Store, lists
from tests.console.conftest import SignIn
from tests.services.world import World

PLACE = "/console/contact-points"
SAID = {"role": "crisis_24_7", "name": "Қанат Әбдірахманұлы", "email": "kanat@example.kz", "languages": "kk, ru, en"}


def test_a_contact_point_is_named_proved_with_the_mailed_code_and_removed(
    as_: SignIn, world: World, store: Store
) -> None:
    browser = as_(Role.PLATFORM_ADMIN, member=world.gamma)
    shown = browser.follow(browser.send(PLACE, PLACE, **SAID))
    made = next(store.contact_points.all_of(lists.of_member("contact_points", world.gamma.id)))
    here = f"{PLACE}/{made.id}"

    assert SAID["name"] in shown.text
    assert (made.role, made.languages, made.public) == (ContactRole.CRISIS, ("kk", "ru", "en"), False)

    assert browser.send(here, f"{here}/verify", code="guessed").status_code == 422
    code = store.sealer.open(made.challenge or "")
    assert "It is proved" in browser.follow(browser.send(here, f"{here}/verify", code=code)).text

    browser.send(here, f"{here}/remove")
    assert SAID["name"] not in browser.open(PLACE).text


def test_a_telephone_number_without_its_country_is_refused_at_its_field(as_: SignIn, world: World) -> None:
    answer = as_(Role.PLATFORM_ADMIN, member=world.gamma).send(PLACE, PLACE, **SAID, phone="030 12345")

    assert answer.status_code == 422
    assert 'id="phone_broken"' in answer.text
    assert SAID["name"] in answer.text
