"""Who looks at which case now, and how many cases a person has looked at today; none of it is a change of state.

What nobody renews is forgotten by the server itself. Services say how long a look counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hashdb.store import keyspace
from hashdb.store.database import Database

_KEPT_SECONDS = 3_600
_DAY_SECONDS = 2 * 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Somebody looks at a case: since when to decide it (0: only to read), and when last (Unix seconds)."""

    user_id: str
    since: float
    last: float


class Presence:
    """The looks at every case."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def at(self, case_ids: Sequence[str]) -> list[list[Look]]:
        """Return for each case who has looked at it within the last hour."""
        pipeline = self._database.pipeline(transaction=False)
        for each in case_ids:
            pipeline.hgetall(keyspace.looks(each))
        return [[_look(*pair) for pair in found.items()] for found in pipeline.execute()]

    def put(self, case_id: str, look: Look) -> None:
        """Note a look, in place of the same person's earlier one."""
        pipeline = self._database.pipeline(transaction=True)
        pipeline.hset(keyspace.looks(case_id), look.user_id, f"{look.since} {look.last}")
        pipeline.expire(keyspace.looks(case_id), _KEPT_SECONDS)
        pipeline.execute()

    def leave(self, case_id: str, *user_ids: str) -> None:
        """Forget that these people look."""
        if user_ids:
            self._database.hdel(keyspace.looks(case_id), *user_ids)

    def turn_to(self, user_id: str, case_id: str) -> str | None:
        """Note the case that a person looks at from now on, and return the one before."""
        before = self._database.set(keyspace.desk(user_id), case_id, ex=_KEPT_SECONDS, get=True)
        return None if before is None else before.decode()

    def count(self, user_id: str, day: date, case_id: str) -> int:
        """Count a case among those that a person has looked at on a day, each once, and return how many there are."""
        key = keyspace.exposure(user_id, day)
        pipeline = self._database.pipeline(transaction=True)
        pipeline.sadd(key, case_id)
        pipeline.expire(key, _DAY_SECONDS)
        pipeline.scard(key)
        return int(pipeline.execute()[-1])

    def counted(self, user_id: str, day: date) -> int:
        """Return how many cases a person has looked at on a day."""
        return int(self._database.scard(keyspace.exposure(user_id, day)))


def _look(user_id: bytes, times: bytes) -> Look:
    since, last = times.decode().split()
    return Look(user_id=user_id.decode(), since=float(since), last=float(last))
