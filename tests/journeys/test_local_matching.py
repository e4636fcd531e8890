"""The copy of the list on a member's machine: kept by `hashdb sync`, matched with by `check --local` and the agent."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import httpx
import pytest
from PIL import Image

from hashdb.client import Hit
from hashdb.hashing import HashedSignal, hash_file
from hashdb.roles import Role
from hashdb.signals import View
from tests.journeys.cast import STATEMENT, Cast, fresh_signal
from tests.journeys.serving import ENVIRONMENT, Serving
from tests.journeys.waiting import eventually

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A service that publishes every second."""
    serving = Serving(tmp_path_factory.mktemp("serving"), {**ENVIRONMENT, "HASHDB_SNAPSHOT_SECONDS": "1"})
    yield serving
    serving.stop()


@pytest.fixture
def copies(photograph: Path, other_photograph: Path, tmp_path: Path) -> Path:
    """A folder with the same picture, smaller and compressed anew, and another picture."""
    folder = tmp_path / "uploads"
    folder.mkdir()
    with Image.open(photograph) as picture:
        picture.resize((300, 300)).save(folder / "copy.jpg", quality=70)
    with Image.open(other_photograph) as picture:
        picture.save(folder / "other.jpg")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "list"


@pytest.fixture
def run(cast: Cast, serving: Serving) -> Run:
    """Run `hashdb` as a platform's engineer does, with the key of a matcher."""
    key = serving.service.key(cast.beta, Role.PLATFORM_MATCHER)

    def call(*arguments: object) -> "subprocess.CompletedProcess[str]":
        return serving.run(*map(str, arguments), HASHDB_URL=serving.url, HASHDB_KEY=key)

    return call


def lines_of(result: "subprocess.CompletedProcess[str]") -> dict[str, list[Hit]]:
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    return {Path(line["path"]).name: line["matches"] for line in lines}


def pdq(path: Path) -> HashedSignal:
    return next(each for each in hash_file(path) if each.signal_type == "pdq")


def wait_for_snapshot(serving: Serving) -> None:
    eventually((serving.service.data / "snapshots" / "manifest.json").exists, "a snapshot is published")


def test_the_copy_answers_what_the_service_answers_and_forgets_what_is_withdrawn(
    cast: Cast, serving: Serving, run: Run, folder: Path, photograph: Path, copies: Path
) -> None:
    digest = next(each for each in hash_file(photograph) if each.signal_type == "sha256")
    (copies / "same.png").write_bytes(photograph.read_bytes())
    before = fresh_signal()
    cast.live(before)
    wait_for_snapshot(serving)
    first = run("sync", folder)
    ids = cast.live(pdq(photograph), digest)
    second = run("sync", folder)
    at_the_service, local = run("check", copies), run("check", "--local", folder, copies)
    for each in ids:
        cast.other_senior.review_signal(each, "withdraw", reason="wrong_label")
    third = run("sync", folder)
    afterwards = run("check", "--local", folder, copies)

    assert (first.returncode, second.returncode, third.returncode) == (0, 0, 0), first.stderr + second.stderr
    assert "trusts from now on the key" in first.stderr
    assert (at_the_service.returncode, local.returncode) == (3, 3), local.stderr
    assert {name: [hit["signal_id"] for hit in hits] for name, hits in lines_of(local).items()} == {
        "copy.jpg": ids[:1],
        "other.jpg": [],
        "same.png": ids,
    }
    assert lines_of(local) == lines_of(at_the_service)
    assert afterwards.returncode == 0
    assert not any(lines_of(afterwards).values())


def test_the_key_that_members_pin_is_the_one_that_the_operator_shows(serving: Serving, run: Run, folder: Path) -> None:
    wait_for_snapshot(serving)
    shown = serving.run("admin", "snapshot-key").stdout.strip()
    public = httpx.get(f"{serving.url}/v1/snapshot/key").json()
    wrong = run("sync", folder, "--public-key", "00" * 32)
    right = run("sync", folder, "--public-key", shown)

    assert public == {"algorithm": "ed25519", "public_key": shown}
    assert (wrong.returncode, right.returncode) == (5, 0)
    assert "not signed with the key" in wrong.stderr
    assert (serving.service.data / "snapshot.key").stat().st_mode & 0o777 == 0o600


def test_a_file_of_the_copy_that_was_changed_is_refused_and_mended_by_a_sync_anew(
    cast: Cast, run: Run, folder: Path, copies: Path
) -> None:
    cast.live(fresh_signal())
    eventually(
        lambda: run("sync", folder, "--anew").returncode == 0 and any(folder.glob("snapshot-*/pdq.code")), "synced"
    )
    code = next(folder.glob("snapshot-*/pdq.code"))
    code.write_bytes(bytes([code.read_bytes()[0] ^ 1]) + code.read_bytes()[1:])
    refused = run("check", "--local", folder, copies)
    mended = run("sync", folder, "--anew")
    accepted = run("check", "--local", folder, copies)

    assert refused.returncode == 5
    assert "pdq.code of the copy is not what the service signed" in refused.stderr
    assert (mended.returncode, accepted.returncode) == (0, 0)


def test_a_copy_that_was_not_synced_for_long_is_refused(serving: Serving, run: Run, folder: Path, copies: Path) -> None:
    wait_for_snapshot(serving)
    run("sync", folder)
    synced = next(folder.glob("snapshot-*/synced"))
    synced.write_text("2026-01-01T00:00:00+00:00")
    refused = run("check", "--local", folder, copies)

    assert refused.returncode == 5
    assert "the copy was last synced" in refused.stderr


def test_a_role_that_may_not_read_the_feed_gets_no_snapshot(cast: Cast, serving: Serving, folder: Path) -> None:
    wait_for_snapshot(serving)
    key = serving.service.key(cast.alpha, Role.PLATFORM_SUBMITTER)
    refused = serving.run("sync", str(folder), HASHDB_URL=serving.url, HASHDB_KEY=key)

    assert refused.returncode == 4
    assert "may not take the action feed.read" in refused.stderr


@pytest.fixture
def agent(serving: Serving, run: Run, folder: Path) -> Iterator[str]:
    """The agent on a copy, as a process of its own; its address."""
    wait_for_snapshot(serving)
    assert run("sync", folder).returncode == 0
    command = [sys.executable, "-m", "hashdb.cli", "agent", str(folder), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield process.stdout.readline().split(": ")[1].strip().removesuffix("/check")
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def test_the_agent_answers_about_files_and_signals_and_sees_what_a_sync_brings(
    cast: Cast, run: Run, folder: Path, agent: str, copies: Path
) -> None:
    upload = (copies / "other.jpg").read_bytes()
    before = httpx.post(f"{agent}/check", content=upload, timeout=30)
    (signal_id,) = cast.live(pdq(copies / "other.jpg"))
    run("sync", folder)

    def hits() -> list[Hit]:
        found: list[Hit] = httpx.post(f"{agent}/check", content=upload, timeout=30).json()["matches"]
        return found

    after = eventually(hits, "the agent sees the change")
    asked = {"signal_type": "pdq", "signal_value": pdq(copies / "other.jpg").signal_value}
    by_signal = httpx.post(f"{agent}/check", json={"signals": [asked]}, timeout=30).json()
    health = httpx.get(f"{agent}/healthz").json()

    assert (before.status_code, before.json()["matches"]) == (200, [])
    assert [hit["signal_id"] for hit in after] == [signal_id]
    assert [hit["distance"] for hit in by_signal["results"][0]["matches"]] == [0]
    assert health["status"] == "ok"
    assert datetime.fromisoformat(health["synced_at"]).tzinfo is not None


def test_the_agent_refuses_what_a_web_page_could_send_and_names_what_is_wrong(agent: str) -> None:
    foreign = httpx.post(f"{agent}/check", content=b"x", headers={"Host": "evil.example"})
    page = httpx.post(f"{agent}/check", content=b"x", headers={"Origin": "https://evil.example"})
    noise = httpx.post(f"{agent}/check", content=bytes(range(256)))
    form = httpx.post(f"{agent}/check", files={"file": b"x"})
    wrong = httpx.post(f"{agent}/check", json={"signals": [{"signal_type": "pdq", "signal_value": "00"}]})
    unknown = httpx.get(f"{agent}/etc/passwd")

    assert [each.status_code for each in (foreign, page, noise, form, wrong, unknown)] == [422, 422, 422, 422, 422, 404]
    assert noise.json()["code"] == "unsupported_format"
    assert wrong.json()["errors"][0]["field"] == "signals[0].signal_value"


def test_views_and_their_names_arrive_in_the_copy(cast: Cast, run: Run, folder: Path, agent: str) -> None:
    whole, part = fresh_signal(), fresh_signal()
    views = (View(name="centre_90", signal_value=part.signal_value, quality=100),)
    signed = HashedSignal(
        signal_type="pdq", signal_value=whole.signal_value, quality=100, content_type="image", views=views
    )
    (signal_id,) = cast.live(signed)
    run("sync", folder, "--anew")

    def hits() -> list[Hit]:
        asked = {"signal_type": "pdq", "signal_value": part.signal_value}
        answer = httpx.post(f"{agent}/check", json={"signals": [asked]}, timeout=30).json()
        found: list[Hit] = answer["results"][0]["matches"]
        return found

    found = eventually(hits, "the agent knows the signal")

    assert [(hit["signal_id"], hit["view"], hit["use_mode"]) for hit in found] == [
        (signal_id, "centre_90", "review_only")
    ]
    assert STATEMENT.behaviour_labels == tuple(found[0]["behaviour_labels"])
