"""Through an identity provider and its page, in a real browser: bound, undone, allowed again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from hashdb.roles import Role
from hashdb.services import second_factor
from scripts.service import free_port
from tests.browser.conftest import PATIENCE
from tests.browser.window import NARROW, WIDE, Window
from tests.console.identity_provider import IdentityProvider, provider_at_work
from tests.journeys.stage import START, Stage, on_stage
from tests.services.people import PASSWORD, SECRET, with_account
from tests.services.world import World

EMAIL = "noor@charity.example"


@pytest.fixture
def provider() -> Iterator[IdentityProvider]:
    with provider_at_work("", lambda: START) as provider:
        provider.person = {"sub": "248289761001", "email": EMAIL, "email_verified": True}
        yield provider


@pytest.fixture
def stage(redis_socket: Path, redis_url: str, tmp_path: Path, provider: IdentityProvider) -> Iterator[Stage]:
    """The service with a provider that knows where people come back to."""
    with redis.Redis(unix_socket_path=str(redis_socket), username="tests", password="any") as tests:
        tests.flushall()
    port = free_port()
    provider.back = f"http://127.0.0.1:{port}/console/sign-in/provider/back"
    with on_stage(redis_url, tmp_path, HASHDB_PORT=str(port), **provider.variables()) as stage:
        provider.clock = stage.clock
        with_account(stage.store, World(stage.store).charity.id, EMAIL, stage.now, Role.REVIEWER)
        yield stage


@pytest.fixture
def window(browser: Browser) -> Iterator[Window]:
    """A window without script: nothing of this may need it. Both hosts are this machine."""
    context = browser.new_context(locale="en-GB", java_script_enabled=False)
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE)
    yield Window(tab, "http://127.0.0.1:")
    context.close()


def goes_out(window: Window, stage: Stage) -> None:
    """Go from the door to the provider, and say there who one is."""
    window.tab.goto(f"{stage.url}/console/sign-in?next=/console/account")
    window.tab.get_by_role("link", name="Sign in through 127.0.0.1").click()
    window.tab.get_by_role("button", name="It is me").click()


def gives_the_code(window: Window, stage: Stage) -> None:
    """Give the next code of the app."""
    stage.now += second_factor.PERIOD
    window.tab.get_by_label("Code").fill(second_factor.code_at(SECRET, stage.now))
    window.tab.get_by_role("button", name="Sign in").click()


def test_without_script_somebody_comes_in_through_the_provider_undoes_it_and_allows_it_again(
    window: Window, stage: Stage, provider: IdentityProvider
) -> None:
    tab = window.tab
    goes_out(window, stage)
    gives_the_code(window, stage)
    expect(tab.get_by_text("248289761001")).to_be_visible()
    tab.get_by_role("button", name="Undo it").click()
    expect(tab.get_by_text("It is undone")).to_be_visible()
    tab.get_by_role("link", name="Allow it again").click()
    tab.get_by_label("Present password").fill(PASSWORD)
    tab.get_by_role("button", name="Allow it again").click()
    expect(tab.get_by_text("through the identity provider again")).to_be_visible()
    tab.get_by_role("button", name="Sign out", exact=True).click()
    provider.person |= {"email_verified": False}
    goes_out(window, stage)
    expect(tab.get_by_text("leads to no account here")).to_be_visible()
    provider.person |= {"email_verified": True}
    tab.get_by_role("link", name="Sign in", exact=True).click()
    goes_out(window, stage)
    gives_the_code(window, stage)

    expect(tab.get_by_role("heading", name="Identity provider")).to_be_visible()
    assert window.wrong == []


def test_everybody_can_read_the_pages_of_this_way_in(browser: Browser, stage: Stage) -> None:
    context = browser.new_context(locale="en-GB", reduced_motion="reduce")
    window = Window(context.new_page(), "http://127.0.0.1:")
    window.tab.goto(f"{stage.url}/console/sign-in")
    found = [_seen(window)]
    goes_out(window, stage)
    found.append(_seen(window))
    gives_the_code(window, stage)
    found.append(_seen(window))
    window.tab.goto(f"{stage.url}/console/account/provider")
    found.append(_seen(window))
    context.close()

    assert found == [("", 0)] * 4
    assert window.wrong == []


def _seen(window: Window) -> tuple[str, int]:
    window.look(NARROW, "dark")
    overflow = window.overflow()
    window.look(WIDE, "light")
    result = Axe().run(window.tab)
    return (result.generate_report() if result.violations_count else "", overflow)
