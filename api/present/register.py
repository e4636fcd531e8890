"""The register as its readers see it: everybody, members, and those who work on it."""

from datetime import datetime

from api.present.common import Document
from hashdb.access import Actor
from hashdb.records.register import Acceptance, Authority, Designation, Import, RegisterEntry, Schema
from hashdb.register import ftm
from hashdb.services import entries
from hashdb.services.entries import Candidate

Authorities = dict[str, Authority]


def entry(found: RegisterEntry, authorities: Authorities, reader: Actor, now: datetime) -> Document:
    """Return an entry; flags, decisions and what is under way are for those who work on the register."""
    document = {
        "id": found.id,
        "schema": found.schema,
        "state": found.state,
        "usable": found.is_usable and bool(entries.counting(found, authorities, now)),
        "properties": ftm.properties(found.properties),
        "ideology": found.ideology,
        "parent_id": found.parent_id,
        "designations": _designations(found, authorities, now),
        "created_at": found.created_at,
        "updated_at": found.updated_at,
        "delisted_at": found.delisted_at,
        "merged_into": found.merged_into,
    }
    if not entries.works_on(reader):
        return document
    working = {"flags": found.flags, "review_due_at": found.review_due_at, "decisions": found.decisions}
    return {**document, **working, "agreed": len(found.approvals)}


def candidate(found: Candidate, authorities: Authorities, reader: Actor, now: datetime) -> Document:
    """Return an entry that a search has found, with how."""
    return {**entry(found.entry, authorities, reader, now), **how(found)}


def how(found: Candidate) -> Document:
    """Return by which name an entry was found."""
    return {"found": {"name": found.name, "score": found.score, "grey": found.grey}}


def public(found: RegisterEntry, authorities: Authorities, now: datetime) -> Document:
    """Return what everybody sees of a usable entry: of people, names and decisions only."""
    named = ftm.properties(found.properties)
    if found.schema is Schema.PERSON:
        named.pop("notes", None)
    return {
        "id": found.id,
        "schema": found.schema,
        "under_challenge": found.is_challenged,
        "properties": named,
        "designations": _designations(found, authorities, now),
    }


def authority(found: Authority) -> Document:
    """Return an authority; who decided is counted, not named."""
    return {
        "id": found.id,
        "name": found.name,
        "acceptance": found.acceptance,
        "reasons": found.reasons,
        "decided_at": found.decided_at,
        "decided_by": len(found.decided_by),
        "proposed": found.proposed,
        "proposed_reasons": found.proposed_reasons,
    }


def imported(found: Import) -> Document:
    """Return a list that was taken in or refused."""
    return {
        "id": found.id,
        "source": found.source,
        "generated_at": found.generated_at,
        "sha256": found.sha256,
        "counts": dict(found.counts),
        "refused_because": found.refused_because,
        "warning": found.warning,
        "imported_at": found.imported_at,
    }


def _designations(found: RegisterEntry, authorities: Authorities, now: datetime) -> list[Document]:
    counting = {each.id for each in entries.counting(found, authorities, now)}
    return [_designation(each, authorities.get(each.authority), each.id in counting) for each in found.designations]


def _designation(found: Designation, by: Authority | None, counts: bool) -> Document:  # noqa: FBT001 - one of its facts
    return {
        "id": found.id,
        "authority": found.authority,
        "authority_name": None if by is None else by.name,
        "acceptance": Acceptance.NOT_ACCEPTED if by is None else by.acceptance,
        "counts": counts,
        "source": found.source,
        "authority_id": found.authority_id,
        "program": found.program,
        "program_id": found.program_id,
        "listing_date": found.listing_date,
        "end_date": found.end_date,
        "reason": found.reason,
        "source_url": found.source_url,
        "vanished_at": found.vanished_at,
        "ended_at": found.ended_at,
    }
