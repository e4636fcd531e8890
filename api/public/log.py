"""/log and /log/entry: the log as people look at it. What programs need of it is in `api.v1.proofs`."""

from typing import Annotated

from pydantic import Field

from api.answers import Answer
from api.context import store, surroundings
from api.models import Query
from api.pages import page
from api.permissions import public_page
from api.routes import group as begin
from hashdb.services import evidence

group = begin("log", "The log as people look at it.", keyless=True)

# What everybody may know of an entry: what was done when, not by whom or about what.
_PUBLIC = ("seq", "at", "action", "object_type", "from_state", "to_state")


class EntryQuery(Query):
    """An entry by its number."""

    seq: Annotated[int, Field(ge=1, le=2**53)]


@group.get("/log", doc_ui=False)
@public_page
def show_log() -> Answer:
    """Show the newest checkpoint, the key, the witnesses, and how to verify."""
    return page("log.html", newest=evidence.newest(store()), address=surroundings().settings.address)


@group.get("/log/entry", doc_ui=False)
@public_page
def show_public_entry(query: EntryQuery) -> Answer:
    """Show what everybody may know of an entry, and that it is in the log."""
    found = evidence.entry(store(), query.seq)
    fields = {name: found.fields().get(name) for name in _PUBLIC}
    return page("log_entry.html", entry=fields, leaf=found.leaf().hex(), proof=evidence.proof_of(store(), found))
