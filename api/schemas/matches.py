"""Answers about inventories, matches and the queue."""

from datetime import datetime

from pydantic import BaseModel

from api.models import Inlined
from api.routes import FieldError
from hashdb.lifecycles import match as match_life
from hashdb.records.match import Origin, Shares, Views
from hashdb.services import inventory


class InventoryResult(BaseModel):
    """What became of one item."""

    outcome: Inlined[inventory.Result]
    problem: FieldError | None = None


class InventoryResults(BaseModel):
    """One result for each item, in the order sent."""

    results: list[InventoryResult]


class Match(BaseModel):
    """A signal found in what a platform hosts; `view` names which of the signal's codes, null when nobody said.

    Once forgotten, `content_ref` is the SHA-256 of `content_salt`, a line feed and what it was.
    """

    id: str
    signal_id: str
    signal_type: str
    member_id: str
    content_ref: str
    content_salt: str | None
    content_url: str | None
    distance: int
    view: str | None
    shares: Shares | None
    threshold: int
    query_quality: int | None
    views_bucket: Inlined[Views] | None
    still_public: bool | None
    origin: Origin
    matched_at: datetime
    request_id: str | None
    duplicate_of: str | None
    state: Inlined[match_life.State]
    version: int


class Waiting(BaseModel):
    """One case that waits for the caller."""

    kind: str
    id: str
    state: str
    tier: int | None
    due_at: datetime | None
