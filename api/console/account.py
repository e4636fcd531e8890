"""/console/account: what one signs in with, and where one is signed in."""

from typing import Annotated

import orjson
from flask import Response
from pydantic import Field

from api.console import cookies, qr
from api.console.pages import console_page, go_to
from api.console.refused import SIGN_IN
from api.context import actor, call, now, store, surroundings
from api.models import Body, Path, id_of
from api.permissions import signed_in
from api.routes import group as begin
from hashdb.services import accounts, devices, sessions
from hashdb.store.keyspace import SECRET

group = begin("account", "One's own account.", keyless=True)

ACCOUNT = "/console/account"
CODES = "/console/account/recovery-codes"
Password = Annotated[str, Field(max_length=400)]


class PasswordForm(Body):
    """Another password."""

    present_password: Password
    new_password: Password


class ProofForm(Body):
    """The present password, as a proof."""

    present_password: Password


class AuthenticatorForm(Body):
    """Another authenticator app."""

    present_password: Password
    seed: Annotated[str, Field(max_length=400)]
    code: Annotated[str, Field(max_length=40)]


class SessionPath(Path):
    """A session."""

    session_id: Annotated[str, id_of("ses")]


@group.get(ACCOUNT, doc_ui=False)
@signed_in
def show_account() -> Response:
    """Show the account and its sessions."""
    who = call().signed_in
    account = store().accounts.get(who.user.id)
    found = sessions.of(store(), who.user.id, now=now())
    provider = surroundings().settings.provider_name
    return console_page(
        "console/account.html", account=account, devices=found, present=who.session.id, provider=provider
    )


@group.post(f"{ACCOUNT}/password", doc_ui=False)
@signed_in
def change_password(body: PasswordForm) -> Response:
    """Change the password; other sessions end, and this device stays known."""
    who = call().signed_in
    changed = accounts.change_password(
        store(),
        who.user,
        present=body.present_password,
        new=body.new_password,
        keep=who.session,
        actor=actor(),
        now=now(),
    )
    answer = go_to(ACCOUNT, "Your password is changed, and you are signed out on all other devices.")
    cookies.put(answer, cookies.DEVICE, devices.mark(store().sealer, changed), cookies.DEVICE_LASTS)
    return answer


@group.post(CODES, doc_ui=False)
@signed_in
def renew_codes(body: ProofForm) -> Response:
    """Make new recovery codes, and show them on the next page."""
    who = call().signed_in
    codes = accounts.renew_recovery_codes(store(), who.user, present=body.present_password, actor=actor(), now=now())
    store().sessions.leave(who.session, SECRET, orjson.dumps(codes).decode())
    return go_to(CODES)


@group.get(f"{ACCOUNT}/renew-codes", doc_ui=False)
@signed_in
def ask_to_renew() -> Response:
    """Ask for the password before new recovery codes are made."""
    return console_page("console/renew_codes.html")


@group.get(CODES, doc_ui=False)
@signed_in
def show_codes() -> Response:
    """Show new recovery codes once."""
    text = store().sessions.take(call().signed_in.session, SECRET)
    return console_page("console/recovery_codes.html", codes=orjson.loads(text)) if text else go_to(ACCOUNT)


@group.get(f"{ACCOUNT}/authenticator", doc_ui=False)
@signed_in
def show_authenticator() -> Response:
    """Offer a secret for another app."""
    return console_page("console/authenticator.html", **qr.offered(call().signed_in.user.email))


@group.post(f"{ACCOUNT}/authenticator", doc_ui=False)
@signed_in
def change_authenticator(body: AuthenticatorForm) -> Response:
    """Take the codes of another app from now on."""
    secret, user = qr.taken(body.seed), call().signed_in.user
    accounts.change_authenticator(
        store(), user, secret, present=body.present_password, code=body.code, actor=actor(), now=now()
    )
    return go_to(ACCOUNT, "Codes of the other app count from now on.")


@group.post(f"{ACCOUNT}/sessions/<session_id>/end", doc_ui=False)
@signed_in
def end_session(path: SessionPath) -> Response:
    """Sign out on one device."""
    sessions.end(store(), path.session_id, actor=actor(), now=now())
    return go_to(ACCOUNT, "That device is signed out.")


@group.post(f"{ACCOUNT}/sessions/end", doc_ui=False)
@signed_in
def end_all_sessions() -> Response:
    """Sign out everywhere, here too."""
    sessions.end_all(store(), actor=actor(), now=now())
    call().who = None
    answer = go_to(SIGN_IN)
    cookies.drop(answer, cookies.SESSION)
    return answer
