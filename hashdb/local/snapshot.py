"""One snapshot on this machine's disk: its columns, mapped, after everything about it was verified."""

import mmap
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from hashdb import ids
from hashdb.errors import SnapshotError
from hashdb.records.policy import Policy
from hashdb.records.signal import Signal
from hashdb.signals import SIGNAL_TYPES, View
from hashdb.snapshots import Manifest, Part, Particulars, SignalColumns, SignedManifest, empty
from hashdb.snapshots.columns import COLUMNS

MANIFEST = "manifest.json"
PARTICULARS, NAMES = "particulars", "names"

_PIECE = 1 << 24
_LONG_AGO = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True)
class Snapshot:
    """The signals of a snapshot, by type and line; see `hashdb.snapshots.columns`."""

    folder: Path
    manifest: Manifest
    columns: Mapping[str, SignalColumns]
    particulars: tuple[str, ...]
    names: tuple[str, ...]

    @classmethod
    def open(cls, folder: Path, public_key: str, *, verify: bool = True) -> "Snapshot":
        """Map a snapshot, or raise SnapshotError if it is not, byte for byte, what was signed.

        Without *verify* only the manifest's signature is looked at: for who adds to a copy, and answers nothing by it.
        """
        manifest = SignedManifest.load((folder / MANIFEST).read_bytes()).verified(public_key)
        contents = _contents(folder, manifest.parts, verify=verify)
        tables = [tuple(orjson.loads(bytes(contents[name]))) for name in (PARTICULARS, NAMES)]
        columns = {name: _columns(name, manifest, contents) for name in SIGNAL_TYPES}
        return cls(folder, manifest, columns, *tables)

    @cached_property
    def policy(self) -> Policy:
        """The policy of the service at that time, as far as this version knows it."""
        known = Policy.__dataclass_fields__.keys() & self.manifest.policy.keys()
        said: dict[str, Any] = {name: self.manifest.policy[name] for name in known}
        return Policy(**said)

    def find(self, ulid: bytes) -> tuple[str, int] | None:
        """Return the type and line of a signal, or None."""
        for name, columns in self.columns.items():
            line = columns.line_of_id(ulid) if columns.signals else None
            if line is not None:
                return name, line
        return None

    def signal(self, signal_type: str, line: int) -> Signal:
        """Return the record of a signal, with what members are told of it."""
        columns = self.columns[signal_type]
        rows = slice(int(columns.first_rows[line]), int(columns.first_rows[line + 1]))
        values = [code.tobytes().hex() for code in columns["code"][rows]]
        qualities = [None if each < 0 else each for each in columns["quality"][rows].tolist()]
        names = [self.names[number] for number in columns["name"][rows].tolist()]
        views = [
            View(name=name, signal_value=value, quality=quality)
            for name, value, quality in zip(names, values, qualities, strict=True)
        ]
        said = _particulars(self.particulars[int(columns["particulars"][line])])
        return Signal(
            id=ids.unpacked("sig", columns.ulid(line)),
            signal_type=signal_type,
            signal_value=values[0],
            row=rows.start if SIGNAL_TYPES[signal_type].has_rows else None,
            quality=qualities[0],
            views=tuple(views[1:]),
            claim=said.claim,
            created_at=_LONG_AGO,
            activated_at=_moment(int(columns["activated"][line])),
            expires_at=_moment(int(columns["expires"][line])),
            benign=said.benign,
            state=said.state,
        )


_particulars = lru_cache(maxsize=4096)(Particulars.load)


def _moment(seconds: int) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def _columns(name: str, manifest: Manifest, contents: Mapping[str, memoryview]) -> SignalColumns:
    if not manifest.signals.get(name):
        return empty(name)
    return SignalColumns.of(name, {column: contents[f"{name}.{column}"] for column in COLUMNS})


def _contents(folder: Path, parts: Iterable[Part], *, verify: bool) -> dict[str, memoryview]:
    """Map all files, and compare their digests, several at a time."""
    mapped = {part: _mapped(folder / part.name) for part in parts}
    if verify:
        with ThreadPoolExecutor() as threads:
            list(threads.map(_require_signed, mapped, mapped.values()))
    return {part.name: content for part, content in mapped.items()}


def _require_signed(part: Part, content: memoryview) -> None:
    digest = sha256()
    for start in range(0, len(content), _PIECE):
        digest.update(content[start : start + _PIECE])
    if digest.hexdigest() != part.sha256:
        raise SnapshotError(
            f"{part.name} of the copy is not what the service signed; `hashdb sync --anew` fetches all of it again"
        )


def _mapped(path: Path) -> memoryview:
    try:
        if not path.stat().st_size:
            return memoryview(b"")
        with path.open("rb") as file:
            return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except FileNotFoundError:
        raise SnapshotError(f"{path} is missing; `hashdb sync --anew` fetches all of it again") from None
