"""Everything on one machine, in the foreground: what `hashdb serve` and `hashdb run` do."""

import os
from collections.abc import Callable
from functools import partial

from hashdb import identity
from hashdb.errors import FieldProblem, InvalidInputError
from hashdb.processes import data_directory, port, private_files, redis_probe, redis_server, table
from hashdb.processes.supervisor import Supervisor
from hashdb.settings import Settings


def serve(settings: Settings, announce: Callable[[str], None], commands: table.Commands = table.COMMANDS) -> None:
    """Run all processes until asked to stop; *announce* gets one line once they answer.

    What keeps it from starting is raised, after everything that was started has been stopped.
    """
    identity.require_ready(settings)
    settings = table.prepared(settings)
    lock = data_directory.lock(settings.data)
    try:
        port.require_free(settings.host, settings.port)
        stages = table.stages(settings, lock, commands)
        line = f"hashdb is ready: {settings.base_url} (API /v1, docs /docs)"
        ready = partial(port.is_ready, settings.base_url)
        Supervisor(stages, ready=ready, announce=partial(announce, line)).run()
    finally:
        os.close(lock)


def become_redis(settings: Settings) -> None:
    """Become the private Redis server of the data directory, holding its lock."""
    if settings.redis_url:
        raise InvalidInputError(FieldProblem("REDIS_URL", "must be empty: a private server is to be started"))
    settings = table.prepared(settings)
    os.set_inheritable(data_directory.lock(settings.data), True)  # noqa: FBT003 - the standard library's own signature
    _become(redis_server.prepare(settings.data).command, {})


def become(name: str, arguments: tuple[str, ...], settings: Settings) -> None:
    """Become the process *name* of the table, beside a store that somebody else runs."""
    if name == "api":
        identity.require_ready(settings)
    settings = table.prepared(settings)
    if settings.redis_url:
        redis_probe.require_trustworthy(settings.redis_url)
    settings = table.ready_for_children(settings, redis_server.address(settings))
    _become((*table.COMMANDS[name], *arguments), settings.to_environment())


def _become(command: tuple[str, ...], environment: dict[str, str]) -> None:
    os.execvpe(command[0], command, {**os.environ, **environment})  # noqa: S606 - becoming the command is the point


def secret_key(settings: Settings) -> str:
    """Return the key that seals secrets, for commands that work on the store directly."""
    return private_files.secret_key(table.prepared(settings))
