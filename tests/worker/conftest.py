"""A world whose jobs are run by real workers on the real server."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import redis
from cryptography.fernet import Fernet

from hashdb.store import Store
from tests.journeys.receiver import Receiver, receiving
from tests.services.world import World
from tests.worker.working import do_what_is_due
from worker import jobs


@pytest.fixture
def store(redis_client: redis.Redis, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The store, as the jobs of this test open it too."""
    redis_client.ping()
    key = Fernet.generate_key().decode()
    environment = {"REDIS_URL": redis_url, "HASHDB_SECRET_KEY": key, "HASHDB_WEBHOOK_ALLOW_LOOPBACK": "1"}
    for name, text in environment.items():
        monkeypatch.setenv(name, text)
    yield Store.at(redis_url, key)
    jobs.bench.cache_clear()


@pytest.fixture
def world(store: Store) -> World:
    return World(store, now=datetime.now(UTC))


@pytest.fixture
def work(store: Store, redis_url: str) -> Callable[[], None]:
    """Have everything done that is due now."""
    return lambda: do_what_is_due(store, redis_url, datetime.now(UTC))


@pytest.fixture
def platform() -> Iterator[Receiver]:
    with receiving() as platform:
        yield platform
