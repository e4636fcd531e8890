"""`hashdb admin deliveries`: what was given up is listed, and sent again."""

import pytest
import redis
from click.testing import CliRunner
from cryptography.fernet import Fernet

from hashdb.cli.admin import admin
from hashdb.lifecycles.delivery import State
from hashdb.records.webhook import Attempt, Delivery
from hashdb.services import deliveries
from hashdb.store import Store
from tests.services.endpoints import registered
from tests.services.world import World


@pytest.fixture
def world(redis_client: redis.Redis, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> World:
    redis_client.ping()
    key = Fernet.generate_key().decode()
    monkeypatch.setenv("REDIS_URL", redis_url)
    monkeypatch.setenv("HASHDB_SECRET_KEY", key)
    return World(Store.at(redis_url, key))


@pytest.fixture
def dead(world: World) -> Delivery:
    """A challenge whose endpoint says that it is gone."""
    registered(world)
    challenge = deliveries.page(world.store, after=None, limit=1, actor=world.webmaster).items[0]
    gone = Attempt(started_at=world.now, status_code=410, duration_ms=1)
    return deliveries.conclude(world.store, challenge.id, gone, now=world.now)


def test_what_was_given_up_is_listed_and_sent_again(world: World, dead: Delivery) -> None:
    listed = CliRunner().invoke(admin, ["deliveries", "dead"])
    replayed = CliRunner().invoke(admin, ["deliveries", "replay", dead.id])

    assert dead.id in listed.output
    assert "410" in listed.output
    assert replayed.output == "queued\n"
    assert world.store.deliveries.get(dead.id).state is State.QUEUED
    assert CliRunner().invoke(admin, ["deliveries", "dead"]).output == ""
