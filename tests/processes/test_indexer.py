"""The process that builds segments: alone, killed at any moment, with a full disk, without a store."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import redis
from cryptography.fernet import Fernet

from hashdb.index import open_segment
from hashdb.services.matcher import Matcher
from hashdb.store import Store
from tests.processes.machine import eventually
from tests.services.packed import Rows

pytestmark = pytest.mark.usefixtures("compiled")

KEY = Fernet.generate_key().decode()
RUN = "import runpy; runpy.run_module('hashdb.processes.indexer', run_name='__main__')"
WITH_A_SMALL_DISK = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20)); {RUN}"


@dataclass
class Indexer:
    """One indexer as a test sees it."""

    process: subprocess.Popen[bytes]
    log: Path

    def said(self) -> str:
        return self.log.read_text()

    def built(self) -> bool:
        return "segment_built" in self.said()

    def has_open(self, path: Path) -> bool:
        try:
            return any(path.samefile(each) for each in Path(f"/proc/{self.process.pid}/fd").iterdir())
        except OSError:  # it has closed one meanwhile
            return False

    def pause(self) -> None:
        self.process.send_signal(signal.SIGSTOP)
        os.waitpid(self.process.pid, os.WUNTRACED)


Start = Callable[..., Indexer]


@pytest.fixture
def start(tmp_path: Path, redis_url: str) -> Iterator[Start]:
    """Start indexers of one data directory; those that still run at the end are killed."""
    started: list[Indexer] = []

    def begin(code: str = RUN, **environment: str) -> Indexer:
        log = tmp_path / f"{len(started)}.log"
        settings = {"HASHDB_DATA": str(tmp_path), "REDIS_URL": redis_url, "HASHDB_SECRET_KEY": KEY, **environment}
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-c", code], env={**os.environ, **settings}, stdout=out, stderr=out
            )
        started.append(Indexer(process, log))
        return started[-1]

    yield begin
    for each in started:
        each.process.kill()
        each.process.wait()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "segments"


@pytest.fixture
def rows(redis_client: redis.Redis, redis_url: str) -> Rows:
    redis_client.ping()
    return Rows(Store.at(redis_url, KEY))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def fill(rows: Rows) -> dict[int, bytes]:
    """Give out rows that are worth a segment, the last of which have codes; return those."""
    packed = np.random.default_rng(1).bytes(8 * 100)
    rows.reserve(300_000)
    rows.add([packed[at : at + 8] for at in range(0, len(packed), 8)])
    return rows.codes


def all_found(rows: Rows, folder: Path) -> bool:
    """Whether a matcher that starts now finds each row by its code."""
    found = Matcher(rows.columns, folder).search("phash", [[code] for code in rows.codes.values()], 10)
    return [[each.id for each in answer] for answer in found] == [[each] for each in rows.ids.values()]


def test_what_is_due_is_built_and_what_is_not_due_is_not(rows: Rows, start: Start, folder: Path) -> None:
    rows.store.inventory.columns.reserve("phash", 100)
    codes = fill(rows)
    indexer = start()
    eventually(indexer.built)
    built = open_segment(folder / "signal-phash-000000300100.segment")

    assert names(folder) == ["lock", "signal-phash-000000300100.segment"]
    assert built.codes[300_000:].astype(">u8").tobytes() == b"".join(codes.values())
    assert all_found(rows, folder)


def test_an_indexer_that_was_killed_half_way_is_made_good_by_the_next(rows: Rows, start: Start, folder: Path) -> None:
    fill(rows)
    kill_half_way(start(), folder)
    left = names(folder)
    found_meanwhile = all_found(rows, folder)
    eventually(start().built)

    assert left == ["lock", "signal-phash.draft"]
    assert found_meanwhile
    assert names(folder) == ["lock", "signal-phash-000000300100.segment"]
    assert all_found(rows, folder)


def kill_half_way(indexer: Indexer, folder: Path) -> None:
    """Kill it while there is a draft; if it was too quick, take what it built away and wait for the next draft."""
    eventually(lambda: any(folder.glob("*.draft")) or any(folder.glob("*.segment")))
    indexer.pause()
    if any(folder.glob("*.draft")):
        indexer.process.kill()
        indexer.process.wait()
        return
    for path in folder.glob("*.segment"):
        path.unlink()
    indexer.process.send_signal(signal.SIGCONT)
    kill_half_way(indexer, folder)


def test_a_second_indexer_waits_until_the_first_is_gone(rows: Rows, start: Start, folder: Path) -> None:
    first = start()
    eventually(lambda: "indexer_started" in first.said())
    first.pause()
    second = start()
    fill(rows)
    eventually(lambda: second.has_open(folder / "lock"))
    while_the_first_lives = second.said(), names(folder)
    first.process.kill()
    eventually(second.built)

    assert while_the_first_lives == ("", ["lock"])
    assert len(names(folder)) == 2


def test_a_full_disk_is_told_and_left_as_it_was_until_there_is_room(rows: Rows, start: Start, folder: Path) -> None:
    fill(rows)
    indexer = start(WITH_A_SMALL_DISK)
    eventually(lambda: "segment_not_built" in indexer.said())
    left = names(folder)
    still_runs = indexer.process.poll() is None
    indexer.process.terminate()
    ended = indexer.process.wait()
    eventually(start().built)

    assert re.search(r"segment_not_built error=OSError reason=.*too large", indexer.said())
    assert (left, still_runs, ended) == (["lock"], True, 0)
    assert all_found(rows, folder)


def test_an_indexer_without_a_store_waits_for_it(start: Start, tmp_path: Path) -> None:
    indexer = start(REDIS_URL=f"unix://{tmp_path}/nobody.sock")
    eventually(lambda: "segment_not_built error=UnavailableError" in indexer.said())
    indexer.process.terminate()

    assert indexer.process.wait() == 0
