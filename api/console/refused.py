"""A refused form is its page again: what was wrong, how things stand by now, and everything that was written.

The view of that page runs once more in place of the answer, so it shows what has changed meanwhile beside what a person
wrote before. Where the page itself is refused there is a plain one, which still holds the words. Without a session, a
page becomes the way to sign in, and a form goes there with it, sealed, to be shown again afterwards; it is never
carried out by itself, nor shown to somebody else who signs in instead.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import orjson
from cryptography.fernet import InvalidToken
from flask import Request, Response, current_app
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException
from werkzeug.test import EnvironBuilder

from api.console import cookies, forms
from api.console.pages import Again, console_page, go_to
from api.context import actor, call, request, store
from api.refusals import SessionNeededError
from hashdb.access import require
from hashdb.errors import HashdbError, NotFoundError
from hashdb.services import sessions

SIGN_IN = "/console/sign-in"


def answer(error: HashdbError, document: Mapping[str, object], status: int, headers: Mapping[str, str]) -> Response:
    """Return the page that answers a refused request to the console."""
    if isinstance(error, SessionNeededError):
        return _to_the_door()
    shown = (_shown_again(document, status) if forms.is_sent() else None) or _plainly(document, status)
    shown.headers.update(headers)
    return shown


def sealed(sent_to: str, sent: Mapping[str, object], *, by: str | None) -> str:
    """Return a form as it goes through the page to sign in with, and *by* whom it was written, if that is known."""
    return store().sealer.seal(orjson.dumps({"sent_to": sent_to, "sent": dict(sent), "by": by}).decode())


def unsealed(text: str, user_id: str) -> Again | None:
    """Return the form that `sealed` gave, or None for anything else: sealed for another purpose or person, or not."""
    try:
        kept = orjson.loads(store().sealer.open(text))
    except (InvalidToken, orjson.JSONDecodeError):
        return None
    if kept.get("by") not in {None, user_id}:
        return None
    return Again(sent=kept["sent"], sent_to=kept["sent_to"])


def _to_the_door() -> Response:
    if not forms.is_sent():
        return go_to(f"{SIGN_IN}?next={quote(request().full_path.rstrip('?'))}")
    by = sessions.owner(store(), cookies.value(cookies.SESSION))
    kept = sealed(request().path, forms.words(), by=by)
    shown = console_page("console/sign_in.html", page=SIGN_IN, next=forms.page() or forms.ROOT, kept=kept)
    shown.status_code = 401
    return shown


def _shown_again(document: Mapping[str, object], status: int) -> Response | None:
    """Return the page on which the form stands, as it is now; None if there is none, or it cannot be shown."""
    if not forms.page():
        return None
    again = Again(sent=forms.words(), sent_to=request().path, refusal=dict(document), status=status)
    try:
        with _standing_at(forms.page(), again):
            return _of_this_page()
    except (HashdbError, HTTPException):
        return None


@contextmanager
def _standing_at(place: str, again: Again) -> Iterator[None]:
    """Let the page at *place* be what was asked for."""
    present = call()
    sent = present.request
    headers = {name: sent.headers[name] for name in ("Accept-Language", "Cookie", "Host") if name in sent.headers}
    present.request = Request(EnvironBuilder(path=place, headers=Headers(headers)).get_environ())
    present.again = again
    try:
        yield
    finally:
        present.request = sent
        present.again = None


def _of_this_page() -> Response:
    """Return what the view of the present page shows to whom it is open."""
    urls = current_app.create_url_adapter(request())
    endpoint, values = (urls or current_app.url_map.bind("")).match()
    view: Callable[..., Any] = current_app.view_functions[endpoint]
    declaration = vars(view)["declaration"]
    if not declaration.console or (declaration.session and call().who is None):
        raise NotFoundError("that is no page of the console")
    if declaration.action is not None:
        require(actor(), declaration.action)
    return current_app.make_response(view(**values))


def _plainly(document: Mapping[str, object], status: int) -> Response:
    words = forms.words() if forms.is_sent() else {}
    shown = console_page("console/refused.html", problem=document, words=words)
    shown.status_code = status
    return shown
