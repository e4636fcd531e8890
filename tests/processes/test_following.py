"""A matcher outlives its store: it answers again, and right, when the store is back."""

import os
import signal
from pathlib import Path

import pytest
import redis

from hashdb.services.matcher import Matcher
from hashdb.services.segments import Segments
from hashdb.signals import SIGNAL_TYPES, RowFlag
from hashdb.store import Store
from tests.processes.machine import Machine, eventually
from tests.services.packed import Rows, by_the_columns, codes, found


@pytest.mark.usefixtures("compiled")
def test_a_matcher_follows_a_redis_that_was_killed_and_started_again(machine: Machine, tmp_path: Path) -> None:
    machine.start_until_ready()
    rows = rows_of(machine)
    rows.add(codes(1, 200))
    Segments(rows.columns, tmp_path).build(SIGNAL_TYPES["phash"])
    matcher = Matcher(rows.columns, tmp_path)
    matcher.start()
    eventually(lambda: matcher.is_ready)
    os.kill(machine.pids("redis")[-1], signal.SIGKILL)
    eventually(lambda: len(machine.pids("redis")) == 2)
    eventually(lambda: answers(machine))
    rows.change(range(50), RowFlag.TOMBSTONE)
    rows.add(codes(2, 20))
    matcher.catch_up()
    matcher.stop()

    assert found(rows, matcher) == set(range(50, 220))
    assert matcher.search("phash", [[code] for code in rows.codes.values()], 10) == by_the_columns(rows)[:-1]


def rows_of(machine: Machine) -> Rows:
    url, key = (machine.data / "redis.url").read_text().strip(), (machine.data / "secret.key").read_text().strip()
    return Rows(Store.at(url, key))


def answers(machine: Machine) -> bool:
    try:
        return bool(machine.redis().ping())
    except redis.RedisError:
        return False
