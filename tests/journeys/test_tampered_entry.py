"""An entry of the log is changed behind everybody's back, and nobody can be made not to notice."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import redis

from hashdb.access import OPERATOR
from hashdb.notes import Checkpoint, Note, Verifier
from hashdb.roles import Role
from hashdb.services import checkpoints, log, members
from tests.journeys.cast import Cast, fresh_signal
from tests.journeys.stage import Stage


class Outsider:
    """A journalist with a laptop: the program, the public key, and what was saved the last time."""

    def __init__(self, url: str, vkey: str, folder: Path) -> None:
        self.vkey, self._folder = vkey, folder
        self._asked = ("--url", url, "--vkey", vkey, "--leaves")

    def verify(self, *arguments: str) -> tuple[int, str]:
        """Run `hashdb audit verify` and return how it ended and what it said."""
        done = subprocess.run(
            [sys.executable, "-m", "hashdb.cli", "audit", "verify", *self._asked, *arguments],
            cwd=self._folder,
            env={"PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr


def read(stage: Stage, path: str) -> str:
    return httpx.get(stage.url + path).raise_for_status().text


def approval_of(stage: Stage) -> int:
    """Return the entry with which a signal was first approved, by a person."""
    entries = stage.store.log.everything()
    return next(entry.seq for entry in entries if entry.fields()["action"] == "signal.approve_first")


def rewrite(client: redis.Redis, seq: int, actor: str) -> None:
    """Let somebody else have done what the entry says, as whoever has the database could."""
    kept = client.xrange("audit")
    client.delete("audit")
    for place, fields in kept:
        line = fields[b"e"]
        if place == b"%d-0" % seq:
            line = line.replace(b'"actor_id":"usr_', b'"actor_id":"%s' % actor.encode())
        client.xadd("audit", {"e": line}, id=place)


def rewrite_all(stage: Stage, client: redis.Redis) -> None:
    """Rewrite the log with everything that could betray it, and have it signed with the service's own key."""
    rewrite(client, approval_of(stage), "usr_0")
    client.delete("audit:sealed", f"audit:checkpoints:{stage.settings.audit_origin}")
    (stage.settings.data / checkpoints.FILE).unlink()
    stage.later(minutes=1)


@pytest.fixture
def outsider(stage: Stage, players: Cast, tmp_path: Path) -> Outsider:
    """Somebody who was there on the first day."""
    players.live(fresh_signal())
    stage.later(minutes=1)
    outsider = Outsider(stage.url, read(stage, "/audit/key").strip(), tmp_path)
    assert outsider.verify("--save", "monday.ckpt")[0] == 0
    return outsider


def test_a_changed_entry_stops_the_service_and_an_operator_learns_which_one_it_is(
    stage: Stage, players: Cast, outsider: Outsider, redis_client: redis.Redis
) -> None:
    signal, approval = fresh_signal(), approval_of(stage)
    players.live(signal)
    submitter = players.bearer(players.alpha, Role.PLATFORM_SUBMITTER)
    hits_before = players.hits(signal)
    stage.later(minutes=1)
    grown = outsider.verify("--from", "monday.ckpt", "--save", "tuesday.ckpt")
    rewrite(redis_client, approval, "usr_0")
    stage.later(minutes=1)

    assert grown[0] == 0
    assert "which begin with the" in grown[1]
    assert outsider.verify("--from", "tuesday.ckpt")[0] == 1
    refused = httpx.delete(f"{stage.url}/v1/signals/{hits_before[0]['signal_id']}/submission", headers=submitter)
    assert (refused.status_code, refused.json()["type"]) == (503, "/problems/read-only")
    assert players.hits(signal) == hits_before
    assert httpx.get(f"{stage.url}/readyz").json() == {"status": "read-only"}
    operate(stage, "read-only", "off", "--reason", "to see whether it stops again")
    assert httpx.get(f"{stage.url}/readyz").json() == {"status": "ready"}
    stage.later(minutes=1)
    assert operate(stage, "read-only", "show").startswith(f"read-only: entry {approval} was changed")
    assert log.verify(stage.store).problems[0] == f"entry {approval} was changed after it was sealed"


def test_a_history_written_anew_with_the_services_own_key_convinces_nobody_who_kept_a_checkpoint(
    stage: Stage, players: Cast, outsider: Outsider, redis_client: redis.Redis
) -> None:
    rewrite_all(stage, redis_client)
    players.live(fresh_signal())
    stage.later(minutes=1)
    fooled, warned = outsider.verify(), outsider.verify("--from", "monday.ckpt")

    assert stage.store.read_only.reason() is None
    assert fooled[0] == 0
    assert warned[0] == 1
    assert "the log does not begin with the" in warned[1]


def witness(stage: Stage, vkey: str, key: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run `hashdb audit witness` as a member would from time to time."""
    asked = ("--url", stage.url, "--vkey", vkey, "--key", key, "--name", "gamma.example/witness", str(folder))
    return subprocess.run(
        [sys.executable, "-m", "hashdb.cli", "audit", "witness", *asked],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_member_that_is_a_witness_signs_what_continues_the_log_and_nothing_else(
    stage: Stage, players: Cast, outsider: Outsider, redis_client: redis.Redis, tmp_path: Path
) -> None:
    stage.now = datetime.now(UTC)
    key = stage.key(players.gamma, Role.PLATFORM_ADMIN)
    first = witness(stage, outsider.vkey, key, tmp_path / "witness")
    seen = Note.parse((tmp_path / "witness" / "checkpoint").read_text())
    signed = Note.parse(read(stage, f"/audit/checkpoint/{Checkpoint.parse(seen.text).size}"))
    keys = httpx.get(f"{stage.url}/audit/witnesses").json()["items"]
    rewrite_all(stage, redis_client)
    second = witness(stage, outsider.vkey, key, tmp_path / "witness")

    assert first.returncode == 0, first.stderr
    assert signed.cosigned_at(Verifier.parse(keys[0]["key"]))
    assert second.returncode == 2
    assert "the log does not begin with the" in second.stderr


def operate(stage: Stage, *arguments: str) -> str:
    """Run `hashdb admin` as the operator of the stage."""
    done = subprocess.run(
        [sys.executable, "-m", "hashdb.cli", "admin", *arguments],
        env={"PATH": os.environ["PATH"], **stage.settings.to_environment()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_person_is_forgotten_and_the_log_verifies_for_the_operator_and_for_everybody_else(
    stage: Stage, players: Cast, outsider: Outsider, redis_client: redis.Redis
) -> None:
    mira = members.create_user(
        stage.store, players.charity.id, "Mira Okafor", "mira@example.net", actor=OPERATOR, now=stage.now
    )
    issued = members.issue_key(
        stage.store, players.charity.id, Role.REVIEWER, user_id=mira.id, actor=OPERATOR, now=stage.now
    )
    headers = {"Authorization": f"Bearer {issued.token}"}
    before = httpx.get(f"{stage.url}/v1/me", headers=headers).status_code
    said = operate(stage, "erase", "person", mira.id, "--yes")
    stage.later(minutes=1)
    dump = b"".join(redis_client.dump(key) for key in redis_client.scan_iter())

    assert (before, httpx.get(f"{stage.url}/v1/me", headers=headers).status_code) == (200, 401)
    assert "with 2 payloads of the log" in said
    assert "is being rewritten" in said
    assert b"Okafor" not in dump
    assert b"mira@" not in dump
    assert log.verify(stage.store).problems == ()
    assert outsider.verify("--from", "monday.ckpt")[0] == 0
