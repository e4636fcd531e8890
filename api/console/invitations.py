"""/console/invitation/TOKEN: a one-time link, followed by somebody who makes an account with it."""

from typing import Annotated

from flask import Response
from pydantic import Field

from api.console import qr
from api.console.pages import console_page
from api.context import now, store
from api.models import Body, Path
from api.permissions import door
from api.routes import group as begin
from hashdb.services import invitations
from hashdb.services.invitations import Enrolment

group = begin("invitations", "One-time links to accounts.", keyless=True)

Text = Annotated[str | None, Field(max_length=200)]


class LinkPath(Path):
    """The token of a link."""

    token: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{43}$")]


class EnrolForm(Body):
    """What makes an account; names only where the link does not say whose it is."""

    name: Text = None
    email: Text = None
    organisation: Text = None
    password: Annotated[str, Field(max_length=400)]
    seed: Annotated[str, Field(max_length=400)]
    code: Annotated[str, Field(max_length=40)]


@group.get("/console/invitation/<token>", doc_ui=False)
@door
def show_invitation(path: LinkPath) -> Response:
    """Ask for a password, and for a code of an app that has taken the secret."""
    _, user = invitations.opened(store(), path.token, now=now())
    needs = user is None and invitations.needs_organisation(store())
    offered = qr.offered(user.email if user else "administrator")
    return console_page("console/invitation.html", user=user, needs_organisation=needs, token=path.token, **offered)


@group.post("/console/invitation/<token>", doc_ui=False)
@door
def accept_invitation(path: LinkPath, body: EnrolForm) -> Response:
    """Make the account, and show its recovery codes this once."""
    brought = Enrolment(
        name=body.name,
        email=body.email,
        organisation=body.organisation,
        password=body.password,
        secret=qr.taken(body.seed),
        code=body.code,
    )
    enrolled = invitations.accept(store(), path.token, brought, now=now())
    return console_page("console/recovery_codes.html", codes=enrolled.codes, user=enrolled.user, after="sign_in")
