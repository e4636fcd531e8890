"""What an action of the client needs done, step by step, said once for the client that waits and the one that awaits.

An action is a generator without any IO: it yields a step, is sent what came of it (or is thrown the refusal), and
returns its result. `hashdb.client.transport` takes the steps one after the other, `hashdb.client.async_transport` does
the same with `await`. What is retried, and when, is a generator too (`hashdb.client.patience`), so both do it alike.
"""

import secrets
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeAlias, TypeVar

import orjson

from hashdb.client.bodies import Lines

# A proxy may hand a long upload over only once all of it has come.
_UPLOAD_SECONDS = 900.0
_Result = TypeVar("_Result")
_Told = TypeVar("_Told")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One HTTP request; it may be sent several times, and means the same each time. Answered by the parsed JSON."""

    method: str
    path: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    content: bytes | Lines | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    patience: float | None = None


@dataclass(frozen=True, slots=True)
class Try:
    """Send a request once, whatever comes of it."""

    request: Request


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Work:
    """Compute something that keeps a processor busy; answered by its result."""

    compute: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Listen:
    """Begin to read a long answer, from its byte *first* on; answered by what `Read` takes."""

    request: Request
    first: int = 0


@dataclass(frozen=True, slots=True)
class Read:
    """Answered by the next bytes of a long answer, or by None at its end."""

    chunks: Any


@dataclass(frozen=True, slots=True)
class Tell(Generic[_Told]):
    """Hand entries to whoever walks a list."""

    entries: Sequence[_Told]


Step: TypeAlias = Request | Try | Pause | Work | Listen | Read
Talk: TypeAlias = Generator[Step, Any, _Result]
Walk: TypeAlias = Generator[Step | Tell[_Told], Any, None]


def get(path: str, **params: str | int | None) -> Request:
    """Return a GET; parameters that are None are left out."""
    return Request(method="GET", path=path, params=_given(params))


def delete(path: str) -> Request:
    """Return a DELETE."""
    return Request(method="DELETE", path=path)


def post(path: str, body: object) -> Request:
    """Return a POST of *body* as JSON, with an Idempotency-Key that all its tries carry."""
    return Request(method="POST", path=path, content=orjson.dumps(body), headers=_headers("application/json"))


def post_lines(path: str, lines: Lines, **params: str | int | None) -> Request:
    """Return a POST of documents, one a line."""
    headers = {**_headers("application/x-ndjson"), "Content-Length": str(lines.length)}
    return Request(
        method="POST", path=path, content=lines, headers=headers, params=_given(params), patience=_UPLOAD_SECONDS
    )


def _headers(kind: str) -> dict[str, str]:
    return {"Content-Type": kind, "Idempotency-Key": secrets.token_hex(16)}


def _given(params: Mapping[str, str | int | None]) -> dict[str, str | int]:
    return {name: value for name, value in params.items() if value is not None}
