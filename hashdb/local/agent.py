"""What the agent answers: whether a file, or signals of it, match the copy; and how the copy is.

It notices when a sync has put another snapshot in use, and opens that beside the one it answers from. Changes that the
feed told are seen by the matcher itself, within half a second.
"""

import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hashdb.errors import HashdbError
from hashdb.hashing import hash_file
from hashdb.local import folder as places
from hashdb.local.bodies import queries_of
from hashdb.local.matching import LocalList, documents
from hashdb.logs import get_logger

_LOOK_SECONDS = 1.0
_log = get_logger(__name__)


class Agent:
    """Answers from the copy in *folder*; raises SnapshotError if that cannot be trusted or is too old."""

    def __init__(self, folder: Path, *, oldest: timedelta) -> None:
        self._folder = folder
        self._oldest = oldest
        self._list = LocalList(folder, oldest=oldest)
        self._hashing = threading.Semaphore(os.cpu_count() or 1)
        self._stopped = threading.Event()

    def check_file(self, path: Path) -> dict[str, Any]:
        """Return what a file matches; raises UnreadableFileError for one that cannot be hashed."""
        with self._hashing:
            signals = hash_file(path)
        strong = [signal for signal in signals if signal.problem is None]
        matches = [hit for hits in self._list.match(strong) for hit in hits]
        return {"matches": matches, "left_out": {each.signal_type: each.problem for each in signals if each.problem}}

    def check_signals(self, body: bytes) -> dict[str, Any]:
        """Return what signals match, given and answered as by /v1/match; raises InvalidInputError."""
        queries, radius = queries_of(body)
        found = self._list.hits(queries, radius=radius)
        return {"results": [{"matches": documents(hits)} for hits in found]}

    def health(self) -> dict[str, Any]:
        """Return how old the copy is, and how large."""
        used = self._list
        age = datetime.now(UTC) - used.synced_at
        return {
            "status": "ok" if age <= self._oldest else "too_old",
            "synced_at": used.synced_at,
            "age_seconds": int(age.total_seconds()),
            "accepted_seconds": int(self._oldest.total_seconds()),
            "snapshot": used.snapshot.manifest.sequence,
            "snapshot_made_at": used.snapshot.manifest.made_at,
            "checkpoint": used.checkpoint,
            "signals": used.signals,
            "codes": used.rows,
        }

    def follow(self) -> None:
        """Change over to a newer snapshot whenever there is one, until `stop`; runs in a thread of its own."""
        while not self._stopped.wait(_LOOK_SECONDS):
            try:
                self._take_what_is_newer()
            except (HashdbError, OSError) as error:
                _log.warning("copy_not_replaced", error=type(error).__name__, reason=str(error))

    def _take_what_is_newer(self) -> None:
        if places.name_in_use(self._folder) == self._list.name:
            self._list.adopt()
            return
        self._list = LocalList(self._folder, oldest=self._oldest)
        _log.info("copy_replaced", snapshot=self._list.snapshot.manifest.sequence)

    def start(self) -> None:
        """Follow the copy from a thread of its own."""
        threading.Thread(target=self.follow, name="copy", daemon=True).start()

    def stop(self) -> None:
        """Stop following."""
        self._stopped.set()
