"""A receiving platform: a real HTTP server that keeps what it was sent and answers as the test says."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.journeys.waiting import eventually


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One webhook as it arrived: the exact bytes, and the headers in lower case."""

    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        """The id that every attempt of one delivery carries."""
        return self.headers["webhook-id"]

    @property
    def event(self) -> dict[str, Any]:
        """What it says."""
        event: dict[str, Any] = json.loads(self.body)
        return event


@dataclass(slots=True)
class Receiver:
    """What arrived so far, and what is answered: `statuses` in turn, 204 after that; `hold` keeps answers back."""

    url: str = ""
    received: list[Received] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def hold(self) -> None:
        """Answer nothing until `release`."""
        self.released.clear()

    def release(self) -> None:
        """Answer what waits, and everything from now on."""
        self.released.set()

    def of_type(self, event_type: str) -> list[Received]:
        """Return what arrived of one type."""
        return [each for each in list(self.received) if each.event["type"] == event_type]

    def next_of_type(self, event_type: str, count: int = 1) -> Received:
        """Wait until so many of one type have arrived, and return the last of them."""
        eventually(lambda: len(self.of_type(event_type)) >= count, f"{count} x {event_type}")
        return self.of_type(event_type)[count - 1]

    def answer(self) -> int:
        """Return the status to answer with, when it is time to answer."""
        self.released.wait(30)
        return self.statuses.pop(0) if self.statuses else 204


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): text for name, text in self.headers.items()}
            receiver.received.append(Received(headers=headers, body=body))
            self.send_response(receiver.answer())
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Stay silent."""

        def finish(self) -> None:
            try:
                super().finish()
            except OSError:  # the sender was killed while it waited
                self.close_connection = True

    return Handler


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Stay silent: senders are killed in these tests."""


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Run a receiver on a port of its own."""
    receiver = Receiver()
    receiver.release()
    server = _Server(("127.0.0.1", 0), _handler(receiver))
    receiver.url = f"http://127.0.0.1:{server.server_port}/hooks"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield receiver
    finally:
        receiver.release()
        server.shutdown()
        thread.join()
        server.server_close()
