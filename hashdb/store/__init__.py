"""The store: the only code that talks to Redis.

It takes and returns records. What must hold together is written in one act (`commit`), always with an audit entry.
"""

from datetime import datetime

from hashdb.audit import Entry
from hashdb.records.match import Match
from hashdb.records.member import Key, Member, User
from hashdb.records.policy import Policy
from hashdb.records.takedown import TakedownRequest
from hashdb.records.webhook import Delivery, Endpoint
from hashdb.sealing import Sealer
from hashdb.store import keyspace, lists
from hashdb.store.act import Acts, Write
from hashdb.store.codec import Codec, header
from hashdb.store.database import Database
from hashdb.store.idempotency import Claim, Idempotency, Saved
from hashdb.store.inventory import Inventory
from hashdb.store.ledger import Debt, Kind, Ledger
from hashdb.store.limits import Limits
from hashdb.store.log import Log
from hashdb.store.match_jobs import MatchJobs
from hashdb.store.records import Page, Records
from hashdb.store.signals import Signals

__all__ = ["Claim", "Database", "Debt", "Kind", "Page", "Saved", "Store", "Write", "lists"]


class Store:
    """Every repository, over one connection pool."""

    def __init__(self, database: Database, sealer: Sealer) -> None:
        self._database = database
        self.sealer = sealer
        self.members = Records(database, "member", Codec(Member), lists.member_lists)
        self.users = Records(database, "user", Codec(User), lists.user_lists)
        self.keys = Records(database, "key", Codec(Key), lists.key_lists)
        self.signals = Signals(database)
        self.inventory = Inventory(database)
        self.matches = Records(database, "match", Codec(Match), lists.match_lists)
        self.match_jobs = MatchJobs(database)
        self.takedowns = Records(database, "request", Codec(TakedownRequest), lists.takedown_lists)
        self.endpoints = Records(database, "endpoint", Codec(Endpoint), lists.endpoint_lists)
        self.deliveries = Records(database, "delivery", Codec(Delivery), lists.delivery_lists)
        self.ledger = Ledger(database)
        self.log = Log(database)
        self.limits = Limits(database)
        self.idempotency = Idempotency(database, sealer)
        self._policy = Codec(Policy)
        self._acts = Acts(database)

    @classmethod
    def at(cls, redis_url: str, secret_key: str) -> "Store":
        """Open the store at *redis_url*; *secret_key* is the Fernet key that seals what is kept encrypted."""
        return cls(Database.at(redis_url), Sealer(secret_key.encode()))

    def commit(self, entry: Entry, *writes: Write) -> int:
        """Make a change durable together with its audit entry, in one act; return the entry's seq."""
        return self._acts.commit(entry, *writes)

    def policy(self) -> Policy:
        """Return the policy in force."""
        raw = self._database.get(keyspace.POLICY)
        return Policy() if raw is None else self._policy.load(raw)

    def put_policy(self, policy: Policy, before: Policy) -> Write:
        """Replace the policy."""
        expected = b"" if before.version == 1 else header(before.version)
        command = ("SET", keyspace.POLICY, self._policy.dump(policy))
        return Write(begins=((keyspace.POLICY, expected),), commands=(command,))

    def unique(self, key: str, *parts: str) -> Write:
        """Require that nothing was recorded yet for these parts, and record it."""
        field = keyspace.fingerprint(*parts)
        return Write(lacks=((key, field),), commands=(("HSET", key, field, b""),))

    def is_recorded(self, key: str, *parts: str) -> bool:
        """Whether something was recorded for these parts."""
        return bool(self._database.hexists(key, keyspace.fingerprint(*parts)))

    def forget_unique(self, key: str, *parts: str) -> Write:
        """Allow the parts to be recorded again."""
        return Write(commands=(("HDEL", key, keyspace.fingerprint(*parts)),))

    def touch_key(self, key_id: str, now: datetime) -> None:
        """Note that a key was used; not a change of state, so no entry."""
        self._database.hset(keyspace.KEY_USED, key_id, int(now.timestamp()))

    def last_used(self, key_id: str) -> float | None:
        """Return when a key was last used, in Unix seconds."""
        found = self._database.hget(keyspace.KEY_USED, key_id)
        return None if found is None else float(found)

    def ping(self) -> None:
        """Raise UnavailableError unless the server answers."""
        self._database.ping()
