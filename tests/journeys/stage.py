"""The service on a stage: the real application on a real port, over a real Redis, with a clock that the test sets.

What scheduler and workers do happens in `settle`, in this very process, until nothing is due any more. So a journey of
ninety days takes a second. What needs real processes, and no clock, is played on `Serving`.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from cryptography.fernet import Fernet
from werkzeug.serving import make_server

from api.app import create_app
from api.context import Surroundings
from hashdb.access import OPERATOR
from hashdb.records.member import PERSONAL_ROLES, Kind, Member
from hashdb.roles import Role
from hashdb.services import members, upkeep
from hashdb.services.matcher import Matcher
from hashdb.settings import Settings
from hashdb.store import Store
from worker import jobs
from worker.work import Bench

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_LEASE = timedelta(seconds=60)
_MOST_ROUNDS = 100
_people = count(1)


class Stage:
    """Where a journey with a clock is played; it takes the place of `Serving` and of its `service`."""

    def __init__(self, redis_url: str, folder: Path, **variables: str) -> None:
        environment = {
            "REDIS_URL": redis_url,
            "HASHDB_DATA": str(folder),
            "HASHDB_SECRET_KEY": Fernet.generate_key().decode(),
            "HASHDB_AUDIT_KEY": Fernet.generate_key().decode(),
            "HASHDB_WEBHOOK_ALLOW_LOOPBACK": "1",
            **variables,
        }
        self.now = START
        self.url = ""
        self.settings = Settings.from_environment(environment)
        self.store = Store.at(self.settings.redis_url, self.settings.secret_key)
        self.bench = Bench(
            store=self.store,
            settings=self.settings,
            signals=Matcher(self.store.signals.columns),
            inventories=Matcher(self.store.inventory.columns),
            benign=Matcher(self.store.benign.columns),
            clock=self.clock,
        )

    @property
    def service(self) -> "Stage":
        """Stand for the running service of `Serving`."""
        return self

    def clock(self) -> datetime:
        """Return the time of the stage."""
        return self.now

    def later(self, **by: float) -> datetime:
        """Let time pass, and everything happen that it brings."""
        self.now += timedelta(**by)
        self.settle()
        return self.now

    def settle(self) -> None:
        """Do what scheduler and workers do, until nothing is due."""
        for _ in range(_MOST_ROUNDS):
            upkeep.sweep(self.store, now=self.now)
            upkeep.every_minute(self.store, self.settings, now=self.now)
            claimed = self.store.ledger.claim(self.now, _LEASE, 500)
            for debt in claimed:
                jobs.do(self.bench, debt.kind, [debt.subject_id])
            if not claimed:
                self.bench.signals.catch_up()
                return
        raise AssertionError("the stage does not come to rest: something is owed again and again")

    def member(self, name: str, kind: Kind = Kind.PLATFORM) -> Member:
        """Admit a member."""
        return members.create_member(self.store, name, kind, actor=OPERATOR, now=self.now)

    def key(self, member: Member, role: Role) -> str:
        """Issue a key, to a person of its own where the role decides."""
        user = None
        if role in PERSONAL_ROLES:
            email = f"person{next(_people)}@example.org"
            user = members.create_user(self.store, member.id, str(role), email, actor=OPERATOR, now=self.now).id
        return members.issue_key(self.store, member.id, role, user_id=user, actor=OPERATOR, now=self.now).token


@contextmanager
def on_stage(redis_url: str, folder: Path, **variables: str) -> Iterator[Stage]:
    """Open the application on a port of its own, which a test that must know it beforehand sets."""
    stage = Stage(redis_url, folder, **variables)
    surroundings = Surroundings(
        settings=stage.settings,
        store=stage.store,
        matcher=stage.bench.signals,
        benign=stage.bench.benign,
        clock=stage.clock,
    )
    server = make_server("127.0.0.1", int(variables.get("HASHDB_PORT", "0")), create_app(surroundings), threaded=True)
    stage.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield stage
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
