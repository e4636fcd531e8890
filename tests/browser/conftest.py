"""One Chromium and one stage for all browser tests of a file, and windows for everybody who looks."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
import redis
from playwright.sync_api import Browser, BrowserContext

from hashdb.roles import Role
from tests.browser.scenes import SCENES, figures
from tests.browser.setting import Setting
from tests.browser.window import Window, chromium
from tests.console.people import signed_in
from tests.journeys.stage import on_stage
from tests.services.world import World

PATIENCE = 10_000

Opens = Callable[[Role | None], Window]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, ended with the file: while it runs, nothing else in this process can have an event loop."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def setting(redis_socket: Path, redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setting]:
    """The service with a clock that stands, and everything that the pages show."""
    with redis.Redis(unix_socket_path=str(redis_socket), username="tests", password="any") as tests:
        tests.flushall()
    with on_stage(redis_url, tmp_path_factory.mktemp("stage")) as stage:
        figures.begin(stage.store)
        setting = Setting(stage, World(stage.store))
        for fill in SCENES:
            fill(setting)
        yield setting


@pytest.fixture(scope="module")
def context_of(browser: Browser, setting: Setting) -> Iterator[Callable[[Role | None], BrowserContext]]:
    """Return a function that gives each role a browser of its own, and anybody one without a session."""
    with ExitStack() as stack:

        @cache
        def context(role: Role | None) -> BrowserContext:
            return stack.enter_context(_context(browser, setting, role))

        yield context


@pytest.fixture
def opens(setting: Setting, context_of: Callable[[Role | None], BrowserContext]) -> Iterator[Opens]:
    """Return a function that opens a window for somebody in a role, or for anybody."""
    with ExitStack() as stack:

        def window(role: Role | None = None) -> Window:
            tab = stack.enter_context(context_of(role).new_page())
            tab.set_default_timeout(PATIENCE)
            return Window(tab, setting.stage.url)

        yield window


def _context(browser: Browser, setting: Setting, role: Role | None) -> BrowserContext:
    context = browser.new_context(locale="en-GB", reduced_motion="reduce")
    if role is not None:
        person = signed_in(setting.stage.store, role, now=setting.stage.now, member=setting.homes.get(role))
        url = setting.stage.url
        context.add_cookies([{"name": name, "value": value, "url": url} for name, value in person.cookies().items()])
    return context
