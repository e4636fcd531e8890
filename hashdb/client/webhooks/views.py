"""A receiver behind a web server: as a Flask blueprint, or as a WSGI application of its own."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

from hashdb.client.webhooks.receiver import MOST_BYTES, Answer, Receiver

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from flask import Blueprint

_EMPTY = (("Content-Type", "text/plain"), ("Content-Length", "0"))
_TOO_LARGE = Answer(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def blueprint(receiver: Receiver, path: str = "/hashdb/webhooks", *, name: str = "hashdb_webhooks") -> "Blueprint":
    """Return a Flask blueprint that takes webhooks at *path*; exempt it from CSRF protection, signatures protect it."""
    from flask import Blueprint, Response, request  # noqa: PLC0415 - only those who use Flask need it

    group = Blueprint(name, __name__)

    @group.post(path)
    def take() -> Response:
        length = request.content_length
        fits = length is not None and length <= MOST_BYTES
        answer = receiver.take(dict(request.headers), request.get_data(cache=False)) if fits else _TOO_LARGE
        return Response(status=answer.status, headers=dict(answer.headers))

    return group


def application_for(receiver: Receiver) -> "WSGIApplication":
    """Return a WSGI application that takes webhooks, whatever path it is mounted at."""

    def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        answer = _answer(receiver, environ)
        empty = () if answer.status is HTTPStatus.NO_CONTENT else _EMPTY
        start_response(f"{answer.status.value} {answer.status.phrase}", [*answer.headers.items(), *empty])
        return [b""]

    return application


def _answer(receiver: Receiver, environ: "WSGIEnvironment") -> Answer:
    if environ["REQUEST_METHOD"] != "POST":
        return Answer(status=HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "POST"})
    length = environ.get("CONTENT_LENGTH") or ""
    if not (length.isdecimal() and int(length) <= MOST_BYTES):
        return _TOO_LARGE
    headers = {
        name.removeprefix("HTTP_").replace("_", "-"): text
        for name, text in environ.items()
        if name.startswith("HTTP_WEBHOOK_")
    }
    return receiver.take(headers, environ["wsgi.input"].read(int(length)))
