"""The way through the provider, as a browser goes it."""

import httpx
from werkzeug.test import TestResponse

from hashdb.store import Store
from tests.api.sample import Clock
from tests.console.browsing import Browser
from tests.services.people import code

DOOR = "/console/sign-in"
OUT = f"{DOOR}/provider"
BACK = f"{OUT}/back"
CODE = f"{DOOR}/code"
ACCOUNT = "/console/account"
EMAIL = "noor@charity.example"


def asked(browser: Browser, place: str = "/console") -> str:
    """Go to the provider, say there who one is, and return where it sends one back to."""
    out = browser.client.get(f"{OUT}?next={place}")
    assert out.status_code == 303, out.text
    with httpx.Client() as tab:
        assert tab.get(out.headers["Location"]).status_code == 200
        return tab.post(out.headers["Location"]).headers["Location"].removeprefix("https://hashdb.example")


def back(browser: Browser, place: str = "/console") -> TestResponse:
    """Go to the provider and come back."""
    return browser.client.get(asked(browser, place))


def enters(browser: Browser, clock: Clock, place: str = "/console") -> TestResponse:
    """Go to the provider, come back, and give the code of the app."""
    clock.advance(minutes=1)
    answer = back(browser, place)
    assert (answer.status_code, answer.headers.get("Location")) == (303, CODE), answer.text
    return browser.send(CODE, CODE, code=code(clock()))


def is_in(browser: Browser) -> bool:
    """Whether somebody is signed in."""
    return browser.client.get(ACCOUNT).status_code == 200


def actions(store: Store) -> list[str]:
    """Return what was done, as the log tells it."""
    return [str(each.fields()["action"]) for each in store.log.everything()]
