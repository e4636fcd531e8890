"""Getting in through the provider: bound at the first time, and how it goes on."""

from urllib.parse import urlsplit

import pytest

from hashdb.records.member import User
from hashdb.store import Store
from tests.api.sample import Clock
from tests.console.browsing import Browser
from tests.console.identity_provider import IdentityProvider
from tests.console.provider.way import ACCOUNT, BACK, CODE, DOOR, EMAIL, OUT, actions, back, enters, is_in
from tests.services.people import PASSWORD, code

pytestmark = pytest.mark.usefixtures("user")


def test_the_first_time_address_and_code_bind_the_account_and_lead_to_where_one_wanted_to_go(
    browser: Browser, store: Store, clock: Clock, user: User, provider: IdentityProvider
) -> None:
    answer = enters(browser, clock, ACCOUNT)
    binding = store.accounts.get(user.id).binding
    shown = browser.open(ACCOUNT).text

    assert (answer.status_code, answer.headers["Location"]) == (303, ACCOUNT)
    assert binding is not None
    assert (binding.issuer, binding.subject) == (provider.url, "248289761001")
    assert actions(store)[-2:] == ["account.bind", "session.begin"]
    assert provider.url in shown
    assert "248289761001" in shown


def test_without_a_provider_there_is_no_way_to_it(plainly: Browser) -> None:
    assert OUT not in plainly.open(DOOR).text
    assert [plainly.client.get(each).status_code for each in (OUT, BACK, CODE)] == [404, 401, 401]


def test_the_door_offers_the_provider_by_its_host(browser: Browser, provider: IdentityProvider) -> None:
    shown = browser.open(f"{DOOR}?next=/console/queue").text

    assert f"Sign in through {urlsplit(provider.url).netloc}" in shown
    assert f'href="{OUT}?next=/console/queue"' in shown


def test_once_bound_it_is_the_subject_that_counts_and_no_address(
    browser: Browser, clock: Clock, store: Store, provider: IdentityProvider
) -> None:
    enters(browser, clock)
    browser.send(ACCOUNT, "/console/sign-out")
    provider.person = {"sub": "248289761001", "email": "another@charity.example", "email_verified": False}
    again = enters(browser, clock)
    browser.send(ACCOUNT, "/console/sign-out")
    provider.person = {"sub": "somebody else", "email": EMAIL, "email_verified": True}
    other = back(browser)

    assert again.status_code == 303
    assert other.status_code == 401
    assert not is_in(browser)
    assert actions(store).count("account.bind") == 1


@pytest.mark.parametrize(
    ("methods", "leads_to"), [(["pwd"], CODE), (["pwd", "mfa"], "/console"), (["hwk"], "/console"), ("mfa", CODE)]
)
def test_once_bound_no_code_is_asked_for_where_the_provider_has_asked_for_a_second_factor(
    browser: Browser, clock: Clock, provider: IdentityProvider, methods: object, leads_to: str
) -> None:
    provider.person["amr"] = methods
    enters(browser, clock)
    browser.send(ACCOUNT, "/console/sign-out")
    answer = back(browser)

    assert answer.headers["Location"] == leads_to
    assert is_in(browser) is (leads_to != CODE)


def test_an_address_that_the_provider_tells_at_another_place_counts_as_well(
    browser: Browser, clock: Clock, provider: IdentityProvider
) -> None:
    provider.apart = True

    assert enters(browser, clock).status_code == 303


def test_wrong_codes_are_waited_for_as_at_the_door_and_the_page_is_shown_again(browser: Browser) -> None:
    back(browser)
    wrong = [browser.send(CODE, CODE, code="123456") for _ in range(6)]
    waiting = browser.send(CODE, CODE, code="123456")

    assert {each.status_code for each in wrong} == {401}
    assert 'name="code"' in wrong[0].text
    assert waiting.status_code == 429
    assert not is_in(browser)


def test_a_code_counts_once_at_both_doors(browser: Browser, clock: Clock) -> None:
    browser.send(DOOR, DOOR, email=EMAIL, password=PASSWORD, code=code(clock()))
    browser.send(ACCOUNT, "/console/sign-out")
    back(browser)

    assert browser.send(CODE, CODE, code=code(clock())).status_code == 401


def test_a_session_begun_through_the_provider_ends_like_any_other(browser: Browser, clock: Clock) -> None:
    enters(browser, clock)
    clock.advance(minutes=31)

    assert not is_in(browser)
