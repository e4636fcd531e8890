"""Match jobs in the store: blocks go from asked to answered, and nothing outlives its job."""

from dataclasses import replace

import pytest
import redis

from hashdb.errors import StaleRecordError
from hashdb.ids import new_id
from hashdb.lifecycles.match_job import Step
from hashdb.records.match_job import BLOCK, MatchJob
from hashdb.store import Store, lists
from tests.store.samples import NOW, note

REQUEST = "5d1c"


def begun(store: Store, **changes: object) -> MatchJob:
    """Return a job that is being received."""
    job = MatchJob(id=new_id("mjb", NOW), member_id="org_1", created_at=NOW, due_at=NOW, **changes)  # type: ignore[arg-type]
    store.commit(note(job), store.match_jobs.begin(job))
    return job


def queued(store: Store, job: MatchJob, total: int) -> MatchJob:
    """Return the job with all its lines received."""
    after = replace(job.advance(Step.QUEUE), total=total, due_at=None)
    store.commit(note(after), store.match_jobs.put(after, job))
    return after


def test_a_block_is_kept_as_it_was_given(store: Store) -> None:
    job = begun(store)
    store.match_jobs.ask(job, 1, [[1, "upload-\u00e9", None, ["pdq", ["00ff"], None, []]]])

    assert store.match_jobs.queries(job.id, 1) == [[1, "upload-\u00e9", None, ["pdq", ["00ff"], None, []]]]
    assert store.match_jobs.results(job.id, 1) is None


def test_results_take_the_place_of_queries(store: Store) -> None:
    job = begun(store)
    store.match_jobs.ask(job, 1, ["query"])
    store.match_jobs.answer(job, 1, ["result"])

    assert store.match_jobs.queries(job.id, 1) is None
    assert store.match_jobs.results(job.id, 1) == ["result"]
    assert store.match_jobs.open_blocks(job.id) == []


def test_a_block_that_is_answered_twice_is_there_once(store: Store) -> None:
    job = queued(store, begun(store), 1)
    store.match_jobs.ask(job, 1, ["query"])
    for _ in range(2):
        store.match_jobs.answer(job, 1, ["result"])

    assert store.match_jobs.done_blocks(job.id) == [1]
    assert store.match_jobs.done(job) == 1


def test_what_is_done_ends_before_the_first_block_that_is_not(store: Store) -> None:
    job = begun(store)
    for first in (1, 1001, 9001, 10_007):
        store.match_jobs.ask(job, first, ["query"])
    for first in (1, 1001, 10_007):
        store.match_jobs.answer(job, first, ["result"])

    assert store.match_jobs.open_blocks(job.id) == [9001]
    assert store.match_jobs.done_blocks(job.id) == [1, 1001]


@pytest.mark.parametrize(("blocks", "done"), [(0, 0), (1, BLOCK), (2, BLOCK + 500)])
def test_the_last_block_counts_as_many_queries_as_it_has(store: Store, blocks: int, done: int) -> None:
    job = queued(store, begun(store), BLOCK + 500)
    for first in range(blocks):
        store.match_jobs.answer(job, first, ["result"])

    assert store.match_jobs.done(job) == done


def test_nothing_is_written_for_a_job_that_has_changed(store: Store) -> None:
    job = begun(store)
    queued(store, job, 1)

    assert not store.match_jobs.ask(job, 1, ["late"])
    assert store.match_jobs.open_blocks(job.id) == []


def test_a_job_that_is_removed_leaves_no_key_behind(store: Store, redis_client: redis.Redis) -> None:
    before = set(redis_client.scan_iter())
    job = begun(store, request=REQUEST)
    store.match_jobs.ask(job, 1, ["query"])
    store.match_jobs.answer(job, 1, ["result"])
    store.match_jobs.ask(job, 2, ["query"])
    store.commit(note(job), store.match_jobs.remove(job))
    store.match_jobs.answer(job, 2, ["late"])

    left = {key for key in set(redis_client.scan_iter()) - before if not key.startswith((b"audit", b"commit"))}
    assert left == set()
    assert store.match_jobs.page(lists.of_member("match_jobs", "org_1"), after=None, limit=9).items == []


def test_one_idempotency_key_begins_one_job(store: Store) -> None:
    job = begun(store, request=REQUEST)

    with pytest.raises(StaleRecordError):
        begun(store, request=REQUEST)
    assert store.match_jobs.sent_as(REQUEST) == job.id


def test_an_idempotency_key_is_free_again_once_its_job_is_gone(store: Store) -> None:
    job = begun(store, request=REQUEST)
    store.commit(note(job), store.match_jobs.remove(job))

    assert store.match_jobs.sent_as(REQUEST) is None
    assert begun(store, request=REQUEST).id != job.id


def test_what_ends_by_itself_is_listed_by_its_time(store: Store) -> None:
    job = begun(store)
    waiting = queued(store, begun(store), 1)

    assert store.match_jobs.due(lists.MATCH_JOBS_DUE, NOW.timestamp(), 9) == [job]
    assert waiting.due_at is None
