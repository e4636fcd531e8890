"""Whether the service takes changes: `commit.lua` asks before every act.

Stopping is no act and has no entry, because what cannot be trusted at that moment is the log; going on has one.
"""

from hashdb.store import keyspace
from hashdb.store.act import Write
from hashdb.store.database import Database


class ReadOnly:
    """The switch that stops all changes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def reason(self) -> str | None:
        """Return why nothing is written, or None in good times."""
        found = self._database.get(keyspace.READ_ONLY)
        return None if found is None else found.decode()

    def stop(self, reason: str) -> bool:
        """Take no changes from now on; return False if that was so already."""
        return bool(self._database.set(keyspace.READ_ONLY, reason, nx=True))

    def lifted(self) -> Write:
        """Take changes again."""
        return Write(commands=(("DEL", keyspace.READ_ONLY),), always=True)
