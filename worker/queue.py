"""The queue: which work goes where, and how ids are sent to it.

One queue for each kind of waiting: on others' servers, on our own processor, and for match jobs, which may take hours
and for which nothing else must wait. A worker listens to one queue only, because a worker on several can lose a job
that it took and had not begun. Jobs are JSON, and only JOB is ever run, whatever somebody with access to Redis may have
written there.
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

JOB = "worker.jobs.run"
# Kind of debt -> queue, and how many ids one job takes.
JOBS: dict[Kind, tuple[str, int]] = {
    Kind.DELIVER: ("deliveries", 32),
    Kind.CLIMB: ("deliveries", 32),
    Kind.BROADCAST: ("deliveries", 1),
    Kind.DISPATCH: ("matching", 32),
    Kind.MATCH_SIGNAL: ("matching", 200),
    Kind.MATCH_INVENTORY: ("matching", 200),
    Kind.FOLLOW_WITHDRAWAL: ("matching", 32),
    Kind.SCREEN_BENIGN: ("matching", 32),
    Kind.REMEDY: ("matching", 32),
    Kind.FOLLOW_DELISTING: ("matching", 1),
    Kind.MATCH_JOB: ("match-jobs", 1),
}
_TIMEOUT_SECONDS = 600
# More would only wait there until their lease is over, and be sent a second time.
_MOST_QUEUED = 50
_FAILURE_KEPT_SECONDS = 3_600


class AllowedJob(Job):
    """A job that runs nothing but JOB."""

    @property
    def func(self) -> Callable[..., Any] | None:
        """Return the job's function, or raise ForbiddenError."""
        if self.func_name != JOB:
            raise ForbiddenError("a job named a function that is not ours")
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
        name, size = JOBS[kind]
        queue = queue_named(name, connection)
        if queue.count >= _MOST_QUEUED:
            waiting += group
            continue
        for ids in _batches([debt.subject_id for debt in group], size):
            queue.enqueue_call(
                JOB, args=(kind, ids), timeout=_TIMEOUT_SECONDS, result_ttl=0, failure_ttl=_FAILURE_KEPT_SECONDS
            )
    return waiting


def _batches(ids: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
