"""The store: the only code that talks to Redis.

It takes and returns records. What must hold together is written in one act (`commit`), always with an audit entry.
"""

from datetime import date, datetime

from hashdb.audit import Entry
from hashdb.records.account import Account, Invitation, RoleChange
from hashdb.records.alert import Alert
from hashdb.records.appeal import Appeal
from hashdb.records.contact_point import ContactPoint
from hashdb.records.incident import Incident
from hashdb.records.match import Match
from hashdb.records.member import Key, Member, User
from hashdb.records.policy import Policy
from hashdb.records.register import Authority, Import, RegisterEntry
from hashdb.records.report import Report
from hashdb.records.takedown import TakedownRequest
from hashdb.records.webhook import Delivery, Endpoint
from hashdb.sealing import Sealer
from hashdb.store import keyspace, lists
from hashdb.store.act import Acts, Write
from hashdb.store.benign import Benigns
from hashdb.store.checkpoints import Checkpoints
from hashdb.store.codec import Codec, header
from hashdb.store.daily import DailyCounts
from hashdb.store.database import Database
from hashdb.store.failures import Failures
from hashdb.store.idempotency import Claim, Idempotency, Saved
from hashdb.store.inventory import Inventory
from hashdb.store.ledger import Debt, Kind, Ledger
from hashdb.store.limits import Limits
from hashdb.store.log import Log, legible
from hashdb.store.match_jobs import MatchJobs
from hashdb.store.presence import Presence
from hashdb.store.read_only import ReadOnly
from hashdb.store.records import Page, Records
from hashdb.store.reputations import Outcome, Reputations, parsed
from hashdb.store.sessions import Sessions
from hashdb.store.signals import Signals
from hashdb.store.submitted import Submitted
from hashdb.store.tallies import Tallies

__all__ = ["Claim", "Database", "Debt", "Kind", "Page", "Saved", "Store", "Write", "legible", "lists"]


class Store:
    """Every repository, over one connection pool."""

    def __init__(self, database: Database, sealer: Sealer) -> None:
        self._database = database
        self.sealer = sealer
        self.members = Records(database, "member", Codec(Member), lists.member_lists)
        self.users = Records(database, "user", Codec(User), lists.user_lists)
        self.keys = Records(database, "key", Codec(Key), lists.key_lists)
        self.accounts = Records(database, "account", Codec(Account))
        self.invitations = Records(database, "invitation", Codec(Invitation), lists.invitation_lists)
        self.role_changes = Records(database, "role_change", Codec(RoleChange), lists.role_change_lists)
        self.sessions = Sessions(database, sealer)
        self.failures = Failures(database)
        self.presence = Presence(database)
        self.signals = Signals(database)
        self.benign = Benigns(database)
        self.reputations = Reputations(database)
        self.submitted = Submitted(database)
        self.daily = DailyCounts(database)
        self.inventory = Inventory(database)
        self.matches = Records(database, "match", Codec(Match), lists.match_lists)
        self.match_jobs = MatchJobs(database)
        self.takedowns = Records(database, "request", Codec(TakedownRequest), lists.takedown_lists)
        self.endpoints = Records(database, "endpoint", Codec(Endpoint), lists.endpoint_lists)
        self.deliveries = Records(database, "delivery", Codec(Delivery), lists.delivery_lists)
        self.contact_points = Records(database, "contact_point", Codec(ContactPoint), lists.contact_point_lists)
        self.alerts = Records(database, "alert", Codec(Alert), lists.alert_lists)
        self.appeals = Records(database, "appeal", Codec(Appeal), lists.appeal_lists)
        self.incidents = Records(database, "incident", Codec(Incident), lists.incident_lists)
        self.register = Records(database, "register_entry", Codec(RegisterEntry), lists.entry_lists)
        self.authorities = Records(database, "authority", Codec(Authority), lists.authority_lists)
        self.imports = Records(database, "import", Codec(Import), lists.import_lists)
        self.tallies = Tallies(database)
        self.reports = Records(database, "report", Codec(Report), lists.report_lists)
        self.ledger = Ledger(database)
        self.log = Log(database)
        self.checkpoints = Checkpoints(database)
        self.read_only = ReadOnly(database)
        self.limits = Limits(database)
        self.idempotency = Idempotency(database, sealer)
        self._policy = Codec(Policy)
        self._acts = Acts(database)

    @classmethod
    def at(cls, redis_url: str, secret_key: str) -> "Store":
        """Open the store at *redis_url*; *secret_key* is the Fernet key that seals what is kept encrypted."""
        return cls(Database.at(redis_url), Sealer(secret_key.encode()))

    def commit(self, *parts: Entry | Write) -> int:
        """Make changes durable together with their audit entries, in one act; return the last entry's seq."""
        return self._acts.commit(*parts)

    def policy(self) -> Policy:
        """Return the policy in force."""
        raw = self._database.get(keyspace.POLICY)
        return Policy() if raw is None else self._policy.load(raw)

    def policy_and_record(self, member_id: str, day: date) -> tuple[Policy, int, list[Outcome]]:
        """Return the policy in force, how much a member has submitted on a day, and its record, in one reading."""
        reading = self._database.pipeline(transaction=False)
        reading.mget([keyspace.POLICY, keyspace.quota(member_id, day)])
        reading.lrange(keyspace.reputation(member_id), 0, -1)
        (raw, count), outcomes = reading.execute()
        return Policy() if raw is None else self._policy.load(raw), int(count or 0), parsed(outcomes)

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

    def record_as(self, text: str, key: str, *parts: str) -> Write:
        """Record *text*, such as an id, for these parts, in place of what was recorded."""
        return Write(commands=(("HSET", key, keyspace.fingerprint(*parts), text),))

    def recorded(self, key: str, *parts: str) -> str | None:
        """Return what was recorded for these parts, or None."""
        found = self._database.hget(key, keyspace.fingerprint(*parts))
        return None if found is None else found.decode()

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

    def note_follower(self, member_id: str, now: datetime) -> None:
        """Note that a member has read the feed to its end; not a change of state, so no entry."""
        self._database.hset(keyspace.FEED_FOLLOWERS, member_id, int(now.timestamp()))

    def followers(self) -> dict[str, float]:
        """Return when each member that follows the feed has read it to its end, in Unix seconds."""
        found = self._database.hgetall(keyspace.FEED_FOLLOWERS)
        return {member.decode(): float(seconds) for member, seconds in found.items()}

    def last_day(self, duty: str) -> str | None:
        """Return the day on which a daily duty was last done."""
        found = self._database.hget(keyspace.DAYS, duty)
        return None if found is None else found.decode()

    def note_day(self, duty: str, day: str) -> None:
        """Note the day on which a daily duty was done; not a change of state, so no entry."""
        self._database.hset(keyspace.DAYS, duty, day)

    def rewrite(self) -> bool:
        """Have the server write its append-only file anew, without what was erased; False if it does not let us."""
        return self._database.rewrite()

    def ping(self) -> None:
        """Raise UnavailableError unless the server answers."""
        self._database.ping()
