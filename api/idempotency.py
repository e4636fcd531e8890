"""`Idempotency-Key`, honoured on every POST of a caller with a key (draft-ietf-httpapi-idempotency-key-header).

The first answer is kept and given again, marked `Idempotent-Replay: true`; the same key with another request is
refused, and so is a second request while the first is being answered. An answer that trying again may change (PASSING
and 5xx) is not kept. Keys belong to the API key that sent them, so nobody meets another caller's answers.
"""

import re
from contextlib import suppress
from hashlib import sha256

from flask import Flask, Response, g, request

from api.context import actor, now, policy, store
from hashdb.errors import (
    FieldProblem,
    InvalidInputError,
    RateLimitedError,
    RequestInProgressError,
    StaleRecordError,
    UnavailableError,
)
from hashdb.store import Claim, Saved

HEADER = "Idempotency-Key"
REPLAY = "Idempotent-Replay"
WELL_FORMED = re.compile(r"[\x20-\x7e]{1,255}")
KEPT_HEADERS = ("Content-Type", "Location")
PASSING = (RateLimitedError, RequestInProgressError, StaleRecordError, UnavailableError)
FAULT = 500


def _key() -> str | None:
    key = request.headers.get(HEADER)
    if request.method != "POST" or key is None or actor().key_id is None:
        return None
    if not WELL_FORMED.fullmatch(key):
        raise InvalidInputError(FieldProblem(HEADER, "must be 1 to 255 printable ASCII characters"))
    return key


def _fingerprint() -> str:
    head = f"{request.method} {request.full_path} {request.mimetype}\n".encode()
    return sha256(head + request.get_data()).hexdigest()


def _begin() -> Response | None:
    key = _key() if "actor" in g else None
    if key is None:
        return None
    scope, fingerprint = str(actor().key_id), _fingerprint()
    found = store().idempotency.begin(scope, key, fingerprint, now=now())
    if isinstance(found, Claim):
        g.idempotent = found
        return None
    return Response(found.body, found.status, {**found.headers, REPLAY: "true"})


def _keep(claim: Claim, response: Response) -> None:
    if isinstance(g.get("refusal"), PASSING) or response.status_code >= FAULT:
        store().idempotency.abandon(claim)
        return
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    saved = Saved(status=response.status_code, headers=headers, body=response.get_data())
    store().idempotency.finish(claim, saved, lifetime=policy().idempotency_lifetime)


def _end(response: Response) -> Response:
    if "idempotent" in g:
        with suppress(UnavailableError):  # the claim runs out by itself; the caller gets the answer there is
            _keep(g.idempotent, response)
    return response


def register(app: Flask) -> None:
    """Look for a saved answer before each view, and keep the new one after it."""
    app.before_request(_begin)
    app.after_request(_end)
