"""/v1/inventory: what a platform hosts, as hashes; nobody else ever sees it."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from api import limits, schemas
from api.answers import Answer
from api.context import actor, now, store
from api.models import Body, Path, ViewBody
from api.permissions import BATCH_BODY, permits
from api.routes import group as begin
from hashdb.access import Action
from hashdb.services import inventory
from hashdb.services.inventory import Hosted, Outcome
from hashdb.signals import MOST_FRAMES, SIGNAL_TYPES

MOST_ITEMS = 1_000
group = begin("inventory", "What a platform hosts, matched in private against every live signal.")


def _nameable(reference: str) -> str:
    """Refuse a name that no URL carries unchanged, because its content could never be removed again."""
    if reference.startswith("/") or any(unicodedata.category(each) == "Cc" for each in reference):
        raise ValueError("must not start with a slash or contain control characters")
    if {".", ".."} & set(reference.split("/")):
        raise ValueError("must not contain `.` or `..` between slashes")
    return reference


Reference = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(_nameable)]


class ItemBody(Body):
    """One fingerprint of one piece of content; `content_ref` is the platform's own opaque name for it.

    Views that are too weak to be compared are left out; those of a video are its frames.
    """

    content_ref: Reference
    signal_type: str = Field(max_length=20, examples=list(SIGNAL_TYPES))
    signal_value: str = Field(max_length=1_000)
    views: list[ViewBody] = Field(default=[], max_length=MOST_FRAMES)
    content_url: Annotated[str, StringConstraints(max_length=2_000, pattern="^https?://")] | None = None


class InventoryBody(Body):
    """A batch of items."""

    items: list[ItemBody] = Field(min_length=1, max_length=MOST_ITEMS)


class ContentPath(Path):
    """A piece of content by the platform's own name; it may contain slashes."""

    content_ref: Reference


@group.post("/v1/inventory", responses={200: schemas.InventoryResults})
@permits(Action.INVENTORY_WRITE, max_body=2 * BATCH_BODY)
def put_inventory(body: InventoryBody) -> Answer:
    """Add up to 1,000 items; each has its own outcome, in the order sent."""
    limits.charge(sum(1 + len(each.views) for each in body.items))
    hosted = [
        Hosted(
            content_ref=each.content_ref,
            signal_type=each.signal_type,
            signal_value=each.signal_value,
            content_url=each.content_url,
            views=tuple(view.view() for view in each.views),
        )
        for each in body.items
    ]
    outcomes = inventory.put(store(), hosted, actor=actor(), now=now())
    return {"results": [_outcome(each) for each in outcomes]}


@group.delete("/v1/inventory/<path:content_ref>", responses={204: None})
@permits(Action.INVENTORY_WRITE)
def remove_from_inventory(path: ContentPath) -> Answer:
    """Remove every fingerprint of a piece of content."""
    inventory.remove(store(), path.content_ref, actor=actor(), now=now())
    return "", 204


def _outcome(outcome: Outcome) -> dict[str, object]:
    if outcome.problem is None:
        return {"outcome": outcome.result}
    problem = {"field": outcome.problem.field, "rule": outcome.problem.rule}
    return {"outcome": outcome.result, "problem": problem}
