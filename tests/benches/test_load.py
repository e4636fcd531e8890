from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from scripts.benches import load
from scripts.benches.load import Order


class Answering(ThreadingHTTPServer):
    """Answers every other request with a hit, and notes who asked what."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked: list[tuple[str, bytes]] = []
        self.status = 200


class Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Answering

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.headers["Authorization"], body))
        answer = b'{"signal_id":"x"}' if body == b"near" else b"{}"
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_words: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Answering]:
    with Answering() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def order(server: Answering, **changes: Any) -> Order:
    usual: dict[str, Any] = {
        "url": f"http://127.0.0.1:{server.server_port}",
        "path": "/v1/match",
        "keys": ["one", "two"],
        "bodies": ["near", "far"],
        "connections": 2,
        "seconds": 0.2,
    }
    return Order(**{**usual, **changes})


def test_the_connections_take_turns_with_keys_and_bodies(server: Answering) -> None:
    done = load.drive(order(server))

    assert {key for key, _ in server.asked} == {"Bearer one", "Bearer two"}
    assert {body for _, body in server.asked} == {b"near", b"far"}
    assert done.requests == len(server.asked)
    assert done.hits == sum(body == b"near" for _, body in server.asked)


def test_a_steady_load_sends_what_was_ordered_and_no_more(server: Answering) -> None:
    done = load.drive(order(server, rate=50.0, seconds=0.5))

    assert 5 <= done.requests <= 25
    assert 0 < done.p50_ms <= done.p99_ms


def test_a_refusal_ends_the_load(server: Answering) -> None:
    server.status = 429

    with pytest.raises(RuntimeError, match=r"not answered with 200: HTTP/1\.1 429"):
        load.drive(order(server))


def test_another_process_sends_the_same_load(server: Answering) -> None:
    done = load.run(order(server))

    assert done.requests == len(server.asked) > 0
    assert done.per_s == done.requests / done.seconds
