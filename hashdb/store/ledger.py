"""The ledger of what is owed: everything that must still happen, and when.

It is written in the act that makes it due and struck out in the act that does it, so nothing depends on a queue that
forgets. A claim is a lease: whoever dies with one loses it, and the work is claimed again. What was begun too often
without an outcome is given up visibly, never silently; what only waits for a worker is never given up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from secrets import token_hex

import orjson

from hashdb.store import keyspace
from hashdb.store.act import Write, script
from hashdb.store.database import Database

MOST_BEGINNINGS = 50


class Kind(StrEnum):
    """What can be owed; each kind has one job."""

    MATCH_SIGNAL = "match_signal"
    MATCH_INVENTORY = "match_inventory"
    FOLLOW_WITHDRAWAL = "follow_withdrawal"
    DISPATCH = "dispatch"
    DELIVER = "deliver"
    MATCH_JOB = "match_job"
    SCREEN_BENIGN = "screen_benign"
    CLIMB = "climb"
    REMEDY = "remedy"
    BROADCAST = "broadcast"
    FOLLOW_DELISTING = "follow_delisting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """One thing that must happen: its kind and the id of what it is about."""

    kind: Kind
    subject_id: str

    @property
    def id(self) -> str:
        """The same debt has the same id, however often it is owed."""
        return f"{self.kind}:{self.subject_id}"

    @classmethod
    def named(cls, identifier: str) -> "Debt":
        """Return the debt with this id."""
        kind, _, subject_id = identifier.partition(":")
        return cls(kind=Kind(kind), subject_id=subject_id)


class Ledger:
    """What is owed, in a hash, and when, in a sorted set; the auditor keeps the two in step."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._claim = script(database, "claim")
        self._strike_out = script(database, "strike_out")

    def owe(self, debt: Debt, due: datetime) -> Write:
        """Owe something from *due* on; owing it again moves the time, and is a debt of its own."""
        note = orjson.dumps({"due": due.timestamp(), "debt": token_hex(8)})
        return Write(
            commands=(
                ("HSET", keyspace.OWED, debt.id, note),
                ("ZADD", keyspace.OWED_DUE, due.timestamp(), debt.id),
                ("HDEL", keyspace.OWED_DEAD, debt.id),
                ("HDEL", keyspace.OWED_BEGUN, debt.id),
            )
        )

    def settle(self, debt: Debt) -> Write:
        """Strike out what is done."""
        return Write(
            commands=(
                ("ZREM", keyspace.OWED_DUE, debt.id),
                ("HDEL", keyspace.OWED, debt.id),
                ("HDEL", keyspace.OWED_DEAD, debt.id),
                ("HDEL", keyspace.OWED_BEGUN, debt.id),
            )
        )

    def note(self, debt: Debt) -> bytes | None:
        """Return what distinguishes this debt from the same one owed again, or None when it is not owed."""
        found: bytes | None = self._database.hget(keyspace.OWED, debt.id)
        return found

    def strike_out(self, debt: Debt, note: bytes | None) -> None:
        """Strike out a debt that needs no change, unless it was owed again since its *note* was read."""
        keys = [keyspace.OWED, keyspace.OWED_DUE, keyspace.OWED_BEGUN, keyspace.OWED_DEAD]
        self._strike_out(keys=keys, args=[debt.id, note or b""])

    def postpone(self, debt: Debt, due: datetime) -> None:
        """Let a debt wait for what it depends on; it is the same debt."""
        self._database.zadd(keyspace.OWED_DUE, {debt.id: due.timestamp()}, xx=True)

    def pass_on(self, debt: Debt, due: datetime) -> None:
        """Let others have their turn after some progress; it is the same debt, and was not begun in vain."""
        self._database.hdel(keyspace.OWED_BEGUN, debt.id)
        self.postpone(debt, due)

    def is_owed(self, debt: Debt) -> bool:
        """Whether this is still to be done."""
        return bool(self._database.hexists(keyspace.OWED, debt.id))

    def claim(self, now: datetime, lease: timedelta, limit: int) -> list[Debt]:
        """Take up to *limit* debts that are due, for as long as the lease lasts."""
        moments = (now.timestamp(), (now + lease).timestamp())
        claimed = self._claim(keys=[keyspace.OWED_DUE], args=[*moments, limit])
        return [Debt.named(each.decode()) for each in claimed]

    def claim_of(self, debts: Sequence[Debt], now: datetime, lease: timedelta) -> list[Debt]:
        """Take those of some debts that are due; two who ask at once may both get one, as after a lease is over."""
        scores = self._database.zmscore(keyspace.OWED_DUE, [debt.id for debt in debts]) if debts else []
        due = [debt for debt, at in zip(debts, scores, strict=True) if at is not None and at <= now.timestamp()]
        self.return_claims(due, now + lease)
        return due

    def begin(self, debt: Debt) -> bytes | None:
        """Note that somebody begins to work on a debt; return its note, or None when it is not owed any more."""
        note = self.note(debt)
        if note is not None:
            self._database.hincrby(keyspace.OWED_BEGUN, debt.id, 1)
        return note

    def revive(self, debt: Debt, now: datetime) -> bool:
        """Put a debt that was given up back into the queue; return whether there was one."""
        if not self._database.hdel(keyspace.OWED_DEAD, debt.id):
            return False
        self._database.zadd(keyspace.OWED_DUE, {debt.id: now.timestamp()})
        return True

    def dead(self) -> list[Debt]:
        """Return the debts that were given up."""
        return [Debt.named(each.decode()) for each in self._database.hkeys(keyspace.OWED_DEAD)]

    def return_claims(self, debts: Sequence[Debt], now: datetime) -> None:
        """Give claims back that were not acted on."""
        if debts:
            self._database.zadd(keyspace.OWED_DUE, {debt.id: now.timestamp() for debt in debts}, xx=True)

    def give_up_hopeless(self) -> list[Debt]:
        """Move what was begun too often to the dead, and return it."""
        counts = self._database.hgetall(keyspace.OWED_BEGUN)
        hopeless = [Debt.named(each.decode()) for each, count in counts.items() if int(count) > MOST_BEGINNINGS]
        for debt in hopeless:
            self._database.hset(keyspace.OWED_DEAD, debt.id, b"begun too often")
            self._database.zrem(keyspace.OWED_DUE, debt.id)
            self._database.hdel(keyspace.OWED_BEGUN, debt.id)
        return hopeless

    def repair(self, now: datetime) -> int:
        """Put back what is owed but stands in no queue; return how many there were."""
        owed = set(self._database.hkeys(keyspace.OWED))
        queued = {each for each, _ in self._database.zscan_iter(keyspace.OWED_DUE)}
        dead = set(self._database.hkeys(keyspace.OWED_DEAD))
        lost = owed - queued - dead
        for each in lost:
            self._database.zadd(keyspace.OWED_DUE, {each: now.timestamp()}, nx=True)
        return len(lost)

    def overdue(self, moment: datetime) -> int:
        """Return how much should have been claimed before *moment*."""
        return int(self._database.zcount(keyspace.OWED_DUE, "-inf", moment.timestamp()))

    def counts(self) -> dict[str, int]:
        """Return how much is owed and how much was given up."""
        return {
            "owed": int(self._database.hlen(keyspace.OWED)),
            "dead": int(self._database.hlen(keyspace.OWED_DEAD)),
        }
