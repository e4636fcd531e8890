"""Requests over HTTP that survive what networks do.

A request is repeated, with growing pauses, when no answer came or when the answer says "later" (429, 502, 503, 504,
or a first try that is still being answered). Every POST carries one Idempotency-Key through all its tries, so that
repeating never does anything twice.
"""

import secrets
import time
from collections.abc import Iterator
from typing import Any

import httpx
import orjson

from hashdb.client.bodies import Lines
from hashdb.client.problems import ApiError, problem_of
from hashdb.errors import UnavailableError

_LATER = frozenset({429, 502, 503, 504})
_IN_PROGRESS = "request-in-progress"
_LONGEST_PAUSE = 60.0
# A proxy may hand a long upload over only once all of it has come.
_UPLOAD_SECONDS = 900.0


class Transport:
    """One connection pool to one service, with one key."""

    def __init__(self, base_url: str, key: str, *, timeout: float, tries: int, pause: float) -> None:
        self._http = httpx.Client(
            base_url=base_url.rstrip("/"),
            timeout=timeout,
            headers={"Authorization": f"Bearer {key}", "Accept": "application/json", "User-Agent": "hashdb-client"},
        )
        self._timeout = timeout
        self._tries = tries
        self._pause = pause

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def get(self, path: str, **params: str | int | None) -> Any:  # noqa: ANN401 - JSON
        """Return the answer to a GET; parameters that are None are left out."""
        return self._send("GET", path, params=_given(params))

    def post(self, path: str, body: object) -> Any:  # noqa: ANN401 - JSON
        """Return the answer to a POST of *body* as JSON."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": secrets.token_hex(16)}
        return self._send("POST", path, content=orjson.dumps(body), headers=headers)

    def post_lines(self, path: str, lines: Lines, **params: str | int | None) -> Any:  # noqa: ANN401 - JSON
        """Return the answer to a POST of documents, one a line."""
        headers = {
            "Content-Type": "application/x-ndjson",
            "Content-Length": str(lines.length),
            "Idempotency-Key": secrets.token_hex(16),
        }
        patience = httpx.Timeout(self._timeout, read=_UPLOAD_SECONDS)
        return self._send("POST", path, content=lines, headers=headers, params=_given(params), timeout=patience)

    def lines(self, path: str, *, after: int, **params: str | int | None) -> Iterator[Any]:
        """Yield the documents of an answer that has one a line, numbered by `line`; what breaks off is gone on with."""
        pauses = self._pauses()
        while True:
            try:
                for document in self._lines(path, after=after, **params):
                    after, pauses = document["line"], self._pauses()
                    yield document
            except (ApiError, UnavailableError) as error:
                if not pauses or not _is_temporary(error):
                    raise
                time.sleep(max(pauses.pop(0), _asked_pause(error)))
            else:
                return

    def delete(self, path: str) -> None:
        """Send a DELETE."""
        self._send("DELETE", path)

    def _send(self, method: str, path: str, **options: Any) -> Any:  # noqa: ANN401 - options of httpx
        for pause in self._pauses():
            try:
                return self._try(method, path, **options)
            except (ApiError, UnavailableError) as error:
                if not _is_temporary(error):
                    raise
                time.sleep(max(pause, _asked_pause(error)))
        return self._try(method, path, **options)

    def _try(self, method: str, path: str, **options: Any) -> Any:  # noqa: ANN401 - options of httpx
        try:
            response = self._http.request(method, path, **options)
        except httpx.TransportError as error:
            raise UnavailableError(f"{self._http.base_url} does not answer ({type(error).__name__})") from error
        if not response.is_success:
            raise problem_of(response)
        return orjson.loads(response.content) if response.content else None

    def _lines(self, path: str, **params: str | int | None) -> Iterator[Any]:
        try:
            with self._http.stream("GET", path, params=_given(params)) as response:
                if not response.is_success:
                    response.read()
                    raise problem_of(response)
                yield from _documents(response.iter_bytes())
        except httpx.TransportError as error:
            raise UnavailableError(f"{self._http.base_url} broke off ({type(error).__name__})") from error

    def _pauses(self) -> list[float]:
        """Return the seconds to wait after each try but the last: doubling, and up to half as much again by chance."""
        chance = [1 + secrets.randbelow(500) / 1000 for _ in range(self._tries - 1)]
        return [min(_LONGEST_PAUSE, self._pause * 2**place * factor) for place, factor in enumerate(chance)]


def _given(params: dict[str, str | int | None]) -> dict[str, str | int]:
    return {name: value for name, value in params.items() if value is not None}


def _documents(chunks: Iterator[bytes]) -> Iterator[Any]:
    """Yield one document for each line; only a line feed ends one, whatever else text knows as such."""
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        for each in map(orjson.loads, whole):
            if "line" not in each:
                raise UnavailableError(each["problem"]["rule"])
            yield each
    if rest:
        raise UnavailableError("the answer broke off within a line")


def _is_temporary(error: ApiError | UnavailableError) -> bool:
    return isinstance(error, UnavailableError) or error.status in _LATER or error.slug == _IN_PROGRESS


def _asked_pause(error: ApiError | UnavailableError) -> float:
    """Return the seconds that the service asked to be left alone."""
    return min(_LONGEST_PAUSE, error.retry_after) if isinstance(error, ApiError) else 0.0
