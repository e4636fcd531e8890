"""`Idempotency-Key`, honoured on every POST of a caller with a key (draft-ietf-httpapi-idempotency-key-header).

The first answer is kept and given again, marked `Idempotent-Replay: true`; the same key with another request is
refused, and so is a second request while the first is being answered. An answer that trying again may change (PASSING
and 5xx) is not kept. Keys belong to the API key that sent them, so nobody meets another caller's answers.

A body that is read as a stream cannot be looked at beforehand; there the view asks for `digest` and sees to the rest.

A form of the console carries such a key of its own (`once`): clicked twice, it is carried out once, and the second
click waits for the first one's answer. Only where it led to is kept: one that was refused may be corrected and sent.
"""

import re
import time
from contextlib import suppress
from functools import partial
from hashlib import sha256

from flask import Flask, Response

from api import reading
from api.console import forms
from api.context import actor, call, now, policy, request, store
from api.permissions import declaration_of
from api.refusals import FormSentError
from hashdb.errors import (
    FieldProblem,
    IdempotencyKeyReusedError,
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
SEE_OTHER = 303

# How long, in seconds, a form that was sent twice waits for what becomes of the first.
LONGEST_WAIT = 10.0
GLANCE = 0.1


def _key() -> str | None:
    key = request().headers.get(HEADER)
    if request().method != "POST" or key is None or actor().key_id is None:
        return None
    if not WELL_FORMED.fullmatch(key):
        raise InvalidInputError(FieldProblem(HEADER, "must be 1 to 255 printable ASCII characters"))
    return key


def digest() -> str | None:
    """Return what identifies the caller's Idempotency-Key among those of all callers, or None when there is none."""
    key = _key()
    return None if key is None else sha256(f"{actor().key_id}\n{key}".encode()).hexdigest()


def replayed(*, repeated: bool) -> dict[str, str]:
    """Return the header that marks an answer as one that was given before, if it is."""
    return {REPLAY: "true"} if repeated else {}


def _is_streamed(app: Flask) -> bool:
    declaration = declaration_of(app, request().endpoint)
    return declaration is not None and declaration.streams


def _fingerprint() -> str:
    asked = request()
    head = f"{asked.method} {asked.full_path} {asked.mimetype}\n".encode()
    return sha256(head + reading.body()).hexdigest()


def _begin(app: Flask) -> Response | None:
    if call().who is not None and forms.is_sent():
        return _begin_form()
    key = _key() if HEADER in request().headers and call().caller and not _is_streamed(app) else None
    return None if key is None else _begun(str(actor().key_id), key)


def _begun(scope: str, key: str) -> Response | None:
    """Return the answer that was given before, or claim the request."""
    found = store().idempotency.begin(scope, key, _fingerprint(), now=now())
    if isinstance(found, Claim):
        call().claim = found
        return None
    return Response(found.body, found.status, {**found.headers, REPLAY: "true"})


def _begin_form() -> Response | None:
    """Return where the form led to when it was sent before, waiting for it if need be, or claim it."""
    once = forms.carried("once")
    give_up = time.monotonic() + LONGEST_WAIT
    while once:
        try:
            return _begun(f"form:{actor().user_id}", f"{once} {request().path}")
        except RequestInProgressError:
            if time.monotonic() > give_up:
                raise
            time.sleep(GLANCE)
        except IdempotencyKeyReusedError:
            raise FormSentError("this form was sent before with other words; look at what became of it") from None
    return None


def _may_change(response: Response) -> bool:
    """Whether sending the same again may be answered in another way."""
    if forms.is_sent():
        return response.status_code != SEE_OTHER
    return isinstance(call().refusal, PASSING) or response.status_code >= FAULT


def _keep(claim: Claim, response: Response) -> None:
    if _may_change(response):
        store().idempotency.abandon(claim)
        return
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    saved = Saved(status=response.status_code, headers=headers, body=response.get_data())
    store().idempotency.finish(claim, saved, lifetime=policy().idempotency_lifetime)


def _end(response: Response) -> Response:
    claim = call().claim
    if claim is not None:
        with suppress(UnavailableError):  # the claim runs out by itself; the caller gets the answer there is
            _keep(claim, response)
    return response


def register(app: Flask) -> None:
    """Look for a saved answer before each view, and keep the new one after it."""
    app.before_request(partial(_begin, app))
    app.after_request(_end)
