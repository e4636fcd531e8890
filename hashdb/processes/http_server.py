"""The HTTP server process: granian with blocking threads, in front of the WSGI application `api.wsgi:app`.

    python -m hashdb.processes.http_server

It binds, spreads and logs; routes and answers are the application's. Any other WSGI server can take its place.

What all of the server's processes need is imported once, before they are forked: they share its memory, and one that
takes the place of a dead one answers as soon as it has read the list.
"""

import gc
import multiprocessing
import os
import shutil
import signal
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from hashdb import logs
from hashdb.index import compile_kernels
from hashdb.processes import cores, tether
from hashdb.settings import Settings

APPLICATION = "api.wsgi:app"
# Of it, what neither opens a connection nor starts a thread.
SHARED = "api.app"

# Connections that each process holds at once, busy or idle; at the limit it accepts no more. Far above the threads,
# because browsers and clients keep idle connections open.
CONNECTIONS = 1024

# What is in flight may take this long after a request to stop.
PATIENCE = 20

LOGGING = {"formatters": {}, "handlers": {}, "loggers": {"_granian": {"level": "ERROR"}}}


def load(target: str, *, parent: int, settings: Settings) -> Callable[..., Any]:
    """In each of the server's processes: tie it to the main one, give it a processor and import the application."""
    tether.tie_to(parent)
    logs.configure("api", settings.log_level)
    if settings.api_pinned:
        cores.take_one(settings.data / "cores")
    module, _, name = target.partition(":")
    application: Callable[..., Any] = getattr(import_module(module), name)
    return application


def serve(settings: Settings, target: str = APPLICATION) -> None:
    """Answer HTTP until asked to stop, then finish what is in flight."""
    multiprocessing.set_start_method("fork", force=True)
    os.register_at_fork(after_in_child=_forget_handlers)
    server = Granian(
        target,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=settings.api_workers,
        blocking_threads=settings.api_threads,
        backlog=CONNECTIONS,
        backpressure=CONNECTIONS,
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE,
        log_level=LogLevels.error,
        log_dictconfig=LOGGING,
    )
    server.serve(target_loader=partial(load, parent=os.getpid(), settings=settings))


def _forget_handlers() -> None:
    """Let a process that was asked to stop before it has handlers of its own end, as if it had been started afresh."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


def prepare() -> None:
    """Import what the processes share; a garbage collection in one of them shall not write to its memory."""
    gc.disable()
    import_module(SHARED)
    compile_kernels()
    gc.enable()
    gc.freeze()


def share_counters(data: Path) -> None:
    """Let the processes count for Prometheus into one directory, emptied now, so that each answers for all."""
    folder = data / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder.absolute())


def main() -> None:
    """Serve as the environment says."""
    settings = Settings.from_environment(os.environ)
    logs.configure("api", settings.log_level)
    share_counters(settings.data)
    prepare()
    serve(settings)


if __name__ == "__main__":
    main()
