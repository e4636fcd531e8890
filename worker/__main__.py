"""`python -m worker QUEUE`: one worker process on one queue, until it is asked to stop.

It finishes the job at hand before it ends. It needs REDIS_URL and HASHDB_SECRET_KEY; `hashdb run worker` sets both.
"""

import os
import sys

from rq import SimpleWorker
from rq.serializers import JSONSerializer

from hashdb import logs
from hashdb.settings import Settings
from worker.queue import QUEUES, AllowedJob, connect, queue_named

# Work in bulk gives way to whoever waits for an answer on the same machine.
_NICENESS = {"match-jobs": 10}


def main(arguments: list[str]) -> None:
    """Work on the queue named on the command line."""
    if len(arguments) != 1 or arguments[0] not in QUEUES:
        sys.exit(f"usage: python -m worker {'|'.join(QUEUES)}")
    settings = Settings.from_environment(os.environ)
    logs.configure(f"worker-{arguments[0]}", settings.log_level)
    os.nice(_NICENESS.get(arguments[0], 0))
    connection = connect(settings.redis_url)
    SimpleWorker(
        [queue_named(arguments[0], connection)],
        connection=connection,
        serializer=JSONSerializer,
        job_class=AllowedJob,
        worker_ttl=30,
        maintenance_interval=15,
        job_monitoring_interval=10,
        log_job_description=False,
    ).work(logging_level="WARNING")


if __name__ == "__main__":
    main(sys.argv[1:])
