"""A story: an empty service with a clock, programs that send in what they find, and people with browsers."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from playwright.sync_api import Browser, BrowserContext

from hashdb.records.account import IDLE
from hashdb.records.member import Member, User
from hashdb.roles import Role
from hashdb.services import sessions
from tests.browser.stories.people import Clicker, Someone, Typist
from tests.browser.window import Window
from tests.console.people import signed_in
from tests.journeys.stage import Stage
from tests.services.world import World

PATIENCE = 10_000
SomeoneT = TypeVar("SomeoneT", bound=Someone)


@dataclass
class Story:
    """Where a story happens; what programs do goes through `world`."""

    stage: Stage
    browser: Browser
    stack: ExitStack
    windows: list[Window] = field(default_factory=list)
    sessions: list[tuple[User, BrowserContext]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.world = World(self.stage.store, now=self.stage.now)

    def joins(self, role: Role, member: Member | None = None) -> Clicker:
        """Let somebody with a mouse take part, in a browser of their own."""
        return self._joins(Clicker, role, member)

    def types(self, role: Role, member: Member) -> Typist:
        """Let somebody without a mouse take part."""
        return self._joins(Typist, role, member)

    def stranger(self) -> Clicker:
        """Let somebody without an account take part, whose browser runs no script."""
        return Clicker(self._window(self._context(java_script_enabled=False)))

    def settle(self) -> None:
        """Let workers do what is due."""
        self.stage.settle()

    def later(self, **by: float) -> None:
        """Let time pass; whoever was away for longer than a session lasts has signed in again."""
        self.world.now = self.stage.later(**by)
        if timedelta(**by) >= IDLE:
            for user, context in self.sessions:
                self._sign_in(context, sessions.begin(self.stage.store, user, now=self.stage.now).token)

    def _joins(self, kind: type[SomeoneT], role: Role, member: Member | None) -> SomeoneT:
        name = f"{role} {len(self.sessions) + 1}".replace("_", " ").capitalize()
        person = signed_in(self.stage.store, role, now=self.stage.now, member=member, name=name)
        context = self._context()
        self._sign_in(context, person.token)
        self.sessions.append((person.user, context))
        return kind(self._window(context), person.user)

    def _context(self, *, java_script_enabled: bool = True) -> BrowserContext:
        context = self.browser.new_context(
            locale="en-GB", reduced_motion="reduce", java_script_enabled=java_script_enabled
        )
        self.stack.callback(context.close)
        return context

    def _window(self, context: BrowserContext) -> Window:
        tab = context.new_page()
        tab.set_default_timeout(PATIENCE)
        self.windows.append(Window(tab, self.stage.url))
        return self.windows[-1]

    def _sign_in(self, context: BrowserContext, token: str) -> None:
        context.add_cookies([{"name": "hashdb_session", "value": token, "url": self.stage.url}])
