"""One attempt to deliver a webhook, sent where nothing can be reached by it.

Redirects are not followed, proxies of the environment are not used, and the whole exchange ends at its deadline, even
with a peer that sends a byte a second. Whatever happens comes back as an `Answer`; what follows from it is the
services' business.
"""

import http.client
import re
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import cast

from hashdb.addresses import Destination, check_url
from hashdb.errors import UnsafeAddressError
from worker.connection import Bounded, Resolve, checked_address, connect, public_tls, resolve

TOTAL_SECONDS = 15.0
MOST_READ = 64 * 1024
EXCERPT = 256

# What a failure is called in the record of an attempt; the first class that fits.
FAILURES: tuple[tuple[type[Exception], str], ...] = (
    (UnsafeAddressError, "unsafe_address"),
    (socket.gaierror, "dns"),
    (TimeoutError, "timeout"),
    (ssl.SSLCertVerificationError, "certificate"),
    (ssl.SSLError, "tls"),
    (OSError, "connection"),
    (http.client.HTTPException, "protocol"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of one attempt: a status, or the name of what failed; the excerpt is for reviewers only."""

    status: int | None = None
    error: str | None = None
    excerpt: str | None = None
    retry_after: int | None = None
    resolved_ip: str | None = None
    duration_ms: int = 0

    @property
    def succeeded(self) -> bool:
        """Whether the receiver took it: any 2xx; a redirect is a failure."""
        return self.status is not None and self.status // 100 == 2  # noqa: PLR2004 - the class of success


def _retry_after(text: str | None) -> int | None:
    if text is None:
        return None
    if re.fullmatch(r"[0-9]{1,9}", text):
        return int(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0, int(aware.timestamp() - time.time()))


def _excerpt(response: http.client.HTTPResponse) -> str:
    """Read the body, up to its limit; one that breaks off does not undo the status that came before it."""
    read = bytearray()
    try:
        while len(read) < MOST_READ and (piece := response.read1(MOST_READ - len(read))):
            read += piece
    except (OSError, http.client.HTTPException):
        pass
    text = read[: EXCERPT * 4].decode(errors="replace")
    return "".join(character if character.isprintable() else " " for character in text)[:EXCERPT]


def _exchange(
    connection: Bounded, destination: Destination, headers: Mapping[str, str], body: bytes
) -> http.client.HTTPResponse:
    client = http.client.HTTPConnection(destination.host, destination.port)
    client.sock = cast("socket.socket", connection)
    client.request("POST", destination.target, body, {"Host": destination.authority, **headers})
    return client.getresponse()


def _read(response: http.client.HTTPResponse) -> Answer:
    retry_after = _retry_after(response.headers.get("Retry-After"))
    return Answer(status=response.status, excerpt=_excerpt(response), retry_after=retry_after)


def post(
    url: str,
    *,
    headers: Mapping[str, str],
    body: bytes,
    allow_loopback: bool = False,
    find: Resolve = resolve,
    tls: ssl.SSLContext | None = None,
    total: float = TOTAL_SECONDS,
) -> Answer:
    """POST *body* to *url* and return what came of it; never raises for what the other side does."""
    started = time.monotonic()
    address = None
    try:
        destination = check_url(url, allow_loopback=allow_loopback)
        address = checked_address(destination, find, allow_loopback=allow_loopback)
        with connect(destination, address, tls or public_tls(), started + total) as connection:
            answer = _read(_exchange(connection, destination, headers, body))
    except tuple(kind for kind, _ in FAILURES) as failure:
        answer = Answer(error=next(name for kind, name in FAILURES if isinstance(failure, kind)))
    return replace(answer, resolved_ip=address, duration_ms=int((time.monotonic() - started) * 1000))
