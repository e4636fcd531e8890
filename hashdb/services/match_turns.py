"""Work on match jobs: a turn answers some blocks of one job, and what is left waits for the next turn.

Blocks leave the store's list of open ones as they are answered, so a worker that dies in the midst loses nothing, and
what was done is not done again. Turns are short: many jobs share a worker fairly.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from hashdb.access import SYSTEM
from hashdb.lifecycles.match_job import State, Step
from hashdb.records.match_job import MatchJob
from hashdb.services import match_jobs, matching
from hashdb.services.contention import again_if_stale
from hashdb.services.job_lines import answered_row, line_of
from hashdb.services.matcher import Matcher
from hashdb.store import Debt, Kind, Store

_BEGINNINGS = {State.QUEUED: Step.START, State.FAILED: Step.RESUME}


@again_if_stale
def take(store: Store, signals: Matcher, job_id: str, *, is_over: Callable[[], bool], now: datetime) -> int:
    """Answer blocks of a job, at least one, until the turn *is_over*; return how many lines were answered."""
    debt = Debt(kind=Kind.MATCH_JOB, subject_id=job_id)
    note = store.ledger.begin(debt)
    if note is None:
        return 0
    job = store.match_jobs.find(job_id)
    if job is None or job.state not in {State.RUNNING, *_BEGINNINGS}:
        store.ledger.strike_out(debt, note)
        return 0
    running = _running(store, job, now)
    signals.catch_up()
    answered = 0
    for first_line in store.match_jobs.open_blocks(job_id):
        if answered and is_over():
            store.ledger.pass_on(debt, now)
            return answered
        answered += _answer(store, signals, running, first_line, now)
    _finish(store, running, now)
    return answered


def _running(store: Store, job: MatchJob, now: datetime) -> MatchJob:
    step = _BEGINNINGS.get(job.state)
    if step is None:
        return job
    running = replace(job.advance(step), due_at=None)
    match_jobs.save(store, job, running, step, SYSTEM, now)
    return running


def _answer(store: Store, signals: Matcher, job: MatchJob, first_line: int, now: datetime) -> int:
    """Answer one block; return how many lines it held, 0 when another worker was faster or the job has ended."""
    rows = store.match_jobs.queries(job.id, first_line)
    if rows is None:
        return 0
    lines = [line_of(row) for row in rows]
    queries = [line.query for line in lines if line.query is not None]
    # Whether the radius may lie in the review band was asked when the job was taken.
    found = iter(matching.match(store, signals, queries, policy=store.policy(), radius=job.radius, band=True, now=now))
    answers = [answered_row(line, [] if line.query is None else next(found)) for line in lines]
    return len(lines) if store.match_jobs.answer(job, first_line, answers) else 0


def _finish(store: Store, job: MatchJob, now: datetime) -> None:
    lifetime = timedelta(seconds=store.policy().match_job_lifetime)
    finished = replace(job.advance(Step.FINISH), finished_at=now, due_at=now + lifetime)
    match_jobs.save(store, job, finished, Step.FINISH, SYSTEM, now, store.ledger.settle(match_jobs.debt(job)))
