"""What runs is kept running, and what is stopped leaves nothing behind."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import redis

from tests.processes.machine import Machine, Machines, alive, eventually


def test_the_ready_line_comes_when_the_api_answers(machine: Machine) -> None:
    machine.start_until_ready()

    assert machine.said().count(f"hashdb is ready: http://127.0.0.1:{machine.port} (API /v1, docs /docs)\n") == 1
    assert urllib.request.urlopen(f"http://127.0.0.1:{machine.port}/readyz").status == 200


def test_a_worker_that_dies_is_started_again(machine: Machine) -> None:
    machine.start_until_ready()
    _kill(machine, "worker-matching")

    assert "ended child=worker-matching-1 status=-9 restart_in=0.2s" in machine.said()
    assert alive(machine.pids("worker-matching")[1])
    assert len(machine.pids("worker-deliveries")) == 1


def test_a_worker_that_keeps_dying_is_started_ever_more_rarely(machine: Machine) -> None:
    machine.start_until_ready()
    for _ in range(3):
        _kill(machine, "worker-matching")

    assert re.findall(r"restart_in=(\S+)", machine.said()) == ["0.2s", "0.4s", "0.8s"]


def test_redis_killed_is_started_again_with_all_it_acknowledged(machine: Machine) -> None:
    machine.start_until_ready()
    machine.redis().mset({f"key:{number}": number for number in range(1000)})
    _kill(machine, "redis")
    eventually(lambda: _answers(machine.redis()))

    assert machine.redis().dbsize() == 1000
    assert len(machine.pids("api")) == 1


def test_a_clean_stop_leaves_nothing_running_and_status_zero(machine: Machine) -> None:
    machine.start_until_ready()
    machine.signal(signal.SIGTERM)

    assert machine.wait() == 0
    assert len(machine.pids()) == 8
    assert [pid for pid in machine.pids() if alive(pid)] == []
    assert "bye bye" in (machine.data / "redis.log").read_text()


def test_what_was_written_is_there_after_a_stop_and_a_start(machines: Machines) -> None:
    first = machines().start_until_ready()
    first.redis().set("kept", "yes")
    first.signal(signal.SIGINT)
    first.wait()
    second = machines().start_until_ready()

    assert second.redis().get("kept") == b"yes"


def test_the_supervisor_killed_takes_everything_with_it(machine: Machine) -> None:
    machine.start_until_ready()
    machine.signal(signal.SIGKILL)
    machine.wait()
    eventually(lambda: not any(alive(pid) for pid in machine.pids()))

    assert len(machine.pids()) == 8


def test_a_server_starts_again_right_after_it_was_killed(machines: Machines) -> None:
    first = machines().start_until_ready()
    first.redis().set("kept", "yes")
    first.signal(signal.SIGKILL)
    first.wait()
    second = machines().start_until_ready()

    assert second.redis().get("kept") == b"yes"


def test_a_child_that_does_not_stop_is_killed_when_asked_twice(machines: Machines) -> None:
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(3600)"
    machine = machines(STAND_IN_WORKER=stubborn).start_until_ready()
    began = time.monotonic()
    machine.signal(signal.SIGTERM)
    eventually(lambda: "stopping" in machine.said())
    machine.signal(signal.SIGTERM)

    assert machine.wait() == 0
    assert time.monotonic() - began < 10
    assert "killed child=worker-deliveries-1" in machine.said()
    assert [pid for pid in machine.pids() if alive(pid)] == []


def test_the_secrets_of_a_data_directory_are_for_its_owner_only(machine: Machine) -> None:
    machine.start_until_ready()
    modes = {name: (machine.data / name).stat().st_mode & 0o777 for name in ("secret.key", "redis.url", "redis.conf")}

    assert modes == {"secret.key": 0o600, "redis.url": 0o600, "redis.conf": 0o600}
    assert machine.data.stat().st_mode & 0o777 == 0o700


def test_a_data_directory_with_a_very_long_path_works(machines: Machines, tmp_path: Path) -> None:
    machine = machines(data=tmp_path / ("long" * 30) / "var")
    machine.data.parent.mkdir()
    machine.start_until_ready()

    assert machine.redis().ping()


def test_the_application_may_not_administer_its_server(machine: Machine) -> None:
    machine.start_until_ready()
    forbidden = {name for name in ("CONFIG GET dir", "FLUSHALL", "SHUTDOWN", "ACL LIST") if _no(machine.redis(), name)}

    assert forbidden == {"CONFIG GET dir", "FLUSHALL", "SHUTDOWN", "ACL LIST"}


def test_redis_runs_alone_and_its_data_directory_is_then_taken(machines: Machines, tmp_path: Path) -> None:
    environment = {**os.environ, "HASHDB_DATA": str(tmp_path / "var")}
    alone = subprocess.Popen([sys.executable, "-m", "hashdb.cli", "run", "redis"], env=environment)
    eventually((tmp_path / "var" / "redis.sock").exists)
    machine = machines().start()
    status = machine.wait()
    alone.terminate()

    assert status == 2
    assert f"process {alone.pid} already serves" in machine.said()
    assert alone.wait(timeout=10) == 0


def _kill(machine: Machine, child: str) -> None:
    """Kill it and wait until it was started again."""
    before = machine.pids(child)
    os.kill(before[-1], signal.SIGKILL)
    eventually(lambda: machine.pids(child) != before)


def _answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.ConnectionError:
        return False


def _no(client: redis.Redis, command: str) -> bool:
    try:
        client.execute_command(*command.split())
    except redis.exceptions.NoPermissionError:
        return True
    return False
