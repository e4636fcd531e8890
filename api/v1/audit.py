"""/audit and /v1/audit: the log for everybody to verify, and for auditors to read.

The public sees every leaf of the tree, when and what kind of thing was done, but not by whom: who submitted a signal is
not public. An auditor sees the entries themselves, with their payloads.
"""

import secrets
from typing import Any

from pydantic import BaseModel, Field

from api import present, schemas
from api.answers import Answer
from api.context import actor, now, store
from api.models import Query
from api.permissions import permits, public
from api.routes import group as begin
from hashdb.access import Action
from hashdb.audit import StoredEntry
from hashdb.services import list_checks, log, reading, retention

group = begin("audit", "The log of everything that was ever changed.", keyless=True)
auditors = begin("audit, in full", "The entries and their payloads, for auditors.")


class SampleQuery(Query):
    """How many signals to draw, and the seed: with the same one, the same are drawn of the same list."""

    size: int = Field(default=20, ge=1, le=100)
    seed: str = Field(default_factory=lambda: secrets.token_hex(16), pattern="^[A-Za-z0-9+/=_.:-]{1,100}$")


class Sample(BaseModel):
    """Some of the active signals, drawn by chance; `total` is of how many."""

    seed: str
    total: int
    items: list[schemas.Signal]


class EntriesQuery(Query):
    """Where to start, as the number of the last entry seen, and how many to return."""

    after: int = Field(default=0, ge=0, le=2**53)
    limit: int = Field(default=100, ge=1, le=1_000)


@group.get("/audit/entries", responses={200: schemas.PageOf[schemas.PublicEntry]})
@public
def list_public_entries(query: EntriesQuery) -> Answer:
    """Return the leaves of the log's tree, in order, with what everybody may know of the entries behind them."""
    return _page(log.page(store(), after=query.after, limit=query.limit), query.limit, _public)


@auditors.get("/v1/audit/entries", responses={200: schemas.PageOf[schemas.AuditEntry]})
@permits(Action.AUDIT_READ)
def list_entries(query: EntriesQuery) -> Answer:
    """Return the entries as they are kept; reading them is logged too."""
    found = retention.shown_entries(store(), log.page(store(), after=query.after, limit=query.limit), now())
    reading.page_logged(store(), actor(), "audit", str(query.after), len(found), now())
    return _page(found, query.limit, _full)


@auditors.get("/v1/audit/sample", responses={200: Sample})
@permits(Action.AUDIT_READ)
def draw_sample(query: SampleQuery) -> Answer:
    """Draw active signals by chance, with what was decided about them; that they were read is logged."""
    drawn = list_checks.draw(store(), size=query.size, seed=query.seed)
    reading.page_logged(store(), actor(), "sample", drawn.seed, len(drawn.signals), now())
    items = [present.signal(each, actor(), now()) for each in drawn.signals]
    return {"seed": drawn.seed, "total": drawn.total, "items": items}


def _page(found: list[StoredEntry], limit: int, present: Any) -> Answer:  # noqa: ANN401 - one of the two below
    last = found[-1].seq if len(found) == limit else None
    return {"items": [present(each) for each in found], "next": None if last is None else str(last)}


def _public(each: StoredEntry) -> dict[str, Any]:
    fields = each.fields()
    shown = {name: fields.get(name) for name in ("seq", "at", "action", "object_type", "from_state", "to_state")}
    return {**shown, "leaf_hash": each.leaf().hex()}


def _full(kept: StoredEntry) -> dict[str, Any]:
    return {
        "entry": kept.line.decode(),
        "salt": None if kept.salt is None else kept.salt.hex(),
        "payload": None if kept.payload is None else kept.payload.decode(),
        "leaf_hash": kept.leaf().hex(),
    }
