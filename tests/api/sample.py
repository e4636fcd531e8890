"""Routes such as views declare them, one for each thing that the tests look at, and what they count."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Annotated

from flask_openapi.blueprint import APIBlueprint
from pydantic import Field

from api import limits, routes
from api.answers import Answer
from api.context import actor, now
from api.models import Body, Moment, PageQuery, Path, id_of
from api.permissions import free, permits, public
from hashdb.access import Action
from hashdb.errors import CorruptLogError, NotFoundError, StaleRecordError, UnavailableError
from hashdb.records.member import Kind
from hashdb.roles import Role

KeyFor = Callable[[Role], str]
Headers = dict[str, str]

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class Clock:
    """The time, as the test sets it."""

    moment: datetime = START

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **by: float) -> None:
        self.moment += timedelta(**by)


class Hash(Body):
    value: Annotated[str, Field(pattern="^[0-9a-f]{4}$")]
    tier: int
    kind: Kind = Kind.PLATFORM
    seen_at: Moment | None = None
    urgent: bool = False


class Hashes(Body):
    hashes: Annotated[list[Hash], Field(min_length=1, max_length=1000)]


class SignalPath(Path):
    signal_id: Annotated[str, id_of("sig")]


@dataclass
class Calls:
    """What the views of the sample did."""

    count: int = 0
    during: Callable[[], None] = field(default=lambda: None)


class FaultPath(Path):
    name: str


FAULTS = {
    "bug": ZeroDivisionError("hash 0123456789abcdef of https://platform.example/v/1"),
    "log": CorruptLogError("entry 7 of the log is broken"),
    "store": UnavailableError("the store does not answer"),
    "missing": NotFoundError("there is no such signal"),
    "stale": StaleRecordError("the signal has changed since it was read; read it again"),
}


def sample(calls: Calls) -> APIBlueprint:
    """Return the routes; they note their calls in *calls*."""
    group = routes.group("sample", "Routes of the tests.")
    _writes(group, calls)
    _reads(group)
    return group


def _writes(group: APIBlueprint, calls: Calls) -> None:
    @group.post("/sample/hashes")
    @permits(Action.SIGNAL_SUBMIT)
    def submit(body: Hashes) -> Answer:
        calls.count += 1
        calls.during()
        limits.charge(len(body.hashes))
        return {"number": calls.count, "first": body.hashes[0], "by": actor().key_id}, 201, {"Location": "/sample/1"}

    @group.post("/sample/small")
    @permits(Action.SIGNAL_SUBMIT, max_body=10)
    def submit_small(body: Hashes) -> Answer:
        return {"hashes": len(body.hashes)}

    @group.post("/sample/act")
    @permits(Action.ME_READ)
    def act() -> Answer:
        calls.count += 1
        return {"number": calls.count}

    @group.post("/sample/faults/<name>")
    @permits(Action.ME_READ)
    def fail(path: FaultPath) -> Answer:
        calls.count += 1
        raise FAULTS[path.name]


def _reads(group: APIBlueprint) -> None:
    @group.get("/sample/signals/<signal_id>")
    @permits(Action.ME_READ)
    def read(path: SignalPath, query: PageQuery) -> Answer:
        return {"signal_id": path.signal_id, "limit": query.limit, "after": query.after, "now": now()}

    @group.get("/sample/open")
    @public
    def read_open() -> Answer:
        return {"role": actor().role}

    @group.get("/sample/free")
    @free
    def read_free() -> Answer:
        return {"role": actor().role}
