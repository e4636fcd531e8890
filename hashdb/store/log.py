"""The audit log in Redis: reading it, and keeping the heads of its chain.

Entries are appended by `hashdb.store.act` alone. The chain is a function of the entries; sealing computes the heads
that are missing and stores them, so that a later change to any sealed entry shows.
"""

from collections.abc import Iterator

from hashdb.audit import GENESIS, StoredEntry, link
from hashdb.errors import CorruptLogError
from hashdb.store import keyspace
from hashdb.store.database import Database

_HEAD = 32
_SALT = 16
_STEP = 1_000


class Log:
    """The log, entry by entry from seq 1 on."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def size(self) -> int:
        """Return how many entries there are."""
        return int(self._database.get(keyspace.AUDIT_SIZE) or 0)

    def sealed(self) -> int:
        """Return how many entries the chain covers."""
        return int(self._database.strlen(keyspace.AUDIT_CHAIN)) // _HEAD

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

    def head(self, seq: int) -> bytes:
        """Return the chain's head after *seq* entries, which must be sealed."""
        if seq == 0:
            return GENESIS
        found: bytes = self._database.getrange(keyspace.AUDIT_CHAIN, (seq - 1) * _HEAD, seq * _HEAD - 1)
        if len(found) != _HEAD:
            raise CorruptLogError(f"the chain has no head for entry {seq}")
        return found

    def seal(self) -> int:
        """Extend the chain to the end of the log and return its length; doing it twice at once does no harm."""
        done = self.sealed()
        head = self.head(done)
        while page := self.entries(done, _STEP):
            heads = bytearray()
            for place, entry in enumerate(page, done + 1):
                if entry.seq != place:
                    raise CorruptLogError(f"entry {place} is missing from the log")
                head = link(head, entry.leaf())
                heads += head
            self._database.setrange(keyspace.AUDIT_CHAIN, done * _HEAD, bytes(heads))
            done += len(page)
        return done
