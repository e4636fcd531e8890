"""Who is behind a request to the console, before anything of it is done."""

from api import limits, reading
from api.console import cookies, forms
from api.context import call, now, store
from api.refusals import SessionNeededError
from hashdb import access
from hashdb.access import Action
from hashdb.services import sessions
from hashdb.services.sessions import SignedIn


def admit(action: Action | None) -> None:
    """Let a person in whose session lasts, whose role may take the action, and whose form is their own."""
    admit_anybody()
    who = _resumed()
    call().who = who
    call().caller = who.actor
    limits.charge_key()
    if forms.is_sent():
        forms.require_token(who.session.csrf)
    if action is not None:
        access.require(who.actor, action)


def admit_anybody() -> None:
    """Let anybody in whose form is sent from our own pages, as from the one to sign in with."""
    if forms.is_sent():
        forms.require_own_origin()
        reading.form()


def _resumed() -> SignedIn:
    token = cookies.value(cookies.SESSION)
    who = sessions.resume(store(), token, now=now()) if token else None
    if who is None:
        limits.charge_address()
        raise SessionNeededError("sign in to go on")
    return who
