"""`hashdb audit verify`, where it refuses before it asks anybody."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from hashdb.cli import main
from hashdb.client.public_log import PublicLog
from hashdb.errors import CorruptLogError

KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
URL = "http://127.0.0.1:1"


def said(*arguments: str) -> tuple[int, str]:
    done = CliRunner(env={"HASHDB_URL": "", "HASHDB_AUDIT_VKEY": ""}).invoke(main, ["audit", "verify", *arguments])
    return done.exit_code, done.output


class Nonsense(BaseHTTPRequestHandler):
    """A service that answers everything with a page."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<html>nothing to see</html>")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def nonsense() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Nonsense) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_service_that_shows_something_else_does_not_verify(nonsense: str) -> None:
    code, words = said("--vkey", KEY, "--url", nonsense)

    assert code == 1
    assert "BROKEN  what should be a checkpoint of the log is something else" in words


def test_proofs_and_leaves_that_are_none_are_told(nonsense: str) -> None:
    public = PublicLog(nonsense)
    try:
        with pytest.raises(CorruptLogError, match="something else"):
            public.consistency(1, 2)
        assert list(public.leaves(5_000)) == []
    finally:
        public.close()


def test_from_outside_the_service_must_be_named() -> None:
    code, words = said("--vkey", KEY)

    assert code == 2
    assert "where the service is" in words


@pytest.mark.parametrize("key", ["nothing", KEY[:-1]])
def test_a_key_that_is_none_is_refused_in_words(key: str) -> None:
    code, words = said("--vkey", key, "--url", URL)

    assert code == 2
    assert "must be NAME+ID+KEY" in words


@pytest.mark.parametrize("content", [None, b"", b"\xff", b"something else\n"])
def test_a_saved_checkpoint_that_cannot_be_read_is_refused_in_words(tmp_path: Path, content: bytes | None) -> None:
    saved = tmp_path / "saved.ckpt"
    if content is not None:
        saved.write_bytes(content)
    code, words = said("--vkey", KEY, "--url", URL, "--from", str(saved))

    assert code == 2
    assert "--from: cannot be read" in words or "a signed note" in words


def test_what_is_remembered_must_be_a_size_and_a_root() -> None:
    code, words = said("--remembered", "12:abc")

    assert code == 2
    assert "64 hexadecimal digits" in words
