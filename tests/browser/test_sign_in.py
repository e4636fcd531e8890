"""From an invitation to a session and back through the door, as a person with a telephone does it."""

import re

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from hashdb.services import second_factor
from tests.browser.conftest import Opens
from tests.browser.setting import Setting
from tests.browser.window import Window

PASSWORD = "vier Wörter ohne Zusammenhang"


@pytest.fixture
def window(opens: Opens) -> Window:
    return opens(None)


def signs_in(tab: Tab, setting: Setting, secret: str) -> None:
    """Fill in the form at the door by keyboard alone, with the next code of the app."""
    setting.stage.now += second_factor.PERIOD
    tab.get_by_label("E-mail address").focus()
    for text in ("madina@charity.example", PASSWORD, second_factor.code_at(secret, setting.stage.now)):
        tab.keyboard.type(text)
        tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")


def test_somebody_makes_an_account_signs_in_and_loses_no_word_when_the_session_ends(
    window: Window, setting: Setting
) -> None:
    tab = window.tab
    tab.goto(setting.address("/console/invitation/{link}"))
    secret = re.sub(r"\s", "", tab.locator("code.secret").inner_text())
    tab.get_by_label("A password").fill(PASSWORD)
    tab.get_by_label("The code that the app shows now").fill(second_factor.code_at(secret, setting.stage.now))
    tab.get_by_role("button", name="Make the account").click()
    expect(tab.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert tab.locator("ol.codes li").count() == second_factor.RECOVERY_CODES
    tab.get_by_role("link", name="sign in").click()
    signs_in(tab, setting, secret)
    tab.get_by_role("link", name="Мәдина").click()
    expect(tab.get_by_role("heading", name="Where you are signed in")).to_be_visible()
    tab.context.clear_cookies(name="hashdb_session")
    tab.get_by_label("Present password").fill(PASSWORD)
    tab.get_by_label("New password").fill("another set of quiet words")
    tab.get_by_role("button", name="Change the password").click()
    expect(tab.get_by_text("Your session has ended")).to_be_visible()
    signs_in(tab, setting, secret)

    expect(tab.get_by_text("Here is what you had written")).to_be_visible()
    assert tab.get_by_label("New password").input_value() == ""
    assert window.wrong == []
