"""Witnesses: members who keep what the log was, and sign that it has only grown.

A log that is rewritten can be shown to some, but not to everybody: whoever asks sees which witnesses have signed the
same checkpoint. What they sign changes nothing of the service's state and stands under the checkpoint, not in the log.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from hashdb import audit, notes
from hashdb.access import Actor
from hashdb.errors import DuplicateError, FieldProblem, InvalidInputError
from hashdb.notes import COSIGNATURE, Note, Signature, Verifier
from hashdb.records.member import Member
from hashdb.services import checkpoints
from hashdb.store import Store, lists

# So far may the clock of a witness go before ours.
_AHEAD = timedelta(minutes=5)


def register(store: Store, key: str, *, actor: Actor, now: datetime) -> Member:
    """Make the caller's member a witness, under a verifier key of its own."""
    verifier = Verifier.parse(key)
    if verifier.algorithm != COSIGNATURE:
        raise InvalidInputError(FieldProblem("key", "must be one for cosignatures (type 0x04)"))
    before = store.members.get(actor.member_id)
    if before.witness_key == str(verifier):
        return before
    if any(each.name == verifier.name for member, each in _all(store) if member.id != before.id):
        raise DuplicateError("another witness has this name")
    after = replace(before, witness_key=str(verifier), version=before.version + 1)
    entry = audit.entry(actor, "member.witness", now, before=before, after=after, key_id=verifier.key_id.hex())
    store.commit(entry, store.members.put(after, before))
    return after


def cosign(store: Store, size: int, line: str, *, actor: Actor, now: datetime) -> Note:
    """Keep what the caller's member signed under the checkpoint of that size, and return the note with it."""
    member = store.members.get(actor.member_id)
    if member.witness_key is None:
        raise InvalidInputError(FieldProblem("cosignature", "register the verifier key of your member first"))
    signature, note = Signature.parse(line), checkpoints.at(store, size)
    moment = notes.cosigned_at(note.text, signature, Verifier.parse(member.witness_key))
    if moment is None or moment > now + _AHEAD:
        raise InvalidInputError(FieldProblem("cosignature", "is not your member's, or not under this checkpoint"))
    store.checkpoints.cosign(checkpoint=notes.Checkpoint.parse(note.text), member_id=member.id, signature=signature)
    return checkpoints.at(store, size)


def keys(store: Store) -> list[Verifier]:
    """Return the verifier keys of all witnesses."""
    return [verifier for _, verifier in _all(store)]


def _all(store: Store) -> list[tuple[Member, Verifier]]:
    members = (each for each in store.members.all_of(lists.MEMBERS) if each.is_admitted)
    return [(each, Verifier.parse(each.witness_key)) for each in members if each.witness_key is not None]
