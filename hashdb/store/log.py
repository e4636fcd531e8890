"""The audit log in Redis: reading its entries, and forgetting payloads.

Entries are appended by `hashdb.store.act` alone. The tree over them is `hashdb.store.tree`.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from redis.exceptions import ResponseError

from hashdb.audit import StoredEntry
from hashdb.errors import CorruptLogError
from hashdb.store import keyspace
from hashdb.store.act import Write, in_pieces
from hashdb.store.database import Database
from hashdb.store.tree import Tree

_SALT = 16
_STEP = 1_000
_UNREADABLE = b""


@contextmanager
def legible() -> Iterator[None]:
    """Raise CorruptLogError where what is kept of the log is not even of the kind that it should be."""
    try:
        yield
    except (ResponseError, ValueError) as fault:
        raise CorruptLogError(f"what is kept of the log cannot be read: {fault}") from fault


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
        """Return up to *limit* entries behind the seq *after*; what is no entry has no line, so that it shows."""
        return self._with_payloads(self._database.xrange(keyspace.AUDIT, min=f"{after + 1}-0", count=limit))

    def latest(self, upto: int, limit: int) -> list[StoredEntry]:
        """Return up to *limit* entries, the newest first, from the seq *upto* downwards."""
        return self._with_payloads(self._database.xrevrange(keyspace.AUDIT, max=f"{upto}-0", count=limit))

    def at(self, seqs: Sequence[int]) -> list[StoredEntry]:
        """Return the entries with these seqs that there are, in the order asked for."""
        pipeline = self._database.pipeline()
        for each in seqs:
            pipeline.xrange(keyspace.AUDIT, min=f"{each}-0", max=f"{each}-0")
        return self._with_payloads([found for each in pipeline.execute() for found in each])

    def _with_payloads(self, found: Sequence[tuple[bytes, dict[bytes, bytes]]]) -> list[StoredEntry]:
        places = [place.split(b"-") for place, _ in found]
        seqs = [int(seq) for seq, _ in places]
        kept = self._database.hmget(keyspace.AUDIT_PAYLOADS, seqs) if seqs else []
        return [
            StoredEntry(
                seq=seq,
                line=fields.get(b"e", _UNREADABLE) if part == b"0" else _UNREADABLE,
                salt=None if raw is None else raw[:_SALT],
                payload=None if raw is None else raw[_SALT:],
            )
            for seq, (_, part), (_, fields), raw in zip(seqs, places, found, kept, strict=True)
        ]

    def everything(self, after: int = 0) -> Iterator[StoredEntry]:
        """Yield all entries behind the seq *after*, up to where the log ends then."""
        page: list[StoredEntry] | None = None
        while page is None or len(page) == _STEP:
            page = self.entries(after, _STEP)
            yield from page
            after = page[-1].seq if page else after

    def seal(self) -> int:
        """Extend the tree to where the log ended when it was read, and return its size.

        Doing it twice at once does no harm. Raises CorruptLogError at an entry that is missing.
        """
        with legible():
            done = self.tree.size()
            page: list[StoredEntry] | None = None
            while page is None or len(page) == _STEP:  # what others write meanwhile is sealed the next time
                page = self.entries(done, _STEP)
                done = self.tree.extend(done, page) if page else done
            return done

    def erase(self, seqs: Iterable[int]) -> Write:
        """Forget the payloads of these entries; the act must say which, in the line of an entry of its own."""
        return Write(commands=tuple(in_pieces(["HDEL", keyspace.AUDIT_PAYLOADS], list(seqs), width=1)))
