"""Match jobs through real workers: a turn after the other, until all is answered."""

from collections.abc import Callable

import pytest

from hashdb.lifecycles.match_job import State
from hashdb.store import Store
from tests.services.jobs import asked, found, read, sent
from tests.services.world import World
from worker import work as work_of

Work = Callable[[], None]


def test_a_worker_finishes_a_job(world: World, work: Work) -> None:
    signal = world.active(1)
    job = sent(world, asked(1, 1), asked(2, 2))
    work()

    assert world.store.match_jobs.get(job.id).state is State.FINISHED
    assert found(read(world, job)) == {1: [signal.id], 2: []}
    assert world.store.ledger.counts()["owed"] == 0


def test_a_job_that_is_longer_than_a_turn_is_finished_by_later_turns(
    world: World, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work_of, "_LONGEST_TURN_SECONDS", 0.0)
    job = sent(world, *(asked(number, number) for number in range(1, 2_501)))
    progress = []
    for _ in range(3):
        work()
        now = world.store.match_jobs.get(job.id)
        progress.append((now.state, world.store.match_jobs.done(now)))

    assert progress == [(State.RUNNING, 1_000), (State.RUNNING, 2_000), (State.FINISHED, 2_500)]
    assert len(read(world, job)) == 2_500


def test_jobs_take_turns(world: World, work: Work, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_of, "_LONGEST_TURN_SECONDS", 0.0)
    long, short = (sent(world, *(asked(number, number) for number in range(1, 1 + size))) for size in (4_000, 1_500))
    work()
    work()

    assert [store.match_jobs.done(store.match_jobs.get(each.id)) for each in (long, short)] == [2_000, 1_500]
