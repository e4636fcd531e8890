"""/v1/register/imports and /v1/register/entities: whole lists, as authorities or FollowTheMoney write them."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from api.answers import Answer
from api.context import actor, now, store
from api.models import Body, PageQuery, Query
from api.permissions import BATCH_BODY, permits
from api.present import register as present
from api.present.common import page_of
from api.routes import group as begin
from api.schemas import register as schemas
from api.uploads import upload
from hashdb.access import Action
from hashdb.register.reading import MOST_BYTES
from hashdb.services import entries, imports, proposals
from hashdb.services.imports import Upload

group = begin("lists", "Lists of designations: of the UN, the EU and OFAC, and FollowTheMoney's entities.")

XML = ("application/xml", "text/xml")
_FILE = {"content": {XML[0]: {"schema": {"type": "string"}}}, "required": True}
_PROGRAM = "a programme to take in besides those about terrorism"
_REMOVALS = "how many records you know to be gone; more than 20, or than a tenth, are not believed otherwise"


class ImportQuery(Query):
    """What an editor knows of the list."""

    program: Annotated[str, StringConstraints(max_length=40)] = Field(default="", description=_PROGRAM)
    removals: int = Field(default=0, ge=0, le=100_000, description=_REMOVALS)


class EntitiesBody(Body):
    """Organisations and people, each with the sanctions that name it."""

    entities: list[dict[str, Any]] = Field(min_length=1, max_length=1_000)


@group.post("/v1/register/imports", request_body=_FILE, responses={201: schemas.Import})
@permits(Action.REGISTER_EDIT, streams=True)
def import_list(query: ImportQuery) -> Answer:
    """Take in the list of the UN, the EU or OFAC: what is new is proposed, what is missing is flagged.

    A list that is broken, older than the one that is held, or takes too many away is refused as a whole. The same list
    again changes nothing, so the request needs no Idempotency-Key.
    """
    programs = frozenset({query.program} - {""})
    given = Upload(raw=upload(MOST_BYTES, XML), programs=programs, removals=query.removals)
    return present.imported(imports.take(store(), given, actor=actor(), now=now())), 201


@group.get("/v1/register/imports", responses={200: schemas.ImportPage})
@permits(Action.REGISTER_READ)
def list_imports(query: PageQuery) -> Answer:
    """List what was taken in and what was refused, with the reasons."""
    found = entries.page_of_imports(store(), after=query.after or None, limit=query.limit)
    return page_of(found, [present.imported(each) for each in found.items])


@group.post("/v1/register/entities", responses={201: schemas.EntryPage})
@permits(Action.REGISTER_EDIT, max_body=BATCH_BODY)
def propose_entities(body: EntitiesBody) -> Answer:
    """Propose FollowTheMoney's entities: all of them, or none if one breaks a rule."""
    made = proposals.propose_entities(store(), body.entities, actor=actor(), now=now())
    known = entries.authorities_of(store(), made)
    return {"items": [present.entry(each, known, actor(), now()) for each in made], "next": None}, 201
