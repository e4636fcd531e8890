"""Bring a copy up to date: the newest snapshot where that is shorter than the feed, then what the feed tells since.

It may be killed at any moment: a file that was half fetched is gone on with, a page of the feed is kept whole or not at
all, and a new snapshot takes the place of the old one in one step, once all of it was verified.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import orjson

from hashdb.client import Client
from hashdb.errors import SnapshotError
from hashdb.local import fetching
from hashdb.local import folder as places
from hashdb.local.changes import Changes
from hashdb.local.fetching import Progress
from hashdb.local.files import locked
from hashdb.local.folder import SnapshotFolder
from hashdb.local.rows import LocalRows
from hashdb.local.snapshot import Snapshot
from hashdb.local.trust import Trust
from hashdb.services.segments import Segments
from hashdb.signals import HAMMING_TYPES
from hashdb.snapshots import Manifest, SignedManifest, is_behind
from hashdb.store.columns import Columns

OLDEST = timedelta(days=7)
# So far behind, or with so many changes of its own, a copy is better replaced than gone on with.
_FAR_BEHIND_MILLISECONDS = 86_400_000
_MANY_CHANGES = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Synced:
    """What a sync came to: the copy it made, and what came over the wire for that."""

    public_key: str
    sequence: int
    made_at: datetime
    checkpoint: str
    snapshot_signals: int
    snapshot_bytes: int
    changes: int


def sync(
    folder: Path,
    client: Client,
    *,
    progress: Progress,
    public_key: str | None = None,
    oldest: timedelta = OLDEST,
    anew: bool = False,
) -> Synced:
    """Bring the copy in *folder* up to date, from the service of *client*.

    *public_key* is what snapshots must be signed with; without one, the first sync trusts the key that the service
    shows. *anew* fetches the snapshot whatever is there. Raises SnapshotError for a snapshot that is not to be trusted,
    ConflictError when another sync is running.
    """
    with locked(folder):
        trust = _trusted(folder, client, public_key)
        signed = SignedManifest.load(orjson.dumps(client.snapshots.newest()))
        manifest, trust = trust.admitted(signed, datetime.now(UTC), oldest)
        trust.save(folder)
        present = None if anew else _present(folder, trust)
        if present and not _is_far_behind(present, manifest):
            at, fetched = present.at, 0
        else:
            at = fetching.fetch(folder, client, signed, trust, progress)
            fetched = fetching.manifest_of(at, trust).packed_bytes
        return _followed(folder, at, client, trust, fetched, progress)


def _trusted(folder: Path, client: Client, public_key: str | None) -> Trust:
    known = Trust.of(folder)
    if known is None:
        return Trust(public_key=(public_key or client.snapshots.key()).lower())
    if public_key and public_key.lower() != known.public_key:
        raise SnapshotError(f"this copy trusts the key {known.public_key}; to trust another, remove {folder}")
    return known


@dataclass(frozen=True, slots=True)
class _Present:
    """The snapshot in use, the place in the feed that it was brought to, and by how many changes."""

    at: SnapshotFolder
    manifest: Manifest
    checkpoint: str
    changes: int


def _present(folder: Path, trust: Trust) -> _Present | None:
    """Return what is in use; None when there is nothing, or nothing that can be gone on with."""
    with suppress(SnapshotError, FileNotFoundError):
        at = places.current(folder)
        if at is None:
            return None
        manifest = fetching.manifest_of(at, trust)
        fetching.require_complete(at, manifest)
        trust.require_seen(manifest)
        journal = at.journal()
        journal.mend()
        checkpoint, changes = manifest.checkpoint, 0
        for page in journal.more():
            checkpoint, changes = page.checkpoint, changes + len(page.items)
        return _Present(at, manifest, checkpoint, changes)
    return None


def _is_far_behind(present: _Present, newest: Manifest) -> bool:
    if newest.sequence <= present.manifest.sequence:
        return False
    apart = int(newest.checkpoint.split("-")[0]) - int(present.checkpoint.split("-")[0])
    return apart > _FAR_BEHIND_MILLISECONDS or present.changes > _MANY_CHANGES


def _followed(
    folder: Path, at: SnapshotFolder, client: Client, trust: Trust, fetched: int, progress: Progress
) -> Synced:
    """Write down what the feed tells, build what makes the search quick, and put the result in use."""
    snapshot = Snapshot.open(at.path, trust.public_key, verify=bool(fetched))
    changes = Changes(snapshot, at.journal())
    changes.catch_up()
    before = changes.entries
    confirmed = _follow(at, client, changes.checkpoint, progress)
    changes.catch_up()
    _build(at, LocalRows(snapshot, changes), progress)
    at.note_synced(confirmed)
    places.use(folder, at)
    replace(trust, in_use=at.sequence).save(folder)
    places.remove_others(folder, at)
    return Synced(
        public_key=trust.public_key,
        sequence=at.sequence,
        made_at=snapshot.manifest.made_at,
        checkpoint=changes.checkpoint,
        snapshot_signals=sum(snapshot.manifest.signals.values()),
        snapshot_bytes=fetched,
        changes=changes.entries - before,
    )


def _follow(at: SnapshotFolder, client: Client, checkpoint: str, progress: Progress) -> datetime:
    """Keep every page of the feed, and return when the service was last asked and had no more."""
    journal = at.journal()
    journal.mend()
    progress.begin("following the feed", None)
    confirmed = datetime.now(UTC)
    for page in client.feed(checkpoint):
        if is_behind(page.checkpoint, checkpoint):
            raise SnapshotError("the feed went back in time; nothing of it was taken")
        checkpoint = page.checkpoint
        journal.append(page)
        progress.advance(len(page.items))
        confirmed = datetime.now(UTC)
    return confirmed


def _build(at: SnapshotFolder, rows: LocalRows, progress: Progress) -> None:
    segments = Segments(cast("Columns", rows), at.segments)
    due = [kind for kind in HAMMING_TYPES if segments.is_due(kind)]
    if due:
        progress.begin("building the index", len(due))
    for kind in due:
        segments.build(kind)
        progress.advance(1)
