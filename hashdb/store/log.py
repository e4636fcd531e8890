"""The audit log in Redis: reading its entries, and forgetting payloads.

Entries are appended by `hashdb.store.act` alone. The tree over them is `hashdb.store.tree`.
"""

from collections.abc import Iterable, Iterator

from hashdb.audit import StoredEntry
from hashdb.store import keyspace
from hashdb.store.act import Write, in_pieces
from hashdb.store.database import Database
from hashdb.store.tree import Tree

_SALT = 16
_STEP = 1_000


class Log:
    """The log, entry by entry from seq 1 on; entry n is leaf n - 1 of its tree."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.tree = Tree(database)

    def size(self) -> int:
        """Return how many entries there are."""
        return int(self._database.get(keyspace.AUDIT_SIZE) or 0)

    def payloads(self) -> int:
        """Return how many entries still have their payload."""
        return int(self._database.hlen(keyspace.AUDIT_PAYLOADS))

    def entries(self, after: int, limit: int) -> list[StoredEntry]:
        """Return up to *limit* entries behind the seq *after*."""
        found = self._database.xrange(keyspace.AUDIT, min=f"{after + 1}-0", count=limit)
        seqs = [int(place.split(b"-")[0]) for place, _ in found]
        kept = self._database.hmget(keyspace.AUDIT_PAYLOADS, seqs) if seqs else []
        return [
            StoredEntry(
                seq=seq,
                line=fields[b"e"],
                salt=None if raw is None else raw[:_SALT],
                payload=None if raw is None else raw[_SALT:],
            )
            for seq, (_, fields), raw in zip(seqs, found, kept, strict=True)
        ]

    def everything(self, after: int = 0) -> Iterator[StoredEntry]:
        """Yield all entries behind the seq *after*."""
        while page := self.entries(after, _STEP):
            yield from page
            after = page[-1].seq

    def seal(self) -> int:
        """Extend the tree to the end of the log and return its size; doing it twice at once does no harm.

        Raises CorruptLogError at an entry that is missing.
        """
        done = self.tree.size()
        while page := self.entries(done, _STEP):
            done = self.tree.extend(done, page)
        return done

    def erase(self, seqs: Iterable[int]) -> Write:
        """Forget the payloads of these entries; the act must say which, in the line of an entry of its own."""
        return Write(commands=tuple(in_pieces(["HDEL", keyspace.AUDIT_PAYLOADS], list(seqs), width=1)))
