"""Propose entries of the register: by hand, or as FollowTheMoney's entities. A second person decides (`register`)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from hashdb.access import Actor
from hashdb.errors import FieldProblem, InvalidInputError
from hashdb.ids import new_id
from hashdb.records.register import Designation, Ideology, RegisterEntry
from hashdb.register import ftm
from hashdb.register.ftm import Stated
from hashdb.services import steps
from hashdb.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What an editor proposes."""

    stated: Stated
    ideology: Ideology = Ideology.OTHER
    parent_id: str | None = None


def propose(store: Store, proposal: Proposal, *, actor: Actor, now: datetime) -> RegisterEntry:
    """Propose an entry."""
    return _proposed(store, [proposal], "", actor, now)[0]


def propose_entities(
    store: Store, entities: Sequence[Mapping[str, Any]], *, actor: Actor, now: datetime
) -> list[RegisterEntry]:
    """Propose an entry for each organisation and person among FollowTheMoney's entities, in one act."""
    proposals = [Proposal(stated=each) for each in ftm.stated(entities)]
    if not proposals:
        raise InvalidInputError(FieldProblem("entities", "must hold an organisation or a person"))
    return _proposed(store, proposals, "entities", actor, now)


def _proposed(
    store: Store, proposals: Sequence[Proposal], field: str, actor: Actor, now: datetime
) -> list[RegisterEntry]:
    _require_known(store, proposals, field)
    entries = [_entry(each, actor, now) for each in proposals]
    store.commit(*(steps.begun(store, store.register, each, "propose", actor=actor, now=now) for each in entries))
    return entries


def _entry(proposal: Proposal, actor: Actor, now: datetime) -> RegisterEntry:
    stated = proposal.stated
    designations = (Designation(id=new_id("dsg", now), **asdict(each)) for each in stated.designations)
    return RegisterEntry(
        id=new_id("reg", now),
        schema=stated.schema,
        properties=stated.names,
        ideology=proposal.ideology,
        parent_id=proposal.parent_id,
        designations=tuple(designations),
        proposed_by=actor.user_id or actor.id,
        created_at=now,
    )


def _require_known(store: Store, proposals: Sequence[Proposal], field: str) -> None:
    """Refuse authorities and parents that are not known; what an authority's word counts is decided elsewhere."""
    parents = {each.parent_id for each in proposals if each.parent_id is not None}
    if len(store.register.many(sorted(parents))) != len(parents):
        raise InvalidInputError(FieldProblem("parent_id", "is no entry of the register"))
    named = {each.authority for proposal in proposals for each in proposal.stated.designations}
    unknown = named - {each.id for each in store.authorities.many(sorted(named))}
    if unknown:
        rule = f"names authorities that are not known here: {', '.join(sorted(unknown))}"
        raise InvalidInputError(FieldProblem(field or "designations", rule))
