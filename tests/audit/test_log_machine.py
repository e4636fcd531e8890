"""The log under whatever may happen to it: it grows, is sealed, signed and erased from, and every tampering shows."""

import tempfile
from base64 import urlsafe_b64encode
from collections.abc import Callable

import redis
from cryptography.fernet import Fernet
from hypothesis import settings as chosen
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from hashdb import merkle
from hashdb.access import OPERATOR
from hashdb.notes import Checkpoint
from hashdb.sealing import Sealer
from hashdb.services import checkpoints, erasure, log, selfcheck
from hashdb.settings import Settings
from hashdb.store import Database, Store
from tests.store.samples import NOW, note

KEY = urlsafe_b64encode(bytes(range(32))).decode()
places = st.integers(0, 10**6)


def changed_line(client: redis.Redis, seq: int) -> None:
    kept = client.xrange("audit")
    client.delete("audit")
    for place, fields in kept:
        line = fields[b"e"].replace(b'"v":1', b'"v":2') if place == b"%d-0" % seq else fields[b"e"]
        client.xadd("audit", {"e": line}, id=place)


def removed(client: redis.Redis, seq: int) -> None:
    client.xdel("audit", f"{seq}-0")


def other_payload(client: redis.Redis, seq: int) -> None:
    client.hset("audit:payloads", str(seq), b"0123456789abcdef" + b'{"another":1}')


def other_leaf(client: redis.Redis, seq: int) -> None:
    client.setrange("audit:nodes:0:0", (seq - 1) * 32, bytes(32))


TAMPERINGS: list[Callable[[redis.Redis, int], None]] = [changed_line, removed, other_payload, other_leaf]


class LogMachine(RuleBasedStateMachine):
    """Everything that happens to a log; once it is tampered with, it never verifies again."""

    url: str

    def __init__(self) -> None:
        super().__init__()
        self.client = redis.Redis.from_url(self.url)
        for key in list(self.client.scan_iter()):
            self.client.delete(key)
        self.database = Database.at(self.url)
        self.store = Store(self.database, Sealer(Fernet.generate_key()))
        self.folder = tempfile.TemporaryDirectory()
        self.settings = Settings.from_environment({"HASHDB_DATA": self.folder.name, "HASHDB_AUDIT_KEY": KEY})
        self.seen: list[Checkpoint] = []
        self.tampered = False

    def teardown(self) -> None:
        self.client.close()
        self.database.close()
        self.folder.cleanup()

    @initialize()
    def begin(self) -> None:
        self.grow(2)

    @precondition(lambda self: not self.tampered)
    @rule(count=st.integers(1, 9))
    def grow(self, count: int) -> None:
        for _ in range(count):
            self.store.commit(note())

    @rule()
    def seal(self) -> None:
        if not self.tampered:
            self.store.log.seal()

    @precondition(lambda self: not self.tampered)
    @rule()
    def sign(self) -> None:
        checkpoints.publish(self.store, self.settings, now=NOW)
        signed = checkpoints.newest(self.store).verified(checkpoints.verifier_of(self.store))
        for old in self.seen:
            proof = checkpoints.consistency(self.store, old.size, signed.size)
            assert merkle.verify_consistency(old.size, signed.size, old.root, signed.root, proof)
        self.seen.append(signed)

    @precondition(lambda self: not self.tampered)
    @rule(chosen=st.sets(places, min_size=1, max_size=5))
    def erase(self, chosen: set[int]) -> None:
        seqs = sorted({place % self.store.log.size() + 1 for place in chosen})
        self.store.commit(erasure.erased(self.store, seqs, actor=OPERATOR, now=NOW, reason=erasure.Reason.REQUEST))

    @precondition(lambda self: not self.tampered and self.store.log.tree.size())
    @rule(place=places, tamper=st.sampled_from(TAMPERINGS))
    def tamper(self, place: int, tamper: Callable[[redis.Redis, int], None]) -> None:
        tamper(self.client, place % self.store.log.tree.size() + 1)
        self.tampered = True

    @invariant()
    def it_verifies_exactly_while_nobody_tampered_with_it(self) -> None:
        found = log.verify(self.store)
        assert bool(found.problems) == self.tampered
        assert self.tampered or found.entries == self.store.log.size()

    @invariant()
    def the_service_stops_itself_exactly_when_somebody_did(self) -> None:
        selfcheck.check(self.store, self.settings, now=NOW)
        assert (self.store.read_only.reason() is not None) == self.tampered


def test_a_log_verifies_through_all_that_is_right_and_never_after_a_tampering(
    redis_client: redis.Redis, redis_url: str
) -> None:
    redis_client.ping()
    LogMachine.url = redis_url
    run_state_machine_as_test(
        LogMachine, settings=chosen(max_examples=20, stateful_step_count=25, derandomize=True, deadline=None)
    )
