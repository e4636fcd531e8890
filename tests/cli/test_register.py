"""`hashdb register` on the store of the tests: lists in, names found, entities out."""

from pathlib import Path

import orjson
import pytest
import redis
from click.testing import CliRunner, Result
from cryptography.fernet import Fernet

from hashdb.cli import main
from hashdb.lifecycles.register_entry import State
from hashdb.sealing import Sealer
from hashdb.services import register
from hashdb.store import Database, Store, lists
from tests.register.samples import FIXTURES, un_list
from tests.services.world import World
from tests.services.worlds.register import accept

KEY = Fernet.generate_key()


class Run:
    """Runs the command in this process."""

    def __call__(self, *arguments: object) -> Result:
        return CliRunner().invoke(main, ["register", *map(str, arguments)])


@pytest.fixture
def world(redis_client: redis.Redis, redis_url: str) -> World:
    redis_client.ping()
    return World(Store(Database.at(redis_url), Sealer(KEY)))


@pytest.fixture
def run(world: World, redis_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    assert world
    for name, value in {
        "REDIS_URL": redis_url,
        "HASHDB_SECRET_KEY": KEY.decode(),
        "HASHDB_DATA": str(tmp_path),
    }.items():
        monkeypatch.setenv(name, value)
    return Run()


def test_a_list_is_taken_in_and_searched(run: Run, world: World) -> None:
    taken = run("import", FIXTURES / "un.xml")

    assert taken.exit_code == 0, taken.output
    assert taken.output.splitlines() == [
        "un of 2026-01-15: 3 added, 0 changed, 0 known, 0 ended, 0 vanished",
        "WARNING  it has 3 records; a whole list has at least 700",
    ]
    assert {each.state for each in world.store.register.all_of(lists.ENTRIES)} == {State.PROPOSED}
    assert "97.9  reg_" in run("search", "Vermillion Lantern Front").output
    assert "83.7? reg_" in run("search", "Vermilion Lamp Front").output
    assert run("search", "Liberal Front").output == ""


def test_a_list_that_is_not_believed_ends_the_command_with_the_reason(run: Run, tmp_path: Path) -> None:
    update = tmp_path / "update.xml"
    update.write_bytes(un_list("QDe.9901"))
    run("import", FIXTURES / "un.xml")

    refused, expected = run("import", update), run("import", update, "--removals", 1)

    assert (refused.exit_code, expected.exit_code) == (2, 0)
    assert "takes away 1 of 2 designations" in refused.output


def test_what_is_exported_can_be_imported(run: Run, world: World, tmp_path: Path) -> None:
    accept(world)
    run("import", FIXTURES / "un.xml")
    front = next(each for each in world.store.register.all_of(lists.ENTRIES) if "VLF" in each.properties.alias)
    register.approve(world.store, front.id, None, actor=world.senior, now=world.now)

    exported = run("export").output
    (tmp_path / "ftm.json").write_text(exported)
    again = run("import", tmp_path / "ftm.json")

    assert [orjson.loads(line)["schema"] for line in exported.splitlines()] == ["Organization", "Sanction"]
    assert again.output == "1 proposed\n"
    made = list(world.store.register.all_of(lists.ENTRIES))[-1]
    assert (made.properties, made.designations[0].authority_id) == (front.properties, "QDe.9901")


@pytest.mark.parametrize("text", ["[", "{", '["a"]', "[[]]", '{"schema": "Vessel"}'])
def test_what_is_neither_a_list_nor_entities_is_refused(run: Run, tmp_path: Path, text: str) -> None:
    (tmp_path / "x.json").write_text(text)

    assert run("import", tmp_path / "x.json").exit_code == 2
