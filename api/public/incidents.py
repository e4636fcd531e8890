"""/incidents: what everybody may know of a crisis, once its debrief is published."""

from typing import Annotated

from api.answers import Answer
from api.context import store
from api.models import Path, id_of
from api.pages import page, wants_html
from api.permissions import public_page
from api.present import incidents as present
from api.routes import group as begin
from api.schemas import incidents as schemas
from hashdb.services import incidents

group = begin("incidents, public", "What everybody may know of a crisis.", keyless=True)


class IncidentPath(Path):
    """An incident by its id."""

    incident_id: Annotated[str, id_of("inc")]


@group.get("/incidents/<incident_id>", responses={200: schemas.PublicIncident})
@public_page
def read_incident(path: IncidentPath) -> Answer:
    """Read the public part of a debrief, as a page or as JSON."""
    document = present.published(incidents.published(store(), path.incident_id))
    return page("incident.html", incident=document) if wants_html() else document
