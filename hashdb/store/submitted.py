"""The latest signals of each member: what its people look through to see what became of them.

A list of all that a member ever submitted would take as much memory as the signals themselves, for nobody to read.
"""

from collections.abc import Sequence

from hashdb.store import keyspace
from hashdb.store.act import Write
from hashdb.store.database import Database

LATEST = 1_000


class Submitted:
    """The latest signals of every member."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, member_id: str, signal_ids: Sequence[str]) -> Write:
        """Note that a member vouched for these signals."""
        if not signal_ids:
            return Write()
        key = keyspace.submitted(member_id)
        return Write(commands=(("LPUSH", key, *signal_ids), ("LTRIM", key, 0, LATEST - 1)))

    def of(self, member_id: str) -> list[str]:
        """Return the ids of the latest signals, the newest first, each once."""
        found = self._database.lrange(keyspace.submitted(member_id), 0, -1)
        return list(dict.fromkeys(each.decode() for each in found))
