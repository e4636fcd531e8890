"""The request id, always one of ours, and the one log line for each request.

    info api answered request_id=req_01J... method=POST route=/v1/match status=200 ms=1.8 key_id=key_01J...

What the caller sent as its own request id is given back as `X-Client-Request-Id`, and goes nowhere else: it could name
anybody or anything, and the log of changes keeps ids for ever.

The route is the rule, not the path: paths have members' own references in them. A fault is logged by where it
happened and its class; its message stays out, because messages quote values.
"""

import re
import time
import traceback
from functools import partial
from pathlib import Path
from types import TracebackType

from flask import Flask, Response

from api import metrics
from api.context import EXTENSION, Surroundings, begin, call
from hashdb import logs

HEADER = "X-Request-Id"
CLIENT_HEADER = "X-Client-Request-Id"
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")
NO_ROUTE = "-"
DEEPEST = 6

_log = logs.get_logger(__name__)


def _begin(surroundings: Surroundings) -> None:
    logs.unbind_all()
    logs.bind(request_id=begin(surroundings).id)


def _end(response: Response) -> Response:
    ended = call()
    seconds = time.perf_counter() - ended.started
    asked, caller = ended.request, ended.caller
    route = asked.url_rule.rule if asked.url_rule else NO_ROUTE
    response.headers[HEADER] = ended.id
    if WELL_FORMED.fullmatch(sent := asked.headers.get(HEADER, "")):
        response.headers[CLIENT_HEADER] = sent
    metrics.count(asked.method, route, response.status_code, seconds)
    _log.info(
        "answered",
        method=asked.method,
        route=route,
        status=response.status_code,
        ms=round(seconds * 1000, 1),
        key_id=(caller and caller.key_id) or "-",
    )
    return response


def _short(filename: str) -> str:
    return "/".join(Path(filename).parts[-2:])


def log_fault(kind: type[BaseException] | None, where: TracebackType | None) -> None:
    """Log an unexpected exception: its class and the places it passed, innermost last."""
    frames = traceback.extract_tb(where)[-DEEPEST:]
    places = " < ".join(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    _log.error("fault", error=kind.__name__ if kind else "unknown", where=places)


def register(app: Flask) -> None:
    """Give every request its id first, and log it last."""
    app.before_request(partial(_begin, app.extensions[EXTENSION]))
    app.after_request(_end)
