"""Where a local copy comes from: the service's snapshot over HTTP, whose files are gone on with after any break."""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import httpx

from hashdb.client.problems import ApiError, problem_of
from hashdb.errors import UnavailableError
from hashdb.snapshots import Part, SignedManifest

_LATER = frozenset({429, 502, 503, 504})
_CHUNK = 1 << 18
_PAGE = 1_000
_LONGEST_PAUSE = 30.0


class Page(NamedTuple):
    """Some changes of the feed, and the checkpoint behind them."""

    checkpoint: str
    items: list[dict[str, Any]]


class SyncSource:
    """The snapshots at *base_url*, for the member of *key*. Use it in a `with` block.

    What breaks off is tried up to *tries* times in a row, after growing pauses; bytes that came count as progress.
    """

    def __init__(self, base_url: str, key: str, *, timeout: float = 30.0, tries: int = 6, pause: float = 0.5) -> None:
        self._http = httpx.Client(
            base_url=base_url.rstrip("/"),
            timeout=timeout,
            headers={"Authorization": f"Bearer {key}", "User-Agent": "hashdb-sync"},
        )
        self._tries = tries
        self._pause = pause

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._http.close()

    def public_key(self) -> str:
        """Return the public key that the service shows."""
        key: str = self._get("/v1/snapshot/key").json()["public_key"]
        return key

    def manifest(self) -> SignedManifest:
        """Return the manifest of the newest snapshot; nothing of it is verified yet."""
        return SignedManifest.load(self._get("/v1/snapshot").content)

    def feed(self, after: str) -> Iterator[Page]:
        """Yield what changed behind a checkpoint, page by page, up to the present."""
        while True:
            answer = self._get("/v1/feed", after=after, limit=_PAGE).json()
            if answer["next"] in (None, after):
                return
            after = answer["next"]
            yield Page(after, answer["items"])

    def download(self, part: Part, to: Path, told: Callable[[int], None]) -> None:
        """Bring a file to its full length, from where it ends at present; *told* is called with bytes as they come."""

        def attempt() -> bool:
            before = _length(to)
            try:
                self._go_on(part, to, told)
            except UnavailableError:
                if _length(to) > before:
                    return False
                raise
            return _length(to) >= part.packed_bytes

        while _length(to) < part.packed_bytes and not self._patiently(attempt):
            pass

    def _go_on(self, part: Part, to: Path, told: Callable[[int], None]) -> None:
        start = _length(to)
        headers = {"Range": f"bytes={start}-", "Accept-Encoding": "identity"}
        try:
            with self._http.stream("GET", f"/v1/snapshot/files/{part.sha256}", headers=headers) as answer:
                if not answer.is_success:
                    answer.read()
                    raise problem_of(answer)
                whole = answer.status_code != httpx.codes.PARTIAL_CONTENT
                with to.open("wb" if whole else "ab") as file:
                    for chunk in answer.iter_raw(_CHUNK):
                        file.write(chunk)
                        told(len(chunk))
        except httpx.TransportError as error:
            raise UnavailableError(f"{self._http.base_url} broke off ({type(error).__name__})") from error

    def _get(self, path: str, **params: str | int) -> httpx.Response:
        def attempt() -> httpx.Response:
            try:
                answer = self._http.get(path, params=params)
            except httpx.TransportError as error:
                raise UnavailableError(f"{self._http.base_url} does not answer ({type(error).__name__})") from error
            if not answer.is_success:
                raise problem_of(answer)
            return answer

        response: httpx.Response = self._patiently(attempt)
        return response

    def _patiently(self, attempt: Callable[[], Any]) -> Any:  # noqa: ANN401 - what the attempt returns
        for number in range(self._tries - 1):
            try:
                return attempt()
            except (ApiError, UnavailableError) as error:
                if isinstance(error, ApiError) and error.status not in _LATER:
                    raise
                asked = error.retry_after if isinstance(error, ApiError) else 0.0
                time.sleep(min(_LONGEST_PAUSE, max(asked, self._pause * 2**number)))
        return attempt()


def _length(path: Path) -> int:
    with suppress(FileNotFoundError):
        return path.stat().st_size
    return 0
