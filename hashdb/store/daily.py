"""What is counted by the day to bound the harm of a mistake: matches of a signal, and signals of a member.

The counts are written in the act that they count and expect nothing; a fortnight later they are gone.
"""

from collections.abc import Mapping
from datetime import date

from hashdb.store import keyspace
from hashdb.store.act import Write
from hashdb.store.database import Database

_KEPT_SECONDS = 14 * 86_400


class DailyCounts:
    """The counts of the last days."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count_submitted(self, member_id: str, day: date, count: int) -> Write:
        """Count signals that a member submits."""
        key = keyspace.quota(member_id, day)
        return Write(commands=(("INCRBY", key, count), ("EXPIRE", key, _KEPT_SECONDS)))

    def count_match(self, signal_id: str, day: date) -> Write:
        """Count a match of a signal."""
        key = keyspace.hits(day)
        return Write(commands=(("HINCRBY", key, signal_id, 1), ("EXPIRE", key, _KEPT_SECONDS)))

    def matches_of(self, signal_id: str, day: date) -> int:
        """Return how many matches a signal had on a day."""
        return int(self._database.hget(keyspace.hits(day), signal_id) or 0)

    def matches_on(self, day: date) -> dict[str, int]:
        """Return the matches of a day by signal."""
        found = self._database.hgetall(keyspace.hits(day))
        return {signal.decode(): int(count) for signal, count in found.items()}

    def median_of(self, label: str) -> float:
        """Return how many matches a day are usual for signals with this label; 0 when nothing is known."""
        return float(self._database.hget(keyspace.HITS_MEDIANS, label) or 0)

    def put_medians(self, medians: Mapping[str, float]) -> None:
        """Replace what is usual; it is derived, and no change of state, so there is no entry."""
        pipeline = self._database.pipeline(transaction=True)
        pipeline.delete(keyspace.HITS_MEDIANS)
        if medians:
            pipeline.hset(keyspace.HITS_MEDIANS, mapping=dict(medians))
        pipeline.execute()
