"""Which webhooks were taken already: the service may send one twice, and whoever captured one may send it again.

Kept in SQLite: in memory for one process, in a file for several processes of a machine and across restarts.
"""

import os
import sqlite3
from enum import Enum, auto
from threading import Lock

# The service's last attempt of a delivery comes after a day.
_KEPT_SECONDS = 26 * 3_600.0
# A handler that has said nothing for so long has died with its process.
_LEASE_SECONDS = 60.0
_TABLE = "CREATE TABLE IF NOT EXISTS seen (id TEXT PRIMARY KEY, done INTEGER NOT NULL, at REAL NOT NULL) WITHOUT ROWID"


class Claim(Enum):
    """What is known of a webhook when it arrives."""

    NEW = auto()
    UNDER_WAY = auto()
    DONE = auto()


class Seen:
    """The webhooks of the last day, in the file at *path*; without one, in this process only."""

    def __init__(self, path: str | os.PathLike[str] = ":memory:") -> None:
        self._path = os.fspath(path)
        self._lock = Lock()
        self._opened: sqlite3.Connection | None = None

    def begin(self, message_id: str, now: float) -> Claim:
        """Claim a webhook for its handler, unless it was handled before or is being handled."""
        with self._lock, self._database() as database:
            database.execute("BEGIN IMMEDIATE")
            database.execute("DELETE FROM seen WHERE at < ?", [now - _KEPT_SECONDS])
            known = database.execute("SELECT done, at FROM seen WHERE id = ?", [message_id]).fetchone()
            if known is not None and known[0]:
                return Claim.DONE
            if known is not None and now - known[1] < _LEASE_SECONDS:
                return Claim.UNDER_WAY
            database.execute("INSERT OR REPLACE INTO seen VALUES (?, 0, ?)", [message_id, now])
            return Claim.NEW

    def finish(self, message_id: str) -> None:
        """Remember that a webhook was handled."""
        with self._lock, self._database() as database:
            database.execute("UPDATE seen SET done = 1 WHERE id = ?", [message_id])

    def abandon(self, message_id: str) -> None:
        """Give a webhook up whose handler failed: the next attempt is as good as the first."""
        with self._lock, self._database() as database:
            database.execute("DELETE FROM seen WHERE id = ?", [message_id])

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._opened is not None:
                self._opened.close()
                self._opened = None

    def _database(self) -> sqlite3.Connection:
        """Return the connection, opened by the first webhook: servers fork before that."""
        if self._opened is None:
            self._opened = sqlite3.connect(self._path, timeout=10, check_same_thread=False)
            self._opened.execute(_TABLE)
        return self._opened
