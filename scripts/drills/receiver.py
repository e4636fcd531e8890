"""A receiving platform that counts: how often each webhook arrived. It takes its time, so that kills meet it midway."""

import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from types import TracebackType
from typing import Any, Self

import orjson

from hashdb.records.webhook import EventType

_SECONDS_AN_ANSWER = 0.05


class Receiver:
    """The server, on a free port of the loopback address; entered, it runs."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.nonces: dict[str, str] = {}
        self.arrivals: Counter[str] = Counter()
        self.requests: set[str] = set()
        handler = type("Handler", (_Handler,), {"receiver": self})
        self._server = _Server(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/hooks"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def note(self, webhook_id: str, event: dict[str, Any]) -> None:
        """Note a webhook that has arrived in full."""
        with self._lock:
            if event["type"] == EventType.ENDPOINT_VERIFICATION:
                self.nonces[event["data"]["id"]] = event["data"]["nonce"]
            if event["type"] == EventType.TAKEDOWN_REQUESTED:
                self.arrivals[webhook_id] += 1
                self.requests.add(event["data"]["id"])

    def repeated(self) -> int:
        """Return how many webhooks arrived more than once."""
        with self._lock:
            return sum(count > 1 for count in self.arrivals.values())


class _Handler(BaseHTTPRequestHandler):
    """One HTTP exchange."""

    receiver: Receiver

    def do_POST(self) -> None:
        """Note the webhook, wait a little, take it."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.receiver.note(self.headers["webhook-id"], orjson.loads(body))
        time.sleep(_SECONDS_AN_ANSWER)
        self.send_response(204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class names it
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    """A server that is not surprised when a sender dies."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the base class's signature
        """Say nothing."""
