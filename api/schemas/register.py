"""Answers about the register, in FollowTheMoney's words: every property is a list of texts."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from api.models import Inlined
from api.schemas.common import PageOf
from hashdb.lifecycles import register_entry as entry_life
from hashdb.records.register import Acceptance, Ideology, Schema, Source
from hashdb.records.signal import Decision


class Properties(BaseModel):
    """What an entry is called; an empty property is left out."""

    name: list[str]
    alias: list[str] = []
    weak_alias: list[str] = Field(default=[], alias="weakAlias")
    previous_name: list[str] = Field(default=[], alias="previousName")
    abbreviation: list[str] = []
    country: list[str] = []
    topics: list[str] = []
    notes: list[str] = []


class Designation(BaseModel):
    """What an authority decided; `counts` when it holds and the authority is accepted here."""

    id: str
    authority: str
    authority_name: str | None
    acceptance: Acceptance
    counts: bool
    source: Source
    authority_id: str | None
    program: str | None
    program_id: str | None
    listing_date: date | None
    end_date: date | None
    reason: str | None
    source_url: str | None
    vanished_at: datetime | None
    ended_at: datetime | None


class Found(BaseModel):
    """How an entry was found: the name that resembles the one asked for; a grey one is a look-alike."""

    name: str
    score: float = Field(ge=80, le=100)
    grey: bool


class Entry(BaseModel):
    """An entry of the register; `flags` and `decisions` are for those who work on it."""

    id: str
    entity_schema: Schema = Field(alias="schema")
    state: Inlined[entry_life.State]
    usable: bool
    properties: Properties
    ideology: Ideology
    parent_id: str | None
    designations: list[Designation]
    created_at: datetime
    updated_at: datetime | None
    delisted_at: datetime | None
    merged_into: str | None
    flags: list[str] | None = None
    review_due_at: datetime | None = None
    agreed: int | None = Field(default=None, description="how many people have agreed to suspend it")
    decisions: list[Decision] | None = None
    found: Found | None = None


class Entity(BaseModel):
    """An entity of FollowTheMoney."""

    id: str
    entity_schema: str = Field(alias="schema")
    properties: dict[str, list[str]]


class Entities(BaseModel):
    """An entry and its designations as FollowTheMoney's entities."""

    entities: list[Entity]


class Import(BaseModel):
    """A list that was taken in, or refused as a whole."""

    id: str
    source: Source | None
    generated_at: datetime | None
    sha256: str
    counts: dict[str, int]
    refused_because: str | None
    warning: str | None
    imported_at: datetime


class Authority(BaseModel):
    """Who designates, and what its word counts here; `proposed` waits for a second person."""

    id: str
    name: str
    acceptance: Acceptance
    reasons: str | None
    decided_at: datetime | None
    decided_by: int = Field(description="how many people stand behind it")
    proposed: Acceptance | None
    proposed_reasons: str | None


EntryPage = PageOf[Entry]
ImportPage = PageOf[Import]
AuthorityPage = PageOf[Authority]
