"""What several presentations have in common."""

from typing import Any

from api.context import store
from hashdb.access import Actor
from hashdb.records.signal import Claim
from hashdb.records.takedown import TakedownRequest
from hashdb.roles import Role
from hashdb.store import Page

Document = dict[str, Any]

PLATFORM_ROLES = {Role.PLATFORM_MATCHER, Role.PLATFORM_RESPONDER, Role.PLATFORM_SUBMITTER, Role.PLATFORM_ADMIN}

# Who sees everything of a case: those who decide it, those who decide again, and those who check both.
CASE_ROLES = {Role.REVIEWER, Role.SENIOR_REVIEWER, Role.APPEALS_OFFICER, Role.AUDITOR}


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


def address(sealed: str | None, owner: str, reader: Actor) -> str | None:
    """Return where content is, for a key of the platform that hosts it and for those who see the case."""
    own = reader.role in PLATFORM_ROLES and reader.member_id == owner
    if sealed is None or not (own or reader.role in CASE_ROLES):
        return None
    return store().sealer.open(sealed)
