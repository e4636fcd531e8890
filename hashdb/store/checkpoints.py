"""Signed checkpoints of the log and what witnesses signed under them, in Redis.

They are not changes of the service's state but what anyone can check it by, so they have no audit entries: a log that
told of its own checkpoints would never be the one that was signed.
"""

from collections.abc import Iterator

from hashdb.notes import Checkpoint, Note, Signature, Verifier
from hashdb.store import keyspace
from hashdb.store.database import Database


class Checkpoints:
    """The checkpoints of the log under each name that it has had."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def verifier(self) -> Verifier | None:
        """Return the public key that checkpoints are signed with; None before the first."""
        found = self._database.get(keyspace.AUDIT_KEY)
        return None if found is None else Verifier.parse(found.decode())

    def newest(self, origin: str) -> Note | None:
        """Return the last checkpoint."""
        found = self._database.zrevrange(keyspace.checkpoints(origin), 0, 0)
        return Note.parse(found[0].decode()) if found else None

    def at(self, origin: str, size: int) -> Note | None:
        """Return the checkpoint of that size, with the cosignatures of the witnesses."""
        found = self._database.zrangebyscore(keyspace.checkpoints(origin), size, size)
        if not found:
            return None
        lines = self._database.hvals(keyspace.cosignatures(origin, size))
        return Note.parse(found[0].decode()).cosigned([Signature.parse(line.decode()) for line in lines])

    def all(self, origin: str) -> Iterator[Note]:
        """Yield every checkpoint."""
        for raw, _ in self._database.zscan_iter(keyspace.checkpoints(origin), count=1_000):
            yield Note.parse(raw.decode())

    def keep(self, note: Note, verifier: Verifier) -> None:
        """Keep a signed checkpoint; the same one twice is one."""
        checkpoint = Checkpoint.parse(note.text)
        with self._database.pipeline(transaction=True) as pipe:
            pipe.set(keyspace.AUDIT_KEY, str(verifier))
            pipe.zadd(keyspace.checkpoints(checkpoint.origin), {str(note): checkpoint.size})
            pipe.execute()

    def cosign(self, *, checkpoint: Checkpoint, member_id: str, signature: Signature) -> None:
        """Keep a member's signature in the place of its earlier one under the same checkpoint."""
        key = keyspace.cosignatures(checkpoint.origin, checkpoint.size)
        self._database.hset(key, member_id, signature.line().rstrip("\n"))
