"""/v1/authorities: whose designations count here, and why."""

from typing import Annotated

from pydantic import StringConstraints

from api.answers import Answer
from api.context import actor, now, store
from api.models import Body, PageQuery, Path, Query
from api.permissions import permits
from api.present import register as present
from api.present.common import page_of
from api.routes import group as begin
from api.schemas import register as schemas
from api.v1.register import LongText, Slug, Text
from hashdb.access import Action
from hashdb.records.register import Acceptance
from hashdb.services import authorities
from hashdb.services.authorities import Wanted

group = begin("authorities", "Whose designations count here, and why.")


class WantedBody(Body):
    """What an authority's word shall count; the reasons are published."""

    id: Slug
    name: Text
    acceptance: Acceptance
    reasons: LongText


class AgreementQuery(Query):
    """What one agrees to, if it must not be something else that was proposed meanwhile."""

    acceptance: Acceptance | None = None


class AuthorityPath(Path):
    """An authority by its slug."""

    authority_id: Annotated[str, StringConstraints(max_length=60)]


@group.get("/v1/authorities", responses={200: schemas.AuthorityPage})
@permits(Action.REGISTER_READ)
def list_authorities(query: PageQuery) -> Answer:
    """List authorities with what their word counts, and what is proposed about them."""
    found = authorities.page(store(), after=query.after or None, limit=query.limit)
    return page_of(found, [present.authority(each) for each in found.items])


@group.post("/v1/authorities", responses={201: schemas.Authority})
@permits(Action.AUTHORITY_DECIDE)
def propose_authority(body: WantedBody) -> Answer:
    """Propose what an authority's word shall count: that is half of the decision."""
    wanted = Wanted(**dict(body))
    return present.authority(authorities.propose(store(), wanted, actor=actor(), now=now())), 201


@group.post("/v1/authorities/<authority_id>/agreement", responses={200: schemas.Authority})
@permits(Action.AUTHORITY_DECIDE)
def agree_to_authority(path: AuthorityPath, query: AgreementQuery) -> Answer:
    """Agree to what was proposed: an editor and a senior reviewer, of two organisations."""
    return present.authority(authorities.agree(store(), path.authority_id, query.acceptance, actor=actor(), now=now()))
