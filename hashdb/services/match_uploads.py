"""Receive a match job: a stream of lines that is never in memory as a whole, acknowledged once all of it is durable.

An upload that breaks off, or breaks a rule of the whole, leaves nothing behind; one whose process died is ended by the
sweep. A line that breaks a rule is answered by its problem, and stops nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import NamedTuple

from hashdb.access import Actor
from hashdb.errors import (
    FieldProblem,
    GuardError,
    IdempotencyKeyReusedError,
    InvalidInputError,
    RequestInProgressError,
    StaleRecordError,
    UnavailableError,
)
from hashdb.ids import new_id
from hashdb.lifecycles.match_job import State, Step
from hashdb.records.match_job import BLOCK, MatchJob
from hashdb.records.policy import Policy
from hashdb.services import match_jobs, matching
from hashdb.services.job_lines import Line, asked_row
from hashdb.services.matching import Query
from hashdb.store import Store, lists

Clock = Callable[[], datetime]
# So many codes fill a block before its lines do, so that one is never too much for a process's memory.
_MOST_CODES = 200 * BLOCK
_GONE = "the upload was cancelled, or took longer than the policy allows (match_job_upload_within)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """What is being sent. `lines` can be read once; `digest` then tells that of all bytes, `cost` that of a query.

    Where the member may look into the review band, `band` is set. `request` is the digest of the Idempotency-Key, which
    belongs to the API key that sent it; None without one.
    """

    lines: Iterator[Line]
    digest: Callable[[], str]
    radius: int | None = None
    band: bool = False
    cost: Callable[[Query], int] = Query.cost
    request: str | None = None


class Received(NamedTuple):
    """A job, and whether it had been received before, under the same Idempotency-Key."""

    job: MatchJob
    repeated: bool


def receive(store: Store, upload: Upload, *, actor: Actor, clock: Clock) -> Received:
    """Keep all lines of an upload and owe their matching.

    Raises GuardError when the member has too many jobs or the upload takes too long, InvalidInputError when it holds
    too much or nothing, and for a repeated Idempotency-Key what `store.idempotency` raises.
    """
    sent = None if upload.request is None else store.match_jobs.sent_as(upload.request)
    known = None if sent is None else store.match_jobs.find(sent)
    if known is not None:
        return Received(_same(known, upload), repeated=True)
    policy = store.policy()
    job = _begun(store, upload, policy, actor, clock())
    with ExitStack() as unless_queued:
        unless_queued.callback(_abandon, store, job, actor, clock)
        total = _keep(store, job, _admitted(job, upload, policy, clock))
        queued = replace(job.advance(Step.QUEUE), total=total, body=upload.digest(), due_at=None)
        owed = store.ledger.owe(match_jobs.debt(job), clock())
        match_jobs.save(store, job, queued, Step.QUEUE, actor, clock(), owed)
        unless_queued.pop_all()
    return Received(queued, repeated=False)


def _same(known: MatchJob, upload: Upload) -> MatchJob:
    """Return the job that the same upload began; all of it is read, because only then it is known to be the same."""
    if known.state is State.RECEIVING:
        raise RequestInProgressError("the first upload with this Idempotency-Key has not ended")
    for _ in upload.lines:
        pass
    if (known.radius, known.body) != (upload.radius, upload.digest()):
        raise IdempotencyKeyReusedError("this Idempotency-Key was used for an upload with another body or radius")
    return known


def _begun(store: Store, upload: Upload, policy: Policy, actor: Actor, now: datetime) -> MatchJob:
    name = lists.of_member("match_jobs", actor.member_id)
    if store.match_jobs.count(name) >= policy.match_jobs_at_once:
        raise GuardError(
            f"a member has at most {policy.match_jobs_at_once} match jobs, finished ones included; delete one first"
        )
    job = MatchJob(
        id=new_id("mjb", now),
        member_id=actor.member_id,
        radius=upload.radius,
        request=upload.request,
        created_at=now,
        due_at=now + timedelta(seconds=policy.match_job_upload_within),
    )
    store.commit(match_jobs.logged(None, job, "receive", actor, now), store.match_jobs.begin(job))
    return job


def _admitted(job: MatchJob, upload: Upload, policy: Policy, clock: Clock) -> Iterator[Line]:
    """Yield the lines that hold something, as long as the job is neither too large nor too slow."""
    hashes = 0
    for sent in upload.lines:
        line = _sound(sent, upload, policy)
        hashes += 1 if line.query is None else upload.cost(line.query)
        if max(hashes, line.number) > policy.match_job_limit:
            rule = f"may hold {policy.match_job_limit} hashes, fewer if they cost more; send several jobs"
            raise InvalidInputError(FieldProblem("body", rule))
        if job.due_at is not None and clock() > job.due_at:
            raise GuardError(_GONE)
        if not line.is_blank():
            yield line


def _sound(line: Line, upload: Upload, policy: Policy) -> Line:
    """Return the line, or the one that says that its signal type does not allow the radius."""
    if line.query is None:
        return line
    try:
        matching.radius_of(line.query.signal_type, upload.radius, policy, band=upload.band)
    except InvalidInputError as error:
        return Line(number=line.number, ref=line.ref, problem=error.problems[0])
    return line


def _keep(store: Store, job: MatchJob, lines: Iterable[Line]) -> int:
    """Keep the lines block by block and return how many there were."""
    rest, total = iter(lines), 0
    while block := list(_block(rest)):
        total += len(block)
        if not store.match_jobs.ask(job, block[0].number, [asked_row(line) for line in block]):
            raise GuardError(_GONE)
    if not total:
        raise InvalidInputError(FieldProblem("body", "must hold at least one query, one a line"))
    return total


def _block(lines: Iterator[Line]) -> Iterator[Line]:
    """Yield the lines of one block: fewer than usual where they are long, as those of videos are."""
    codes = 0
    for line in islice(lines, BLOCK):
        yield line
        codes += line.cost()
        if codes >= _MOST_CODES:
            return


def _abandon(store: Store, job: MatchJob, actor: Actor, clock: Clock) -> None:
    """Delete what an upload left behind; if its end is not known, or the store is away, that is left to the sweep."""
    with suppress(StaleRecordError, UnavailableError):
        match_jobs.end(store, job, Step.ABANDON, actor=actor, now=clock())
