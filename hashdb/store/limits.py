"""Allowances: token buckets whose cost is what a request asks for, such as its number of hashes."""

from hashdb.store import keyspace
from hashdb.store.act import script
from hashdb.store.database import Database


class Limits:
    """The token buckets."""

    def __init__(self, database: Database) -> None:
        self._script = script(database, "take")

    def take(self, bucket: str, cost: int, *, rate: float, burst: int) -> int:
        """Spend *cost* tokens and return 0, or spend nothing and return the seconds until there is room."""
        return int(self._script(keys=[keyspace.bucket(bucket)], args=[cost, rate, burst]))
