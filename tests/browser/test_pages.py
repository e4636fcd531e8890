"""Every page in a real browser: read by everybody, as wide as the window, without an error, from nowhere else.

With HASHDB_SCREENSHOTS set to a folder, each is kept there as a picture: wide and narrow, light and dark.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Opens
from tests.browser.pages import PAGES, Page
from tests.browser.setting import Setting
from tests.browser.window import NARROW, WIDE, Scheme, Window

FOLDER = os.environ.get("HASHDB_SCREENSHOTS")
# In pixels; of a page that is longer, the picture shows the beginning.
TALLEST = 12_000
LOOKED_AT: list[tuple[int, Scheme]] = [(WIDE, "light"), (NARROW, "dark")]
KEPT: list[tuple[int, Scheme]] = [*LOOKED_AT, (WIDE, "dark"), (NARROW, "light")]


@pytest.fixture(scope="module")
def axe() -> Axe:
    return Axe()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_everybody_can_read_the_page_on_any_screen(page: Page, setting: Setting, opens: Opens, axe: Axe) -> None:
    window = opens(page.role)
    address = setting.address(page.path)
    answer = window.tab.goto(address)
    arrived = urlsplit(window.tab.url).path
    if page.act is not None:
        page.act(window.tab)

    assert answer is not None
    assert (answer.status, arrived) == (page.status, urlsplit(address).path)
    assert [_seen(window, axe, *look) for look in LOOKED_AT] == [("", 0)] * len(LOOKED_AT)
    assert window.wrong == []
    _keep(window, page.name)


def _seen(window: Window, axe: Axe, width: int, scheme: Scheme) -> tuple[str, int]:
    window.look(width, scheme)
    found = axe.run(window.tab)
    return (found.generate_report() if found.violations_count else "", window.overflow())


def _keep(window: Window, name: str) -> None:
    for width, scheme in KEPT if FOLDER else ():
        window.look(width, scheme)
        is_tall = window.tab.evaluate("document.body.scrollHeight") > TALLEST
        window.tab.screenshot(path=Path(FOLDER or "") / f"{name}-{width}-{scheme}.png", full_page=not is_tall)
