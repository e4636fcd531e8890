"""What became of the latest submissions of each member, one letter each.

Whoever decides adds to it in the same act without expecting anything of it, so that two who decide at once do not
refuse each other. A signal has one letter: the latest.
"""

from collections.abc import Sequence
from enum import StrEnum

from hashdb.store import keyspace
from hashdb.store.act import Write
from hashdb.store.database import Database

LATEST = 200


class Outcome(StrEnum):
    """What reviewers made of a submission."""

    CONFIRMED = "c"
    REJECTED = "r"
    WITHDRAWN = "w"


class Reputations:
    """The latest outcomes of every member's submissions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, member_id: str, signal_id: str, outcome: Outcome) -> Write:
        """Note what became of a submission, in place of what was noted for the same signal."""
        key = keyspace.reputation(member_id)
        earlier = tuple(("LREM", key, 0, f"{signal_id}:{each}") for each in Outcome)
        return Write(commands=(*earlier, ("LPUSH", key, f"{signal_id}:{outcome}"), ("LTRIM", key, 0, LATEST - 1)))

    def of(self, member_id: str) -> list[Outcome]:
        """Return the latest outcomes, the newest first."""
        return self.of_many([member_id])[0]

    def of_many(self, member_ids: Sequence[str]) -> list[list[Outcome]]:
        """Return the latest outcomes of each of these members."""
        pipeline = self._database.pipeline()
        for each in member_ids:
            pipeline.lrange(keyspace.reputation(each), 0, -1)
        return [parsed(found) for found in pipeline.execute()]


def parsed(found: Sequence[bytes]) -> list[Outcome]:
    """Return outcomes as they stand in the list."""
    return [Outcome(each.decode().rpartition(":")[2]) for each in found]
