"""The scheduler: what it claims is sent, or given back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from structlog.testing import capture_logs
from structlog.typing import EventDict

from hashdb.lifecycles.signal import State
from hashdb.records import member
from hashdb.roles import Role
from hashdb.services import endpoints, selfcheck
from hashdb.services.signals import Verdict
from hashdb.settings import Settings
from hashdb.store import Debt, Kind, Store
from tests.journeys.receiver import Receiver
from tests.journeys.waiting import eventually
from tests.services.people import administrator
from tests.services.world import World
from tests.worker.working import work_off
from worker import queue
from worker.schedule import Scheduler, show_first_link

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


def test_while_nothing_is_taken_the_news_of_that_leaves_and_nothing_else(
    world: World, redis_url: str, platform: Receiver
) -> None:
    operator = world.actor(Role.PLATFORM_ADMIN, world.member(member.Kind.OPERATOR))
    made = endpoints.register(world.store, platform.url, [], actor=operator, now=world.now)
    nonce = world.store.sealer.open(made.endpoint.challenge)
    endpoints.verify(world.store, made.endpoint.id, nonce, actor=operator, now=world.now)
    world.active(1)
    selfcheck.stop(world.store, "entry 3 was changed after it was sealed", now=world.now)
    with queue.connect(redis_url) as connection, scheduling(world.store, connection):
        eventually(lambda: queue.queue_named("deliveries", connection).count, "the news is sent")
        others = queue.queue_named("matching", connection).count
    work_off(redis_url, "deliveries")

    assert others == 0
    assert [each.event["data"]["kind"] for each in platform.received] == ["self_check"]
    assert selfcheck.alarms(world.store) == []


def _failed(lines: list[EventDict]) -> bool:
    return any(line.get("event") == "duty_failed" for line in lines)


def test_it_says_how_the_first_administrator_gets_in_until_there_is_one(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    show_first_link(world.store, SETTINGS)
    administrator(world.store, world.now)
    show_first_link(world.store, SETTINGS)

    assert capsys.readouterr().out.count("http://127.0.0.1:8080/console/invitation/") == 1
