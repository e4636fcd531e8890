"""How a request is put to httpx, and what its answer means; the same for both transports."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import orjson

from hashdb.client.problems import problem_of
from hashdb.client.steps import Listen, Request
from hashdb.errors import UnavailableError


def connection(base_url: str, key: str, timeout: float) -> dict[str, Any]:
    """Return the options of an HTTP client for one service and key."""
    return {
        "base_url": base_url.rstrip("/"),
        "timeout": timeout,
        "headers": {"Authorization": f"Bearer {key}", "Accept": "application/json", "User-Agent": "hashdb-client"},
    }


def sent_as(request: Request) -> dict[str, Any]:
    """Return the options of one request."""
    options: dict[str, Any] = {
        "method": request.method,
        "url": request.path,
        "params": request.params,
        "content": request.content,
        "headers": request.headers,
    }
    if request.patience is not None:
        options["timeout"] = httpx.Timeout(30.0, read=request.patience, write=request.patience)
    return options


def listened_as(step: Listen) -> dict[str, Any]:
    """Return the options of a request for a long answer, or for the rest of one."""
    options = sent_as(step.request)
    if step.first:
        # Ranges are of the bytes that are sent, so these must be the file's own.
        part = {"Range": f"bytes={step.first}-", "Accept-Encoding": "identity"}
        options["headers"] = {**step.request.headers, **part}
    return options


class Surplus:
    """Takes off what an answer has before the part that was asked for: something on the way may know no ranges."""

    def __init__(self, step: Listen, response: httpx.Response) -> None:
        self._left = 0 if response.status_code == httpx.codes.PARTIAL_CONTENT else step.first

    def off(self, chunk: bytes) -> bytes:
        """Return what is left of the next bytes."""
        rest = chunk[self._left :]
        self._left -= len(chunk) - len(rest)
        return rest


def read(response: httpx.Response) -> Any:  # noqa: ANN401 - JSON
    """Return the JSON of an answer, or raise ApiError for a refusal."""
    if not response.is_success:
        raise problem_of(response)
    try:
        return orjson.loads(response.content) if response.content else None
    except orjson.JSONDecodeError:
        raise UnavailableError(f"{response.url.host} answered with something that is no JSON") from None


@contextmanager
def silence(base_url: httpx.URL) -> Iterator[None]:
    """Tell of a service that does not answer, or breaks off, in one sentence."""
    try:
        yield
    except httpx.TransportError as error:
        raise UnavailableError(f"{base_url} does not answer ({type(error).__name__})") from error
