"""What the log is checked by, as people look at it: the way from an entry to the signed root, and who signed when.

Nothing here asks to be believed: each step tells both hashes that it joins, so that anybody can join them again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from hashdb import merkle
from hashdb.audit import StoredEntry
from hashdb.errors import NotFoundError
from hashdb.merkle import Span
from hashdb.notes import Checkpoint, Note, Verifier
from hashdb.services import checkpoints, witnesses
from hashdb.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """One step up: two hashes make the next; `span` are the leaves below the one from the proof, on its side."""

    left: bytes
    right: bytes
    made: bytes
    span: Span
    from_the_left: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The way from a leaf to the root of a checkpoint; it `holds` if it ends there."""

    checkpoint: Checkpoint
    leaf: bytes
    joins: Sequence[Join]
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """A checkpoint: when its last entry was written, which witnesses cosigned it when, and whether it `continues`.

    It continues the one before if the first entries of it are those; None where there is none before.
    """

    checkpoint: Checkpoint
    verifier: Verifier
    note: Note
    written_at: datetime | None
    cosigned: Sequence[tuple[str, datetime]]
    continues: bool | None


def entry(store: Store, seq: int) -> StoredEntry:
    """Return one entry of the log."""
    found = store.log.entries(seq - 1, 1)
    if not found or found[0].seq != seq:
        raise NotFoundError(f"the log has no entry {seq}")
    return found[0]


def proof_of(store: Store, found: StoredEntry) -> Proof | None:
    """Return the proof that an entry is in the newest checkpoint; None until there is one that it is in."""
    checkpoint = _newest(store)
    if checkpoint is None or found.seq > checkpoint.size:
        return None
    hashes = checkpoints.inclusion(store, found.seq, checkpoint.size)
    leaf = found.leaf()
    return Proof(
        checkpoint=checkpoint,
        leaf=leaf,
        joins=list(_way_up(leaf, merkle.inclusion_spans(found.seq - 1, checkpoint.size), hashes, found.seq - 1)),
        holds=merkle.verify_inclusion(leaf, found.seq - 1, checkpoint.size, hashes, checkpoint.root),
    )


def history(store: Store, *, below: int | None, limit: int) -> tuple[list[Signing], int | None]:
    """Return up to *limit* checkpoints, the largest first, smaller than *below*, and where to go on."""
    verifier = store.checkpoints.verifier()
    if verifier is None:
        return [], None
    notes = store.checkpoints.latest(verifier.name, below=below, limit=limit + 1)
    known = witnesses.keys(store)
    signed = [Checkpoint.parse(each.text) for each in notes]
    found = [
        _signing(store, verifier, note, before, known) for note, before in zip(notes, [*signed[1:], None], strict=True)
    ]
    return found[:limit], found[limit - 1].checkpoint.size if len(found) > limit else None


def newest(store: Store) -> Signing | None:
    """Return the newest checkpoint; None before the first."""
    found, _ = history(store, below=None, limit=1)
    return found[0] if found else None


def _newest(store: Store) -> Checkpoint | None:
    verifier = store.checkpoints.verifier()
    notes = [] if verifier is None else store.checkpoints.newest(verifier.name)
    return Checkpoint.parse(notes[0].text) if notes else None


def _way_up(leaf: bytes, spans: Sequence[Span], hashes: Sequence[bytes], index: int) -> Iterator[Join]:
    made = leaf
    for span, sibling in zip(spans, hashes, strict=True):
        from_the_left = span.start < index
        left, right = (sibling, made) if from_the_left else (made, sibling)
        made = merkle.node_hash(left, right)
        yield Join(left=left, right=right, made=made, span=span, from_the_left=from_the_left)


def _signing(
    store: Store, verifier: Verifier, note: Note, before: Checkpoint | None, known: Sequence[Verifier]
) -> Signing:
    checkpoint = note.verified(verifier)
    times = ((each.name, note.cosigned_at(each)) for each in known)
    last = store.log.entries(checkpoint.size - 1, 1)
    return Signing(
        checkpoint=checkpoint,
        verifier=verifier,
        note=note,
        written_at=datetime.fromisoformat(last[0].fields()["at"]) if last else None,
        cosigned=[(name, at) for name, at in times if at is not None],
        continues=None if before is None else _continues(store, before, checkpoint),
    )


def _continues(store: Store, before: Checkpoint, after: Checkpoint) -> bool:
    proof = checkpoints.consistency(store, before.size, after.size)
    return merkle.verify_consistency(before.size, after.size, before.root, after.root, proof)
