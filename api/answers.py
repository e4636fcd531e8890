"""How answers are written: JSON by orjson, times as RFC 3339 with `Z`, and the headers that every answer carries.

Nothing here may be framed, guessed at or kept by a cache; only the console sets cookies; pages bring their own policy.
"""

from collections.abc import Callable
from typing import Any

import orjson
from flask import Flask, Response
from flask.json.provider import JSONProvider
from pydantic import BaseModel

# What a view may return: a document, perhaps with a status and headers. (Flask's own alias names classes that are
# not there at run time, when flask-openapi reads the annotations.)
Document = dict[str, Any]
Answer = Document | tuple[Document | str, int] | tuple[Document | str, int, dict[str, str]] | Response

PROBLEM_JSON = "application/problem+json"
OPTIONS = orjson.OPT_UTC_Z

Application = Callable[..., Any]  # of WSGI

# Set unless the view has set its own.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump()
    if isinstance(value, (frozenset, set)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def encoded(document: object, options: int = 0) -> bytes:
    """Return *document* as JSON; *options* are orjson's."""
    return orjson.dumps(document, _plain, OPTIONS | options)


class OrjsonProvider(JSONProvider):
    """Flask's JSON, through orjson; records (dataclasses), enums and times are written as they are."""

    def dumps(self, obj: Any, **_kwargs: Any) -> str:  # noqa: ANN401 - Flask's signature
        """Return *obj* as JSON text."""
        return encoded(obj).decode()

    def loads(self, s: str | bytes, **_kwargs: Any) -> Any:  # noqa: ANN401 - Flask's signature
        """Return what the JSON text says."""
        return orjson.loads(s)

    def response(self, *args: Any, **kwargs: Any) -> Response:  # noqa: ANN401 - Flask's signature
        """Return the answer whose body is the argument, without a detour through text."""
        body = encoded(self._prepare_response_obj(args, kwargs))
        return Response(body, mimetype="application/json")


def _with_headers(application: Application) -> Application:
    """Return *application* with the common headers on all its answers; beneath Flask they cost next to nothing."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:  # noqa: ANN401 - WSGI's own
        def start(status: str, headers: list[tuple[str, str]], *fault: Any) -> Any:  # noqa: ANN401 - the same
            own = {name for name, _ in headers}
            common = (header for header in HEADERS.items() if header[0] not in own)
            return start_response(status, [*headers, *common], *fault)

        return application(environ, start)

    return answer


def register(app: Flask) -> None:
    """Put the common headers on every answer."""
    app.wsgi_app = _with_headers(app.wsgi_app)  # type: ignore[method-assign]
