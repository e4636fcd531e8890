"""What several answers have in common: pages, and what a signal says of its content."""

from typing import Generic, TypeVar

from pydantic import BaseModel

from hashdb.records.signal import (
    BehaviourLabel,
    ContentType,
    ContextFlag,
    MaterialType,
)

EntryT = TypeVar("EntryT")


class PageOf(BaseModel, Generic[EntryT]):
    """A page of a list; `next` is the `after` of the next page, null at the end."""

    items: list[EntryT]
    next: str | None


class Ground(BaseModel):
    """The one ground that is set."""

    register_entry_id: str | None = None
    incident_id: str | None = None
    behaviour: BehaviourLabel | None = None


class Claim(BaseModel):
    """What a signal says of its content."""

    content_type: ContentType
    tier: int
    behaviour_labels: list[BehaviourLabel]
    material_types: list[MaterialType]
    ground: Ground
    context_flags: list[ContextFlag]
