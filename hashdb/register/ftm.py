"""Entries in FollowTheMoney's words: an entity for the entry and a `Sanction` for each designation.

Every property is a list of texts. What comes in is looked at field by field; of people, names only are taken.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hashdb.errors import FieldProblem, InvalidInputError
from hashdb.records.register import Designation, Names, RegisterEntry, Schema

SANCTION = "Sanction"
NAMES = {
    "name": "name",
    "alias": "alias",
    "weakAlias": "weak_alias",
    "previousName": "previous_name",
    "abbreviation": "abbreviation",
    "country": "country",
    "topics": "topics",
    "notes": "notes",
}
_DESIGNATION = {
    "authority": "authority",
    "authorityId": "authority_id",
    "program": "program",
    "programId": "program_id",
    "listingDate": "listing_date",
    "endDate": "end_date",
    "reason": "reason",
    "sourceUrl": "source_url",
}
_DATES = frozenset({"listing_date", "end_date"})
_LONGEST = 2_000
_MOST = 200

Entity = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Designated:
    """What somebody states about one authority's decision."""

    authority: str
    authority_id: str | None = None
    program: str | None = None
    program_id: str | None = None
    listing_date: date | None = None
    end_date: date | None = None
    reason: str | None = None
    source_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """An organisation or person as somebody states it, with what authorities decided about it."""

    schema: Schema
    names: Names
    designations: tuple[Designated, ...]


def properties(names: Names) -> dict[str, list[str]]:
    """Return the names under FollowTheMoney's properties; empty ones are left out."""
    found = {theirs: list(getattr(names, ours)) for theirs, ours in NAMES.items()}
    return {name: texts for name, texts in found.items() if texts}


def entities(entry: RegisterEntry) -> list[Entity]:
    """Return the entry and its designations as FollowTheMoney's entities."""
    own = {"id": entry.id, "schema": str(entry.schema), "properties": properties(entry.properties)}
    return [own, *(_sanction(entry.id, each) for each in entry.designations)]


def stated(documents: Sequence[Mapping[str, Any]]) -> list[Stated]:
    """Return the organisations and people among the entities, each with the designations that name it.

    Raises InvalidInputError, naming the field, for what is not of this form.
    """
    sanctions: dict[str, list[Designated]] = {}
    for place, document in enumerate(documents):
        if document.get("schema") == SANCTION:
            found = _properties(document, place)
            sanctions.setdefault(_one(found, "entity", place) or "", []).append(_designated(found, place))
    return [
        _stated(document, place, sanctions)
        for place, document in enumerate(documents)
        if document.get("schema") != SANCTION
    ]


def _sanction(entry_id: str, designation: Designation) -> Entity:
    said = {theirs: getattr(designation, ours) for theirs, ours in _DESIGNATION.items()}
    texts = {name: [str(value)] for name, value in said.items() if value is not None}
    return {"id": designation.id, "schema": SANCTION, "properties": {"entity": [entry_id], **texts}}


def _stated(document: Mapping[str, Any], place: int, sanctions: Mapping[str, Iterable[Designated]]) -> Stated:
    if document.get("schema") not in tuple(Schema):
        raise _problem(place, "schema", f"must be one of {', '.join(Schema)}, {SANCTION}")
    found = _properties(document, place)
    if not found.get("name"):
        raise _problem(place, "properties.name", "must have a name")
    names = Names(**{ours: tuple(found.get(theirs, ())) for theirs, ours in NAMES.items()})
    about = sanctions.get(str(document.get("id", "")), ())
    return Stated(schema=Schema(document["schema"]), names=names, designations=tuple(about))


def _designated(found: Mapping[str, list[str]], place: int) -> Designated:
    said = {ours: _one(found, theirs, place) for theirs, ours in _DESIGNATION.items()}
    authority = said.pop("authority")
    if authority is None:
        raise _problem(place, "properties.authority", "must name the authority")
    days = {name: _day(said.pop(name), name, place) for name in _DATES}
    return Designated(authority=authority, **said, **days)  # type: ignore[arg-type]


def _properties(document: Mapping[str, Any], place: int) -> dict[str, list[str]]:
    found = document.get("properties")
    if not isinstance(found, dict) or not all(_are_texts(each) for each in found.values()):
        rule = f"must hold lists of at most {_MOST} texts of 1 to {_LONGEST} characters"
        raise _problem(place, "properties", rule)
    return found


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and len(value) <= _MOST and all(_is_text(each) for each in value)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and len(value) <= _LONGEST


def _one(found: Mapping[str, list[str]], name: str, place: int) -> str | None:
    texts = found.get(name, [])
    if len(texts) > 1:
        raise _problem(place, f"properties.{name}", "may have one text")
    return texts[0] if texts else None


def _day(text: str | None, name: str, place: int) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise _problem(place, name, "must be a date such as 2026-01-31") from None


def _problem(place: int, field: str, rule: str) -> InvalidInputError:
    return InvalidInputError(FieldProblem(f"entities[{place}].{field}", rule))
