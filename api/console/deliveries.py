"""/console/deliveries: what was sent to platforms, what was given up, and sending it once more."""

from typing import Annotated, Literal

from pydantic import Field

from api import present
from api.answers import Answer
from api.console.pages import console_page, go_to
from api.context import actor, now, store
from api.language import gettext
from api.models import PageQuery
from api.permissions import console
from api.routes import group as begin
from api.v1.webhooks import DeliveryPath
from hashdb.access import PERMISSIONS, Action
from hashdb.roles import Role
from hashdb.services import deliveries, retention

group = begin("console: deliveries", "Deliveries and dead letters.", keyless=True)

PLACE = "/console/deliveries"
SHOWN = 50


class DeliveriesQuery(PageQuery):
    """The newest deliveries, or the dead letters."""

    limit: Annotated[int, Field(ge=1, le=100)] = SHOWN
    only: Literal["", "dead"] = ""


@group.get(PLACE, doc_ui=False)
@console(Action.DELIVERY_READ)
def show_deliveries(query: DeliveriesQuery) -> Answer:
    """List deliveries, the newest first: all of them to those who see all, else the member's own."""
    who, dead = actor(), query.only == "dead"
    found = deliveries.latest(store(), before=query.after or None, limit=query.limit, dead=dead, actor=who)
    return console_page(
        "console/deliveries.html",
        deliveries=[present.delivery(each, who) for each in retention.shown_all(store(), found.items, now())],
        next=found.next,
        only=query.only,
        dead=deliveries.count_dead(store(), actor=who),
        may_replay=Role(who.role) in PERMISSIONS[Action.DELIVERY_REPLAY],
    )


@group.post(f"{PLACE}/<delivery_id>/replay", doc_ui=False)
@console(Action.DELIVERY_REPLAY)
def replay(path: DeliveryPath) -> Answer:
    """Send a delivery once more, under the same id."""
    deliveries.replay(store(), path.delivery_id, actor=actor(), now=now())
    return go_to(PLACE, gettext("It is being sent once more."))
