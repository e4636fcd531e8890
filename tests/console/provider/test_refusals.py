"""Who does not get in through the provider, and what becomes of an answer that is not for this sign-in."""

from collections.abc import Callable

import pytest
from joserfc.jwk import ECKey

from hashdb.store import Store
from tests.api.sample import Clock
from tests.console.browsing import Browser
from tests.console.identity_provider import IdentityProvider
from tests.console.provider.way import BACK, CODE, DOOR, EMAIL, OUT, asked, back, is_in
from tests.services.people import PASSWORD, code

pytestmark = pytest.mark.usefixtures("user")


@pytest.mark.parametrize(
    "lie",
    [
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"aud": "another service"},
        {"aud": ["hashdb at the tests", "another"], "azp": "another"},
        {"iss": "https://evil.example"},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"iat": 4_000_000_000},
        {"sub": ""},
        {"sub": 7},
    ],
)
def test_a_token_that_is_not_for_this_sign_in_opens_nothing(
    browser: Browser, provider: IdentityProvider, lie: dict[str, object]
) -> None:
    provider.lies = lie
    answer = back(browser)

    assert answer.status_code == 401
    assert "does not hold" in answer.text
    assert browser.client.get(CODE).status_code == 401


@pytest.mark.parametrize("algorithm", ["none", "HS256", "ES256"])
def test_a_token_that_the_provider_has_not_signed_with_its_key_opens_nothing(
    browser: Browser, provider: IdentityProvider, algorithm: str
) -> None:
    provider.algorithm = algorithm
    provider.signs_with = ECKey.generate_key("P-256", {"kid": "one"})

    assert back(browser).status_code == 401


@pytest.mark.parametrize(
    "says", [{"email_verified": False}, {"email_verified": "true"}, {"email": "nobody@charity.example"}, {"email": ""}]
)
def test_who_is_not_verified_or_not_known_is_not_let_in_and_makes_nothing(
    browser: Browser, store: Store, provider: IdentityProvider, says: dict[str, object]
) -> None:
    provider.person |= says
    before = store.log.size()
    answer = back(browser)

    assert answer.status_code == 401
    assert "leads to no account here" in answer.text
    assert f'href="{DOOR}"' in answer.text
    assert store.log.size() == before


def test_an_answer_counts_once_and_in_the_browser_that_asked(
    browser: Browser, another: Callable[[], Browser], clock: Clock
) -> None:
    there = asked(browser)
    elsewhere = another().client.get(there)
    first = browser.client.get(there)
    browser.send(CODE, CODE, code=code(clock()))
    again = browser.client.get(there)

    assert (elsewhere.status_code, first.status_code, again.status_code) == (401, 303, 401)
    assert "was not begun in this browser" in elsewhere.text


def test_an_answer_that_is_replayed_with_the_cookie_of_before_is_refused_by_the_provider(browser: Browser) -> None:
    there = asked(browser)
    kept = browser.client.get_cookie("__Host-hashdb_provider")
    browser.client.get(there)
    assert kept is not None
    browser.client.set_cookie(kept.key, kept.value)

    assert "does not know this sign-in any more" in browser.client.get(there).text


def test_another_state_than_that_of_this_browser_leads_nowhere(browser: Browser) -> None:
    there = asked(browser)
    wrong = browser.client.get(there.replace("state=", "state=x"))
    none = browser.client.get(f"{BACK}?error=access_denied")

    assert (wrong.status_code, none.status_code) == (401, 401)


def test_a_sign_in_that_takes_too_long_is_begun_again(browser: Browser, clock: Clock) -> None:
    there = asked(browser)
    clock.advance(minutes=11)
    late = browser.client.get(there)
    back(browser)
    clock.advance(minutes=11)

    assert late.status_code == 401
    assert browser.client.get(CODE).status_code == 401


def test_a_made_up_cookie_leads_nowhere(browser: Browser, store: Store) -> None:
    answers = []
    for sealed in ("made up", store.sealer.seal("device x"), store.sealer.seal('{"sent_to": "", "sent": {}}')):
        browser.client.set_cookie("__Host-hashdb_provider", sealed)
        answers.append(browser.client.get(CODE).status_code)

    assert answers == [401, 401, 401]


def test_a_form_from_another_site_gives_no_code(browser: Browser, clock: Clock) -> None:
    back(browser)
    answer = browser.client.post(CODE, data={"code": code(clock())}, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403


@pytest.mark.parametrize("issuer", ["http://127.0.0.1:9", "{}/", "{}/nowhere"])
def test_a_provider_that_is_down_or_another_is_said_so_and_the_password_lets_in(
    at: Callable[[str], Browser], clock: Clock, provider: IdentityProvider, issuer: str
) -> None:
    browser = at(issuer.format(provider.url))
    answer = browser.client.get(OUT)
    entered = browser.send(DOOR, DOOR, email=EMAIL, password=PASSWORD, code=code(clock()))

    assert answer.status_code == 503
    assert "sign in with password and code for now" in answer.text.lower()
    assert f'href="{DOOR}"' in answer.text
    assert entered.status_code == 303
    assert is_in(browser)
