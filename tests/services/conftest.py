"""The services over the real store, in a world of members and people."""

import pytest
import redis
from cryptography.fernet import Fernet

from hashdb.sealing import Sealer
from hashdb.store import Database, Store
from tests.services.world import World


@pytest.fixture
def store(redis_client: redis.Redis, redis_url: str) -> Store:
    redis_client.ping()
    return Store(Database.at(redis_url), Sealer(Fernet.generate_key()))


@pytest.fixture
def world(store: Store) -> World:
    return World(store)
