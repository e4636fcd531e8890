"""Which processes make up one machine, in the order in which they start.

    redis (unless REDIS_URL is given)   api   indexer   publisher   workers, some for each queue   scheduler

They stop in the reverse order. Everything a process needs to know reaches it through its environment.
"""

import base64
import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from hashdb.processes import data_directory, private_files, redis_probe, redis_server
from hashdb.processes.child import Process
from hashdb.processes.supervisor import Stage
from hashdb.settings import Settings

# The queues of worker.queue, which this package may not import; a test compares the two.
QUEUES = ("deliveries", "matching", "match-jobs")

Commands = Mapping[str, tuple[str, ...]]

COMMANDS: Commands = {
    "api": (sys.executable, "-m", "hashdb.processes.http_server"),
    "indexer": (sys.executable, "-m", "hashdb.processes.indexer"),
    "publisher": (sys.executable, "-m", "hashdb.processes.publisher"),
    "worker": (sys.executable, "-m", "worker"),
    "scheduler": (sys.executable, "-m", "worker.schedule"),
}

# The same, saying how the first administrator gets in; for `hashdb serve`, whose output somebody reads.
INVITING: Commands = {**COMMANDS, "scheduler": (*COMMANDS["scheduler"], "--first-link")}


def ready_for_children(settings: Settings, redis_url: str) -> Settings:
    """Return *settings* with everything resolved that a child must share with its siblings."""
    key = base64.urlsafe_b64encode(private_files.audit_key(settings).private_bytes_raw()).decode()
    return replace(settings, redis_url=redis_url, secret_key=private_files.secret_key(settings), audit_key=key)


def stages(settings: Settings, lock: int, commands: Commands = COMMANDS) -> tuple[Stage, ...]:
    """Return every stage of `hashdb serve`; *lock* is the open lock file, which the private server keeps open too."""
    private_files.snapshot_key(settings)
    if settings.redis_url:
        redis_probe.require_trustworthy(settings.redis_url)
        return services(ready_for_children(settings, settings.redis_url), commands)
    server = redis_server.prepare(settings.data)
    store = Stage(
        processes=(Process(name="redis", command=server.command, keeps_open=(lock,), patience=60),),
        ready=partial(redis_probe.answers, server.url),
        explain=server.last_words,
        unhurried=True,
    )
    return (store, *services(ready_for_children(settings, server.url), commands))


def services(settings: Settings, commands: Commands = COMMANDS) -> tuple[Stage, ...]:
    """Return the stages that need nothing but the store."""
    environment = settings.to_environment()
    workers = tuple(
        Process(name=f"worker-{queue}-{number}", command=(*commands["worker"], queue), environment=environment)
        for queue in QUEUES
        for number in range(1, settings.workers + 1)
    )
    api = Process(name="api", command=commands["api"], environment=environment)
    indexer = Process(name="indexer", command=commands["indexer"], environment=environment)
    publisher = Process(name="publisher", command=commands["publisher"], environment=environment)
    scheduler = Process(name="scheduler", command=commands["scheduler"], environment=environment, patience=10)
    return (Stage(processes=(api,)), Stage(processes=(indexer, publisher, *workers)), Stage(processes=(scheduler,)))


def prepared(settings: Settings) -> Settings:
    """Return *settings* with a data directory that exists and can be written."""
    return replace(settings, data=data_directory.prepare(settings.data))
