"""/console/reputation: how well members submit, as an interval, and what follows from it."""

from typing import Annotated

from pydantic import Field

from api.answers import Answer
from api.console.pages import console_page
from api.context import actor, store
from api.models import PageQuery
from api.permissions import console
from api.routes import group as begin
from hashdb.access import PERMISSIONS, Action
from hashdb.roles import Role
from hashdb.services import standings

group = begin("console: reputation", "How well members submit.", keyless=True)

SHOWN = 25


class StandingsQuery(PageQuery):
    """Where a page of members starts."""

    limit: Annotated[int, Field(ge=1, le=SHOWN)] = SHOWN


@group.get("/console/reputation", doc_ui=False)
@console(Action.REPUTATION_READ)
def show_reputation(query: StandingsQuery) -> Answer:
    """Show members with their reputations."""
    found = standings.page(store(), after=query.after or None, limit=query.limit)
    linked = Role(actor().role) in PERMISSIONS[Action.MEMBER_READ]
    return console_page("console/reputation.html", standings=found.items, next=found.next, linked=linked)
