"""What a copy trusts and has seen: the key that was pinned at the first sync, and the newest snapshot so far.

A snapshot that is older than what was seen is refused, whoever signed it: with it, signals that were withdrawn would
come back.
"""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import orjson

from hashdb.errors import SnapshotError
from hashdb.local.files import write
from hashdb.snapshots import Manifest, SignedManifest, is_behind

# The clock of the service may be so much ahead of ours.
_AHEAD = timedelta(hours=1)
_FILE = "trust.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """The pinned key, and of the newest snapshot: service, sequence, checkpoint and the digest of its manifest.

    `in_use` is the sequence of the one that is matched with; the feed may have made a newer one needless.
    """

    public_key: str
    origin: str = ""
    sequence: int = 0
    checkpoint: str = "0-0"
    digest: str = ""
    in_use: int = 0

    @classmethod
    def of(cls, folder: Path) -> "Trust | None":
        """Return what the copy in *folder* trusts; None before its first sync."""
        try:
            return cls(**orjson.loads((folder / _FILE).read_bytes()))
        except FileNotFoundError:
            return None
        except (orjson.JSONDecodeError, TypeError):
            raise SnapshotError(f"{folder / _FILE} is damaged; remove the folder and sync anew") from None

    def save(self, folder: Path) -> None:
        """Remember it."""
        write(folder / _FILE, orjson.dumps(asdict(self)))

    def admitted(self, signed: SignedManifest, now: datetime, oldest: timedelta) -> tuple[Manifest, "Trust"]:
        """Return the manifest of a snapshot that may be used, and what is trusted then; else raise SnapshotError."""
        manifest, digest = signed.verified(self.public_key), sha256(signed.manifest.encode()).hexdigest()
        self._require_no_rollback(manifest, digest)
        age = now - manifest.made_at
        if age > oldest:
            raise SnapshotError(
                f"the newest snapshot was made {spoken(age)} ago; at most {spoken(oldest)} are accepted"
            )
        if -age > _AHEAD:
            raise SnapshotError("the snapshot was made in the future; compare this machine's clock")
        seen = replace(
            self,
            origin=manifest.origin,
            sequence=manifest.sequence,
            checkpoint=manifest.checkpoint,
            digest=digest,
        )
        return manifest, seen

    def require_seen(self, manifest: Manifest) -> None:
        """Raise SnapshotError unless this snapshot is the newest that was ever in use here.

        A newer one may be known already, if a sync is fetching it or went on with the feed.
        """
        if manifest.origin != self.origin or manifest.sequence < self.in_use:
            raise SnapshotError("the copy was replaced by an older one; `hashdb sync --anew` fetches all of it again")

    def _require_no_rollback(self, manifest: Manifest, digest: str) -> None:
        anew = "if the service was restored from a backup, remove the folder and sync anew"
        if self.origin and manifest.origin != self.origin:
            raise SnapshotError(f"the snapshot is of another service than this copy; {anew}")
        if manifest.sequence < self.sequence:
            raise SnapshotError(
                f"the snapshot was rolled back: its sequence is {manifest.sequence}, {self.sequence} was seen; {anew}"
            )
        if manifest.sequence == self.sequence and digest != self.digest:
            raise SnapshotError(f"there are two snapshots with the sequence {self.sequence}; {anew}")
        if is_behind(manifest.checkpoint, self.checkpoint):
            raise SnapshotError(
                f"the snapshot was rolled back: it stands at {manifest.checkpoint}, {self.checkpoint} was seen; {anew}"
            )


def spoken(age: timedelta) -> str:
    """Return a length of time for people: 40 seconds, 5 hours, 3 days."""
    seconds = max(0, int(age.total_seconds()))
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= 2 * length:
            return f"{seconds // length} {unit}s"
    return f"{seconds} seconds"
