"""/console/contact-points: whom a platform or an authority names to be reached, and the proof that somebody is."""

from typing import Annotated, Literal

from pydantic import Field

from api.answers import Answer
from api.console.pages import console_page, go_to
from api.context import actor, now, store
from api.language import N_, gettext
from api.models import Body, Mailbox
from api.permissions import console
from api.routes import group as begin
from api.v1.contact_points import CodeBody, Country, Line, Phone, PointPath, shown
from hashdb.access import Action
from hashdb.records.contact_point import ContactRole
from hashdb.services import contact_points
from hashdb.services.contact_points import NewPoint

group = begin("console: contact points", "Contact points of one's own.", keyless=True)

PLACE = "/console/contact-points"
ROLES = {
    ContactRole.PRIMARY: N_("Everything, first of all"),
    ContactRole.BACKUP: N_("Everything, when nobody else answers"),
    ContactRole.LEGAL: N_("Legal matters"),
    ContactRole.CRISIS: N_("Crises, around the clock"),
}


class PointForm(Body):
    """A contact point; languages are separated by commas."""

    role: ContactRole
    name: Line
    email: Mailbox
    phone: Phone | None = None
    languages: Annotated[str, Field(pattern="^[a-z]{2}( *, *[a-z]{2}){0,23}$")] | None = None
    hours: Line | None = None
    member_state: Country | None = None
    public: Literal["yes"] | None = None

    def new(self) -> NewPoint:
        """Return what the service takes."""
        spoken = tuple(each.strip() for each in (self.languages or "").split(",") if each.strip())
        return NewPoint(**{**self.model_dump(), "languages": spoken, "public": self.public == "yes"})


@group.get(PLACE, doc_ui=False)
@console(Action.CONTACT_MANAGE)
def show_points() -> Answer:
    """List one's contact points."""
    found = contact_points.page(store(), after=None, limit=100, actor=actor())
    points = [shown(each) for each in found.items]
    return console_page("console/contact_points.html", points=points, roles=ROLES)


@group.post(PLACE, doc_ui=False)
@console(Action.CONTACT_MANAGE)
def add_point(body: PointForm) -> Answer:
    """Name a contact point; a code is mailed to it."""
    point = contact_points.add(store(), body.new(), actor=actor(), now=now())
    return go_to(f"{PLACE}/{point.id}", gettext("A code is mailed to the address. Enter it here when it has arrived."))


@group.get(f"{PLACE}/<point_id>", doc_ui=False)
@console(Action.CONTACT_MANAGE)
def show_point(path: PointPath) -> Answer:
    """Show one contact point."""
    point = contact_points.own(store(), path.point_id, actor=actor())
    facts = {"point": shown(point), "challenged_at": point.challenged_at, "roles": ROLES}
    return console_page("console/contact_point.html", **facts)


@group.post(f"{PLACE}/<point_id>/verify", doc_ui=False)
@console(Action.CONTACT_MANAGE)
def verify_point(path: PointPath, body: CodeBody) -> Answer:
    """Prove with the mailed code that somebody is reached there."""
    contact_points.verify(store(), path.point_id, body.code, actor=actor(), now=now())
    return go_to(PLACE, gettext("It is proved that somebody is reached there."))


@group.post(f"{PLACE}/<point_id>/challenge", doc_ui=False)
@console(Action.CONTACT_MANAGE)
def challenge_point(path: PointPath) -> Answer:
    """Have another code mailed."""
    contact_points.challenge(store(), path.point_id, actor=actor(), now=now())
    return go_to(f"{PLACE}/{path.point_id}", gettext("Another code is mailed; the one before is of no use any more."))


@group.post(f"{PLACE}/<point_id>/remove", doc_ui=False)
@console(Action.CONTACT_MANAGE)
def remove_point(path: PointPath) -> Answer:
    """Remove a contact point."""
    contact_points.remove(store(), path.point_id, actor=actor(), now=now())
    return go_to(PLACE, gettext("The contact point is removed, and what was personal about it is forgotten."))
