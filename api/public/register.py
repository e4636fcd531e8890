"""The register as everybody sees it: what is usable, by whose word, whose word counts, and how to contest it."""

from typing import Annotated

from pydantic import Field

from api.answers import Answer
from api.context import now, store, surroundings
from api.models import Path, Query, id_of
from api.pages import page, wants_html
from api.permissions import public_page
from api.present import register as present
from api.present.common import Document
from api.routes import group as begin
from hashdb.access import PUBLIC
from hashdb.records.register import RegisterEntry
from hashdb.services import authorities, entries

_PAGE = 100

group = begin("register, public", "The register as everybody sees it.", keyless=True)


class EntryPath(Path):
    """An entry by its id."""

    entry_id: Annotated[str, id_of("reg")]


class RegisterQuery(Query):
    """A name, or where the page begins."""

    q: str = Field(default="", max_length=200, description="a name; finds whole names, never parts of one")
    after: str = Field(default="", max_length=200, description="`next` of the page before")


@group.get("/register", doc_ui=False)
@public_page
def read_register(query: RegisterQuery) -> Answer:
    """List the entries on which something may rest, or search them by name."""
    found: Document = _found(query.q) if query.q.strip() else _page(query.after)
    return page("register.html", q=query.q, **found) if wants_html() else found


@group.get("/register/authorities", doc_ui=False)
@public_page
def read_authorities() -> Answer:
    """List the authorities, what their word counts here and why."""
    found: Document = {"items": [present.authority(each) for each in authorities.everyone(store())]}
    return page("register_authorities.html", **found) if wants_html() else found


@group.get("/register/<entry_id>", doc_ui=False)
@public_page
def read_public_entry(path: EntryPath) -> Answer:
    """Show one entry."""
    found = entries.get(store(), path.entry_id, actor=PUBLIC)
    shown = _shown([found])[0]
    return page("register_entry.html", entry=shown) if wants_html() else shown


def _page(after: str) -> Document:
    found = entries.page(store(), waiting=False, after=after or None, limit=_PAGE, actor=PUBLIC)
    return {"items": _shown(found.items), "next": found.next}


def _found(name: str) -> Document:
    everybody_sees = surroundings().registers.get(PUBLIC.role, lambda: entries.searched(store(), actor=PUBLIC))
    candidates = entries.search(everybody_sees, name)
    shown = _shown([each.entry for each in candidates])
    return {"items": [each | present.how(found) for each, found in zip(shown, candidates, strict=True)], "next": None}


def _shown(found: list[RegisterEntry]) -> list[Document]:
    known = entries.authorities_of(store(), found)
    return [present.public(each, known, now()) for each in found]
