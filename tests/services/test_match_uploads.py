"""What becomes of an upload: a job, or nothing at all."""

from collections.abc import Iterator

import pytest

from hashdb.access import OPERATOR
from hashdb.errors import (
    FieldProblem,
    GuardError,
    IdempotencyKeyReusedError,
    InvalidInputError,
    RequestInProgressError,
)
from hashdb.lifecycles.match_job import State
from hashdb.services import match_jobs, policies
from hashdb.services.job_lines import Line
from hashdb.services.queries import parse_query
from hashdb.store import Debt, Kind, lists
from tests.services.jobs import asked, receive, sent, upload
from tests.services.world import World, value


def jobs_of(world: World) -> list[State]:
    """Return the states of platform gamma's jobs."""
    return [each.state for each in match_jobs.page(world.store, after=None, limit=9, actor=world.host).items]


def actions(world: World) -> list[str]:
    """Return what the log says about match jobs."""
    entries = (each.fields() for each in world.store.log.everything())
    return [each["action"] for each in entries if each["object_type"] == "match_job"]


def test_an_upload_becomes_a_job_that_is_owed(world: World) -> None:
    job = sent(world, *(asked(number, number) for number in range(1, 2_502)))

    assert (job.state, job.total) == (State.QUEUED, 2_501)
    assert world.store.match_jobs.get(job.id) == job
    assert world.store.match_jobs.open_blocks(job.id) == [1, 1001, 2001]
    assert world.store.ledger.is_owed(Debt(kind=Kind.MATCH_JOB, subject_id=job.id))
    assert actions(world) == ["match_job.receive", "match_job.queue"]


def test_blank_lines_are_not_counted_but_keep_their_numbers(world: World) -> None:
    job = sent(world, Line(number=1), asked(2, 1), Line(number=3))
    rows = world.store.match_jobs.queries(job.id, 2) or []

    assert job.total == 1
    assert [row[0] for row in rows] == [2]


def test_a_line_with_a_problem_stops_nothing(world: World) -> None:
    job = sent(world, Line(number=1, problem=FieldProblem("line", "must be JSON")), asked(2, 1))

    assert (job.state, job.total) == (State.QUEUED, 2)


@pytest.mark.parametrize("lines", [(), (Line(number=1), Line(number=2))])
def test_an_upload_without_a_query_is_refused_and_leaves_nothing(world: World, lines: tuple[Line, ...]) -> None:
    with pytest.raises(InvalidInputError, match="body: must hold at least one query"):
        sent(world, *lines)

    assert jobs_of(world) == []
    assert actions(world) == ["match_job.receive", "match_job.abandon"]


def test_an_upload_that_breaks_off_leaves_nothing(world: World) -> None:
    def lines() -> Iterator[Line]:
        yield from (asked(number, number) for number in range(1, 1_500))
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        receive(world, upload(lines()))

    assert jobs_of(world) == []
    assert world.store.match_jobs.count(lists.MATCH_JOBS_DUE) == 0


def test_a_job_may_hold_so_many_hashes_and_no_more(world: World) -> None:
    policies.change(world.store, {"match_job_limit": 9}, actor=OPERATOR, now=world.now)
    turned = [value(number) for number in range(8)]
    job = sent(world, asked(1, 1, orientations=turned))

    assert job.total == 1
    with pytest.raises(InvalidInputError, match="body: may hold 9 hashes"):
        sent(world, asked(1, 1, orientations=turned), asked(2, 2))
    with pytest.raises(InvalidInputError, match="body: may hold 9 hashes"):
        sent(world, *(Line(number=number) for number in range(1, 11)))


def test_a_member_has_only_so_many_jobs_at_a_time(world: World) -> None:
    policies.change(world.store, {"match_jobs_at_once": 2}, actor=OPERATOR, now=world.now)
    first, _ = (sent(world, asked(1, number)) for number in range(2))
    with pytest.raises(GuardError, match="at most 2 match jobs"):
        sent(world, asked(1, 3))
    match_jobs.discard(world.store, first.id, actor=world.host, now=world.now)

    assert sent(world, asked(1, 3)).state is State.QUEUED


def test_an_upload_that_takes_too_long_is_refused(world: World) -> None:
    def lines() -> Iterator[Line]:
        yield asked(1, 1)
        world.later(seconds=3_601)
        yield asked(2, 2)

    with pytest.raises(GuardError, match="longer than the policy allows"):
        receive(world, upload(lines()))
    assert jobs_of(world) == []


def test_an_upload_whose_job_is_deleted_meanwhile_ends(world: World) -> None:
    def lines() -> Iterator[Line]:
        yield from (asked(number, number) for number in range(1, 1_001))
        for each in match_jobs.page(world.store, after=None, limit=9, actor=world.host).items:
            match_jobs.discard(world.store, each.id, actor=world.host, now=world.now)
        yield asked(1_001, 1_001)

    with pytest.raises(GuardError, match="cancelled"):
        receive(world, upload(lines()))
    assert actions(world) == ["match_job.receive", "match_job.cancel"]


def test_a_radius_that_a_type_does_not_allow_is_the_problem_of_its_line(world: World) -> None:
    narrow = Line(number=2, ref="narrow", query=parse_query("dhash", "0123456789abcdef"))
    job = sent(world, asked(1, 1), narrow, radius=20)
    rows = world.store.match_jobs.queries(job.id, 1) or []

    assert [row[2] for row in rows] == [None, ["radius", "must be 0 to 10 for dhash"]]


def test_the_same_upload_under_the_same_idempotency_key_is_the_same_job(world: World) -> None:
    first = receive(world, upload([asked(1, 1)], body="a", request="key"))
    again = receive(world, upload([asked(1, 1)], body="a", request="key"))

    assert (first.repeated, again.repeated) == (False, True)
    assert again.job == first.job
    assert len(jobs_of(world)) == 1


@pytest.mark.parametrize("other", [{"body": "b"}, {"radius": 3}])
def test_another_upload_under_the_same_idempotency_key_is_refused(world: World, other: dict[str, object]) -> None:
    receive(world, upload([asked(1, 1)], body="a", request="key"))

    with pytest.raises(IdempotencyKeyReusedError):
        receive(world, upload([asked(1, 1)], **{"body": "a", "request": "key", **other}))  # type: ignore[arg-type]
    assert len(jobs_of(world)) == 1


def test_an_idempotency_key_is_in_use_while_its_upload_goes_on(world: World) -> None:
    def lines() -> Iterator[Line]:
        yield asked(1, 1)
        with pytest.raises(RequestInProgressError):
            receive(world, upload([asked(1, 1)], request="key"))

    assert receive(world, upload(lines(), request="key")).job.total == 1


def test_an_upload_that_broke_off_may_be_sent_again_under_its_idempotency_key(world: World) -> None:
    with pytest.raises(InvalidInputError):
        receive(world, upload([], request="key"))

    assert receive(world, upload([asked(1, 1)], request="key")).job.state is State.QUEUED
