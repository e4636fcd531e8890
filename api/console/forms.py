"""What every form of the console carries beside its own fields, and what is checked of it before the view.

    csrf    the session's token: the form was made by us, for this session
    once    random for each time that a form is shown: sent twice, it is carried out once (`api.idempotency`)
    page    the page on which the form stands: where a refused form is shown again (`api.console.refused`)

Not Flask-WTF: a body is read here once and strictly (`api.reading`), and the token belongs to our own session.
Besides the token, what the browser itself says of where a form was sent from must not speak against it; a form that
needs no session, such as the one to sign in with, has only that.
"""

import hmac
import re
from secrets import token_urlsafe
from urllib.parse import urlsplit

from api.context import call, request, surroundings
from api.reading import FORM_FIELDS
from api.refusals import ForeignFormError

ROOT = "/console"
_PAGE = re.compile(r"/console(/[A-Za-z0-9_./-]*)?(\?[!-~]*)?")
# Never shown again, kept or logged.
_SECRET = re.compile("password|code|secret|seed|token")


def new_once() -> str:
    """Return a token for a form that is shown now."""
    return token_urlsafe(12)


def carried(name: str) -> str:
    """Return one of the fields that every form carries, or nothing; what could not be read carries nothing."""
    return (call().form or {}).get(name, [""])[0]


def is_own(place: str) -> bool:
    """Whether an address is a page of the console, and of nobody else."""
    return _PAGE.fullmatch(place) is not None and "//" not in place


def page() -> str:
    """Return the page on which the sent form stands, or nothing."""
    place = carried("page")
    return place if is_own(place) else ""


def words() -> dict[str, str]:
    """Return what a person wrote into the sent form: without what we carry in it, and without secrets."""
    sent = (call().form or {}).items()
    return {name: values[0] for name, values in sent if name not in FORM_FIELDS and not _SECRET.search(name)}


def require_own_origin() -> None:
    """Refuse a form that the browser says was sent from somewhere else."""
    site = request().headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in {"same-origin", "none"}:
            raise ForeignFormError("the form was sent from another site")
        return
    origin = request().headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc not in _own_hosts():
        raise ForeignFormError("the form was sent from another site")


def require_token(expected: str) -> None:
    """Refuse a form that was not made for this session."""
    if not hmac.compare_digest(carried("csrf").encode(), expected.encode()):
        raise ForeignFormError("the form was made for another session; it is shown again: look it over and send it")


def _own_hosts() -> set[str]:
    return {request().host, urlsplit(surroundings().settings.address).netloc}


def is_sent() -> bool:
    """Whether this request is a form of the console."""
    return call().is_console and request().method == "POST"
