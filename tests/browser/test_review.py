"""A day at the queue, by keyboard alone: what each decision takes, and that nothing happens by accident."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page as Tab

from hashdb.lifecycles import match as match_life
from hashdb.lifecycles import takedown as takedown_life
from hashdb.lifecycles.signal import State
from hashdb.roles import Role
from hashdb.services.signals import Verdict
from tests.browser.setting import Setting
from tests.browser.window import Window

Opens = Callable[[Role | None], Window]


def type_(tab: Tab, keys: str) -> None:
    """Press single keys, one after the other, the last of which leads to another page."""
    for key in keys[:-1]:
        tab.keyboard.press(key)
    with tab.expect_navigation():
        tab.keyboard.press(keys[-1])


@pytest.fixture
def tab(opens: Opens) -> Tab:
    """The window of a reviewer."""
    return opens(Role.REVIEWER).tab


def test_a_signal_is_rejected_by_four_keys_and_approved_by_five(setting: Setting, tab: Tab) -> None:
    world, store = setting.world, setting.stage.store
    bad, good = world.pending("rejected"), world.pending("by five keys")
    tab.goto(setting.address(f"/console/signals/{bad.id}"))
    type_(tab, "d2dd")
    tab.goto(setting.address(f"/console/signals/{good.id}"))
    type_(tab, "1234a")

    assert store.signals.get(bad.id).state is State.REJECTED
    assert store.signals.get(good.id).state is State.PENDING_SECOND
    assert "It is now: pending second." in tab.locator("main").inner_text()


def test_a_case_is_opened_by_one_key_and_another_by_the_same(setting: Setting, tab: Tab) -> None:
    tab.goto(setting.address("/console/queue"))
    type_(tab, "n")
    first = tab.url
    type_(tab, "n")
    second = tab.url
    type_(tab, "q")

    assert len({first, second, tab.url}) == 3
    assert "/console/queue" in tab.url


def test_a_letter_alone_decides_nothing_and_keys_write_text_where_text_is_written(setting: Setting, tab: Tab) -> None:
    signal = setting.world.pending("not by accident")
    tab.goto(setting.address(f"/console/signals/{signal.id}"))
    tab.keyboard.press("a")
    tab.get_by_label("In your own words").first.fill("")
    tab.keyboard.type("ad w 12 n")

    assert tab.url.endswith(signal.id)
    assert tab.get_by_label("In your own words").first.input_value() == "ad w 12 n"
    assert setting.stage.store.signals.get(signal.id).state is State.PENDING_REVIEW


def test_a_grave_decision_can_be_taken_back_before_it_is_sent_and_goes_by_itself(setting: Setting, tab: Tab) -> None:
    store = setting.stage.store
    signal = setting.world.pending("taken back")
    tab.clock.install()
    tab.goto(setting.address(f"/console/signals/{signal.id}"))
    for key in "d1du":
        tab.keyboard.press(key)
    tab.clock.run_for(6_000)
    assert tab.url.endswith(signal.id)
    assert store.signals.get(signal.id).state is State.PENDING_REVIEW
    tab.keyboard.press("d")
    tab.get_by_text("Not sent yet").wait_for()
    with tab.expect_navigation():
        tab.clock.run_for(6_000)

    assert store.signals.get(signal.id).state is State.REJECTED


def test_a_match_takes_four_keys_and_a_request_is_returned_by_three(setting: Setting, opens: Opens) -> None:
    world, store = setting.world, setting.stage.store
    found = world.match(world.active("by four keys"), "v/keys")
    asked = world.in_review(world.confirmed(world.active("to be returned"), "v/returned"))
    tab = opens(Role.REVIEWER).tab
    tab.goto(setting.address(f"/console/matches/{found.id}"))
    type_(tab, "123a")
    senior = opens(Role.SENIOR_REVIEWER)
    senior.tab.goto(setting.address(f"/console/takedown-requests/{asked.id}"))
    type_(senior.tab, "r1r")

    assert store.matches.get(found.id).state is match_life.State.CONFIRMED
    assert store.takedowns.get(asked.id).state is takedown_life.State.DRAFT
    assert senior.wrong == []


def test_what_somebody_else_does_meanwhile_is_said_before_anything_is_sent(setting: Setting, opens: Opens) -> None:
    world = setting.world
    signal = world.pending("changed meanwhile")
    window = opens(Role.REVIEWER)
    window.tab.clock.install()
    window.tab.goto(setting.address(f"/console/signals/{signal.id}"))
    opens(Role.SENIOR_REVIEWER).tab.goto(setting.address(f"/console/signals/{signal.id}"))
    world.review(signal, Verdict.APPROVE, world.reviewer)
    window.tab.clock.run_for(61_000)
    window.tab.get_by_text("This case has changed since you opened it").wait_for()

    assert "Also here: Ada" in window.tab.locator("#desk").inner_text()
    assert window.wrong == []
