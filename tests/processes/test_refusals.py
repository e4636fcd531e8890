"""What keeps a server from starting is one line, status 2, and nothing left running."""

import json
import socket
import subprocess
from pathlib import Path

from hashdb.processes import redis_binary
from tests.processes.machine import Machines, eventually


def test_a_data_directory_that_cannot_be_written_is_refused(machines: Machines, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a directory")
    machine = machines(data=tmp_path / "file").start()

    assert machine.wait() == 2
    assert machine.said() == (
        f"hashdb: HASHDB_DATA: the data directory {tmp_path / 'file'} cannot be written: File exists\n"
    )


def test_a_port_that_is_taken_is_refused_before_anything_is_started(machines: Machines) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        machine = machines(port=port).start()

        assert machine.wait() == 2
        assert machine.said() == (
            f"hashdb: HASHDB_PORT: port {port} of 127.0.0.1 cannot be listened on: Address already in use\n"
        )


def test_a_bad_setting_is_refused_naming_the_variable(machines: Machines) -> None:
    machine = machines(HASHDB_WORKERS="many").start()

    assert machine.wait() == 2
    assert machine.said() == "hashdb: HASHDB_WORKERS: must be a whole number from 1 to 64\n"


def test_a_second_server_on_the_same_data_is_refused_naming_the_first(machines: Machines) -> None:
    first = machines().start_until_ready()
    second = machines().start()

    assert second.wait() == 2
    assert second.said() == (f"hashdb: process {first.process.pid} already serves the data directory {first.data}\n")


def test_data_written_by_a_later_server_is_refused(machines: Machines, tmp_path: Path) -> None:
    marker = _marker(tmp_path, flavour=redis_binary.find().flavour, major=99)
    machine = machines().start()

    assert machine.wait() == 2
    assert machine.said().startswith(f"hashdb: the data in {marker.parent} was written by valkey 99, but the server")
    assert machine.said().count("\n") == 1


def test_data_written_by_the_other_flavour_is_refused(machines: Machines, tmp_path: Path) -> None:
    _marker(tmp_path, flavour="redis", major=7)
    machine = machines().start()

    assert machine.wait() == 2
    assert "was written by redis 7, but the server found is valkey" in machine.said()


def test_data_of_unknown_origin_is_refused(machines: Machines, tmp_path: Path) -> None:
    (tmp_path / "var" / "redis" / "appendonlydir").mkdir(parents=True)
    machine = machines().start()

    assert machine.wait() == 2
    assert "does not say which server wrote it" in machine.said()


def test_a_damaged_append_only_file_is_refused_with_the_server_s_own_words(machines: Machines, tmp_path: Path) -> None:
    _marker(tmp_path, flavour="valkey", major=redis_binary.find().major)
    folder = tmp_path / "var" / "redis" / "appendonlydir"
    folder.mkdir(parents=True)
    (folder / "appendonly.aof.manifest").write_text("nonsense\n")
    machine = machines().start()

    assert machine.wait() == 2
    assert "hashdb: redis ended with status 1 at its start:" in machine.said()
    assert "manifest" in machine.said().splitlines()[-1]


def test_a_given_server_that_forgets_is_refused_saying_all_that_is_missing(machines: Machines, tmp_path: Path) -> None:
    socket_path = tmp_path / "forgetful.sock"
    options = [
        "--port",
        "0",
        "--unixsocket",
        str(socket_path),
        "--dir",
        str(tmp_path),
        "--maxmemory-policy",
        "allkeys-lru",
    ]
    server = subprocess.Popen([redis_binary.find().path, *options], stdout=subprocess.DEVNULL)
    eventually(socket_path.exists)
    machine = machines(REDIS_URL=f"unix://{socket_path}").start()
    status = machine.wait()
    server.kill()
    server.wait()

    assert status == 2
    assert machine.said() == (
        "hashdb: the server of REDIS_URL does not fit: `appendonly yes` is needed, it is off; "
        "`maxmemory-policy noeviction` is needed, it is allkeys-lru\n"
    )


def test_a_given_server_that_does_not_answer_is_refused(machines: Machines, tmp_path: Path) -> None:
    machine = machines(REDIS_URL=f"unix://{tmp_path}/nobody.sock").start()

    assert machine.wait() == 2
    assert machine.said().startswith("hashdb: the server of REDIS_URL does not answer:")


def _marker(tmp_path: Path, *, flavour: str, major: int) -> Path:
    marker = tmp_path / "var" / "redis.version"
    marker.parent.mkdir()
    marker.write_text(json.dumps({"flavour": flavour, "major": major}))
    return marker
