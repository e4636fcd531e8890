"""What a view may ask for: the caller, the store, the matcher, the time.

`Surroundings` is built once at start and holds everything that outlives a request; the functions below are the only
way to it, so that a view says `store()` and never learns where it came from. The clock is a part like any other:
tests set it.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from flask import current_app, g

from hashdb.access import Actor
from hashdb.records.policy import Policy
from hashdb.services.matcher import Matcher
from hashdb.settings import Settings
from hashdb.store import Store

EXTENSION = "hashdb"
POLICY = "hashdb-policy"
POLICY_SECONDS = 5.0


def utc_now() -> datetime:
    """Return the time of this machine."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What outlives a request."""

    settings: Settings
    store: Store
    matcher: Matcher
    clock: Callable[[], datetime] = field(default=utc_now)


def surroundings() -> Surroundings:
    """Return what the application was started with."""
    kept: Surroundings = current_app.extensions[EXTENSION]
    return kept


def store() -> Store:
    """Return the store."""
    return surroundings().store


def matcher() -> Matcher:
    """Return this process's matcher."""
    return surroundings().matcher


def policy() -> Policy:
    """Return the policy for what every request needs (allowances); up to five seconds old, to save a round trip."""
    read_at, kept = current_app.extensions.get(POLICY, (0.0, None))
    if kept is None or time.monotonic() - read_at > POLICY_SECONDS:
        kept = store().policy()
        current_app.extensions[POLICY] = (time.monotonic(), kept)
    current: Policy = kept
    return current


def now() -> datetime:
    """Return the time, the same at every call within one request."""
    if "now" not in g:
        g.now = surroundings().clock()
    moment: datetime = g.now
    return moment


def request_id() -> str:
    """Return the id of this request, as we made it."""
    identifier: str = g.request_id
    return identifier


def actor() -> Actor:
    """Return who asks; on a public route that is nobody in particular (Role.PUBLIC)."""
    caller: Actor = g.actor
    return caller
