"""The frame of all pages: what the script adds, that nothing needs it, and that a keyboard is enough."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from hashdb.roles import Role
from tests.browser.conftest import Opens
from tests.browser.pages import complains
from tests.browser.setting import Setting
from tests.browser.window import Window


@pytest.fixture
def keys(setting: Setting, opens: Opens) -> Window:
    """A reviewer's window with the list of keys."""
    window = opens(Role.REVIEWER)
    window.tab.goto(setting.address("/console/keys"))
    return window


@pytest.fixture
def scriptless(browser: Browser, setting: Setting) -> Iterator[Window]:
    """The window of somebody whose browser runs no script."""
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    yield Window(context.new_page(), setting.stage.url)
    context.close()


def test_a_key_opens_the_list_of_keys_and_escape_closes_it(keys: Window) -> None:
    dialog = keys.tab.get_by_role("dialog", name="Keys")
    keys.tab.keyboard.press("?")
    expect(dialog).to_be_visible()
    keys.tab.keyboard.press("Escape")

    expect(dialog).to_be_hidden()


def test_whom_single_keys_disturb_switches_them_off(keys: Window) -> None:
    keys.tab.get_by_label("Single keys are on").first.uncheck()
    keys.tab.reload()
    keys.tab.keyboard.press("?")
    expect(keys.tab.get_by_role("dialog")).to_be_hidden()
    keys.tab.get_by_label("Single keys are on").first.check()
    keys.tab.keyboard.press("?")

    expect(keys.tab.get_by_role("dialog")).to_be_visible()


def test_the_first_step_of_a_keyboard_leads_to_the_content(keys: Window) -> None:
    keys.tab.keyboard.press("Tab")
    expect(keys.tab.get_by_role("link", name="Skip to the content")).to_be_focused()
    keys.tab.keyboard.press("Enter")

    expect(keys.tab.get_by_role("main")).to_be_focused()


def test_a_complaint_needs_no_script(setting: Setting, scriptless: Window) -> None:
    scriptless.tab.goto(setting.address("/appeal"))
    complains(scriptless.tab)

    assert scriptless.tab.context.cookies() == []
