"""A load of HTTP requests over connections that stay open, from a process of its own and lean enough not to matter.

    python -m scripts.benches.load < order.json      prints what it measured as JSON

The order: `url`, `path`, `keys` (the connections take turns), `bodies` (each sent again and again), `connections`,
`seconds`, and `rate`, in requests a second over all connections; 0 is as fast as the answers come. At a given rate a
request's time counts from the moment when it was due, so a server that stalls is not spared what it made wait.
"""

import re
import selectors
import socket
import subprocess
import sys
from collections import deque
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import cycle
from time import perf_counter
from urllib.parse import urlsplit

import orjson

_OK = b"HTTP/1.1 200"
_HIT = b'"signal_id"'
_LENGTH = re.compile(rb"(?i)content-length: *([0-9]+)")
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to send."""

    url: str
    path: str
    keys: list[str]
    bodies: list[str]
    connections: int
    seconds: float
    rate: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What came back."""

    requests: int
    seconds: float
    hits: int
    p50_ms: float
    p99_ms: float

    @property
    def per_s(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


def run(order: Order) -> Load:
    """Send a load from another process and return what it measured."""
    command = [sys.executable, "-m", "scripts.benches.load"]
    done = subprocess.run(command, input=orjson.dumps(order), stdout=subprocess.PIPE, check=True)
    return Load(**orjson.loads(done.stdout))


class _Connection:
    """One connection with at most one request on its way, which was due at `due`."""

    def __init__(self, order: Order, key: str, first: int) -> None:
        address = urlsplit(order.url)
        head = f"POST {order.path} HTTP/1.1\r\nHost: {address.netloc}\r\nAuthorization: Bearer {key}\r\n"
        self._head = f"{head}Content-Type: application/json\r\nContent-Length: "
        bodies = [body.encode() for body in order.bodies]
        self._bodies = cycle(bodies[first:] + bodies[:first])
        self._received = b""
        self.due = 0.0
        self.socket = socket.create_connection((address.hostname or "", address.port or 80))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, due: float) -> None:
        """Send the next request."""
        body = next(self._bodies)
        self.due = due
        self._received = b""
        self.socket.sendall(f"{self._head}{len(body)}\r\n\r\n".encode() + body)

    def receive(self) -> bytes | None:
        """Return the answer's body once all of it is there; raises RuntimeError for any other answer than 200."""
        some = self.socket.recv(_CHUNK)
        self._received += some
        head, end, body = self._received.partition(b"\r\n\r\n")
        if not some or (end and not head.startswith(_OK)):
            raise RuntimeError(f"not answered with 200: {self._received[:1000].decode(errors='replace')}")
        length = _LENGTH.search(head)
        return body if end and length and len(body) == int(length[1]) else None


def drive(order: Order) -> Load:
    """Send the load from this process."""
    with ExitStack() as stack:
        # It times its waits in microseconds, unlike epoll.
        selector = stack.enter_context(selectors.SelectSelector())
        idle: deque[_Connection] = deque()
        for number, key in zip(range(order.connections), cycle(order.keys), strict=False):
            connection = _Connection(order, key, number * len(order.bodies) // order.connections)
            stack.enter_context(connection.socket)
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            idle.append(connection)
        started = perf_counter()
        times, hits = _exchange(order, selector, idle)
        seconds = perf_counter() - started
    p50, p99 = (1e3 * sorted(times)[len(times) * part // 100] for part in (50, 99))
    return Load(requests=len(times), seconds=seconds, hits=hits, p50_ms=p50, p99_ms=p99)


def _exchange(order: Order, selector: selectors.BaseSelector, idle: deque[_Connection]) -> tuple[list[float], int]:
    """Send until the time is over, wait for the last answers; return the time of each and how many had a hit."""
    times: list[float] = []
    hits, count, step = 0, len(idle), 1 / order.rate if order.rate else 0.0
    due = perf_counter()
    end = due + order.seconds
    while (now := perf_counter()) < end or len(idle) < count:
        while idle and due <= now < end:
            idle.popleft().send(due if step else now)
            due += step
        pause = max(0.0, due - now) if idle and now < end else None
        for event, _ in selector.select(pause):
            connection: _Connection = event.data
            body = connection.receive()
            if body is not None:
                times.append(perf_counter() - connection.due)
                hits += _HIT in body
                idle.append(connection)
    return times, hits


def main() -> None:
    """Read an order, send its load, print what came back."""
    sys.stdout.buffer.write(orjson.dumps(drive(Order(**orjson.loads(sys.stdin.buffer.read())))))


if __name__ == "__main__":
    main()
