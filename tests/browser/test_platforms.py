"""A platform's person receives and answers a request without a mouse; another sees whether an endpoint works."""

from playwright.sync_api import expect

from hashdb.lifecycles.takedown import State
from hashdb.roles import Role
from tests.browser.conftest import Opens
from tests.browser.setting import Setting


def test_the_next_request_is_opened_and_declined_by_keys_alone(setting: Setting, opens: Opens) -> None:
    tab = opens(Role.PLATFORM_RESPONDER).tab
    tab.goto(setting.address("/console/inbox"))
    tab.keyboard.press("n")
    tab.wait_for_url("**/inbox/tdr_*")
    tab.goto(setting.address("/console/inbox/{asked}"))
    tab.keyboard.press("7")
    tab.keyboard.press("a")
    tab.get_by_text("is needed to decline").first.wait_for()

    expect(tab.get_by_label("We decline")).to_be_checked()

    tab.get_by_label("If you decline: why?").focus()
    tab.keyboard.type("It is not illegal")
    tab.keyboard.press("Tab")
    tab.keyboard.type("Бұл сот туралы жаңалықтар.")
    tab.keyboard.press("Shift+Tab")
    tab.get_by_role("button", name="Send the answer").focus()
    tab.keyboard.press("Enter")
    tab.get_by_text("Your answer is recorded.").wait_for()

    declined = setting.stage.store.takedowns.get(tab.url.rpartition("/")[2])
    assert (declined.state, declined.responses[-1].details) == (State.DECLINED, "Бұл сот туралы жаңалықтар.")


def test_a_ping_that_was_sent_is_seen_on_the_endpoints_page(setting: Setting, opens: Opens) -> None:
    window = opens(Role.PLATFORM_ADMIN)
    window.tab.goto(setting.address("/console/endpoints/{endpoint}"))
    before = window.tab.get_by_role("row", name="endpoint.ping").count()
    window.tab.get_by_role("button", name="Send a ping").click()
    window.tab.get_by_text("A ping is on its way").wait_for()
    window.tab.get_by_role("link", name="Look again").click()

    expect(window.tab.get_by_role("row", name="endpoint.ping")).to_have_count(before + 1)
    assert window.wrong == []
