"""One's own account: where one is signed in, and changing what one signs in with."""

import re
from collections.abc import Callable

import pytest

from hashdb.records.member import User
from hashdb.roles import Role
from hashdb.services import members, personal_keys, second_factor, sessions
from hashdb.store import Store
from tests.api.sample import Clock
from tests.console.browsing import Browser, form_of
from tests.console.people import Person
from tests.services.people import PASSWORD, acting, with_account
from tests.services.world import World

PAGE = "/console/account"


@pytest.fixture
def user(store: Store, world: World, clock: Clock) -> User:
    return with_account(store, world.charity.id, "noor@charity.example", clock())


@pytest.fixture
def another(store: Store, user: User, clock: Clock, browser_of: Callable[[Person], Browser]) -> Callable[[], Browser]:
    """Return a function that signs the person in on one more device."""

    def enter() -> Browser:
        clock.advance(seconds=1)
        token = sessions.begin(store, user, agent="Browser <b>1</b>", now=clock()).token
        return browser_of(Person(user=user, actor=acting(store, user), token=token))

    return enter


def test_somebody_without_a_role_finds_the_account_and_is_told_so(another: Callable[[], Browser]) -> None:
    browser = another()

    assert "You hold no role yet" in browser.open("/console").text
    assert "&lt;b&gt;1&lt;/b&gt;" in browser.open(PAGE).text


def test_a_device_is_signed_out_from_another_one(another: Callable[[], Browser]) -> None:
    lost, browser = another(), another()
    end = re.findall(r'action="(/console/account/sessions/ses_[^"]+/end)"', browser.open(PAGE).text)
    browser.follow(browser.send(PAGE, end[0]))

    assert len(end) == 1
    assert lost.client.get(PAGE).status_code == 303
    assert browser.client.get(PAGE).status_code == 200


def test_signing_out_everywhere_leaves_no_session(another: Callable[[], Browser]) -> None:
    browsers = [another(), another()]
    browsers[0].send(PAGE, f"{PAGE}/sessions/end")

    assert [each.client.get(PAGE).status_code for each in browsers] == [303, 303]


def test_a_session_of_somebody_else_does_not_exist(another: Callable[[], Browser]) -> None:
    browser = another()
    fields = form_of(browser.open(PAGE).text, f"{PAGE}/sessions/end").fields
    answer = browser.client.post(f"{PAGE}/sessions/ses_01JDB4V8M3Z1Q5X7T9N2R6C0KE/end", data=fields)

    assert answer.status_code == 404


def test_a_changed_password_is_said_so_and_a_wrong_one_stands_at_its_field(another: Callable[[], Browser]) -> None:
    other, browser = another(), another()
    wrong = browser.send(PAGE, f"{PAGE}/password", present_password="a wrong one", new_password="of no importance")
    right = browser.send(PAGE, f"{PAGE}/password", present_password=PASSWORD, new_password="of no importance")

    assert wrong.status_code == 422
    assert 'id="present_password_broken"' in wrong.text
    assert "Your password is changed" in browser.follow(right).text
    assert other.client.get(PAGE).status_code == 303


def test_new_recovery_codes_are_shown_once(another: Callable[[], Browser]) -> None:
    browser = another()
    codes = browser.send(f"{PAGE}/renew-codes", f"{PAGE}/recovery-codes", present_password=PASSWORD)
    shown = browser.follow(codes).text

    assert len(re.findall(r"<li><code>[a-z2-7-]{19}</code>", shown)) == 10
    assert "<li><code>" not in browser.open(f"{PAGE}/recovery-codes").text


@pytest.mark.parametrize("sealed", ["device of somebody", "MFRGG"])
def test_a_secret_is_none_that_was_sealed_for_another_purpose(
    another: Callable[[], Browser], store: Store, sealed: str
) -> None:
    browser, place = another(), f"{PAGE}/authenticator"
    answer = browser.send(place, place, present_password=PASSWORD, code="000000", seed=store.sealer.seal(sealed))

    assert answer.status_code == 422


def test_who_holds_a_role_makes_a_key_of_it_with_the_password_and_revokes_it(
    store: Store, world: World, clock: Clock, browser_of: Callable[[Person], Browser]
) -> None:
    holder = with_account(store, world.charity.id, "ada@charity.example", clock(), Role.REVIEWER, Role.ADMIN)
    began = sessions.begin(store, holder, now=clock())
    browser = browser_of(Person(user=holder, actor=acting(store, holder), token=began.token))
    place = f"{PAGE}/keys"
    wrong = browser.send(place, place, role="reviewer", present_password="a wrong one")
    shown = browser.follow(browser.send(place, place, role="reviewer", present_password=PASSWORD))
    made = members.authenticate(store, re.findall(r"hdb_[a-zA-Z0-9_]+", shown.text)[0], now=clock())
    browser.send(place, f"{place}/{made.key_id}/revoke")

    assert wrong.status_code == 422
    assert (made.user_id, made.role) == (holder.id, Role.REVIEWER)
    assert store.keys.get(str(made.key_id)).revoked_at == clock()


@pytest.mark.parametrize("role", [Role.SENIOR_REVIEWER, Role.PLATFORM_MATCHER])
def test_nobody_makes_a_key_of_a_role_that_they_do_not_hold(
    another: Callable[[], Browser], store: Store, user: User, role: Role
) -> None:
    browser, place = another(), f"{PAGE}/keys"
    fields = form_of(browser.open(PAGE).text, f"{PAGE}/sessions/end").fields
    answer = browser.client.post(place, data={**fields, "role": role, "present_password": PASSWORD})

    assert answer.status_code in {403, 422}
    assert personal_keys.of(store, user) == []


def test_a_key_of_somebody_else_does_not_exist(another: Callable[[], Browser], store: Store, world: World) -> None:
    browser = another()
    fields = form_of(browser.open(PAGE).text, f"{PAGE}/sessions/end").fields
    answer = browser.client.post(f"{PAGE}/keys/{world.reviewer.key_id}/revoke", data=fields)

    assert answer.status_code == 404
    assert store.keys.get(str(world.reviewer.key_id)).revoked_at is None


def test_another_app_is_offered_again_after_a_wrong_code(another: Callable[[], Browser], clock: Clock) -> None:
    browser, place = another(), f"{PAGE}/authenticator"
    wrong = browser.send(place, place, present_password=PASSWORD, code="000000")
    secret = re.sub(r"\s", "", re.findall(r'<code class="secret">([^<]+)</code>', wrong.text)[0])
    code = second_factor.code_at(secret, clock())
    right = browser.send_form(form_of(wrong.text, place), present_password=PASSWORD, code=code)

    assert (wrong.status_code, right.status_code) == (422, 303)
