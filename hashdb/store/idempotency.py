"""Saved answers: a request that is repeated with its Idempotency-Key is answered as it was the first time."""

import zlib
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

import orjson

from hashdb.errors import IdempotencyKeyReusedError, RequestInProgressError
from hashdb.store import keyspace
from hashdb.store.database import Database

# Longer than any request takes; a client whose request died with its process waits as long before it may repeat it.
_LEASE_SECONDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """An answer as it was given."""

    status: int
    headers: dict[str, str]
    body: bytes


class Idempotency:
    """The requests under way and the answers given, by scope (who asks) and key (what the caller calls it)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, scope: str, key: str, fingerprint: str, *, now: datetime) -> Saved | None:
        """Return the saved answer, or None when this is the first such request and may go on.

        Raises IdempotencyKeyReusedError for another request under the key, RequestInProgressError while the first
        one is not answered; a request that died is forgotten after ten seconds.
        """
        name = keyspace.idempotency(scope, key)
        claim = orjson.dumps({"fingerprint": fingerprint, "begun": now.timestamp(), "claim": token_hex(8)})
        if self._database.set(name, claim, nx=True, ex=_LEASE_SECONDS):
            return None
        stored = self._database.get(name)
        if stored is None or stored == claim:
            return None
        line, _, body = stored.partition(b"\n")
        facts = orjson.loads(line)
        if facts["fingerprint"] != fingerprint:
            raise IdempotencyKeyReusedError("this Idempotency-Key was used for a request with another body or path")
        if "status" not in facts:
            raise RequestInProgressError("the first request with this Idempotency-Key is still being answered")
        return Saved(status=facts["status"], headers=facts["headers"], body=zlib.decompress(body))

    def finish(self, scope: str, key: str, fingerprint: str, saved: Saved, *, lifetime: int) -> None:
        """Keep the answer for *lifetime* seconds."""
        facts = orjson.dumps({"fingerprint": fingerprint, "status": saved.status, "headers": saved.headers})
        body = zlib.compress(saved.body, 1)
        self._database.set(keyspace.idempotency(scope, key), facts + b"\n" + body, ex=lifetime)

    def abandon(self, scope: str, key: str) -> None:
        """Forget a request that was not answered, so that it may be tried again at once."""
        self._database.delete(keyspace.idempotency(scope, key))
