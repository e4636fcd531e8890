"""Saved answers: a request that is repeated with its Idempotency-Key is answered as it was the first time.

Who asks first claims the key for as long as the lease lasts. An answer is written only in the place of the claim that
it belongs to: a request that took longer than its lease leaves whatever stands there by then. Bodies are sealed, since
some of them hold a token or a secret that is kept nowhere else.
"""

import zlib
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

import orjson

from hashdb.errors import IdempotencyKeyReusedError, RequestInProgressError
from hashdb.sealing import Sealer
from hashdb.store import keyspace
from hashdb.store.act import script
from hashdb.store.database import Database

# Longer than any request takes; a client whose request died with its process waits as long before it may repeat it.
_LEASE_SECONDS = 30
_AT_ONCE = 1_000
_EMPTIED = b"{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """An answer as it was given."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The right to answer a request; `held` is what stands in the store as long as the claim lasts."""

    name: str
    fingerprint: str
    held: bytes


class Idempotency:
    """The requests under way and the answers given, by scope (who asks) and key (what the caller calls it)."""

    def __init__(self, database: Database, sealer: Sealer) -> None:
        self._database = database
        self._sealer = sealer
        self._unclaim = script(database, "unclaim")

    def begin(self, scope: str, key: str, fingerprint: str, *, now: datetime) -> Saved | Claim:
        """Return the saved answer, or the claim with which the first such request goes on.

        Raises IdempotencyKeyReusedError for another request under the key, RequestInProgressError while the first
        one is not answered; a request that died is forgotten after thirty seconds.
        """
        name = keyspace.idempotency(scope, key)
        facts = {"fingerprint": fingerprint, "begun": now.timestamp(), "claim": token_hex(8)}
        claim = Claim(name=name, fingerprint=fingerprint, held=orjson.dumps(facts))
        stored = None
        while stored is None:  # what stood in the way may run out just before it is read
            if self._database.set(name, claim.held, nx=True, ex=_LEASE_SECONDS):
                return claim
            stored = self._database.get(name)
        return claim if stored == claim.held else self._answer(stored, fingerprint)

    def finish(self, claim: Claim, saved: Saved, *, lifetime: int) -> bool:
        """Keep the answer for *lifetime* seconds; return False, with nothing kept, if the claim has run out."""
        facts = {"fingerprint": claim.fingerprint, "status": saved.status, "headers": saved.headers}
        body = self._sealer.seal_bytes(zlib.compress(saved.body, 1))
        answer = orjson.dumps(facts) + b"\n" + body
        return bool(self._unclaim(keys=[claim.name], args=[claim.held, answer, lifetime]))

    def abandon(self, claim: Claim) -> bool:
        """Forget a request that was not answered, so that it may be tried again at once."""
        return bool(self._unclaim(keys=[claim.name], args=[claim.held, b"", 0]))

    def forget(self, subject_id: str) -> int:
        """Empty every saved answer that tells of a subject, and return how many there were; repeats stay repeats."""
        emptied = 0
        for name in self._database.scan_iter(match=keyspace.idempotency_of_all(), count=_AT_ONCE):
            line, _, body = (self._database.get(name) or b"").partition(b"\n")
            if body and subject_id.encode() in zlib.decompress(self._sealer.open_bytes(body)):
                nothing = self._sealer.seal_bytes(zlib.compress(_EMPTIED, 1))
                self._database.set(name, line + b"\n" + nothing, xx=True, keepttl=True)
                emptied += 1
        return emptied

    def _answer(self, stored: bytes, fingerprint: str) -> Saved:
        line, _, body = stored.partition(b"\n")
        facts = orjson.loads(line)
        if facts["fingerprint"] != fingerprint:
            raise IdempotencyKeyReusedError("this Idempotency-Key was used for a request with another body or path")
        if "status" not in facts:
            raise RequestInProgressError("the first request with this Idempotency-Key is still being answered")
        opened = zlib.decompress(self._sealer.open_bytes(body))
        return Saved(status=facts["status"], headers=facts["headers"], body=opened)
