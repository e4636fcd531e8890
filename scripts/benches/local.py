"""The local copy: how long a sync takes and what it fetches, and what a check of a folder waits for.

The service publishes a list of random codes, made here as the publisher would have made it; sync and check are the
real commands, in processes of their own.
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import orjson
from PIL import Image

from hashdb.hashing import hash_file
from hashdb.lifecycles.signal import State
from hashdb.local import LocalList
from hashdb.processes import private_files
from hashdb.records.signal import BehaviourLabel, Claim, ContentType, Ground
from hashdb.roles import Role
from hashdb.services.snapshots import MANIFEST, path_of
from hashdb.snapshots import Manifest, Particulars, SignalColumns, pack, signed
from hashdb.snapshots.columns import COLUMNS, unixtime
from scripts.benches import codes, filling
from scripts.service import Service, alone, running

_CLAIM = Claim(content_type=ContentType.IMAGE, tier=1, ground=Ground(behaviour=BehaviourLabel.GLORIFICATION))
_POLICY = {"minimum_quality": 50, "radius_pdq": 31, "radius_64_bit": 6}
_SIZE = (1920, 1080)
_LIFETIME = timedelta(days=700)


@dataclass(frozen=True, slots=True, kw_only=True)
class Local:
    """Seconds of the first sync with its parts, and of one that finds nothing new; what was fetched, in bytes.

    `open_s` is what every command waits for once (verifying the copy, mapping the index); then a file (1080p JPEG)
    takes `hash_ms` to be hashed and `match_ms` to be matched, with all that `fast` asks for.
    """

    size: int
    publish_bytes: int
    sync_s: float
    sync_again_s: float
    disk_bytes: int
    open_s: float
    hash_ms: float
    match_ms: float
    files: int
    hash_folder_s: float
    check_folder_s: float


def measure(size: int, *, files: int) -> Local:
    """Publish *size* signals, sync them, and check a folder of *files* pictures."""
    with TemporaryDirectory(prefix="hashdb-") as folder, running(prepare=lambda data: _publish(data, size)) as service:
        copy, pictures = Path(folder, "list"), Path(folder, "pictures")
        _draw(pictures, files)
        sync_s, again_s = _run(service, "sync", str(copy)), _run(service, "sync", str(copy))
        opening = time.perf_counter()
        opened = LocalList(copy)
        open_s = time.perf_counter() - opening
        hash_ms, match_ms = _one_by_one(opened, pictures)
        return Local(
            size=size,
            publish_bytes=opened.snapshot.manifest.packed_bytes,
            sync_s=sync_s,
            sync_again_s=again_s,
            disk_bytes=sum(path.stat().st_size for path in copy.rglob("*") if path.is_file()),
            open_s=open_s,
            hash_ms=hash_ms,
            match_ms=match_ms,
            files=files,
            hash_folder_s=_run(service, "hash", str(pictures)),
            check_folder_s=_run(service, "check", "--local", str(copy), str(pictures)),
        )


def _publish(data: Path, size: int) -> None:
    """Publish random codes in an empty data directory, as a snapshot that its publisher goes on with."""
    data.mkdir()
    with alone("run redis", data) as server:
        filling.wait_for_store(server)
        origin = server.store().signals.columns.origin()
        settings = server.settings()
    now = datetime.now(UTC)
    settings.snapshots.mkdir()
    columns = _columns(size, now)
    tables = {"particulars": [Particulars(State.ACTIVE, _CLAIM).text], "names": ["picture"]}
    parts = [
        *(
            pack(orjson.dumps(texts), "", name, lambda digest: path_of(settings.snapshots, digest))
            for name, texts in tables.items()
        ),
        *(pack(columns[name], "pdq", name, lambda digest: path_of(settings.snapshots, digest)) for name in COLUMNS),
    ]
    manifest = Manifest(
        origin=origin,
        sequence=1,
        made_at=now,
        checkpoint="0-0",
        policy=_POLICY,
        signals={"pdq": size},
        parts=tuple(parts),
    )
    sealed = signed(manifest, private_files.snapshot_key(settings)).dump()
    (settings.snapshots / MANIFEST).write_bytes(sealed)


def _columns(size: int, now: datetime) -> SignalColumns:
    high = np.sort(np.random.default_rng(8).integers(1 << 60, 1 << 61, size, np.uint64))
    columns = {name: np.zeros(size, kind) for name, kind in COLUMNS.items() if name != "code"}
    columns |= {"id_high": high, "id_low": codes.uniform(size, seed=9)[:, 0]}
    columns["codes"][:] = 1
    columns["quality"][:] = 80
    columns["activated"][:] = unixtime(now)
    columns["expires"][:] = unixtime(now + _LIFETIME)
    return SignalColumns("pdq", columns | {"code": codes.as_bytes(codes.uniform(size))})


def _draw(folder: Path, count: int) -> None:
    """Write pictures that look like photographs to a hash: smooth noise of several sizes."""
    folder.mkdir()
    rng = np.random.default_rng(10)
    for number in range(count):
        layers = [
            np.asarray(Image.fromarray(rng.integers(0, 256, (side, side, 3), np.uint8)).resize(_SIZE), np.float32)
            for side in (4, 16, 64, 256)
        ]
        mixed = sum(layer * weight for layer, weight in zip(layers, (0.5, 0.25, 0.15, 0.1), strict=True))
        Image.fromarray(np.asarray(mixed, np.uint8)).save(folder / f"{number:04}.jpg", quality=85)


def _one_by_one(opened: LocalList, folder: Path) -> tuple[float, float]:
    """Return how long a file takes to be hashed and to be matched, in milliseconds."""
    hashing = matching = 0.0
    paths = sorted(folder.iterdir())
    for path in paths:
        began = time.perf_counter()
        signals = [signal for signal in hash_file(path) if signal.problem is None]
        hashed = time.perf_counter()
        opened.match(signals)
        hashing, matching = hashing + hashed - began, matching + time.perf_counter() - hashed
    return 1_000 * hashing / len(paths), 1_000 * matching / len(paths)


def _run(service: Service, *arguments: str) -> float:
    """Run a command of a platform, and return its seconds."""
    key = service.key(service.member("platform"), Role.PLATFORM_MATCHER)
    environment = {**os.environ, **service.settings().to_environment(), "HASHDB_URL": service.url, "HASHDB_KEY": key}
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "hashdb.cli", *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"hashdb {arguments[0]} ended with {done.returncode}:\n{done.stderr}")
    return time.perf_counter() - began
