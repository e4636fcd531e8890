"""`python -m worker.schedule`: claims what is due and sends it to the workers, and does the upkeep.

Several may run at once: a claim is atomic, and every sweep may be repeated. What fails is logged and tried again at the
next tick. While the service takes no changes, nothing is claimed but the news of that: work that cannot end would be
given up in the end.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic

import click
from redis import Redis
from redis.exceptions import RedisError

from hashdb import logs
from hashdb.errors import HashdbError
from hashdb.services import invitations, selfcheck, upkeep
from hashdb.settings import Settings
from hashdb.store import Debt, Store
from worker import queue

_TICK_SECONDS = 0.1
_MOST_CLAIMED = 500
# Said by `hashdb serve`, whose terminal is read by whoever has the machine.
FIRST_LINK = "--first-link"
_FULL_WAITS = timedelta(seconds=1)
_log = logs.get_logger(__name__)


@dataclass(slots=True)
class Duty:
    """Something to be done every so many seconds."""

    seconds: float
    act: Callable[[], None]
    next_at: float = 0.0


class Scheduler:
    """The duties of the schedule, done in one thread."""

    def __init__(self, store: Store, connection: Redis, settings: Settings) -> None:
        self._store = store
        self._connection = connection
        self._settings = settings
        self._lease = timedelta(seconds=settings.lease_seconds)
        self._stopped = threading.Event()
        self._duties = (
            Duty(_TICK_SECONDS, self._dispatch),
            Duty(1.0, self._sweep),
            Duty(60.0, self._audit),
            Duty(60.0, self._look_after),
        )

    def run(self) -> None:
        """Do every duty in its time until `stop`."""
        _log.info("scheduler_started", lease_seconds=self._lease.total_seconds())
        while not self._stopped.wait(_TICK_SECONDS):
            for duty in self._duties:
                if monotonic() >= duty.next_at:
                    duty.next_at = monotonic() + duty.seconds
                    self._do(duty)
        _log.info("scheduler_stopped")

    def stop(self) -> None:
        """Stop after the duty at hand."""
        self._stopped.set()

    def _do(self, duty: Duty) -> None:
        try:
            duty.act()
        except (HashdbError, RedisError) as error:
            _log.warning("duty_failed", duty=duty.act.__name__.strip("_"), error=type(error).__name__)

    def _dispatch(self) -> None:
        """Claim what is due and send it; claims that could not be sent are given back."""
        now = datetime.now(UTC)
        claimed = self._claimed(now)
        if not claimed:
            return
        try:
            waiting = queue.send(claimed, self._connection)
        except RedisError:
            self._store.ledger.return_claims(claimed, now)
            raise
        self._store.ledger.return_claims(waiting, now + _FULL_WAITS)
        _log.info("sent", debts=len(claimed) - len(waiting), waiting=len(waiting))

    def _claimed(self, now: datetime) -> list[Debt]:
        ledger = self._store.ledger
        if self._store.read_only.reason() is None:
            return ledger.claim(now, self._lease, _MOST_CLAIMED)
        return ledger.claim_of(selfcheck.alarms(self._store), now, self._lease)

    def _sweep(self) -> None:
        if self._store.read_only.reason() is not None:
            return
        swept = upkeep.sweep(self._store, now=datetime.now(UTC))
        if swept.taken:
            _log.info("swept", **swept.taken)

    def _audit(self) -> None:
        found = upkeep.audit_ledger(self._store, now=datetime.now(UTC))
        if found.repaired or found.given_up:
            _log.error("ledger_repaired", repaired=found.repaired, given_up=len(found.given_up))
        _log.info("ledger", owed=found.owed, dead=found.dead)

    def _look_after(self) -> None:
        upkeep.every_minute(self._store, self._settings, now=datetime.now(UTC))


def main() -> None:
    """Run the schedule until SIGINT or SIGTERM."""
    settings = Settings.from_environment(os.environ)
    logs.configure("scheduler", settings.log_level)
    store = Store.at(settings.redis_url, settings.secret_key)
    scheduler = Scheduler(store, queue.connect(settings.redis_url), settings)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: scheduler.stop())
    if FIRST_LINK in sys.argv:
        show_first_link(store, settings)
    scheduler.run()


def show_first_link(store: Store, settings: Settings) -> None:
    """Print the link with which the first administrator makes an account, for as long as there is none."""
    try:
        link = invitations.invite_first(store, now=datetime.now(UTC))
    except HashdbError as error:
        _log.warning("first_link_failed", error=type(error).__name__)
        return
    if link is not None:
        click.echo(
            f"Nobody is an administrator yet. This link makes the first one, once: {settings.address}{link.path}"
        )


if __name__ == "__main__":
    main()
