"""A real worker of Redis Queue, as `python -m worker` starts it, that ends when its queue is empty."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from rq import SimpleWorker
from rq.serializers import JSONSerializer

from hashdb.store import Store
from worker import queue


@contextmanager
def _signals_kept() -> Iterator[None]:
    """Give back the handlers of signals that a worker takes for itself."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def work_off(redis_url: str, name: str) -> None:
    """Run every job that stands in the queue."""
    with queue.connect(redis_url) as connection, _signals_kept():
        worker = SimpleWorker(
            [queue.queue_named(name, connection)],
            connection=connection,
            serializer=JSONSerializer,
            job_class=queue.AllowedJob,
        )
        worker.work(burst=True, logging_level="WARNING")


def do_what_is_due(store: Store, redis_url: str, now: datetime) -> None:
    """Claim what is due, send it, and have it done: once around, as scheduler and workers do it all the time."""
    claimed = store.ledger.claim(now, timedelta(seconds=60), 500)
    with queue.connect(redis_url) as connection:
        queue.send(claimed, connection)
    for name in queue.QUEUES:
        work_off(redis_url, name)
