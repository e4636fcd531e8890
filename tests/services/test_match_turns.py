"""Workers take turns at match jobs: what they find, and what becomes of it when they die or a job ends."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hashdb.errors import FieldProblem
from hashdb.lifecycles.match_job import State
from hashdb.records.match_job import MatchJob
from hashdb.services import match_jobs, match_turns, upkeep
from hashdb.services.job_lines import MOST_HITS, Line, answered_row, asked_row, line_of
from hashdb.services.queries import parse_query
from hashdb.signals import View
from hashdb.store import Debt, Kind
from hashdb.store.ledger import MOST_BEGINNINGS
from tests.services.jobs import asked, found, read, sent, turn
from tests.services.world import World, near, value

VIEWS = (View(name="left", signal_value=value("left"), quality=90), View(name="right", signal_value=value("right")))


def owed(job: MatchJob) -> Debt:
    return Debt(kind=Kind.MATCH_JOB, subject_id=job.id)


def now(world: World, job: MatchJob) -> MatchJob:
    return world.store.match_jobs.get(job.id)


def test_a_job_that_fits_into_a_turn_is_finished(world: World) -> None:
    signal = world.active(1)
    job = sent(world, asked(1, 1), asked(2, 2))

    assert turn(world, job) == 2
    assert (now(world, job).state, now(world, job).finished_at) == (State.FINISHED, world.now)
    assert found(read(world, job)) == {1: [signal.id], 2: []}
    assert not world.store.ledger.is_owed(owed(job))


def test_what_a_turn_does_not_finish_is_owed_at_once_and_not_done_again(world: World) -> None:
    job = sent(world, *(asked(number, number) for number in range(1, 2_502)))
    first = turn(world, job, blocks=1)
    state, claimed = now(world, job).state, world.store.ledger.claim(world.now, world.later(seconds=9) - world.now, 9)
    rest = turn(world, job)

    assert (first, rest) == (1_000, 1_501)
    assert (state, claimed) == (State.RUNNING, [owed(job)])
    assert [each.line for each in read(world, job)] == list(range(1, 2_502))


def test_a_turn_that_died_after_a_block_lost_nothing(world: World) -> None:
    job = sent(world, *(asked(number, number) for number in range(1, 2_002)))

    def dies() -> bool:
        raise MemoryError

    with pytest.raises(MemoryError):
        match_turns.take(world.store, world.matcher, job.id, is_over=dies, now=world.now)
    turn(world, job)

    assert [each.line for each in read(world, job)] == list(range(1, 2_002))
    assert now(world, job).state is State.FINISHED


def test_many_turns_are_no_sign_of_trouble(world: World) -> None:
    job = sent(world, *(asked(number, number) for number in range(1, 3_001)))
    for _ in range(MOST_BEGINNINGS - 1):
        world.store.ledger.begin(owed(job))
    turn(world, job, blocks=1)
    for _ in range(2):
        turn(world, job, blocks=1)

    assert world.store.ledger.give_up_hopeless() == []


def test_a_job_that_ended_meanwhile_is_not_worked_on(world: World) -> None:
    job = sent(world, asked(1, 1))
    match_jobs.discard(world.store, job.id, actor=world.host, now=world.now)

    assert turn(world, job) == 0
    assert world.store.ledger.counts() == {"owed": 0, "dead": 0}


def test_a_job_that_is_deleted_in_the_midst_of_a_turn_stays_deleted(world: World) -> None:
    job = sent(world, *(asked(number, number) for number in range(1, 3_001)))

    def deleted() -> bool:
        if world.store.match_jobs.find(job.id):
            match_jobs.discard(world.store, job.id, actor=world.host, now=world.now)
        return False

    answered = match_turns.take(world.store, world.matcher, job.id, is_over=deleted, now=world.now)

    assert answered == 0
    assert world.store.match_jobs.find(job.id) is None
    assert world.store.match_jobs.done_blocks(job.id) == []
    assert not world.store.ledger.is_owed(owed(job))


def test_a_job_on_which_work_is_begun_in_vain_fails_and_can_be_revived(world: World) -> None:
    job = sent(world, *(asked(number, number) for number in range(1, 2_001)))
    turn(world, job, blocks=1)
    for _ in range(MOST_BEGINNINGS + 1):
        world.store.ledger.begin(owed(job))
    upkeep.audit_ledger(world.store, now=world.now)
    failed = now(world, job)
    world.store.ledger.revive(owed(job), world.now)
    turn(world, job)

    assert (failed.state, failed.due_at) == (State.FAILED, world.now + timedelta(days=7))
    assert now(world, job).state is State.FINISHED
    assert len(read(world, job)) == 2_000


def test_the_radius_of_the_job_counts(world: World) -> None:
    signal = world.active(1)
    text = near(value(1), 12)
    line = Line(number=1, query=parse_query("pdq", text))
    wide, narrow = sent(world, line, radius=12), sent(world, line, radius=11)
    turn(world, wide)
    turn(world, narrow)

    assert found(read(world, wide)) == {1: [signal.id]}
    assert found(read(world, narrow)) == {1: []}


def test_types_without_a_distance_are_found_by_their_value(world: World) -> None:
    signal = world.active(1, signal_type="sha256")
    job = sent(world, Line(number=1, query=parse_query("sha256", value(1))), asked(2, 1))
    turn(world, job)

    assert found(read(world, job)) == {1: [signal.id], 2: []}


@pytest.mark.parametrize(
    "line",
    [
        asked(7, 1),
        asked(7, 1, quality=77, orientations=[value(number) for number in range(8)]),
        asked(7, 1, views=VIEWS),
        Line(number=7, ref="x", problem=FieldProblem("line", "must be JSON")),
        Line(number=7, query=parse_query("md5", "0" * 31 + "1")),
    ],
)
def test_a_line_is_kept_with_all_that_it_said(line: Line) -> None:
    assert line_of(asked_row(line)) == line


def test_only_the_nearest_signals_are_kept_and_how_many_there_were(world: World) -> None:
    hit = world.hits(world.active(1).signal_value)[0]
    row = answered_row(asked(1, 1), [replace(hit, distance=number) for number in range(MOST_HITS + 5)])

    assert len(row[3]) == MOST_HITS
    assert row[4] == 5
