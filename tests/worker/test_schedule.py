"""The scheduler: what it claims is sent, or given back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from structlog.testing import capture_logs
from structlog.typing import EventDict

from hashdb.lifecycles.signal import State
from hashdb.services.signals import Verdict
from hashdb.settings import Settings
from hashdb.store import Debt, Kind, Store
from tests.journeys.waiting import eventually
from tests.services.world import World
from worker import queue
from worker.schedule import Scheduler

LEASE = timedelta(hours=1)
SETTINGS = Settings.from_environment({"HASHDB_LEASE_SECONDS": "3600"})


@contextmanager
def scheduling(store: Store, connection: Redis) -> Iterator[None]:
    """Run a scheduler in a thread."""
    scheduler = Scheduler(store, connection, SETTINGS)
    thread = Thread(target=scheduler.run)
    thread.start()
    try:
        yield
    finally:
        scheduler.stop()
        thread.join()


def test_what_is_due_is_sent_to_its_queue_once(world: World, redis_url: str) -> None:
    signal = world.active(1)
    with queue.connect(redis_url) as connection:
        with scheduling(world.store, connection):
            eventually(lambda: queue.queue_named("matching", connection).count, "a job is sent")
        jobs = queue.queue_named("matching", connection).jobs

    assert [(job.func_name, job.args) for job in jobs] == [("worker.jobs.run", ["match_signal", [signal.id]])]
    assert world.store.ledger.claim(datetime.now(UTC), LEASE, 9) == []


def test_claims_that_cannot_be_sent_are_given_back(world: World, tmp_path: Path) -> None:
    signal = world.active(1)
    nowhere = Redis(unix_socket_path=str(tmp_path / "none.sock"), retry=Retry(NoBackoff(), 0))
    with capture_logs() as lines, scheduling(world.store, nowhere):
        eventually(lambda: _failed(lines), "the dispatch fails")

    assert world.store.ledger.claim(datetime.now(UTC), LEASE, 9) == [Debt(kind=Kind.MATCH_SIGNAL, subject_id=signal.id)]


def test_the_sweep_writes_down_what_time_has_ended_and_seals_the_log(world: World, redis_url: str) -> None:
    world.now -= timedelta(days=40)
    signal = world.review(world.second(1, vouches=1), Verdict.APPROVE, world.senior)
    with queue.connect(redis_url) as connection, scheduling(world.store, connection):
        eventually(lambda: world.store.signals.get(signal.id).state is State.EXPIRED, "the signal expires")
        eventually(lambda: world.store.log.tree.size() == world.store.log.size(), "the log is sealed")

    assert world.store.log.tree.size() > 0


def _failed(lines: list[EventDict]) -> bool:
    return any(line.get("event") == "duty_failed" for line in lines)
