"""What several presentations have in common."""

from typing import Any

from api.context import store
from hashdb.records.member import Role
from hashdb.records.signal import Claim
from hashdb.records.takedown import TakedownRequest
from hashdb.store import Page

Document = dict[str, Any]

PLATFORM_ROLES = {Role.PLATFORM_MATCHER, Role.PLATFORM_RESPONDER, Role.PLATFORM_SUBMITTER, Role.PLATFORM_ADMIN}


def page_of(found: Page[Any], documents: list[Document]) -> Document:
    """Return a page of a list."""
    return {"items": documents, "next": found.next}


def claim(stated: Claim) -> Document:
    """Return what a signal says of its content."""
    return {
        "content_type": stated.content_type,
        "tier": stated.tier,
        "behaviour_labels": stated.behaviour_labels,
        "material_types": stated.material_types,
        "ground": ground(stated),
        "context_flags": stated.context_flags,
    }


def ground(stated: Claim | TakedownRequest) -> Document:
    """Return the one ground that is set."""
    named = {
        "register_entry_id": stated.ground.register_entry_id,
        "incident_id": stated.ground.incident_id,
        "behaviour": stated.ground.behaviour,
    }
    return {name: value for name, value in named.items() if value is not None}


def opened(sealed: str | None) -> str | None:
    """Return what was sealed, for a reader who may see it."""
    return None if sealed is None else store().sealer.open(sealed)
