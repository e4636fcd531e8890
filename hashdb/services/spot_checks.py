"""Spot checks: decisions that an auditor looks at again, drawn by a chance that nobody can bend.

Which entries are drawn follows from the signed root of the log alone: place number n is SHA-256(root, n as eight bytes)
modulo the size, plus one; of these places, those are kept at which a person decided something. So whoever has the
checkpoint can draw the sample again, and nobody knew it while the decisions were made. What an auditor finds changes
no decision: an objection tells those who can.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from hashdb import access, audit
from hashdb.access import Actor
from hashdb.audit import StoredEntry
from hashdb.errors import ConflictError, FieldProblem, InvalidInputError, NotFoundError
from hashdb.notes import Checkpoint
from hashdb.records.alert import AlertKind
from hashdb.roles import Role
from hashdb.services import alerts, checkpoints, evidence, log_search, reading
from hashdb.store import Store, Write, keyspace

SAMPLE = 10
# So many places are looked at for them, at most.
PLACES = 1_000
_STEP = 100
_PLACE_BYTES = 8
_DECIDING = {Role.REVIEWER, Role.SENIOR_REVIEWER, Role.APPEALS_OFFICER, Role.INCIDENT_COMMANDER, Role.REGISTER_EDITOR}


class Verdict(StrEnum):
    """What an auditor thinks of a decision."""

    AGREED = "agreed"
    OBJECTED = "objected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A decision that was drawn, and what an auditor has found, if one has looked at it."""

    entry: StoredEntry
    verdict: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What a checkpoint draws; `places` is how many had to be looked at."""

    checkpoint: Checkpoint
    drawn: Sequence[Drawn]
    places: int


def draw(store: Store, size: int | None = None, *, actor: Actor, now: datetime) -> Sample:
    """Return the sample of the checkpoint of that size, or of the newest."""
    note = checkpoints.newest(store) if size is None else checkpoints.at(store, size)
    checkpoint = Checkpoint.parse(note.text)
    found, places = list[StoredEntry](), 0
    for seqs in _places(checkpoint):
        found += [each for each in store.log.at(seqs) if _is_decision(each)]
        places += len(seqs)
        if len(found) >= SAMPLE:
            break
    drawn = [Drawn(entry=each, verdict=_verdict(store, each.seq)) for each in found[:SAMPLE]]
    reading.page_logged(store, actor, "sample", str(checkpoint.size), len(drawn), now)
    return Sample(checkpoint=checkpoint, drawn=drawn, places=places)


def read(store: Store, seq: int, *, actor: Actor, now: datetime) -> Drawn:
    """Return one decision, as it may still be shown."""
    found = log_search.read(store, seq, actor=actor, now=now)
    _require_decision(found)
    return Drawn(entry=found, verdict=_verdict(store, seq))


def judge(
    store: Store, seq: int, verdict: Verdict, note: str | None = None, *, actor: Actor, now: datetime
) -> StoredEntry:
    """Say what one thinks of a decision, as somebody who neither took it nor belongs to those who did."""
    found = evidence.entry(store, seq)
    _require_decision(found)
    if _verdict(store, seq) is not None:
        raise ConflictError("somebody has looked at this decision already")
    if verdict is Verdict.OBJECTED and not note:
        raise InvalidInputError(FieldProblem("note", "must say what is wrong with the decision"))
    fields = found.fields()
    member = store.members.find(fields["org_id"])
    access.require_uninvolved(actor, {fields["actor_id"]}, [member.group_id] if member else [])
    kind, subject = fields["object_type"], fields["object_id"]
    told = Write()
    if verdict is Verdict.OBJECTED:
        told = alerts.raised(store, AlertKind.SECOND_LOOK, kind, subject, now=now)
    entry = audit.entry(
        actor, "audit.look_again", now, object_type=kind, object_id=subject, reason=verdict, entry=seq, note=note
    )
    place = (keyspace.AUDIT_CHECKED, str(seq))
    store.commit(entry, store.unique(*place), store.record_as(verdict, *place), told)
    return found


def _places(checkpoint: Checkpoint) -> Iterator[list[int]]:
    """Yield the places that are looked at, some at a time, each once."""
    known = dict[int, None]()
    for number in range(PLACES):
        digest = sha256(checkpoint.root + number.to_bytes(_PLACE_BYTES, "big")).digest()
        known.setdefault(int.from_bytes(digest, "big") % checkpoint.size + 1)
    seqs = list(known)
    yield from (seqs[at : at + _STEP] for at in range(0, len(seqs), _STEP))


def _require_decision(found: StoredEntry) -> None:
    if not _is_decision(found):
        raise NotFoundError(f"entry {found.seq} is no decision of a person")


def _is_decision(entry: StoredEntry) -> bool:
    """Whether a person whose office it is took something from one state to another."""
    fields = entry.fields()
    moved = fields.get("from_state") is not None and fields.get("from_state") != fields.get("to_state")
    return moved and fields.get("actor_role") in _DECIDING


def _verdict(store: Store, seq: int) -> str | None:
    return store.recorded(keyspace.AUDIT_CHECKED, str(seq))
