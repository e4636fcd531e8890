"""The queue: which work goes where, and how ids are sent to it.

One queue for each kind of waiting: on others' servers, on our own processor, and for match jobs, which may take hours
and for which nothing else must wait. A worker listens to one queue only, because a worker on several can lose a job
that it took and had not begun. Jobs are JSON, and only those of JOBS are ever run, whatever somebody with access to
Redis may have written there.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from redis import Redis
from rq import Queue
from rq.job import Job
from rq.serializers import JSONSerializer

from hashdb.errors import ForbiddenError
from hashdb.store import Debt, Kind

QUEUES = ("deliveries", "matching", "match-jobs")

# Kind of debt -> queue, job, and how many ids one job takes.
JOBS: dict[Kind, tuple[str, str, int]] = {
    Kind.DELIVER: ("deliveries", "worker.jobs.deliver", 32),
    Kind.DISPATCH: ("matching", "worker.jobs.dispatch", 32),
    Kind.MATCH_SIGNAL: ("matching", "worker.jobs.match_signals", 200),
    Kind.MATCH_INVENTORY: ("matching", "worker.jobs.match_inventory", 200),
    Kind.FOLLOW_WITHDRAWAL: ("matching", "worker.jobs.follow_withdrawals", 32),
    Kind.MATCH_JOB: ("match-jobs", "worker.jobs.work_on_match_jobs", 1),
}
_ALLOWED = {function for _, function, _ in JOBS.values()}
_TIMEOUT_SECONDS = 600
# More would only wait there until their lease is over, and be sent a second time.
_MOST_QUEUED = 50
_FAILURE_KEPT_SECONDS = 3_600


class AllowedJob(Job):
    """A job that runs nothing but the functions of JOBS."""

    @property
    def func(self) -> Callable[..., Any] | None:
        """Return the job's function, or raise ForbiddenError."""
        if self.func_name not in _ALLOWED:
            raise ForbiddenError("a job named a function that is not one of ours")
        function: Callable[..., Any] | None = super().func
        return function


def connect(redis_url: str) -> Redis:
    """Return a connection for RQ, which needs one of its own."""
    return Redis.from_url(redis_url, socket_connect_timeout=5)


def queue_named(name: str, connection: Redis) -> Queue:
    """Return one of QUEUES."""
    return Queue(name, connection=connection, serializer=JSONSerializer, job_class=AllowedJob)


def send(debts: Sequence[Debt], connection: Redis) -> list[Debt]:
    """Send claimed debts to their queues as ids, in batches; return those whose queue is full."""
    waiting: list[Debt] = []
    for kind, group in groupby(sorted(debts, key=lambda debt: debt.kind), key=lambda debt: debt.kind):
        name, function, size = JOBS[kind]
        queue = queue_named(name, connection)
        if queue.count >= _MOST_QUEUED:
            waiting += group
            continue
        for ids in _batches([debt.subject_id for debt in group], size):
            queue.enqueue_call(
                function, args=(ids,), timeout=_TIMEOUT_SECONDS, result_ttl=0, failure_ttl=_FAILURE_KEPT_SECONDS
            )
    return waiting


def _batches(ids: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
