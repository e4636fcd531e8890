"""The process that publishes snapshots: started, stopped, without a store, and with a key that others may read."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from cryptography.fernet import Fernet

from hashdb.errors import InvalidInputError
from hashdb.processes import private_files
from hashdb.settings import Settings
from hashdb.snapshots import public_key_of
from tests.processes.machine import eventually

KEY = Fernet.generate_key().decode()


class Publishing:
    """One publisher as a test sees it."""

    def __init__(self, data: Path, redis_url: str) -> None:
        self.log = data / "log"
        settings = {"HASHDB_DATA": str(data), "REDIS_URL": redis_url, "HASHDB_SECRET_KEY": KEY}
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "hashdb.processes.publisher"],
                env={**os.environ, **settings},
                stdout=out,
                stderr=out,
            )

    def has_said(self, words: str) -> bool:
        return words in self.log.read_text()


@pytest.fixture
def publishing(tmp_path: Path, redis_client: redis.Redis, redis_url: str) -> Iterator[Publishing]:
    redis_client.ping()
    started = Publishing(tmp_path, redis_url)
    yield started
    started.process.kill()
    started.process.wait()


def test_it_publishes_at_its_start_and_stops_when_asked_to(publishing: Publishing, tmp_path: Path) -> None:
    eventually(lambda: publishing.has_said("snapshot_published"))
    publishing.process.terminate()

    assert publishing.process.wait(10) == 0
    assert (tmp_path / "snapshots" / "manifest.json").exists()
    assert (tmp_path / "snapshot.key").stat().st_mode & 0o777 == 0o600


def test_without_a_store_it_waits_for_it(tmp_path: Path) -> None:
    publishing = Publishing(tmp_path, f"unix://{tmp_path}/nobody.sock")
    eventually(lambda: publishing.has_said("snapshot_not_published error=UnavailableError"))
    publishing.process.terminate()

    assert publishing.process.wait(10) == 0


def test_a_key_that_others_may_read_signs_nothing(tmp_path: Path) -> None:
    settings = Settings.from_environment({"HASHDB_DATA": str(tmp_path)})
    private_files.snapshot_key(settings)
    (tmp_path / "snapshot.key").chmod(0o640)

    with pytest.raises(InvalidInputError, match=r"others may read its snapshot\.key"):
        private_files.snapshot_key(settings)


def test_the_key_stays_the_same_from_start_to_start(tmp_path: Path) -> None:
    settings = Settings.from_environment({"HASHDB_DATA": str(tmp_path)})

    assert public_key_of(private_files.snapshot_key(settings)) == public_key_of(private_files.snapshot_key(settings))


def test_a_configured_key_goes_before_the_file(tmp_path: Path) -> None:
    key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    settings = Settings.from_environment({"HASHDB_DATA": str(tmp_path), "HASHDB_SNAPSHOT_KEY": key})

    assert private_files.snapshot_key(settings).private_bytes_raw() == bytes(range(32))
    assert not (tmp_path / "snapshot.key").exists()
