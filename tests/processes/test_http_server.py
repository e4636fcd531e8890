"""The HTTP server in front of the application, as a real process."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.processes.machine import alive, children, eventually, free_port

PROGRAM = """
import os
from hashdb.processes import http_server
from hashdb.settings import Settings
if __name__ == "__main__":
    http_server.serve(Settings.from_environment(os.environ), "tests.processes.greeting:app")
"""


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def server(port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[subprocess.Popen[bytes]]:
    program = tmp_path_factory.mktemp("server") / "program.py"
    program.write_text(PROGRAM)
    data = str(program.parent / "data")
    env = {**os.environ, "HASHDB_PORT": str(port), "HASHDB_API_THREADS": "2", "HASHDB_DATA": data}
    process = subprocess.Popen([sys.executable, program], env=env)
    eventually(lambda: _answers(port))
    yield process
    process.kill()
    process.wait()


def test_many_idle_connections_keep_nobody_else_from_being_answered(server: subprocess.Popen[bytes], port: int) -> None:
    idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(200)]
    for connection in idle:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
    first_lines = {connection.recv(1024).split(b"\r\n")[0] for connection in idle}
    answered = _answers(port)
    for connection in idle:
        connection.close()

    assert server.poll() is None
    assert first_lines == {b"HTTP/1.1 200 OK"}
    assert answered


def test_what_is_in_flight_is_answered_before_the_server_ends(server: subprocess.Popen[bytes], port: int) -> None:
    with ThreadPoolExecutor(max_workers=1) as pool:
        answer = pool.submit(lambda: urllib.request.urlopen(f"http://127.0.0.1:{port}/slow", timeout=10).read())
        eventually(answer.running)
        # The request is on its way; it takes a second to answer.
        eventually(lambda: not answer.done() and _answers(port))
        server.send_signal(signal.SIGTERM)
        body = answer.result(timeout=10)

    assert body == b"hello"
    assert server.wait(timeout=10) == 0


def test_a_process_that_is_killed_is_replaced(server: subprocess.Popen[bytes], port: int) -> None:
    killed = children(server.pid)
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    eventually(lambda: children(server.pid) and not set(children(server.pid)) & set(killed))

    eventually(lambda: _answers(port))


def test_each_process_has_a_processor_of_its_own_and_a_new_one_takes_the_dead_ones(
    server: subprocess.Popen[bytes], port: int
) -> None:
    processors = len(os.sched_getaffinity(0))
    eventually(lambda: len(_pinned(server)) == min(2, processors))
    before = _pinned(server)
    os.kill(children(server.pid)[0], signal.SIGKILL)

    eventually(lambda: sorted(_pinned(server)) == sorted(before))
    eventually(lambda: _answers(port))
    assert len(set(before)) == len(before)


def test_a_killed_server_takes_its_processes_with_it(server: subprocess.Popen[bytes]) -> None:
    started = children(server.pid)
    server.kill()
    eventually(lambda: not any(alive(pid) for pid in started))

    assert len(started) >= 2


def _pinned(server: subprocess.Popen[bytes]) -> list[int]:
    """Return the processors that one process has to itself."""
    found = [os.sched_getaffinity(pid) for pid in children(server.pid)]
    return [min(each) for each in found if len(each) == 1]


def _answers(port: int) -> bool:
    try:
        return bool(urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).read())
    except OSError:
        return False
