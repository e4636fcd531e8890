"""Matching on the copy: the server's matcher and rules over the copy's rows and signals."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import orjson

from hashdb.errors import SnapshotError
from hashdb.local import folder as places
from hashdb.local.changes import Changes
from hashdb.local.folder import SnapshotFolder, require_fresh
from hashdb.local.signals import LocalStore
from hashdb.local.snapshot import Snapshot
from hashdb.local.trust import Trust
from hashdb.services import matching
from hashdb.services.matcher import Matcher
from hashdb.services.matching import Hit, Query
from hashdb.services.queries import parse_query

if TYPE_CHECKING:
    from hashdb.hashing import HashedSignal
    from hashdb.store import Store
    from hashdb.store.columns import Columns

OLDEST = timedelta(days=1)


class LocalList:
    """The list as the copy in *folder* has it; raises SnapshotError for one that cannot be trusted.

    A copy that was synced longer than *oldest* ago is not matched with.
    """

    def __init__(self, folder: Path, *, oldest: timedelta = OLDEST) -> None:
        self._oldest = oldest
        self._at, self.snapshot = _opened(folder)
        self._synced_at = self._at.synced_at()
        require_fresh(self._synced_at, _now(), oldest)
        self._changes = Changes(self.snapshot, self._at.journal())
        self._store = LocalStore(self.snapshot, self._changes)
        self._matcher = Matcher(cast("Columns", self._store.signals.columns), self._at.segments)
        self._matcher.catch_up()

    def match(self, signals: Iterable["HashedSignal"], *, radius: int | None = None) -> list[list[dict[str, Any]]]:
        """Look up signals of files, as `hashdb.client.Client.match` does, and tell nobody."""
        queries = [
            parse_query(
                each.signal_type,
                each.signal_value,
                each.quality,
                orientations=each.orientations,
                views=each.views,
            )
            for each in signals
        ]
        return [documents(hits) for hits in self.hits(queries, radius=radius)]

    def hits(self, queries: list[Query], *, radius: int | None = None) -> list[list[Hit]]:
        """Return what matches each query; raises SnapshotError when the copy is too old by now."""
        now = _now()
        require_fresh(self.synced_at, now, self._oldest)
        store = cast("Store", self._store)
        return matching.match(
            store, self._matcher, queries, policy=self.snapshot.policy, radius=radius, band=True, now=now
        )

    def adopt(self) -> None:
        """Take over the segments that a sync has built meanwhile."""
        self._matcher.adopt()

    @property
    def synced_at(self) -> datetime:
        """When the service last confirmed what the copy tells; of one that was replaced, what was known before."""
        if self._at.path.is_dir():
            self._synced_at = self._at.synced_at()
        return self._synced_at

    @property
    def checkpoint(self) -> str:
        """The place in the feed that the copy has reached."""
        return self._changes.checkpoint

    @property
    def rows(self) -> int:
        """How many codes are searched, those of ended signals included."""
        return self._matcher.rows()

    @property
    def signals(self) -> int:
        """How many signals the snapshot has; those that the feed told since come on top."""
        return sum(self.snapshot.manifest.signals.values())

    @property
    def name(self) -> str:
        """The name of the snapshot in the copy's folder."""
        return self._at.path.name


def _opened(folder: Path) -> tuple[SnapshotFolder, Snapshot]:
    """Open the snapshot in use; a sync may replace it at that very moment."""
    trust = Trust.of(folder)
    at = places.current(folder)
    if trust is None or at is None:
        raise SnapshotError(f"there is no copy in {folder} yet; run `hashdb sync`")
    try:
        snapshot = Snapshot.open(at.path, trust.public_key)
    except (SnapshotError, FileNotFoundError):
        if at.path.is_dir():
            raise
        return _opened(folder)
    trust.require_seen(snapshot.manifest)
    return at, snapshot


def documents(hits: Iterable[Hit]) -> list[dict[str, Any]]:
    """Return hits as the service presents them, in plain JSON."""
    found: list[dict[str, Any]] = orjson.loads(orjson.dumps([_document(hit) for hit in hits], option=orjson.OPT_UTC_Z))
    return found


def _document(hit: Hit) -> dict[str, Any]:
    signal = hit.signal
    ground = asdict(signal.claim.ground)
    return {
        "signal_id": signal.id,
        "signal_type": signal.signal_type,
        "distance": hit.distance,
        "view": hit.view,
        "query_view": hit.query_view,
        "state": signal.state,
        "use_mode": hit.use_mode,
        "is_match": hit.is_match,
        "shadow": hit.shadow,
        "shares": hit.shares,
        "content_type": signal.claim.content_type,
        "tier": signal.claim.tier,
        "behaviour_labels": signal.claim.behaviour_labels,
        "material_types": signal.claim.material_types,
        "ground": {name: value for name, value in ground.items() if value is not None},
        "context_flags": signal.context_flags(),
        "expires_at": signal.expires_at,
    }


def _now() -> datetime:
    return datetime.now(UTC)
