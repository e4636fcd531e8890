"""What a view may ask for: the caller, the store, the matcher, the time, the request.

`Surroundings` is built once at start and holds everything that outlives a request; `Call` is one request on its way,
which `begin` makes and every part may add to. The functions below are the only way to both, so that a view says
`store()` and never learns where it came from. The clock is a part like any other: tests set it.

Flask's `g`, `request` and `current_app` are proxies that find their way anew at every touch; dozens of touches came to
a third of what a lookup costs. So they are asked for once, in `begin`.
"""

import math
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

import flask
from flask import Request

from api.recent import Recent
from hashdb.access import PUBLIC, Actor
from hashdb.errors import HashdbError
from hashdb.ids import new_id
from hashdb.records.policy import Policy
from hashdb.services import members
from hashdb.services.entries import NameIndex
from hashdb.services.matcher import Matcher
from hashdb.services.sessions import SignedIn
from hashdb.settings import Settings
from hashdb.store import Claim, Store

EXTENSION = "hashdb"

# For so long a key that was revoked, or whose member was suspended, may still look signals up.
KEY_SECONDS = 1.0
POLICY_SECONDS = 5.0
# What a search by name looks through, some thousands of entries, is read as often.
REGISTER_SECONDS = 5.0
# Pages that are the same as long as the process runs.
TEXT_SECONDS = math.inf


def utc_now() -> datetime:
    """Return the time of this machine."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What outlives a request."""

    settings: Settings
    store: Store
    matcher: Matcher
    benign: Matcher
    clock: Callable[[], datetime] = field(default=utc_now)
    callers: Recent[Actor] = field(default_factory=partial(Recent, KEY_SECONDS))
    policies: Recent[Policy] = field(default_factory=partial(Recent, POLICY_SECONDS))
    registers: Recent[NameIndex] = field(default_factory=partial(Recent, REGISTER_SECONDS))
    texts: Recent[bytes] = field(default_factory=partial(Recent, TEXT_SECONDS))


@dataclass(slots=True, kw_only=True)
class Call:
    """One request on its way; `body` is there once it was read, `caller` once it is admitted.

    What goes wrong on a page (`is_page`) is answered by a page; `language` is that of the page, `query` what its view
    reads of the address, `form` is what a form sent, and `form_page` shows it once more when it is refused. In the
    console `who` is signed in, and `again` (`api.console.pages.Again`) is a form that is shown once more.
    """

    surroundings: Surroundings
    request: Request
    id: str
    now: datetime
    started: float = field(default_factory=time.perf_counter)
    body: bytes | None = None
    caller: Actor | None = None
    who: SignedIn | None = None
    is_page: bool = False
    is_console: bool = False
    query: dict[str, str] = field(default_factory=dict)
    form: dict[str, list[str]] | None = None
    form_page: Callable[..., Any] | None = None
    again: Any = None
    language: str = "en"
    refusal: HashdbError | None = None
    claim: Claim | None = None

    @property
    def signed_in(self) -> SignedIn:
        """Who is signed in, on a page that only those are shown."""
        if self.who is None:
            raise RuntimeError("this page is open to people who are not signed in")
        return self.who


_call: ContextVar[Call] = ContextVar("call")


def begin(surroundings: Surroundings) -> Call:
    """Make Flask's present request the one that is spoken of here, and return it."""
    behind: Request = flask.request._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - documented
    moment = surroundings.clock()
    call = Call(surroundings=surroundings, request=behind, id=new_id("req", moment), now=moment)
    _call.set(call)
    return call


def call() -> Call:
    """Return the present request."""
    return _call.get()


def surroundings() -> Surroundings:
    """Return what the application was started with."""
    return _call.get().surroundings


def request() -> Request:
    """Return the request as Flask knows it."""
    return _call.get().request


def store() -> Store:
    """Return the store."""
    return _call.get().surroundings.store


def matcher() -> Matcher:
    """Return this process's matcher."""
    return _call.get().surroundings.matcher


def benign() -> Matcher:
    """Return this process's matcher of the negative list."""
    return _call.get().surroundings.benign


def policy() -> Policy:
    """Return the policy for what every request needs (allowances, radii); up to five seconds old."""
    parts = surroundings()
    return parts.policies.get("policy", parts.store.policy)


def now() -> datetime:
    """Return the time at which this request began."""
    return _call.get().now


def request_id() -> str:
    """Return the id of this request, as we made it."""
    return _call.get().id


def actor() -> Actor:
    """Return who asks, in this very request; on a public route that is nobody in particular (Role.PUBLIC)."""
    present = _call.get()
    return members.with_request(present.caller or PUBLIC, present.id)
