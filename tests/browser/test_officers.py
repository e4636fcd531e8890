"""What officers do as they would click it: an appeal by keyboard alone, and an order from the form to its paper."""

from playwright.sync_api import expect

from hashdb.roles import Role
from tests.browser.conftest import Opens
from tests.browser.order_form import REASONS, writes_an_order
from tests.browser.setting import Setting


def test_an_appeal_is_admitted_and_decided_without_a_mouse(setting: Setting, opens: Opens) -> None:
    window = opens(Role.APPEALS_OFFICER)
    tab, keys = window.tab, window.tab.keyboard
    tab.goto(setting.address("/console/appeals"))
    keys.press("n")
    expect(tab.get_by_text("Бұл сурет сот туралы")).to_be_visible()
    keys.press("a")
    expect(tab.get_by_text("Admitted:")).to_be_visible()
    keys.press("1")
    tab.get_by_label("Reasons").focus()
    keys.type(REASONS)
    keys.press("Tab")
    keys.press("Enter")

    expect(tab.get_by_text("Decided.")).to_be_visible()
    expect(tab.get_by_text("withdraw the signal everywhere")).to_be_visible()
    assert window.wrong == []


def test_an_order_is_written_handed_over_and_printed(setting: Setting, opens: Opens) -> None:
    window = opens(Role.AUTHORITY_OFFICER)
    tab = window.tab
    tab.goto(setting.address("/console/orders"))
    tab.get_by_role("link", name="Draft an order").click()
    writes_an_order(tab, to=setting.world.alpha.name)
    tab.get_by_role("button", name="Draft it").click()
    expect(tab.get_by_text("Drafted. Look it over")).to_be_visible()
    tab.keyboard.press("a")
    expect(tab.get_by_text("a second officer decides now")).to_be_visible()
    expect(tab.get_by_text("not open to you").first).to_be_visible()
    tab.get_by_role("link", name="to print").click()

    expect(tab.get_by_text("00:12-00:47")).to_be_visible()
    assert window.wrong == []
