"""Match jobs as their member sees them, and their end."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hashdb.access import OPERATOR
from hashdb.errors import FieldProblem, GuardError, NotFoundError
from hashdb.ids import new_id
from hashdb.lifecycles.match_job import State
from hashdb.records.match_job import MatchJob
from hashdb.records.signal import ContextFlag
from hashdb.roles import Role
from hashdb.services import match_jobs, policies, upkeep
from hashdb.services.job_lines import Line, asked_row
from hashdb.services.matching import UseMode
from hashdb.services.signals import Verdict
from tests.services.jobs import asked, found, read, sent, turn
from tests.services.world import CLAIM, World, submitted, value

BAD = Line(number=2, ref="two", problem=FieldProblem("signal_value", "must be something else"))


def test_there_is_a_result_for_each_line_and_its_name_comes_back(world: World) -> None:
    signal = world.active(1)
    job = sent(world, asked(1, 1), BAD, asked(4, 3))
    turn(world, job)
    first, second, third = read(world, job)

    assert (first.ref, first.hits[0].signal.id, first.hits[0].distance) == ("upload 1", signal.id, 0)
    assert (second.ref, second.problem, second.hits) == ("two", BAD.problem, [])
    assert (third.line, third.ref, third.hits) == (4, "upload 3", [])


def test_lines_with_nothing_to_tell_can_be_left_out(world: World) -> None:
    world.active(1)
    job = sent(world, asked(1, 1), BAD, asked(3, 3))
    turn(world, job)

    assert [each.line for each in read(world, job, only_telling=True)] == [1, 2]


@pytest.mark.parametrize("after", [0, 1, 999, 1_000, 1_001, 2_499, 2_500, 9_999])
def test_reading_goes_on_behind_any_line(world: World, after: int) -> None:
    job = sent(world, *(asked(number, number) for number in range(1, 2_501)))
    turn(world, job)

    assert [each.line for each in read(world, job, after=after)] == list(range(after + 1, 2_501))


def test_blank_lines_do_not_confuse_where_reading_goes_on(world: World) -> None:
    lines = [asked(number, number) for number in range(1_500, 4_500)]
    job = sent(world, *(Line(number=number) for number in range(1, 1_500)), *lines)
    turn(world, job)

    assert [each.line for each in read(world, job, after=3_333)] == list(range(3_334, 4_500))
    assert len(read(world, job, after=10)) == 3_000


def test_results_can_be_read_while_the_job_runs(world: World) -> None:
    job = sent(world, *(asked(number, number) for number in range(1, 2_501)))
    before = read(world, job)
    turn(world, job, blocks=2)

    assert before == []
    assert [each.line for each in read(world, job)] == list(range(1, 2_001))
    assert match_jobs.done(world.store, world.store.match_jobs.get(job.id)) == 2_000


def test_a_signal_that_was_withdrawn_meanwhile_is_not_told_any_more(world: World) -> None:
    signal = world.active(1)
    job = sent(world, asked(1, 1))
    turn(world, job)
    world.review(signal, Verdict.WITHDRAW, world.other_senior)

    assert found(read(world, job)) == {1: []}


def test_a_signal_that_expired_meanwhile_is_not_told_any_more(world: World) -> None:
    world.active(1)
    job = sent(world, asked(1, 1))
    turn(world, job)
    world.later(days=731)

    assert found(read(world, job)) == {1: []}


def test_a_context_that_was_stated_meanwhile_asks_for_a_person(world: World) -> None:
    world.active(1)
    world.later(days=2)
    job = sent(world, asked(1, 1))
    turn(world, job)
    before = read(world, job)[0].hits[0].use_mode
    claim = replace(CLAIM, context_flags=(ContextFlag.JOURNALISTIC,))
    world.submit(submitted(value(1), claim=claim), actor=world.actor(Role.PLATFORM_SUBMITTER, world.gamma))

    assert before is UseMode.AUTO_ACTION_ELIGIBLE
    assert read(world, job)[0].hits[0].use_mode is UseMode.REVIEW_ONLY


def test_no_hash_of_a_query_is_kept_longer_than_until_it_is_answered(world: World) -> None:
    job = sent(world, asked(1, 1))
    turn(world, job)
    kept = world.store.match_jobs.results(job.id, 1)

    assert value(1) not in str(kept)
    assert world.store.match_jobs.queries(job.id, 1) is None


def test_a_job_of_another_member_does_not_exist(world: World) -> None:
    job = sent(world, asked(1, 1))
    stranger = world.actor(Role.PLATFORM_MATCHER)

    with pytest.raises(NotFoundError):
        match_jobs.own(world.store, job.id, actor=stranger)
    with pytest.raises(NotFoundError):
        match_jobs.discard(world.store, job.id, actor=stranger, now=world.now)
    with pytest.raises(NotFoundError):
        match_jobs.results(world.store, job.id, actor=stranger, now=world.now)
    assert match_jobs.page(world.store, after=None, limit=9, actor=stranger).items == []


def test_a_job_that_ends_while_its_results_are_read_breaks_the_reading_off(world: World) -> None:
    job = sent(world, *(asked(number, number) for number in range(1, 2_001)))
    turn(world, job)
    blocks = match_jobs.results(world.store, job.id, actor=world.host, now=world.now)
    next(blocks)
    match_jobs.discard(world.store, job.id, actor=world.host, now=world.now)

    with pytest.raises(GuardError, match="ended meanwhile"):
        list(blocks)


def test_results_are_kept_as_long_as_the_policy_says(world: World) -> None:
    policies.change(world.store, {"match_job_lifetime": 3_600}, actor=OPERATOR, now=world.now)
    job = sent(world, asked(1, 1))
    turn(world, job)
    kept = upkeep.sweep(world.store, now=world.now + timedelta(minutes=59)).taken.get("match_jobs", 0)
    ended = upkeep.sweep(world.store, now=world.now + timedelta(minutes=60)).taken.get("match_jobs", 0)

    assert (kept, ended) == (0, 1)
    assert world.store.match_jobs.find(job.id) is None
    assert world.store.match_jobs.results(job.id, 1) is None


def test_a_job_that_waits_for_a_worker_waits_as_long_as_it_takes(world: World) -> None:
    job = sent(world, asked(1, 1))
    upkeep.sweep(world.store, now=world.now + timedelta(days=400))

    assert world.store.match_jobs.get(job.id).state is State.QUEUED


def test_what_an_upload_left_behind_whose_process_died_is_swept_up(world: World) -> None:
    job = MatchJob(
        id=new_id("mjb", world.now), member_id=world.gamma.id, created_at=world.now, due_at=world.later(hours=1)
    )
    entry = match_jobs.logged(None, job, "receive", world.host, world.now)
    world.store.commit(entry, world.store.match_jobs.begin(job))
    world.store.match_jobs.ask(job, 1, [asked_row(asked(1, 1))])
    ended = upkeep.sweep(world.store, now=world.now).taken.get("match_jobs", 0)

    assert ended == 1
    assert world.store.match_jobs.find(job.id) is None
    assert world.store.match_jobs.open_blocks(job.id) == []


def test_the_log_tells_of_a_job_by_ids_and_counts_only(world: World) -> None:
    job = sent(world, asked(1, 1))
    turn(world, job)
    match_jobs.discard(world.store, job.id, actor=world.host, now=world.now)
    entries = [each for each in world.store.log.everything() if each.fields()["object_id"] == job.id]

    steps = ["receive", "queue", "start", "finish", "purge"]
    assert [each.fields()["action"] for each in entries] == [f"match_job.{step}" for step in steps]
    assert {each.payload for each in entries} == {b'{"queries":0}', b'{"queries":1}'}
