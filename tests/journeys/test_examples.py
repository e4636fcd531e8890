"""The examples of docs/examples run, against the real service, and the page that shows them is true."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hashdb.records.member import Member
from hashdb.roles import Role
from scripts.service import free_port
from tests.journeys.cast import Cast, fresh_signal
from tests.journeys.waiting import eventually

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
PAGE = (ROOT / "docs" / "integrate.md").read_text()


def environment(cast: Cast, member: Member, role: Role) -> dict[str, str]:
    return os.environ | {"HASHDB_URL": cast.serving.url, "HASHDB_KEY": cast.serving.service.key(member, role)}


def said(name: str, variables: dict[str, str], *paths: str | Path) -> str:
    command = [sys.executable, str(EXAMPLES / name), *map(str, paths)]
    result = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_signals_are_shared_and_uploads_are_checked(cast: Cast, photograph: Path, tmp_path: Path) -> None:
    shared = said("share_signals.py", environment(cast, cast.alpha, Role.PLATFORM_SUBMITTER), photograph)
    (tmp_path / "broken.jpg").write_bytes(photograph.read_bytes()[:9_000])
    matcher = environment(cast, cast.beta, Role.PLATFORM_MATCHER)
    checked = said("check_uploads.py", matcher, photograph, tmp_path / "broken.jpg")
    awaited = said("check_async.py", matcher, photograph)

    assert re.search(r"^pdq: created sig_\w+, pending_review$", shared, re.MULTILINE)
    assert f"{photograph}: nothing found" in checked
    assert "broken.jpg: not hashed (truncated)" in checked
    assert awaited == f"{photograph}: 0 found\n"


def test_an_inventory_is_told(cast: Cast, photograph: Path) -> None:
    told = said("tell_inventory.py", environment(cast, cast.gamma, Role.PLATFORM_MATCHER), photograph)

    assert told.startswith("1 told")


@contextmanager
def receiving(name: str, variables: dict[str, str], log: Path) -> Iterator[None]:
    with log.open("w") as output:
        command = [sys.executable, str(EXAMPLES / name)]
        process = subprocess.Popen(command, env=variables, stdout=output, stderr=subprocess.STDOUT)
    try:
        yield
    finally:
        process.terminate()
        process.wait(10)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("receive_with_flask.py", lambda _: "asked to look at ['v/"),
        ("receive_with_wsgi.py", lambda request: f"takedown.requested: {request}"),
    ],
)
def test_requests_are_received(cast: Cast, tmp_path: Path, name: str, line: Callable[[str], str]) -> None:
    port, log = free_port(), tmp_path / "log"
    endpoint = cast.webmaster.create_webhook_endpoint(f"http://127.0.0.1:{port}/hashdb/webhooks")
    variables = environment(cast, cast.gamma, Role.PLATFORM_RESPONDER) | {
        "HASHDB_ADMIN_KEY": cast.serving.service.key(cast.gamma, Role.PLATFORM_ADMIN),
        "HASHDB_WEBHOOK_SECRET": endpoint["secret"],
        "PORT": str(port),
    }
    with receiving(name, variables, log):
        eventually(lambda: [each["state"] for each in cast.webmaster.webhook_endpoints()] == ["active"], "is verified")
        request = cast.request_about(fresh_signal())
        eventually(lambda: line(request["id"]) in log.read_text(), "the request is told")


def test_the_page_names_every_example_and_every_file_that_it_names_exists() -> None:
    linked = set(re.findall(r"\]\((?!https?://)([^)#]+)\)", PAGE))

    assert {f"examples/{path.name}" for path in EXAMPLES.glob("*.py")} <= linked
    assert [path for path in linked if not (ROOT / "docs" / path).exists()] == []


def test_every_command_that_the_page_shows_is_understood() -> None:
    commands = re.findall(r"^hashdb (\w+)(.*)$", PAGE, re.MULTILINE)
    options = {(name, option) for name, rest in commands for option in re.findall(r"--[a-z-]+", rest)}
    helped = {
        name: subprocess.run(
            [sys.executable, "-m", "hashdb.cli", name, "--help"], capture_output=True, text=True, check=True
        ).stdout
        for name, _ in commands
    }

    assert {name for name, _ in options} >= {"check", "hash", "submit"}
    assert [(name, option) for name, option in options if option not in helped[name]] == []
