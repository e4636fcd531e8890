"""Fetch a snapshot: every file as far as it is not there yet, verified, and sorted for the search.

A fetch that was broken off is gone on with as long as the service still has that snapshot, which it has until it has
published two others.
"""

import shutil
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from hashdb.client import ApiError, Client
from hashdb.errors import SnapshotError
from hashdb.local import folder as places
from hashdb.local.exact import ExactValues
from hashdb.local.files import write
from hashdb.local.folder import SnapshotFolder
from hashdb.local.snapshot import MANIFEST, Snapshot
from hashdb.local.trust import Trust
from hashdb.signals import SIGNAL_TYPES
from hashdb.snapshots import Manifest, Part, SignedManifest, unpack

_NOT_FOUND = 404


class Progress(Protocol):
    """Who is told how far a sync is."""

    def begin(self, what: str, total: int | None) -> None:
        """Tell that another part begins, of so many steps."""

    def advance(self, steps: int) -> None:
        """Tell that so many steps are done."""


def fetch(folder: Path, client: Client, newest: SignedManifest, trust: Trust, progress: Progress) -> SnapshotFolder:
    """Fetch the newest snapshot, or finish the one that was begun, and return where it is; nothing is in use yet."""
    for begun in places.begun(folder):
        signed = _begun(begun, trust)
        if signed is not None:
            try:
                return _fetched(folder, client, signed, trust, progress)
            except ApiError as error:
                if error.status != _NOT_FOUND:
                    raise
        if begun.path.name != places.name_in_use(folder):
            shutil.rmtree(begun.path)
    shutil.rmtree(places.incoming(folder, newest.verified(trust.public_key).sequence).path)
    return _fetched(folder, client, newest, trust, progress)


def manifest_of(at: SnapshotFolder, trust: Trust) -> Manifest:
    """Return the manifest of a snapshot that is here, or raise SnapshotError."""
    return SignedManifest.load((at.path / MANIFEST).read_bytes()).verified(trust.public_key)


def require_complete(at: SnapshotFolder, manifest: Manifest) -> None:
    """Raise SnapshotError unless every file is there in its length."""
    for part in manifest.parts:
        if not _is_there(at, part):
            raise SnapshotError(f"the copy lacks {part.name}")


def _begun(at: SnapshotFolder, trust: Trust) -> SignedManifest | None:
    """Return the manifest of a fetch that may be gone on with: one that is newer than what is in use."""
    with suppress(SnapshotError, FileNotFoundError):
        signed = SignedManifest.load((at.path / MANIFEST).read_bytes())
        if signed.verified(trust.public_key).sequence > trust.in_use:
            return signed
    return None


def _fetched(folder: Path, client: Client, signed: SignedManifest, trust: Trust, progress: Progress) -> SnapshotFolder:
    manifest = signed.verified(trust.public_key)
    at = places.incoming(folder, manifest.sequence)
    write(at.path / MANIFEST, signed.dump())
    missing = [part for part in manifest.parts if not _is_there(at, part)]
    progress.begin("fetching the snapshot", sum(part.packed_bytes for part in missing))
    for part in missing:
        _fetch_part(at, client, part, progress)
    snapshot = Snapshot.open(at.path, trust.public_key)
    for name, columns in snapshot.columns.items():
        if columns.signals and not SIGNAL_TYPES[name].has_rows:
            ExactValues.keep(columns, at.path)
    return at


def _is_there(at: SnapshotFolder, part: Part) -> bool:
    path = at.path / part.name
    return path.exists() and path.stat().st_size == part.bytes


def _fetch_part(at: SnapshotFolder, client: Client, part: Part, progress: Progress) -> None:
    packed, draft = at.path / f"{part.name}.zst", at.path / f"{part.name}.draft"
    with packed.open("ab") as file:
        progress.advance(file.tell())
        for chunk in client.snapshots.file(part.sha256, length=part.packed_bytes, after=file.tell()):
            file.write(chunk)
            progress.advance(len(chunk))
    try:
        unpack(packed, part, draft)
    finally:
        packed.unlink()
    draft.replace(at.path / part.name)
