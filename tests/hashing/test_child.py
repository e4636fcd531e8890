"""The process that decodes: it serves many files, and its death is an error of one."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from hashdb.errors import UnreadableFileError
from hashdb.hashing import child, hash_file, wire

REQUEST = wire.Request(format_name="PNG", content_type="image", types=("pdq",), strategy="plain")


@pytest.fixture
def path(photograph: Callable[[str], Image.Image], tmp_path: Path) -> Path:
    photograph("coffee.png").save(tmp_path / "coffee.png")
    return tmp_path / "coffee.png"


@pytest.fixture
def alone() -> Iterator[child.Child]:
    started = child.Child()
    yield started
    if started.is_alive():
        started.end()


def test_one_child_serves_many_files(path: Path, alone: child.Child) -> None:
    answers = []
    for _ in range(3):
        with path.open("rb") as file:
            answers.append(alone.ask(REQUEST, file))

    assert alone.is_alive()
    assert answers[0] == answers[1] == answers[2] != []


@pytest.mark.parametrize(
    ("death", "code"),
    [
        (signal.SIGPROF, "timeout"),
        (signal.SIGKILL, "out_of_memory"),
        (signal.SIGABRT, "out_of_memory"),
        (signal.SIGSEGV, "corrupt"),
    ],
)
def test_the_death_of_a_child_is_an_error_of_the_file(
    path: Path, alone: child.Child, death: signal.Signals, code: str
) -> None:
    os.kill(alone.pid, death)
    with path.open("rb") as file, pytest.raises(UnreadableFileError) as refused:
        alone.ask(REQUEST, file)

    assert refused.value.code == code
    assert not alone.is_alive()


def test_a_child_that_died_between_two_files_is_replaced(path: Path) -> None:
    first = hash_file(path)
    os.kill(child.idle()[-1].pid, signal.SIGKILL)
    while child.idle()[-1].is_alive():
        pass

    assert hash_file(path) == first


def test_a_child_ends_with_its_parent_s_wish(path: Path) -> None:
    hash_file(path)
    waiting = child.idle()
    child.end_all()

    assert [each.is_alive() for each in waiting] == [False] * len(waiting)
    assert child.idle() == ()


def test_threads_have_children_of_their_own(path: Path) -> None:
    child.end_all()
    answers: list[object] = []
    together = threading.Barrier(2)

    def run() -> None:
        together.wait()
        answers.extend(hash_file(path, ("pdq",)) for _ in range(5))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert all(answer == answers[0] for answer in answers)
    assert 1 <= len(child.idle()) <= 2


def test_a_forked_process_starts_its_own_child(path: Path) -> None:
    hash_file(path, ("pdq",))
    before = {each.pid for each in child.idle()}
    read, write = os.pipe()
    number = os.fork()
    if number == 0:
        hash_file(path, ("pdq",))
        os.write(write, b"same" if before & {each.pid for each in child.idle()} else b"own")
        child.end_all()
        os._exit(0)
    os.waitpid(number, 0)
    told = os.read(read, 9)
    os.close(read)
    os.close(write)

    assert told == b"own"
    assert before == {each.pid for each in child.idle()}
