"""The services over the real store, in a world of members and people."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from cryptography.fernet import Fernet

from hashdb.sealing import Sealer
from hashdb.services.matcher import Matcher
from hashdb.services.segments import Segments
from hashdb.store import Database, Store
from tests.services.backups import Server
from tests.services.packed import Rows
from tests.services.world import World


@pytest.fixture
def store(redis_client: redis.Redis, redis_url: str) -> Store:
    redis_client.ping()
    return Store(Database.at(redis_url), Sealer(Fernet.generate_key()))


@pytest.fixture
def world(store: Store) -> World:
    return World(store)


@pytest.fixture
def rows(store: Store) -> Rows:
    """The rows of perceptual hashes of 64 bits."""
    return Rows(store)


@pytest.fixture
def server(redis_socket: Path) -> Iterator[Server]:
    """The server as its operator sees it, with its memory unlimited again at the end."""
    server = Server(redis_socket)
    yield server
    server.client.config_set("maxmemory", 0)
    server.client.close()


@pytest.fixture
def segments(rows: Rows, tmp_path: Path) -> Segments:
    return Segments(rows.columns, tmp_path)


@pytest.fixture
def matcher(rows: Rows, tmp_path: Path) -> Matcher:
    """A matcher that uses the segments of the test's folder."""
    return Matcher(rows.columns, tmp_path)
