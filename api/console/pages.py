"""`console_page`, which shows, and `go_to`, which follows every change: after it, loading a page again is safe."""

from dataclasses import dataclass

import orjson
from flask import Response

from api import pages
from api.console import forms, navigation
from api.console.keys import KEYS
from api.context import call, now, request, store
from hashdb.records.member import Member, User
from hashdb.roles import Role
from hashdb.services.sessions import SignedIn
from hashdb.store.keyspace import DRAFT, FLASH

SEE_OTHER = 303

# Without it a browser does not say, in the header Origin, that a form is from here (`api.console.forms`).
REFERRERS = "same-origin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """Whose page it is, and in which role."""

    user: User
    member: Member
    role: Role
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """A form that is shown again, with what was written: after it was refused, or after its session had ended."""

    sent: dict[str, str]
    sent_to: str
    refusal: dict[str, object] | None = None
    status: int = 200

    def facts(self) -> dict[str, object]:
        """Return what the templates take of it."""
        lost = self.refusal is None
        return {"sent": self.sent, "sent_to": self.sent_to, "refusal": self.refusal, "restored": lost}


def console_page(template: str, **facts: object) -> Response:
    """Return a page of the console; *facts* are the template's, and what every page needs comes by itself.

    That is `me`, `nav`, `csrf`, `once`, `page`, `now`, `flash`, `stopped`, and for a form that is shown again `sent`,
    `sent_to` and `refusal`.
    """
    who = call().who
    usual = {"page": _here(), "now": now(), "once": forms.new_once(), **(_signed_in(who) if who else {})}
    again = call().again or _draft(who)
    sent = again.facts() if again else {}
    shown = pages.page(template, again.status if again else 200, **{**usual, **facts, **sent})
    shown.headers["Referrer-Policy"] = REFERRERS
    return shown


def go_to(place: str, words: str = "", *, kind: str = "good") -> Response:
    """Send the person on to another page, which says *words* once; *kind* is good, bad or note."""
    who = call().who
    if words and who is not None:
        store().sessions.leave(who.session, FLASH, orjson.dumps({"words": words, "kind": kind}).decode())
    return Response(status=SEE_OTHER, headers={"Location": place})


def keep_draft(who: SignedIn, place: str, again: Again) -> None:
    """Leave a form that was not carried out for the page on which it stands."""
    kept = {"place": place, "sent": again.sent, "sent_to": again.sent_to}
    store().sessions.leave(who.session, DRAFT, orjson.dumps(kept).decode())


def _signed_in(who: SignedIn) -> dict[str, object]:
    flash = store().sessions.take(who.session, FLASH)
    return {
        "me": Me(user=who.user, member=who.member, role=who.role, roles=who.roles),
        "nav": navigation.of(who.role, request().path),
        "csrf": who.session.csrf,
        "keys": KEYS,
        "flash": None if flash is None else orjson.loads(flash),
        "stopped": store().read_only.reason() is not None,
    }


def _draft(who: SignedIn | None) -> Again | None:
    """Return the form that waits for this page since its session ended, if one does."""
    text = store().sessions.take(who.session, DRAFT) if who else None
    kept = orjson.loads(text) if text else None
    if kept is None or kept["place"] != _here():
        return None
    return Again(sent=kept["sent"], sent_to=kept["sent_to"])


def _here() -> str:
    query = request().query_string.decode()
    return f"{request().path}?{query}" if query else request().path
