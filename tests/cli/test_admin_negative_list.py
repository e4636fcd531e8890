"""`hashdb admin negative-list`: files are hashed here, and what is near to them is put aside."""

from pathlib import Path
from typing import Any

import pytest
import redis
from click.testing import CliRunner
from cryptography.fernet import Fernet
from PIL import Image
from skimage import data

from hashdb.cli.admin import admin
from hashdb.hashing import hash_file
from hashdb.lifecycles.signal import State
from hashdb.store import Store
from tests.services.world import World, submitted


@pytest.fixture
def world(redis_client: redis.Redis, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> World:
    redis_client.ping()
    key = Fernet.generate_key().decode()
    monkeypatch.setenv("REDIS_URL", redis_url)
    monkeypatch.setenv("HASHDB_SECRET_KEY", key)
    return World(Store.at(redis_url, key))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a picture that everybody knows, and with something that is none."""
    picture: Any = data.astronaut()  # type: ignore[no-untyped-call]
    Image.fromarray(picture).save(tmp_path / "astronaut.png")
    (tmp_path / "notes.bin").write_bytes(b"\x00\x01nothing")
    return tmp_path


def test_the_pictures_of_a_folder_are_added_listed_and_retired(world: World, folder: Path) -> None:
    added = CliRunner().invoke(admin, ["negative-list", "add", str(folder), "--type", "pdq", "--note", "museum"])
    listed = CliRunner().invoke(admin, ["negative-list", "list"])
    (signal,) = hash_file(folder / "astronaut.png", ["pdq"])
    world.benign.catch_up()
    outcome = world.submit(submitted(signal.signal_value))[0]
    identifier = listed.output.split()[0]
    retired = CliRunner().invoke(admin, ["negative-list", "retire", identifier])

    assert (added.exit_code, added.stdout) == (1, "1 hashes are in the negative list; 1 files could not be hashed\n")
    assert "notes.bin: " in added.stderr
    assert signal.signal_value in listed.output
    assert "museum" in listed.output
    assert outcome.state is State.QUARANTINED
    assert retired.output == f"{identifier} is retired\n"
    assert CliRunner().invoke(admin, ["negative-list", "list"]).output == ""


def test_what_does_not_exist_is_refused(world: World) -> None:
    missing = CliRunner().invoke(admin, ["negative-list", "add", "no-such-folder"])

    assert missing.exit_code == 2
    assert world.store.log.size() > 0
