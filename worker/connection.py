"""The connection of a webhook: to an address that was checked, and over at its deadline.

The name is resolved once, every address it has must be allowed (`hashdb.addresses`), and the connection goes to the
very address that was checked, with the name in SNI: a name that changes its mind in between gains nothing.
"""

import io
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from functools import cache
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Self

from hashdb.addresses import HTTPS_PORT, Destination, allowed, is_loopback
from hashdb.errors import FieldProblem, UnsafeAddressError

CONNECT_SECONDS = 5.0

Resolve = Callable[[str, int], Sequence[str]]


def resolve(host: str, port: int) -> list[str]:
    """Return every address of the name, the preferred first."""
    return [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@cache
def public_tls() -> ssl.SSLContext:
    """Return the rules under which a receiver proves its name: those of the system."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


def _within(seconds: float, find: Resolve, host: str, port: int) -> Sequence[str]:
    """Resolve, but not for ever: the system's resolver knows no deadline."""
    found: SimpleQueue[Sequence[str] | OSError] = SimpleQueue()

    def ask() -> None:
        try:
            found.put(find(host, port))
        except OSError as error:
            found.put(error)

    Thread(target=ask, daemon=True).start()
    try:
        result = found.get(timeout=seconds)
    except Empty:
        raise TimeoutError("the name was not resolved in time") from None
    if isinstance(result, OSError):
        raise result
    return result


def checked_address(destination: Destination, find: Resolve, *, allow_loopback: bool) -> str:
    """Return the address to connect to, or raise UnsafeAddressError if any that the name has is not allowed."""
    addresses = _within(CONNECT_SECONDS, find, destination.host, destination.port)
    local = [allow_loopback and is_loopback(address) for address in addresses]
    usual = destination.scheme == "https" and destination.port == HTTPS_PORT
    if (
        not addresses
        or not (usual or all(local))
        or not all(ok or allowed(ip) for ok, ip in zip(local, addresses, strict=True))
    ):
        raise UnsafeAddressError(FieldProblem("url", "must lead to public addresses only"))
    return addresses[0]


class _Incoming(io.RawIOBase):
    """What comes from the peer, as a stream."""

    def __init__(self, bounded: "Bounded") -> None:
        self.bounded = bounded

    def readable(self) -> bool:
        """Say that bytes can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read what has come, or raise TimeoutError at the deadline."""
        return self.bounded.within_time().recv_into(buffer)


class Bounded:
    """A connected socket that gives up at the deadline, however the bytes trickle; closed by its `with` block."""

    def __init__(self, connected: socket.socket, deadline: float) -> None:
        self._connected = connected
        self._deadline = deadline

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._connected.close()

    def within_time(self) -> socket.socket:
        """Return the socket, set to wait for no longer than what is left."""
        rest = self._deadline - time.monotonic()
        if rest <= 0:
            raise TimeoutError("the exchange took too long")
        self._connected.settimeout(rest)
        return self._connected

    def sendall(self, data: bytes) -> None:
        """Send everything, or raise TimeoutError at the deadline."""
        self.within_time().sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Return the reader that http.client asks a socket for."""
        return io.BufferedReader(_Incoming(self))

    def close(self) -> None:
        """Do nothing: http.client closes its socket before the body has been read."""


def connect(destination: Destination, address: str, tls: ssl.SSLContext, deadline: float) -> Bounded:
    """Connect to *address*, under TLS where the URL says https."""
    connected = socket.create_connection((address, destination.port), timeout=CONNECT_SECONDS)
    if destination.scheme == "https":
        try:
            connected = tls.wrap_socket(connected, server_hostname=destination.host)
        except OSError:
            connected.close()
            raise
    return Bounded(connected, deadline)
