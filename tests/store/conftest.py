"""The store on the real server, and records to put into it."""

import pytest
import redis
from cryptography.fernet import Fernet

from hashdb.sealing import Sealer
from hashdb.store import Database, Store


@pytest.fixture
def store(redis_client: redis.Redis, redis_url: str) -> Store:
    redis_client.ping()
    return Store(Database.at(redis_url), Sealer(Fernet.generate_key()))
