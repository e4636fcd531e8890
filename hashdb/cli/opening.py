"""How commands that work on the store directly reach it: by REDIS_URL, or through the data directory."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

import click

from hashdb import logs
from hashdb.processes import redis_server, serve
from hashdb.settings import Settings
from hashdb.store import Store

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


def settings_for(data: str | None) -> Settings:
    """Return the settings, with *data* in place of HASHDB_DATA where it was given."""
    given = {} if data is None else {"HASHDB_DATA": data}
    settings = Settings.from_environment({**os.environ, **given})
    logs.configure("hashdb", settings.log_level)
    return settings


def open_store(data: str | None) -> Store:
    """Open the store of a running installation."""
    settings = settings_for(data)
    return Store.at(redis_server.address(settings), serve.secret_key(settings))


def now() -> datetime:
    """Return the time of this machine."""
    return datetime.now(UTC)


def pass_store(command: Callable[Concatenate[Store, _Given], _Result]) -> Callable[_Given, _Result]:
    """Give a command the store of the data directory that its group was given; opened only when the command runs."""

    @wraps(command)
    def opened(*args: _Given.args, **kwargs: _Given.kwargs) -> _Result:
        return command(open_store(click.get_current_context().obj), *args, **kwargs)

    return opened
