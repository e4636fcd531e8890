"""What the steps of the story share: who speaks, where the pictures lie, and what was learnt on the way."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeVar

import click

from hashdb.client import Client
from hashdb.errors import UnavailableError
from hashdb.hashing import HashedSignal
from hashdb.roles import Role
from hashdb.store import Store
from scripts.demo.cast import Part, Voices
from scripts.demo.receiver import Receiver

_PATIENCE_SECONDS = 20.0
_POLL_SECONDS = 0.005
_Found = TypeVar("_Found")


class Login(NamedTuple):
    """Somebody who can sign in to the console."""

    who: str
    roles: tuple[Role, ...]
    email: str


@dataclass(slots=True, kw_only=True)
class Story:
    """The story so far. Two pictures are shared: the coffee stays live, the rocket turns out to be a mistake."""

    base_url: str
    store: Store
    pictures: Path
    receiver: Receiver
    voices: Voices = field(default_factory=dict)
    logins: list[Login] = field(default_factory=list)
    coffee_id: str = ""
    rocket_id: str = ""
    rocket: list[HashedSignal] = field(default_factory=list)
    checkpoint: str | None = None
    approved_at: float = 0.0
    match_id: str = ""
    request_id: str = ""
    left_over: list[str] = field(default_factory=list)
    _clients: dict[Part, Client] = field(default_factory=dict)
    _open: ExitStack = field(default_factory=ExitStack)

    def speak(self, part: Part) -> Client:
        """Return the API as *part* reaches it with its key."""
        if part not in self._clients:
            self._clients[part] = self._open.enter_context(Client(self.base_url, self.voices[part].token))
        return self._clients[part]

    def close(self) -> None:
        """Close all connections."""
        self._open.close()


class Step(NamedTuple):
    """One step: what is told of it, and what is done; that returns what came back, in words."""

    told: str
    act: Callable[[Story], str]


class Chapter(NamedTuple):
    """Some steps under a heading."""

    heading: str
    steps: tuple[Step, ...]


def tell(chapter: Chapter, story: Story, started: float) -> None:
    """Take the steps of a chapter; each is one line with the seconds since *started* and what came back."""
    click.secho(f"\n{chapter.heading}", bold=True)
    for step in chapter.steps:
        came_back = step.act(story)
        click.echo(f"{time.monotonic() - started:5.1f} s  {step.told} {click.style(f'-> {came_back}', fg='green')}")


def eventually(find: Callable[[], _Found | None], what: str) -> _Found:
    """Return what *find* finds, as soon as it does; UnavailableError if that takes too long."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while (found := find()) is None:
        if time.monotonic() > deadline:
            raise UnavailableError(f"{what} did not come within {_PATIENCE_SECONDS:.0f} s")
        time.sleep(_POLL_SECONDS)
    return found
