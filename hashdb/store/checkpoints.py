"""Signed checkpoints of the log and what witnesses signed under them, in Redis.

They are not changes of the service's state but what anyone can check it by, so they have no audit entries: a log that
told of its own checkpoints would never be the one that was signed.
"""

from collections.abc import Iterator

from hashdb.errors import CorruptLogError, InvalidInputError
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
        try:
            return None if found is None else Verifier.parse(found.decode())
        except (InvalidInputError, UnicodeDecodeError):
            raise CorruptLogError("the public key of the log cannot be read") from None

    def newest(self, origin: str) -> list[Note]:
        """Return the last checkpoint: one note, unless somebody has put others of its size beside it."""
        key = keyspace.checkpoints(origin)
        last = self._database.zrevrange(key, 0, 0, withscores=True)
        return [_note(raw) for _, size in last for raw in self._database.zrangebyscore(key, size, size)]

    def at(self, origin: str, size: int) -> Note | None:
        """Return the checkpoint of that size, with the cosignatures of the witnesses."""
        found = self._database.zrangebyscore(keyspace.checkpoints(origin), size, size)
        if not found:
            return None
        lines = self._database.hvals(keyspace.cosignatures(origin, size))
        return _note(found[0]).cosigned([each for line in lines for each in _signatures(line)])

    def latest(self, origin: str, *, below: int | None, limit: int) -> list[Note]:
        """Return up to *limit* checkpoints with their cosignatures, the largest first, smaller than *below*."""
        most = "+inf" if below is None else f"({below}"
        found = self._database.zrevrangebyscore(keyspace.checkpoints(origin), most, "-inf", start=0, num=limit)
        notes = [_note(each) for each in found]
        pipeline = self._database.pipeline()
        for each in notes:
            pipeline.hvals(keyspace.cosignatures(origin, Checkpoint.parse(each.text).size))
        lines = pipeline.execute()
        return [
            note.cosigned([each for line in under for each in _signatures(line)])
            for note, under in zip(notes, lines, strict=True)
        ]

    def all(self, origin: str) -> Iterator[Note]:
        """Yield every checkpoint."""
        for raw, _ in self._database.zscan_iter(keyspace.checkpoints(origin), count=1_000):
            yield _note(raw)

    def keep(self, note: Note, verifier: Verifier) -> None:
        """Keep a signed checkpoint in the place of any other of its size."""
        checkpoint = Checkpoint.parse(note.text)
        with self._database.pipeline(transaction=True) as pipe:
            pipe.set(keyspace.AUDIT_KEY, str(verifier))
            pipe.zremrangebyscore(keyspace.checkpoints(checkpoint.origin), checkpoint.size, checkpoint.size)
            pipe.zadd(keyspace.checkpoints(checkpoint.origin), {str(note): checkpoint.size})
            pipe.execute()

    def cosign(self, *, checkpoint: Checkpoint, member_id: str, signature: Signature) -> None:
        """Keep a member's signature in the place of its earlier one under the same checkpoint."""
        key = keyspace.cosignatures(checkpoint.origin, checkpoint.size)
        self._database.hset(key, member_id, signature.line().rstrip("\n"))


def _note(raw: bytes) -> Note:
    try:
        return Note.parse(raw.decode())
    except (InvalidInputError, UnicodeDecodeError):
        raise CorruptLogError("a checkpoint of the log cannot be read") from None


def _signatures(line: bytes) -> list[Signature]:
    """Return the signature that a line holds; what is none must not keep anybody from the checkpoint."""
    try:
        return [Signature.parse(line.decode())]
    except (InvalidInputError, UnicodeDecodeError):
        return []
