"""/v1/contact-points: whom a member names to be reached, and whom everybody may reach."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from api import limits, present, schemas
from api.answers import Answer
from api.context import actor, now, store
from api.models import Body, Mailbox, PageQuery, Path, id_of
from api.permissions import permits, public
from api.routes import group as begin
from hashdb.access import Action
from hashdb.records.contact_point import ContactPoint, ContactRole
from hashdb.services import contact_points
from hashdb.services.contact_points import NewPoint

group = begin("contact points", "Whom a member names to be reached.")

Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
Phone = Annotated[str, StringConstraints(pattern=r"^\+[0-9 ]{5,30}$")]
Country = Annotated[str, StringConstraints(pattern="^[A-Z]{2}$")]


class PointBody(Body):
    """A contact point; name, e-mail and phone are kept encrypted, and told to nobody else unless it is `public`."""

    role: ContactRole
    name: Line
    email: Mailbox
    phone: Phone | None = None
    languages: list[Annotated[str, StringConstraints(pattern="^[a-z]{2}$")]] = Field(default=[], max_length=24)
    timezone: Annotated[str, StringConstraints(max_length=60, pattern="^[A-Za-z0-9_+/-]+$")] | None = None
    hours: Line | None = None
    public: bool = False
    member_state: Country | None = None


class CodeBody(Body):
    """The code that was mailed."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=100)]


class PointPath(Path):
    """A contact point by its id."""

    point_id: Annotated[str, id_of("ctp")]


class Contact(BaseModel):
    """A contact point; `verified` says whether somebody answered there lately."""

    id: str
    member_id: str
    role: ContactRole
    name: str
    email: str
    phone: str | None
    languages: list[str]
    timezone: str | None
    hours: str | None
    public: bool
    member_state: str | None
    verified: bool
    verified_at: datetime | None
    created_at: datetime


@group.post("/v1/contact-points", responses={201: Contact})
@permits(Action.CONTACT_MANAGE)
def add_contact_point(body: PointBody) -> Answer:
    """Name a contact point; a code is mailed to it."""
    limits.charge_code()
    new = NewPoint(**{**body.model_dump(), "languages": tuple(body.languages)})
    return shown(contact_points.add(store(), new, actor=actor(), now=now())), 201


@group.get("/v1/contact-points", responses={200: schemas.PageOf[Contact]})
@permits(Action.CONTACT_MANAGE)
def list_contact_points(query: PageQuery) -> Answer:
    """List one's contact points."""
    found = contact_points.page(store(), after=query.after or None, limit=query.limit, actor=actor())
    return present.page_of(found, [shown(each) for each in found.items])


@group.get("/v1/contact-points/public", responses={200: schemas.PageOf[Contact]})
@public
def list_public_contact_points(query: PageQuery) -> Answer:
    """List the contact points for removal orders that are open to everybody (Article 15)."""
    found = contact_points.public_page(store(), after=query.after or None, limit=query.limit, now=now())
    return present.page_of(found, [shown(each) for each in found.items])


@group.post("/v1/contact-points/<point_id>/challenge", responses={202: Contact})
@permits(Action.CONTACT_MANAGE)
def challenge_contact_point(path: PointPath) -> Answer:
    """Have another code mailed."""
    limits.charge_code()
    return shown(contact_points.challenge(store(), path.point_id, actor=actor(), now=now())), 202


@group.post("/v1/contact-points/<point_id>/verify", responses={200: Contact})
@permits(Action.CONTACT_MANAGE)
def verify_contact_point(path: PointPath, body: CodeBody) -> Answer:
    """Prove with the mailed code that somebody is reached there; the proof lapses after half a year."""
    return shown(contact_points.verify(store(), path.point_id, body.code, actor=actor(), now=now()))


@group.delete("/v1/contact-points/<point_id>", responses={204: None})
@permits(Action.CONTACT_MANAGE)
def remove_contact_point(path: PointPath) -> Answer:
    """Remove a contact point; what was personal about it is forgotten at once."""
    contact_points.remove(store(), path.point_id, actor=actor(), now=now())
    return "", 204


def shown(found: ContactPoint) -> dict[str, Any]:
    """Return a contact point in the clear, for whom it is meant."""
    opened = store().sealer.open
    return {
        "id": found.id,
        "member_id": found.member_id,
        "role": found.role,
        "name": opened(found.name),
        "email": opened(found.email),
        "phone": None if found.phone is None else opened(found.phone),
        "languages": found.languages,
        "timezone": found.timezone,
        "hours": found.hours,
        "public": found.public,
        "member_state": found.member_state,
        "verified": found.is_verified(now(), store().policy()),
        "verified_at": found.verified_at,
        "created_at": found.created_at,
    }
