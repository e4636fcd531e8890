"""What anybody does on the public pages, without a script: complain, put right what is missing, look it up, print."""
# ruff: noqa: RUF001 - Kazakh letters look like others

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.setting import Setting

STATEMENT = "Бұл менің сот процесі туралы есебім. <b>Оны қайтарыңыз.</b>"
FOLDER = os.environ.get("HASHDB_SCREENSHOTS")


@pytest.fixture
def tab(browser: Browser, setting: Setting) -> Iterator[Page]:
    with browser.new_context(locale="kk-KZ", java_script_enabled=False, base_url=setting.stage.url) as context:
        yield context.new_page()


def test_somebody_complains_in_kazakh_and_loses_no_word_on_the_way(tab: Page) -> None:
    tab.goto("/")
    tab.get_by_role("link", name="Шағым беру").last.click()
    tab.locator("#wrong_entity").check()
    tab.locator("#statement").fill(STATEMENT)
    tab.get_by_role("button", name="Шағымды жіберу").click()
    expect(tab.get_by_role("alert")).to_contain_text("жазғаныңыздың бәрі сақталды")
    expect(tab.locator("#statement")).to_have_value(STATEMENT)
    expect(tab.locator("#wrong_entity")).to_be_checked()
    expect(tab.locator("#subject_ref")).to_have_attribute("aria-invalid", "true")
    tab.locator("#subject_ref").fill("https://video.example/v/8")
    tab.get_by_role("button", name="Шағымды жіберу").click()
    code = tab.locator("p.code").inner_text()
    _print(tab, "appeal-lodged")
    tab.goto("/appeal/status")
    tab.locator("#code").fill("ABCD")
    tab.get_by_role("button", name="Көрсету").click()
    expect(tab.get_by_role("alert")).to_contain_text("Мұндай коды бар шағым жоқ")
    tab.locator("#code").fill(code)
    tab.get_by_role("button", name="Көрсету").click()

    expect(tab.locator("main")).to_contain_text("екі күн ішінде қарап шығамыз")
    assert tab.context.cookies() == []


def test_the_log_can_be_read_on_paper(tab: Page) -> None:
    tab.goto("/log")
    tab.locator("#seq").fill("3")
    _print(tab, "log")
    tab.locator("main form button").click()
    _print(tab, "log-entry")

    expect(tab.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(tab.get_by_text("proven", exact=True)).to_be_visible()


def _print(tab: Page, name: str) -> None:
    tab.emulate_media(media="print")
    if FOLDER:
        tab.screenshot(path=Path(FOLDER) / f"print-{name}.png", full_page=True)
    if not name.endswith("entry"):
        tab.emulate_media(media="screen")
