"""`hashdb serve`: everything on one machine. `hashdb run`: one of its processes alone, for systemd or many machines."""

import os

import click

from hashdb import logs
from hashdb.processes import serve as processes
from hashdb.processes.table import INVITING, QUEUES
from hashdb.settings import Settings


def _settings(**given: str | None) -> Settings:
    named = {f"HASHDB_{name.upper()}": value for name, value in given.items() if value is not None}
    return Settings.from_environment({**os.environ, **named})


@click.command()
@click.option("--host", help="Address to listen on (HASHDB_HOST, 127.0.0.1).")
@click.option("--port", help="Port to listen on (HASHDB_PORT, 8080).")
@click.option("--data", help="Data directory (HASHDB_DATA, var).")
def serve(host: str | None, port: str | None, data: str | None) -> None:
    """Run the private Redis, API, indexer, workers and scheduler until Ctrl-C or SIGTERM.

    Ends with status 0 when asked to stop, 2 when it could not start.
    """
    settings = _settings(host=host, port=port, data=data)
    logs.configure("supervisor", settings.log_level)
    processes.serve(settings, click.echo, INVITING)


@click.group()
def run() -> None:
    """Run one process alone; Redis first, the others find it through REDIS_URL or the data directory."""


@run.command()
def redis() -> None:
    """Run the private Redis server of the data directory."""
    processes.become_redis(_settings())


@run.command()
def api() -> None:
    """Run the HTTP server."""
    processes.become("api", (), _settings())


@run.command()
def indexer() -> None:
    """Run the indexer, once on every machine that has an API or a worker."""
    processes.become("indexer", (), _settings())


@run.command()
def publisher() -> None:
    """Run the publisher of snapshots, on one machine; its data directory's API offers them."""
    processes.become("publisher", (), _settings())


@run.command()
@click.argument("queue", type=click.Choice(QUEUES))
def worker(queue: str) -> None:
    """Run one worker of one queue."""
    processes.become("worker", (queue,), _settings())


@run.command()
def scheduler() -> None:
    """Run the scheduler."""
    processes.become("scheduler", (), _settings())
