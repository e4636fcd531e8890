"""People of a story, as they use a browser: with a mouse, or with nothing but keys.

What somebody sees is what the page shows, never what the store holds.
"""

import re
from dataclasses import dataclass
from dataclasses import field as made

from playwright.sync_api import Locator, expect

from hashdb.records.member import User
from tests.browser.window import Window

_FURTHEST = 120
_FOCUSED = "element => element === document.activeElement"


@dataclass
class Someone:
    """A person who looks at pages; `user` is empty of somebody without an account."""

    window: Window
    user: User | None = None

    @property
    def main(self) -> Locator:
        """What the page says, without its frame."""
        return self.window.tab.locator("main")

    @property
    def case(self) -> str:
        """The id of what the page is about."""
        return self.window.tab.url.partition("?")[0].rpartition("/")[2]

    def opens(self, path: str) -> int:
        """Open a page by its address and return its status."""
        answer = self.window.tab.goto(f"{self.window.home}{path}")
        return 0 if answer is None else answer.status

    def sees(self, *words: str) -> None:
        """Find all of these on the page."""
        for each in words:
            expect(self.main).to_contain_text(re.compile(re.escape(each), re.IGNORECASE))

    def misses(self, *words: str) -> None:
        """Find none of these on the page."""
        for each in words:
            expect(self.main).not_to_contain_text(each)

    def field(self, label: str) -> Locator:
        """Return the first field in sight whose label begins so, its key aside."""
        named = self.main.get_by_label(re.compile(rf"^[\W\d]*{re.escape(label)}"))
        return named.locator("visible=true").first


@dataclass
class Clicker(Someone):
    """Somebody with a mouse."""

    def follows(self, link: str) -> None:
        """Click a link, the first of its name."""
        self._go(self.window.tab.get_by_role("link", name=link).first)

    def presses(self, button: str) -> None:
        """Click a button that is in sight."""
        self._go(self.main.get_by_role("button", name=button).and_(self.main.locator("button:visible")))

    def unfolds(self, summary: str) -> None:
        """Open what is folded away."""
        self.main.locator("summary", has_text=summary).click()

    def fills(self, label: str, text: str) -> None:
        """Write into a field that is in sight."""
        self.field(label).fill(text)

    def ticks(self, *labels: str) -> None:
        """Choose boxes or options that are in sight."""
        for each in labels:
            self.field(each).check()

    def picks(self, label: str, option: str) -> None:
        """Choose from a list by what it shows."""
        self.field(label).select_option(label=option)

    def _go(self, target: Locator) -> None:
        with self.window.tab.expect_navigation():
            target.click()


@dataclass
class Typist(Someone):
    """Somebody without a mouse; `typed` are all keys so far, letters of texts aside."""

    typed: list[str] = made(default_factory=list)

    def single_keys(self) -> str:
        """Return the keys that opened, ticked or decided something, in their order."""
        return "".join(each for each in self.typed if len(each) == 1)

    def types(self, keys: str) -> None:
        """Press single keys, the last of which leads to another page."""
        for each in keys[:-1]:
            self.strikes(each)
        self._go(keys[-1])

    def strikes(self, key: str) -> None:
        """Press a key, wherever it leads."""
        self.window.tab.keyboard.press(key)
        self.typed.append(key)

    def reaches(self, target: Locator) -> None:
        """Press Tab until something has the focus."""
        for _ in range(_FURTHEST):
            if target.evaluate(_FOCUSED):
                return
            self.strikes("Tab")
        raise AssertionError(f"no Tab leads to {target}")

    def writes(self, label: str, text: str) -> None:
        """Reach a field and write into it."""
        self.reaches(self.field(label))
        self.window.tab.keyboard.type(text)

    def chooses(self, target: Locator) -> None:
        """Reach a choice and take it."""
        self.reaches(target)
        self.strikes("Space")

    def follows(self, link: str) -> None:
        """Reach a link or button and open it."""
        name = re.compile(rf"^{re.escape(link)}")
        target = self.main.get_by_role("link", name=name).or_(self.main.get_by_role("button", name=name))
        self.reaches(target.locator("visible=true").first)
        self._go("Enter")

    def _go(self, key: str) -> None:
        with self.window.tab.expect_navigation():
            self.strikes(key)
