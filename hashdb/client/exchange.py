"""How a request is put to httpx, and what its answer means; the same for both transports."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import orjson

from hashdb.client.problems import problem_of
from hashdb.client.steps import Request
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


def read(response: httpx.Response) -> Any:  # noqa: ANN401 - JSON
    """Return the JSON of an answer, or raise ApiError for a refusal."""
    if not response.is_success:
        raise problem_of(response)
    return orjson.loads(response.content) if response.content else None


@contextmanager
def silence(base_url: httpx.URL) -> Iterator[None]:
    """Tell of a service that does not answer, or breaks off, in one sentence."""
    try:
        yield
    except httpx.TransportError as error:
        raise UnavailableError(f"{base_url} does not answer ({type(error).__name__})") from error
