"""Match jobs as their member sees them: where they stand, what they found, and their end.

An end deletes everything: queries, results and the record. What stays is the audit log, with ids and counts only.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hashdb import audit
from hashdb.access import SYSTEM, Actor
from hashdb.errors import FieldProblem, GuardError, NotFoundError
from hashdb.lifecycles.match_job import BY_CLOCK, BY_MEMBER, LIFECYCLE, Step
from hashdb.records.match_job import MatchJob
from hashdb.records.signal import Signal
from hashdb.services import matching
from hashdb.services.contention import again_if_stale
from hashdb.services.job_lines import Answered, Near, answer_of
from hashdb.services.matching import Hit
from hashdb.signals import PICTURE
from hashdb.store import Debt, Kind, Page, Store, Write, lists

_AT_ONCE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What is told about one line: hits, nearest first, and how many more there were; or its problem."""

    line: int
    ref: str | None
    hits: list[Hit]
    omitted: int = 0
    problem: FieldProblem | None = None

    def is_telling(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.hits) or self.problem is not None


def own(store: Store, job_id: str, *, actor: Actor) -> MatchJob:
    """Return a job of the actor's member; others do not exist for it."""
    job = store.match_jobs.find(job_id)
    if job is None or job.member_id != actor.member_id:
        raise NotFoundError(f"there is no match job {job_id}")
    return job


def page(store: Store, *, after: str | None, limit: int, actor: Actor) -> Page[MatchJob]:
    """Return the member's jobs in the order in which they were begun."""
    return store.match_jobs.page(lists.of_member("match_jobs", actor.member_id), after=after, limit=limit)


def done(store: Store, job: MatchJob) -> int:
    """Return how many of the job's queries are answered."""
    return store.match_jobs.done(job)


def results(
    store: Store, job_id: str, *, after: int = 0, only_telling: bool = False, actor: Actor, now: datetime
) -> Iterator[list[Result]]:
    """Yield what there is of the results behind line *after*, in the order of lines, some at a time.

    While the job runs that is all before the first line that is not answered. Raises NotFoundError for a job of others,
    and GuardError in the midst of it when the job ends meanwhile.
    """
    job = own(store, job_id, actor=actor)
    blocks = store.match_jobs.done_blocks(job.id)
    wanted = blocks[max(0, bisect_right(blocks, after) - 1) :]
    told = (some for first in wanted for some in _told(store, job, first, after, actor, now))
    return ([each for each in some if each.is_telling() or not only_telling] for some in told)


@again_if_stale
def discard(store: Store, job_id: str, *, actor: Actor, now: datetime) -> None:
    """Cancel a job that is not finished, and delete everything of it."""
    job = own(store, job_id, actor=actor)
    end(store, job, BY_MEMBER[job.state], actor=actor, now=now)


def end(store: Store, job: MatchJob, step: Step, *, actor: Actor, now: datetime) -> None:
    """Take the last step of a job's life: delete everything of it, in the act that logs it."""
    settled = store.ledger.settle(debt(job))
    store.commit(logged(job, job.advance(step), step, actor, now), store.match_jobs.remove(job), settled)


def end_by_clock(store: Store, job: MatchJob, now: datetime) -> None:
    """End a job whose time is over: an upload that never ended, results that were kept long enough."""
    end(store, job, BY_CLOCK[job.state], actor=SYSTEM, now=now)


def fail_hopeless(store: Store, now: datetime) -> None:
    """Note which jobs failed: those on which work was begun too often in vain. The operator can revive the debt."""
    lifetime = timedelta(seconds=store.policy().match_job_lifetime)
    for given_up in store.ledger.dead():
        job = store.match_jobs.find(given_up.subject_id) if given_up.kind is Kind.MATCH_JOB else None
        if job is not None and LIFECYCLE.allows(job.state, Step.FAIL):
            failed = replace(job.advance(Step.FAIL), due_at=now + lifetime)
            save(store, job, failed, Step.FAIL, SYSTEM, now)


def save(
    store: Store, before: MatchJob, after: MatchJob, step: Step, actor: Actor, now: datetime, *more: Write
) -> None:
    """Write a step of a job that goes on, with its audit entry and what else belongs to it."""
    store.commit(logged(before, after, step, actor, now), store.match_jobs.put(after, before), *more)


def logged(before: MatchJob | None, after: MatchJob, step: str, actor: Actor, now: datetime) -> audit.Entry:
    """Return the audit entry of a step: ids and counts."""
    return audit.entry(
        actor, f"match_job.{step}", now, before=before, after=after, object_type="match_job", queries=after.total
    )


def debt(job: MatchJob) -> Debt:
    """Return what is owed while the job is not finished."""
    return Debt(kind=Kind.MATCH_JOB, subject_id=job.id)


def _told(
    store: Store, job: MatchJob, first_line: int, after: int, actor: Actor, now: datetime
) -> Iterator[list[Result]]:
    """Yield the results of a block, few enough at a time that all their signals may be in memory."""
    rows = store.match_jobs.results(job.id, first_line)
    if rows is None:
        raise GuardError("the match job has ended meanwhile, and its results are gone")
    behind = [row for row in rows if row[0] > after]
    for start in range(0, len(behind), _AT_ONCE):
        answers = [answer_of(row) for row in behind[start : start + _AT_ONCE]]
        named = dict.fromkeys(near.signal_id for each in answers for near in each.near)
        signals = {signal.id: signal for signal in store.signals.many(list(named)) if signal.is_live(now)}
        yield [_result(each, signals, actor, now) for each in answers]


def _result(answer: Answered, signals: Mapping[str, Signal], actor: Actor, now: datetime) -> Result:
    found = ((near, signals.get(near.signal_id)) for near in answer.near)
    hits = [_hit(near, signal, now) for near, signal in found if signal is not None and _holds(near, signal)]
    told = matching.as_declared(hits, actor.looks_first)
    return Result(line=answer.number, ref=answer.ref, hits=told, omitted=answer.omitted, problem=answer.problem)


def _holds(near: Near, signal: Signal) -> bool:
    """Whether the code that was found is still the signal's: a case that began anew may have brought other views."""
    return near.view == PICTURE or near.row == signal.row


def _hit(near: Near, signal: Signal, now: datetime) -> Hit:
    mode = near.use_mode if matching.is_beyond_doubt(signal, now) else matching.UseMode.REVIEW_ONLY
    return Hit(
        signal=signal,
        distance=near.distance,
        view=near.view,
        query_view=near.query_view,
        use_mode=mode,
        shares=near.shares,
        is_match=near.is_match,
        shadow=signal.in_shadow(now),
    )
