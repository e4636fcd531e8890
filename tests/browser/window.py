"""A window of a real Chromium, which notices what a person would not: errors, what the policy blocks, other hosts."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
WIDE, NARROW = 1440, 390
HEIGHTS = {WIDE: 900, NARROW: 844}
Scheme = Literal["light", "dark"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium, or skip where there is none."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium is installed; on Debian: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Window:
    """A tab, and everything that went wrong in it."""

    tab: Page
    home: str
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tab.on("console", self._said)
        self.tab.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        self.tab.on("request", self._asked)

    def look(self, width: int, scheme: Scheme) -> None:
        """Make the window so wide, for somebody who likes it light or dark."""
        self.tab.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        self.tab.emulate_media(color_scheme=scheme)

    def overflow(self) -> int:
        """Return by how much the page is wider than the window."""
        return int(self.tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def _said(self, message: ConsoleMessage) -> None:
        # Chromium tells a refusal (4xx) as an error; the test compares the status itself.
        refused = message.text.startswith("Failed to load resource") and message.location["url"] == self.tab.url
        if message.type in {"error", "warning"} and not refused:
            self.wrong.append(f"{message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:")):
            self.wrong.append(f"another host: {request.url}")
