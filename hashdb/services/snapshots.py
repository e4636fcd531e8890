"""Publish the list as a signed snapshot: the one before and what the feed tells since, so a day's work costs a day.

What stands in the folder is what members may fetch: `manifest.json`, the files that it names, and those of the one
before it, so that a download which has begun can be finished. Publishing changes no record and has no audit entry.
"""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hashdb.errors import NotFoundError, SnapshotError
from hashdb.logs import get_logger
from hashdb.records.policy import Policy
from hashdb.services import signals
from hashdb.signals import SIGNAL_TYPES
from hashdb.snapshots import (
    Manifest,
    Packer,
    Part,
    SignalColumns,
    SignedManifest,
    Words,
    empty,
    is_behind,
    merged,
    pack,
    public_key_of,
    signed,
)
from hashdb.snapshots.columns import COLUMNS
from hashdb.snapshots.files import content_of
from hashdb.store import Store

MANIFEST = "manifest.json"
PUBLIC_KEY = "public.key"
TABLES = ("particulars", "names")
# Without any change the list is signed anew, so that members see that it is still the present one.
SIGNED_ANEW = timedelta(days=1)

_MATCHING = {"minimum_quality", "frames_percent"}
_BEFORE = "manifest.before.json"
_BEGINNING = "0-0"
_PAGE = 1_000
_log = get_logger(__name__)


class Publisher:
    """Publishes the live signals of *store* in *folder*, signed with *key*."""

    def __init__(self, store: Store, folder: Path, key: Ed25519PrivateKey) -> None:
        self._store = store
        self._folder = folder
        self._key = key
        self._origin = store.signals.columns.origin()

    def publish(self, now: datetime) -> Manifest | None:
        """Publish what is live at *now*, and return the manifest; None if the present one still tells that.

        Raises OSError when the disk is full; what was published before stays as it was.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (self._folder / PUBLIC_KEY).write_text(public_key_of(self._key))
        before = self._usable()
        tables = {name: self._words(before, name) for name in TABLES}
        packer = Packer(tables["particulars"], tables["names"])
        checkpoint = self._collect(packer, before.checkpoint if before else _BEGINNING, now)
        if before and not packer.count and now - before.made_at < SIGNED_ANEW:
            return None
        columns = self._merged(before, packer)
        manifest = Manifest(
            origin=self._origin,
            sequence=max(int(now.timestamp() * 1_000), self._last_sequence() + 1),
            made_at=now,
            checkpoint=checkpoint,
            policy=_for_matching(self._store.policy()),
            signals={each.signal_type: each.signals for each in columns if each.signals},
            parts=tuple(self._packed(columns, tables)),
        )
        self._replace(signed(manifest, self._key))
        return manifest

    def _usable(self) -> Manifest | None:
        """Return what is published, if it is ours, whole, and of this database as it is now; else all is told anew."""
        try:
            found = present(self._folder)
            if found is None:
                return None
            manifest = found.verified(public_key_of(self._key))
            for part in manifest.parts:
                self._content(part)
        except SnapshotError as error:
            _log.warning("snapshot_not_gone_on_with", reason=str(error))
            for path in self._folder.glob("*.zst"):
                path.unlink()
            return None
        latest = self._store.signals.columns.latest()
        return manifest if manifest.origin == self._origin and not is_behind(latest, manifest.checkpoint) else None

    def _last_sequence(self) -> int:
        found = present(self._folder)
        return orjson.loads(found.manifest)["sequence"] if found else 0

    def _collect(self, packer: Packer, checkpoint: str, now: datetime) -> str:
        """Take everything that changed behind the checkpoint, and return the checkpoint of the last of it."""
        while True:
            found, reached = signals.feed(self._store, after=checkpoint, limit=_PAGE)
            if reached is None or reached == checkpoint:
                return checkpoint
            for signal in found:
                packer.add(signal, live=signal.is_live(now))
            checkpoint = reached

    def _merged(self, before: Manifest | None, packer: Packer) -> list[SignalColumns]:
        changes = {each.signal_type: each for each in packer.changes()}
        bases = {name: self._columns(before, name) for name in SIGNAL_TYPES}
        return [merged(base, changes[name]) if name in changes else base for name, base in bases.items()]

    def _columns(self, before: Manifest | None, signal_type: str) -> SignalColumns:
        if before is None or not before.signals.get(signal_type):
            return empty(signal_type)
        contents = {name: self._content(before.part(signal_type, name)) for name in COLUMNS}
        return SignalColumns.of(signal_type, contents)

    def _words(self, before: Manifest | None, table: str) -> Words:
        return Words.of(orjson.loads(self._content(before.part("", table))) if before else ())

    def _content(self, part: Part) -> bytes:
        return content_of(path_of(self._folder, part.sha256), part)

    def _packed(self, columns: list[SignalColumns], tables: dict[str, Words]) -> Iterator[Part]:
        def to(digest: str) -> Path:
            return path_of(self._folder, digest)

        for name, words in tables.items():
            yield pack(orjson.dumps(words.texts), "", name, to)
        for each in columns:
            if each.signals:
                yield from (pack(each[name], each.signal_type, name, to) for name in COLUMNS)

    def _replace(self, manifest: SignedManifest) -> None:
        """Put the manifest in the place of the present one, and remove the files that neither of the two names."""
        present, draft = self._folder / MANIFEST, self._folder / "manifest.draft"
        draft.write_bytes(manifest.dump())
        if present.exists():
            present.replace(self._folder / _BEFORE)
        draft.replace(present)
        kept = {
            part.sha256
            for name in (MANIFEST, _BEFORE)
            if (self._folder / name).exists()
            for part in _parts(self._folder / name)
        }
        for path in self._folder.glob("*.zst"):
            if path.stem not in kept:
                path.unlink()


def present(folder: Path) -> SignedManifest | None:
    """Return the manifest that is published in *folder*, None before the first."""
    try:
        return SignedManifest.load((folder / MANIFEST).read_bytes())
    except FileNotFoundError:
        return None


def published_at(folder: Path) -> datetime | None:
    """Return when the list was last published in *folder*, None before the first time."""
    manifest = folder / MANIFEST
    return datetime.fromtimestamp(manifest.stat().st_mtime, UTC) if manifest.exists() else None


def newest(folder: Path) -> SignedManifest:
    """Return the manifest that is published in *folder*, or raise NotFoundError."""
    found = present(folder)
    if found is None:
        raise NotFoundError("no snapshot has been published here yet")
    return found


def file_of(folder: Path, digest: str) -> Path:
    """Return the absolute path of a file that a manifest names, or raise NotFoundError."""
    path = path_of(folder.absolute(), digest)
    if not path.is_file():
        raise NotFoundError("there is no such file of a snapshot; read the newest manifest")
    return path


def public_key(folder: Path) -> str:
    """Return the key that snapshots are verified with, or raise NotFoundError."""
    try:
        return (folder / PUBLIC_KEY).read_text()
    except FileNotFoundError:
        raise NotFoundError("no snapshot has been published here yet") from None


def path_of(folder: Path, digest: str) -> Path:
    """Return where the file with this content stands."""
    return folder / f"{digest}.zst"


def _for_matching(policy: Policy) -> dict[str, Any]:
    """Return what of the policy decides about hits."""
    told = asdict(policy)
    return {name: told[name] for name in told if name in _MATCHING or name.startswith("radius_")}


def _parts(manifest: Path) -> tuple[Part, ...]:
    text = orjson.loads(manifest.read_bytes())["manifest"]
    return tuple(Part(**each) for each in orjson.loads(text)["parts"])
