"""What every test may ask for: a private, real Redis server, one for the session, empty for each test."""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis
from flask import Flask
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache

from hashdb.processes import redis_binary, redis_config

# Compiled once for all: every service that a test starts would do it again in its own data directory.
KERNELS = Path(__file__).parents[1] / ".kernels"
os.environ["HASHDB_KERNELS"] = os.environ["NUMBA_CACHE_DIR"] = str(KERNELS)
# Templates, too: every test that makes an application would do it again.
TEMPLATES = KERNELS / "templates"
TEMPLATES.mkdir(parents=True, exist_ok=True)
Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(str(TEMPLATES))}

# Nothing is timed: other tests run at the same time.
settings.register_profile("untimed", settings(), deadline=None)
settings.load_profile("untimed")

PASSWORD = "application"
DEADLINE = 10.0


@contextmanager
def _server(folder: Path) -> Iterator[Path]:
    socket = folder / "redis.sock"
    config = redis_config.render(folder=folder, socket=socket, log=folder / "log", password=PASSWORD)
    (folder / "redis.conf").write_text(config + "user tests on nopass ~* &* +@all\n")
    process = subprocess.Popen([redis_binary.find().path, folder / "redis.conf"])
    try:
        _wait(socket, folder / "log")
        yield socket
    finally:
        process.terminate()
        process.wait(timeout=DEADLINE)


def _wait(socket: Path, log: Path) -> None:
    deadline = time.monotonic() + DEADLINE
    while True:
        try:
            redis.Redis(unix_socket_path=str(socket), username="tests", password="any").ping()
        except redis.ConnectionError:
            if time.monotonic() > deadline:
                raise RuntimeError(log.read_text() if log.exists() else "the server did not start") from None
            time.sleep(0.02)
        else:
            return


@pytest.fixture(scope="session")
def redis_socket() -> Iterator[Path]:
    """The socket of the session's server; its folder is short because a socket's path may not be long."""
    with tempfile.TemporaryDirectory(prefix="hashdb-") as folder, _server(Path(folder)) as socket:
        yield socket


@pytest.fixture(scope="session")
def redis_url(redis_socket: Path) -> str:
    """The server as the application reaches it: with the application's permissions and no others."""
    return f"unix://{redis_config.USER}:{PASSWORD}@{redis_socket}"


@pytest.fixture
def redis_client(redis_socket: Path, redis_url: str) -> Iterator[redis.Redis]:
    """A client of the application's user on an empty database."""
    with redis.Redis(unix_socket_path=str(redis_socket), username="tests", password="any") as tests:
        tests.flushall()
    with redis.Redis.from_url(redis_url) as client:
        yield client
