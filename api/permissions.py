"""Who may call what: one declaration per route, one table in `hashdb.access`, closed by default.

A view carries exactly one of `@permits(Action.X)`, `@public`, `@public_page`, `@public_form` and `@free`, in the
console of `@console(Action.X)`, `@signed_in` and `@door`; an application with a route that carries none does not start.
The check runs before anything of the body is read, but for the token in a form:

    Content-Length    missing or too large: refused, unless the view reads its body as a stream
    key               none, unknown or revoked: 401, paid from the allowance of the caller's address
    allowance         one unit for the request itself; `api.limits.charge` takes what more the work costs
    role x action     not in PERMISSIONS: 403
    in the console    a session instead of a key, and forms that are our own (`api.console.gate`)

An unknown URL is paid by the address, too.

What the caller may see of the records is the services' business.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any

from flask import Flask

from api import limits, reading
from api.console import forms, gate
from api.context import call, now, request, store, surroundings
from hashdb import access
from hashdb.access import PERMISSIONS, PUBLIC, Action, Actor
from hashdb.errors import UnauthenticatedError
from hashdb.services import members

View = Callable[..., Any]

# What a body may have in bytes: one record, and a batch of a thousand of them.
USUAL_BODY = 64 * 1024
BATCH_BODY = 2 * 1024 * 1024
# A form that is carried along while somebody signs in is larger for being sealed.
DOOR_BODY = 2 * USUAL_BODY

# Asked thousands of times a second, and nothing is decided by it: who calls is remembered for a second.
REMEMBERED = frozenset({Action.MATCH_QUERY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What a view declares; without an action it is open to everybody."""

    action: Action | None
    metered: bool = True
    max_body: int = USUAL_BODY
    head: bool = True
    streams: bool = False
    page: bool = False
    console: bool = False
    session: bool = False
    form_page: View | None = None


def _declared(view: View, declaration: Declaration) -> View:
    strict = reading.strictly(view, form=declaration.page)
    vars(strict)["declaration"] = declaration
    return strict


def permits(
    action: Action, *, max_body: int = USUAL_BODY, head: bool = True, streams: bool = False
) -> Callable[[View], View]:
    """Open the view to the roles that PERMISSIONS lists for *action*.

    *max_body* replaces the usual limit in bytes; without *head* there is no HEAD beside GET, as where reading counts. A
    view that *streams* reads a body of any length itself, bit by bit (`api.ndjson`).
    """
    return lambda view: _declared(view, Declaration(action=action, max_body=max_body, head=head, streams=streams))


def public(view: View) -> View:
    """Open the view to everybody, so many requests for each address."""
    return _declared(view, Declaration(action=None))


def public_page(view: View) -> View:
    """Open a page for people to everybody, so many requests for each address.

    What its form sends is read into the same strict `body` as JSON is elsewhere, and its refusals are pages, too.
    """
    return _declared(view, Declaration(action=None, page=True))


def public_form(form_page: View) -> Callable[[View], View]:
    """Open the view to everybody, as `public_page`; when what was sent is refused, *form_page* shows the form again.

    It is called with `status`, `sent` (the fields as they were written) and `refusal` (the problem document).
    """
    return lambda view: _declared(view, Declaration(action=None, page=True, form_page=form_page))


def console(action: Action, *, max_body: int = USUAL_BODY, head: bool = True) -> Callable[[View], View]:
    """Open a page of the console to people who are signed in, in a role that PERMISSIONS lists for *action*."""
    declared = Declaration(action=action, max_body=max_body, head=head, page=True, console=True, session=True)
    return lambda view: _declared(view, declared)


def signed_in(view: View) -> View:
    """Open a page of the console to everybody who is signed in, whatever the role."""
    return _declared(view, Declaration(action=None, page=True, console=True, session=True))


def door(view: View) -> View:
    """Open a page of the console to everybody: to sign in, or to follow an invitation."""
    return _declared(view, Declaration(action=None, page=True, console=True, max_body=DOOR_BODY))


def free(view: View) -> View:
    """Open the view to everybody and count nothing: for answers that do not touch the store."""
    return _declared(view, Declaration(action=None, metered=False))


def declaration_of(app: Flask, endpoint: str | None) -> Declaration | None:
    """Return what the view of *endpoint* declared."""
    return getattr(app.view_functions.get(endpoint or ""), "declaration", None)


def require_declarations(app: Flask) -> None:
    """Raise RuntimeError for a route that nobody declared a permission for."""
    for rule in app.url_map.iter_rules():
        declaration = declaration_of(app, rule.endpoint)
        if declaration is None:
            raise RuntimeError(f"{rule.rule} ({rule.endpoint}) declares no permission")
        if declaration.action is not None and declaration.action not in PERMISSIONS:
            raise RuntimeError(f"{rule.rule} ({rule.endpoint}): {declaration.action} is not in PERMISSIONS")


def withdraw_head(app: Flask) -> None:
    """Take HEAD, which Flask adds to every GET, from the routes that declare to have none."""
    for rule in app.url_map.iter_rules():
        declaration = declaration_of(app, rule.endpoint)
        if declaration is not None and not declaration.head and rule.methods is not None:
            rule.methods.discard("HEAD")


def _bearer_token() -> str:
    scheme, _, token = request().headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise UnauthenticatedError("send your key as `Authorization: Bearer hdb_...`")
    return token.strip()


def _authenticated(action: Action) -> Actor:
    try:
        token = _bearer_token()
        read = partial(members.authenticate, store(), token, now=now())
        return surroundings().callers.get(_digest(token), read) if action in REMEMBERED else read()
    except UnauthenticatedError:
        limits.charge_address()
        raise


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()


def _admit_public(declaration: Declaration) -> None:
    call().caller = PUBLIC
    if declaration.metered:
        limits.charge_address()
    if declaration.console:
        gate.admit_anybody()


def _admit_caller(action: Action) -> None:
    call().caller = caller = _authenticated(action)
    limits.charge_key()
    access.require(caller, action)


def _admit(app: Flask) -> None:
    declaration = declaration_of(app, request().endpoint)
    call().is_page = declaration is not None and declaration.page
    call().is_console = declaration is not None and declaration.console
    call().form_page = declaration.form_page if declaration is not None else None
    if declaration is None:  # an unknown URL or method: the routing error follows by itself
        call().is_page = request().path.startswith(forms.ROOT)
        limits.charge_address()
        return
    if declaration.streams:
        reading.require_plain()
    else:
        reading.require_length(min(declaration.max_body, surroundings().settings.max_body_bytes))
    if declaration.session:
        gate.admit(declaration.action)
    elif declaration.action is None:
        _admit_public(declaration)
    else:
        _admit_caller(declaration.action)


def register(app: Flask) -> None:
    """Check every request before its view."""
    app.before_request(partial(_admit, app))
