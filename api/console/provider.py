"""/console/sign-in/provider: the way in through the identity provider, and /console/account/provider: undoing it.

A cookie carries somebody through, sealed and for ten minutes: on the way out what the provider's answer must fit to,
on the way back whom the provider has let in, until the code is given. An answer that was not asked for in this very
browser leads nowhere. People go by a link, since the policy of our pages lets no form lead to another host.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Annotated

from cryptography.fernet import InvalidToken
from flask import Response
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from api.console import cookies, forms
from api.console.account import ACCOUNT, ProofForm
from api.console.pages import console_page, go_to
from api.console.sign_in import SignInQuery, given, let_in
from api.context import actor, call, now, store, surroundings
from api.language import gettext
from api.models import Body, Query
from api.permissions import door, signed_in
from api.routes import group as begin
from hashdb.errors import NotFoundError, SignInRefusedError
from hashdb.identity import Going, Identity, Provider
from hashdb.services import bindings

group = begin("sign-in: provider", "The way in through the identity provider.", keyless=True)

PLACE = "/console/sign-in/provider"
BACK = f"{PLACE}/back"
CODE = "/console/sign-in/code"
BINDING = f"{ACCOUNT}/provider"
LASTS = timedelta(minutes=10)
_LONGEST_PLACE = 1_000
_MARK = "provider "


class BackQuery(Query):
    """What the provider says by the address; it may say more, which is not looked at."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    code: Annotated[str, Field(max_length=4_000)] = ""
    state: Annotated[str, Field(max_length=200)] = ""


class CodeForm(Body):
    """The code of the person's app, or for recovery."""

    code: Annotated[str, Field(max_length=40)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """Somebody on the way in; where to, and until when that is possible."""

    until: datetime
    place: str
    going: Going | None = None
    identity: Identity | None = None


_journeys = TypeAdapter(Journey)


@group.get(PLACE, doc_ui=False)
@door
def go_out(query: SignInQuery) -> Response:
    """Send the person on to the provider."""
    place = query.next if forms.is_own(query.next) and len(query.next) <= _LONGEST_PLACE else forms.ROOT
    going = Going()
    return _sent_on(_provider().address(going), Journey(until=now() + LASTS, place=place, going=going))


@group.get(BACK, doc_ui=False)
@door
def come_back(query: BackQuery) -> Response:
    """Let in whom the provider has let in, or ask for the code."""
    journey, going = _under_way(query.state)
    identity = _provider().identity(query.code, going, now=now())
    if bindings.needs_code(store(), identity):
        return _sent_on(CODE, Journey(until=now() + LASTS, place=journey.place, identity=identity))
    return _let_in(identity, "", journey.place)


@group.get(CODE, doc_ui=False)
@door
def show_code() -> Response:
    """Ask for the code."""
    _let_through()
    return console_page("console/sign_in_code.html")


@group.post(CODE, doc_ui=False)
@door
def give_code(body: CodeForm) -> Response:
    """Let the person in who knows the code."""
    identity, place = _let_through()
    return _let_in(identity, body.code, place)


@group.get(BINDING, doc_ui=False)
@signed_in
def show_allowing() -> Response:
    """Ask for the password before the provider may let the person in again."""
    return console_page("console/allow_provider.html", provider=surroundings().settings.provider_name)


@group.post(BINDING, doc_ui=False)
@signed_in
def allow_binding(body: ProofForm) -> Response:
    """Let the provider let the person in again."""
    bindings.allow(store(), call().signed_in.user, present=body.present_password, actor=actor(), now=now())
    return go_to(ACCOUNT, gettext("You can sign in through the identity provider again."))


@group.post(f"{BINDING}/undo", doc_ui=False)
@signed_in
def undo_binding() -> Response:
    """Let nobody in through the provider any more."""
    who = call().signed_in
    bindings.undo(store(), who.user, keep=who.session, actor=actor(), now=now())
    return go_to(ACCOUNT, gettext("It is undone, and you are signed out on all other devices."))


def _provider() -> Provider:
    settings = surroundings().settings
    if not settings.oidc_issuer:
        raise NotFoundError("no identity provider is set up here; sign in with password and code")
    return Provider(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        secret=settings.oidc_client_secret,
        back=settings.address + BACK,
    )


def _sent_on(place: str, journey: Journey) -> Response:
    answer = go_to(place)
    sealed = store().sealer.seal(_MARK + _journeys.dump_json(journey, exclude_none=True).decode())
    cookies.put(answer, cookies.PROVIDER, sealed, LASTS)
    return answer


def _journey() -> Journey:
    try:
        text = store().sealer.open(cookies.value(cookies.PROVIDER))
        journey = _journeys.validate_json(text.removeprefix(_MARK))
    except (InvalidToken, ValidationError):
        raise _lost() from None
    if not text.startswith(_MARK) or journey.until <= now():
        raise _lost()
    return journey


def _under_way(state: str) -> tuple[Journey, Going]:
    """Return the sign-in that the provider's answer is for."""
    journey = _journey()
    if journey.going is None or not compare_digest(journey.going.state.encode(), state.encode()):
        raise _lost()
    return journey, journey.going


def _let_through() -> tuple[Identity, str]:
    """Return whom the provider has let in, and where to."""
    journey = _journey()
    if journey.identity is None:
        raise _lost()
    return journey.identity, journey.place


def _let_in(identity: Identity, code: str, place: str) -> Response:
    answer = let_in(bindings.enter(store(), identity, given(code=code), now=now()), place)
    cookies.drop(answer, cookies.PROVIDER)
    return answer


def _lost() -> SignInRefusedError:
    return SignInRefusedError("this sign-in was not begun in this browser, took too long, or is over; begin again")
