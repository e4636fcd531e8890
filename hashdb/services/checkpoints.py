"""Signed checkpoints of the log: what the service says it is, so that it can never say otherwise later.

Before a checkpoint is signed, the log must be shown to continue the last one, both as the store has it and as the file
`checkpoint` of the data directory does: a log that was rewritten, or restored from an older backup, is not signed under
the same name again. The service stops instead.
"""

import os
import secrets
from base64 import urlsafe_b64decode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hashdb import merkle, notes
from hashdb.errors import CorruptLogError, InvalidInputError, NotFoundError
from hashdb.notes import Checkpoint, Note, Verifier
from hashdb.services import selfcheck
from hashdb.settings import Settings
from hashdb.store import Store, legible

FILE = "checkpoint"


@dataclass(frozen=True, slots=True)
class Signer:
    """The key of the log under its name."""

    name: str
    key: Ed25519PrivateKey

    @property
    def verifier(self) -> Verifier:
        """Return what others verify with."""
        return Verifier(name=self.name, public_key=self.key.public_key().public_bytes_raw())

    def sign(self, checkpoint: Checkpoint) -> Note:
        """Return the checkpoint with the log's signature."""
        text = checkpoint.text()
        return Note(text=text, signatures=(notes.sign(text, self.name, self.key),))


def publish(store: Store, settings: Settings, *, now: datetime) -> None:
    """Sign the log as it is, if it has grown; a process without the key signs nothing."""
    if not settings.audit_key or store.read_only.reason() is not None:
        return
    signer = Signer(settings.audit_origin, Ed25519PrivateKey.from_private_bytes(urlsafe_b64decode(settings.audit_key)))
    try:
        with legible():
            _publish(store, signer, settings.data / FILE)
    except CorruptLogError as fault:
        selfcheck.stop(store, str(fault), now=now)


def newest(store: Store) -> Note:
    """Return the last checkpoint, with the cosignatures of the witnesses."""
    last = store.checkpoints.newest(verifier_of(store).name)
    return at(store, Checkpoint.parse(last[0].text).size if last else 0)


def at(store: Store, size: int) -> Note:
    """Return the checkpoint of that size."""
    found = store.checkpoints.at(verifier_of(store).name, size)
    if found is None:
        raise NotFoundError(f"no checkpoint of {size} entries was signed")
    return found


def verifier_of(store: Store) -> Verifier:
    """Return the public key of the log."""
    found = store.checkpoints.verifier()
    if found is None:
        raise NotFoundError("the log has not been signed yet; the first checkpoint follows within a minute")
    return found


def inclusion(store: Store, seq: int, size: int) -> list[bytes]:
    """Return the proof that the entry *seq* is among the first *size*."""
    if not 1 <= seq <= size:
        raise NotFoundError(f"entry {seq} is not among the first {size}")
    return store.log.tree.inclusion(seq, _sealed(store, size))


def consistency(store: Store, old: int, new: int) -> list[bytes]:
    """Return the proof that the first *new* entries begin with the first *old*."""
    if old > new:
        raise NotFoundError(f"{new} entries cannot begin with {old}")
    return store.log.tree.consistency(old, _sealed(store, new))


def _sealed(store: Store, size: int) -> int:
    if size > store.log.tree.size():
        raise NotFoundError(f"the log has no {size} sealed entries yet")
    return size


def _publish(store: Store, signer: Signer, file: Path) -> None:
    size = store.log.seal()
    checkpoint = Checkpoint(origin=signer.name, size=size, root=store.log.tree.root(size))
    shown, saved = store.checkpoints.newest(signer.name), _saved(file)
    for note in (*shown, *saved):
        _require_beginning(store, note, checkpoint, signer)
    is_right = store.checkpoints.verifier() == signer.verifier and _is_signed(shown, signer)
    if size and not (is_right and [each.text for each in (*shown, *saved)] == [checkpoint.text()] * 2):
        note = signer.sign(checkpoint)
        _write(file, str(note))
        store.checkpoints.keep(note, signer.verifier)


def _saved(file: Path) -> list[Note]:
    """Return the last checkpoint as the file has it, if there is a file."""
    try:
        return [Note.parse(file.read_text())] if file.exists() else []
    except (InvalidInputError, UnicodeDecodeError):
        raise CorruptLogError("the last checkpoint cannot be read") from None


def _require_beginning(store: Store, note: Note, new: Checkpoint, signer: Signer) -> None:
    """Raise CorruptLogError unless *note* is of the log that *new* goes on with; another name is another log's.

    Nobody but who tampers leaves a signature of our own key that does not hold; one of an older key is none of ours.
    """
    old = note.verified(signer.verifier) if _is_signed([note], signer) else _read(note)
    if old.origin != new.origin:
        return
    if old.size > new.size:
        raise CorruptLogError(f"the log has {new.size} entries, but {old.size} were signed before")
    proof = store.log.tree.consistency(old.size, new.size)
    if old.size and not merkle.verify_consistency(old.size, new.size, old.root, new.root, proof):
        raise CorruptLogError(f"the first {old.size} entries are not those that were signed")


def _is_signed(notes: Sequence[Note], signer: Signer) -> bool:
    """Whether all claim to be signed with the key that the log has now."""
    return all(any(each.is_of(signer.verifier) for each in note.signatures) for note in notes)


def _read(note: Note) -> Checkpoint:
    try:
        return Checkpoint.parse(note.text)
    except InvalidInputError:
        raise CorruptLogError("the last checkpoint cannot be read") from None


def _write(path: Path, text: str) -> None:
    """Replace the file by *text*, which is on the disk before anybody sees the checkpoint."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with draft.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
