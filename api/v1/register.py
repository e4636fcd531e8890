"""/v1/register: designated organisations and people, by whom and since when; who may rest on what."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from api.answers import Answer
from api.context import actor, now, store, surroundings
from api.models import Body, Inlined, PageQuery, Path, Query, id_of
from api.permissions import permits
from api.present import register as present
from api.present.common import Document, page_of
from api.routes import group as begin
from api.schemas import register as schemas
from hashdb.access import Action
from hashdb.records.register import Ideology, Names, RegisterEntry, Schema
from hashdb.register import ftm
from hashdb.register.ftm import Designated, Stated
from hashdb.services import entries, mergers, proposals, register
from hashdb.services.proposals import Proposal

group = begin("register", "Designated organisations and people, by whom and since when.")

Text = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"\S")]
LongText = Annotated[str, StringConstraints(min_length=1, max_length=2_000, pattern=r"\S")]
Slug = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
_MOST_NAMES = 100
Texts = Annotated[list[Text], Field(default=[], max_length=_MOST_NAMES)]


class PropertiesBody(Body):
    """What the entry is called, under FollowTheMoney's names."""

    name: list[Text] = Field(min_length=1, max_length=_MOST_NAMES)
    alias: Texts
    weak_alias: list[Text] = Field(default=[], max_length=_MOST_NAMES, alias="weakAlias")
    previous_name: list[Text] = Field(default=[], max_length=_MOST_NAMES, alias="previousName")
    abbreviation: Texts
    country: Texts
    topics: Texts
    notes: list[LongText] = Field(default=[], max_length=_MOST_NAMES)


class DesignationBody(Body):
    """An authority's decision, as an editor states it."""

    authority: Slug = Field(description="the slug of an authority of /v1/authorities")
    authority_id: Text | None = None
    program: Text | None = None
    program_id: Text | None = None
    listing_date: date | None = None
    end_date: date | None = None
    reason: LongText | None = None
    source_url: Annotated[str, StringConstraints(max_length=2_000, pattern="^https?://")] | None = None


class ProposalBody(Body):
    """An entry, as an editor proposes it."""

    entity_schema: Schema = Field(alias="schema")
    properties: PropertiesBody
    ideology: Ideology = Ideology.OTHER
    parent_id: Annotated[str, id_of("reg")] | None = None
    designations: list[DesignationBody] = Field(default=[], max_length=20)

    def proposal(self) -> Proposal:
        """Return the proposal as the service takes it."""
        stated = Stated(
            schema=self.entity_schema,
            names=Names(**{name: tuple(texts) for name, texts in self.properties}),
            designations=tuple(Designated(**dict(each)) for each in self.designations),
        )
        return Proposal(stated=stated, ideology=self.ideology, parent_id=self.parent_id)


class Verdict(StrEnum):
    """What a second person can decide about a proposal."""

    APPROVE = "approve"
    REFUSE = "refuse"


class ReviewBody(Body):
    """A decision about a proposal; to refuse one takes a note."""

    decision: Inlined[Verdict]
    note: LongText | None = None


class MergerBody(Body):
    """Which entry is the same organisation or person, and how one knows."""

    into: Annotated[str, id_of("reg")]
    note: LongText


class NoteBody(Body):
    """Why; it stands in the log."""

    note: LongText


class EntryPath(Path):
    """An entry by its id."""

    entry_id: Annotated[str, id_of("reg")]


class RegisterQuery(PageQuery):
    """Which entries to show."""

    q: str = Field(default="", max_length=200, description="a name; finds whole names, never parts of one")
    state: Literal["proposed"] | None = Field(default=None, description="those that wait for a second person")


class FormatQuery(Query):
    """How to write the entry."""

    format: Literal["ftm"] | None = Field(default=None, description="FollowTheMoney's entities")


_DECIDED = {Verdict.APPROVE: register.approve, Verdict.REFUSE: register.refuse}


@group.get("/v1/register", responses={200: schemas.EntryPage})
@permits(Action.REGISTER_READ)
def list_register(query: RegisterQuery) -> Answer:
    """List entries, or search them by name: candidates from 88 on, look-alikes from 80 on, grey."""
    if query.q.strip():
        return {"items": _found(query.q), "next": None}
    page = entries.page(
        store(), waiting=query.state is not None, after=query.after or None, limit=query.limit, actor=actor()
    )
    return page_of(page, _shown(page.items))


@group.post("/v1/register", responses={201: schemas.Entry})
@permits(Action.REGISTER_EDIT)
def propose_entry(body: ProposalBody) -> Answer:
    """Propose an entry; it is no ground until a senior reviewer, another person, has approved it."""
    return _one(proposals.propose(store(), body.proposal(), actor=actor(), now=now())), 201


@group.get("/v1/register/<entry_id>", responses={200: schemas.Entry})
@permits(Action.REGISTER_READ)
def read_entry(path: EntryPath, query: FormatQuery) -> Answer:
    """Read an entry; with `format=ftm` as FollowTheMoney's entities."""
    found = entries.get(store(), path.entry_id, actor=actor())
    return _one(found) if query.format is None else {"entities": ftm.entities(found)}


@group.post("/v1/register/<entry_id>/reviews", responses={200: schemas.Entry})
@permits(Action.REGISTER_APPROVE)
def review_entry(path: EntryPath, body: ReviewBody) -> Answer:
    """Approve a proposal, for which an accepted authority must designate it, or refuse it."""
    return _one(_DECIDED[body.decision](store(), path.entry_id, body.note, actor=actor(), now=now()))


@group.post("/v1/register/<entry_id>/merger", responses={200: schemas.Entry})
@permits(Action.REGISTER_APPROVE)
def merge_entry(path: EntryPath, body: MergerBody) -> Answer:
    """Find that a proposal is about an entry in force, to which its designations and names then belong."""
    return _one(mergers.merge(store(), path.entry_id, body.into, body.note, actor=actor(), now=now()))


@group.post("/v1/register/<entry_id>/suspension", responses={200: schemas.Entry})
@permits(Action.REGISTER_SUSPEND)
def suspend_entry(path: EntryPath, body: NoteBody) -> Answer:
    """Agree to suspend an entry: a senior reviewer and an appeals officer, two people."""
    return _one(register.suspend(store(), path.entry_id, body.note, actor=actor(), now=now()))


@group.post("/v1/register/<entry_id>/reinstatement", responses={200: schemas.Entry})
@permits(Action.REGISTER_SUSPEND)
def reinstate_entry(path: EntryPath, body: NoteBody) -> Answer:
    """Agree to end a suspension, which takes both offices as well, or end a challenge that is decided."""
    return _one(register.reinstate(store(), path.entry_id, body.note, actor=actor(), now=now()))


@group.post("/v1/register/<entry_id>/delisting", responses={200: schemas.Entry})
@permits(Action.REGISTER_EDIT)
def delist_entry(path: EntryPath, body: NoteBody) -> Answer:
    """Confirm that no accepted authority designates an entry any more; what rests on it is looked at again."""
    return _one(register.delist(store(), path.entry_id, body.note, actor=actor(), now=now()))


@group.post("/v1/register/<entry_id>/relisting", responses={200: schemas.Entry})
@permits(Action.REGISTER_EDIT)
def relist_entry(path: EntryPath, body: NoteBody) -> Answer:
    """Propose an entry again that was delisted."""
    return _one(register.relist(store(), path.entry_id, body.note, actor=actor(), now=now()))


def _one(found: RegisterEntry) -> Document:
    return _shown([found])[0]


def _shown(found: list[RegisterEntry]) -> list[Document]:
    authorities = entries.authorities_of(store(), found)
    return [present.entry(each, authorities, actor(), now()) for each in found]


def _found(name: str) -> list[Document]:
    reader = actor()
    looked_through = surroundings().registers.get(reader.role, lambda: entries.searched(store(), actor=reader))
    candidates = entries.search(looked_through, name)
    authorities = entries.authorities_of(store(), [each.entry for each in candidates])
    return [present.candidate(each, authorities, reader, now()) for each in candidates]
