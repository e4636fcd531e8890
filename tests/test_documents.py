"""What the documents promise is there: commands, links, examples; the demo runs to its end, and the examples on it.

That README lists every environment variable is proved in test_settings.
"""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from urllib.parse import urlsplit

import httpx
import pytest

from api.problems import types
from hashdb import errors, lifecycles
from hashdb.cli import COMMANDS
from hashdb.processes.table import QUEUES
from scripts.service import free_port
from tests.journeys.waiting import eventually

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
DOCUMENTS = ("README.md", "CHANGELOG.md", "ARCHITECTURE.md")
BLOCKS = re.findall(r"^```\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
EXAMPLES = [block for block in BLOCKS if block.startswith("curl ")]
DEMO_SECONDS = 100


@dataclass(frozen=True, slots=True)
class Told:
    """What a demo printed: all of it, line by line."""

    lines: tuple[str, ...]

    def after(self, start: str) -> str:
        """The rest of the last line that starts so."""
        return next(line.removeprefix(start) for line in reversed(self.lines) if line.startswith(start))

    def commands(self) -> list[str]:
        """The commands that it says to try."""
        return [line for line in self.lines if line.startswith("curl ")]


def ask(command: str, port: int | None = None, **variables: str) -> httpx.Response:
    """Send what a `curl` command would send, to another port if one is given."""
    for name, value in variables.items():
        command = command.replace(f"${name}", value)
    words = shlex.split(command.replace("\\\n", " "))
    url = next(word for word in words if word.startswith("http"))
    if port:
        url = url.replace(urlsplit(url).netloc, f"127.0.0.1:{port}")
    headers = dict(words[place + 1].split(": ", 1) for place, word in enumerate(words) if word == "-H")
    body = words[words.index("-d") + 1] if "-d" in words else None
    return httpx.request("GET" if body is None else "POST", url, headers=headers, content=body)


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def told(port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """A demo that has told its story and still runs."""
    folder = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "scripts.demo", "--port", str(port), "--data", str(folder / "data")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as demo:
        assert demo.stdout
        yield Told(tuple(_until_the_key(demo.stdout)))
        demo.send_signal(signal.SIGTERM)
        assert demo.wait(timeout=60) == 0, demo.stdout.read()


def _until_the_key(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield line.rstrip("\n")
        if line.startswith("KEY="):
            return


def test_the_quick_start_is_two_commands_that_exist_and_may_be_run() -> None:
    commands = [line.split()[0] for line in BLOCKS[0].splitlines()]

    assert commands == ["./scripts/serve", "./scripts/test"]
    assert all(os.access(ROOT / command, os.X_OK) for command in commands)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_to_files_of_the_project_lead_somewhere(document: str) -> None:
    links = re.findall(r"\]\((?!https?://)([^)#]+)\)", (ROOT / document).read_text())

    assert [link for link in links if not (ROOT / link).exists()] == []


def test_files_that_readme_names_exist() -> None:
    named = re.findall(r"`((?:hashdb|api|worker|scripts)/[\w/.]+)", README)

    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_readme_names_every_command() -> None:
    assert set(re.findall(r"hashdb (\w+)", README)) >= set(COMMANDS)


@pytest.mark.parametrize("queue", QUEUES)
def test_readme_tells_how_to_work_on_each_queue(queue: str) -> None:
    assert f"hashdb run worker {queue}" in README


def test_every_refusal_of_hashdb_is_explained_under_its_slug() -> None:
    refusals = [
        each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, errors.HashdbError)
    ]

    assert {each.slug for each in refusals if each is not errors.HashdbError} <= set(types())


@pytest.mark.timeout(DEMO_SECONDS)
def test_the_demo_tells_its_story_to_the_end(told: Told) -> None:
    story = "\n".join(told.lines)

    assert "403 separation-of-duties" in story
    assert "signature verified, answered 503" in story
    assert "-> reinstated" in story
    assert "-> verified: " in story


@pytest.mark.timeout(DEMO_SECONDS)
def test_the_lookup_of_readme_finds_the_signal_that_the_demo_leaves_live(told: Told, port: int) -> None:
    found = ask(EXAMPLES[0], port, KEY=told.after("KEY=")).json()["results"][0]["matches"]

    assert [hit["state"] for hit in found] == ["active"]


@pytest.mark.timeout(DEMO_SECONDS)
def test_the_bad_value_of_readme_is_answered_by_a_problem_that_names_the_field(told: Told, port: int) -> None:
    answer = ask(EXAMPLES[1], port, KEY=told.after("KEY="))

    assert answer.headers["Content-Type"] == "application/problem+json"
    assert [each["field"] for each in answer.json()["errors"]] == ["signals[0].signal_value"]


@pytest.mark.timeout(DEMO_SECONDS)
def test_the_feed_of_readme_has_a_live_signal_and_a_tombstone(told: Told, port: int) -> None:
    entries = ask(EXAMPLES[2], port, KEY=told.after("KEY=")).json()["items"]

    assert {each["state"]: each["deleted"] for each in entries} == {"active": False, "withdrawn": True}


@pytest.mark.timeout(DEMO_SECONDS)
def test_the_match_job_of_readme_finds_the_signal_that_the_demo_leaves_live(told: Told, port: int) -> None:
    key = told.after("KEY=")
    job = ask(EXAMPLES[3], port, KEY=key).json()
    results = eventually(lambda: ask(EXAMPLES[4], port, KEY=key, JOB=job["id"]).text, "the job is worked on")

    assert [hit["state"] for hit in json.loads(results)["matches"]] == ["active"]


@pytest.mark.timeout(DEMO_SECONDS)
def test_the_requests_that_the_demo_suggests_do_what_it_says(told: Told) -> None:
    lookup, batch, feed = [ask(command).json() for command in told.commands()]

    assert [hit["state"] for hit in lookup["results"][0]["matches"]] == ["active"]
    assert [each["outcome"] for each in batch["results"]] == ["created", "rejected"]
    assert len(feed["items"]) == 2


@pytest.mark.timeout(DEMO_SECONDS)
def test_each_key_that_the_demo_prints_opens_the_service(told: Told, port: int) -> None:
    keys = re.findall(r"(\w+) +(hdb_\w+)$", "\n".join(told.lines), re.MULTILINE)

    roles = [
        httpx.get(f"http://127.0.0.1:{port}/v1/me", headers={"Authorization": f"Bearer {key}"}).json()["role"]
        for _, key in keys
    ]
    assert keys
    assert roles == [role for role, _ in keys]


def test_the_examples_send_json() -> None:
    bodies = re.findall(r"-d '(.+?)'", README)

    assert [json.loads(body) for body in bodies]


@pytest.mark.parametrize("name", [each.name for each in iter_modules(lifecycles.__path__) if each.name != "table"])
def test_the_documents_show_every_lifecycle_as_its_table_is(name: str) -> None:
    lifecycle = import_module(f"hashdb.lifecycles.{name}").LIFECYCLE

    assert f"```mermaid\n{lifecycle.picture()}\n```" in (ROOT / "ARCHITECTURE.md").read_text()
    assert lifecycle.roles_table() in (ROOT / "docs" / "lifecycles.md").read_text()
