"""The agent over HTTP, for programs of this machine and nobody else.

    POST /check     a file as the body, or signals as application/json
    GET  /healthz   age and size of the copy; 503 when it is too old

It listens on the loopback address only, and refuses what a web page could make a browser send: a request with an
`Origin`, or under a name that is not this machine's (DNS rebinding). What is sent is in a temporary file while it is
hashed, and in no log.
"""

import tempfile
from http import HTTPStatus as Http
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import orjson

from hashdb.errors import (
    FieldProblem,
    HashdbError,
    InvalidInputError,
    NotFoundError,
    SnapshotError,
    UnreadableFileError,
)
from hashdb.local.agent import Agent
from hashdb.logs import get_logger

HOST = "127.0.0.1"

_JSON = "application/json"
_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
_MOST_JSON = 8 << 20
_CHUNK = 1 << 18
_STATUS: dict[type[HashdbError], Http] = {
    InvalidInputError: Http.UNPROCESSABLE_ENTITY,
    UnreadableFileError: Http.UNPROCESSABLE_ENTITY,
    NotFoundError: Http.NOT_FOUND,
    SnapshotError: Http.SERVICE_UNAVAILABLE,
}
_log = get_logger(__name__)


class AgentServer(ThreadingHTTPServer):
    """Serves *agent* on a port of the loopback address (0: any); files may have *most_bytes*."""

    daemon_threads = True

    def __init__(self, agent: Agent, port: int, most_bytes: int) -> None:
        self.agent = agent
        self.most_bytes = most_bytes
        super().__init__((HOST, port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "hashdb-agent"
    sys_version = ""
    timeout = 60
    server: AgentServer

    def do_GET(self) -> None:
        """Answer GET."""
        self._answer({"/healthz": self._health})

    def do_POST(self) -> None:
        """Answer POST."""
        self._answer({"/check": self._check})

    def log_message(self, *_: object) -> None:
        """Keep what http.server would print out of sight: it names paths."""

    def _answer(self, routes: dict[str, Any]) -> None:
        try:
            self._require_local()
            if self.path not in routes:
                raise NotFoundError("there is POST /check and GET /healthz")
            status, document = routes[self.path]()
        except HashdbError as error:
            status, document = _problem(error)
            self.close_connection = True  # of a body that was not read, the rest would be taken for a request
        except OSError as error:
            _log.warning("not_answered", error=type(error).__name__)
            self.close_connection = True
            return
        self._send(status, document)

    def _health(self) -> tuple[Http, dict[str, Any]]:
        health = self.server.agent.health()
        return Http.OK if health["status"] == "ok" else Http.SERVICE_UNAVAILABLE, health

    def _check(self) -> tuple[Http, dict[str, Any]]:
        if self.headers.get_content_type() == _JSON:
            return Http.OK, self.server.agent.check_signals(self._body(_MOST_JSON).read())
        if self.headers.get_content_maintype() == "multipart":
            raise InvalidInputError(
                FieldProblem("body", "must be the file itself, not a form (curl --data-binary @FILE)")
            )
        with self._body(self.server.most_bytes) as file:
            return Http.OK, self.server.agent.check_file(Path(file.name))

    def _body(self, most: int) -> "tempfile._TemporaryFileWrapper[bytes]":
        """Return the body in a file that is gone when it is closed."""
        length = self.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdecimal():
            raise InvalidInputError(FieldProblem("Content-Length", "is required; chunks are not read"))
        if int(length) > most:
            raise InvalidInputError(FieldProblem("body", f"may have {most} bytes"))
        file = tempfile.NamedTemporaryFile(prefix="hashdb-")  # noqa: SIM115 - closed by whoever asked for it
        rest = int(length)
        while rest and (chunk := self.rfile.read(min(rest, _CHUNK))):
            file.write(chunk)
            rest -= len(chunk)
        if rest:
            file.close()
            raise InvalidInputError(FieldProblem("body", "is shorter than its Content-Length"))
        file.seek(0)
        return file

    def _require_local(self) -> None:
        name = self.headers.get("Host", "").rpartition(":")[0] or self.headers.get("Host", "")
        if name not in _NAMES or "Origin" in self.headers:
            raise InvalidInputError(FieldProblem("Host", "must be localhost: this agent answers no web page"))

    def _send(self, status: Http, document: dict[str, Any]) -> None:
        body = orjson.dumps(document, option=orjson.OPT_UTC_Z)
        kind = _JSON if "type" not in document else "application/problem+json"
        self.send_response(status)
        for name, value in (("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def _problem(error: HashdbError) -> tuple[Http, dict[str, Any]]:
    status = next((_STATUS[each] for each in type(error).__mro__ if each in _STATUS), Http.INTERNAL_SERVER_ERROR)
    document = {"type": f"/problems/{error.slug}", "title": error.title, "status": status, "detail": str(error)}
    if isinstance(error, UnreadableFileError):
        document["code"] = error.code
    if isinstance(error, InvalidInputError):
        document["errors"] = [{"field": each.field, "rule": each.rule} for each in error.problems]
    return status, document
