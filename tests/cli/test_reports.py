"""`hashdb report`, on the store of an installation."""

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import orjson
import pytest
import redis
from click.testing import CliRunner, Result
from cryptography.fernet import Fernet

from hashdb.cli import main
from hashdb.sealing import Sealer
from hashdb.services import reports
from hashdb.store import Database, Store
from tests.services.world import World
from tests.services.worlds.counts import sign

Run = Callable[..., Result]


@pytest.fixture
def run(redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secret: str) -> Run:
    """Run `hashdb report` against the test's server."""
    monkeypatch.setenv("REDIS_URL", redis_url)
    monkeypatch.setenv("HASHDB_DATA", str(tmp_path))
    monkeypatch.setenv("HASHDB_SECRET_KEY", secret)
    return lambda *arguments: CliRunner().invoke(main, ["report", *map(str, arguments)])


@pytest.fixture
def secret() -> str:
    return Fernet.generate_key().decode()


@pytest.fixture
def world(redis_client: redis.Redis, redis_url: str, secret: str) -> World:
    redis_client.ping()
    world = World(Store(Database.at(redis_url), Sealer(secret.encode())))
    world.now = datetime.now(UTC)
    return world


def test_a_report_is_drafted_frozen_attested_published_and_exported(world: World, run: Run, tmp_path: Path) -> None:
    sign(world, tmp_path)
    last = date(datetime.now(UTC).year - 1, 1, 1)
    identifier = run("draft", "half_year", last).output.strip()
    frozen = run("freeze", identifier)
    for who in (world.senior, world.auditor):
        reports.agree(world.store, identifier, actor=who, now=world.now)
    published = run("publish", identifier)
    exported = run("export", identifier, tmp_path / "report.csv"), run("export", identifier, tmp_path / "report.json")

    assert "must attest" in frozen.output
    assert published.output == f"{identifier} is published\n"
    assert f"{identifier}  published  half_year  {last}" in run("list").output
    assert [each.exit_code for each in exported] == [0, 0]
    lines = list(csv.reader((tmp_path / "report.csv").read_text().splitlines()))
    assert lines[0][0] == "metric"
    assert orjson.loads((tmp_path / "report.json").read_bytes())["kind"] == "half_year"


def test_what_nobody_attested_to_is_not_published(world: World, run: Run, tmp_path: Path) -> None:
    sign(world, tmp_path)
    identifier = run("draft", "year", date(datetime.now(UTC).year - 1, 1, 1)).output.strip()
    run("freeze", identifier)
    refused = run("publish", identifier)

    assert refused.exit_code != 0
    assert "cannot publish a report that is frozen" in refused.output
