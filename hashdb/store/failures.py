"""How often something was tried in vain of late, and when last."""

from datetime import UTC, datetime

from hashdb.store import keyspace
from hashdb.store.database import Database

# Forgotten when nobody has tried for so long.
_KEPT_SECONDS = 3_600


class Failures:
    """Counts of failures, by a name that is only kept as a digest."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, name: str) -> tuple[int, datetime]:
        """Return how many there were, and when the last one was."""
        count, last = self._database.hmget(keyspace.failures(name), "count", "last")
        return int(count or 0), datetime.fromtimestamp(float(last or 0), UTC)

    def add(self, name: str, now: datetime) -> int:
        """Count one more and return how many there are; not a change of state, so no entry."""
        key = keyspace.failures(name)
        pipeline = self._database.pipeline(transaction=True)
        pipeline.hincrby(key, "count", 1)
        pipeline.hset(key, "last", now.timestamp())
        pipeline.expire(key, _KEPT_SECONDS)
        return int(pipeline.execute()[0])

    def forget(self, name: str) -> None:
        """Begin to count from nothing."""
        self._database.delete(keyspace.failures(name))
