"""A small HTTP server on this machine, for the receiving ends of demo and drills."""

from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Any, Self

_LONGEST_BODY = 20_000

# Takes the headers (names in lower case) and the body of one POST, and returns the status to answer with.
Receive = Callable[[Mapping[str, str], bytes], int]


class Listener:
    """The server, on a free port of the loopback address; entered, it runs and hands every POST to *receive*."""

    def __init__(self, receive: Receive, path: str) -> None:
        handler = type("Handler", (_Handler,), {"receive": staticmethod(receive)})
        self._server = _Server(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}{path}"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    """One HTTP exchange."""

    receive: Receive

    def do_POST(self) -> None:
        """Hand the body on and answer with the status that comes back."""
        length = min(int(self.headers.get("Content-Length", "0")), _LONGEST_BODY)
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.send_response(self.receive(headers, self.rfile.read(length)))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class names it
        """Say nothing: who listens tells what arrived."""


class _Server(ThreadingHTTPServer):
    """A server that is not surprised when a sender dies."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the base class's signature
        """Say nothing."""
