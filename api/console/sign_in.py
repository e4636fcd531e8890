"""/console/sign-in, /console/sign-out: the way in with password and code, and the way out."""

from typing import Annotated

from flask import Response
from pydantic import Field

from api.console import cookies, forms
from api.console.pages import console_page, go_to, keep_draft
from api.console.refused import SIGN_IN, unsealed
from api.context import call, now, request, store, surroundings
from api.models import Body, Query
from api.permissions import door, signed_in
from api.routes import group as begin
from hashdb.roles import Role
from hashdb.services import accounts, sessions
from hashdb.services.accounts import Entered, Given

group = begin("sign-in", "The way into the console.", keyless=True)

Text = Annotated[str, Field(max_length=400)]


class SignInQuery(Query):
    """Where to go after signing in."""

    next: Annotated[str, Field(max_length=2_000)] = ""


class SignInForm(Body):
    """What people sign in with; `kept` is a form that was sent when its session had ended."""

    email: Text
    password: Text
    code: Annotated[str, Field(max_length=40)]
    next: Annotated[str, Field(max_length=2_000)] = ""
    kept: Annotated[str, Field(max_length=200_000)] = ""


class RoleForm(Body):
    """The role to act in from now on."""

    role: Role


@group.get("/console/sign-in", doc_ui=False)
@door
def show_sign_in(query: SignInQuery) -> Response:
    """Ask for e-mail address, password and code."""
    return console_page("console/sign_in.html", next=query.next, provider=surroundings().settings.provider_name)


@group.post("/console/sign-in", doc_ui=False)
@door
def sign_in(body: SignInForm) -> Response:
    """Begin a session, and go where the person wanted to go."""
    entered = accounts.sign_in(store(), given(body.email, body.password, code=body.code), now=now())
    call().who = sessions.resume(store(), entered.begun.token, now=now())
    place = body.next if forms.is_own(body.next) else forms.ROOT
    _keep(place, body.kept)
    return let_in(entered, place)


@group.post("/console/sign-out", doc_ui=False)
@signed_in
def sign_out() -> Response:
    """End this session."""
    who = call().signed_in
    sessions.end(store(), who.session.id, actor=who.actor, now=now())
    call().who = None
    answer = go_to(SIGN_IN)
    cookies.drop(answer, cookies.SESSION)
    return answer


@group.post("/console/role", doc_ui=False)
@signed_in
def act_in(body: RoleForm) -> Response:
    """Act in another of one's roles from now on."""
    sessions.act_in(store(), call().signed_in, body.role, now=now())
    return go_to(forms.ROOT)


def given(email: str = "", password: str = "", *, code: str) -> Given:
    """Return what somebody gives to sign in, with what the browser says beside."""
    return Given(
        email=email,
        password=password,
        code=code,
        address=request().remote_addr or "",
        device=cookies.value(cookies.DEVICE),
        agent=request().headers.get("User-Agent", ""),
    )


def let_in(entered: Entered, place: str) -> Response:
    """Send the person on with the cookies of a session that has begun."""
    answer = go_to(place)
    cookies.put(answer, cookies.SESSION, entered.begun.token)
    cookies.put(answer, cookies.DEVICE, entered.device, cookies.DEVICE_LASTS)
    return answer


def _keep(place: str, kept: str) -> None:
    """Leave the form that came along for the page on which it stands."""
    who = call().who
    again = unsealed(kept, who.user.id) if kept and who else None
    if who is not None and again is not None:
        keep_draft(who, place, again)
