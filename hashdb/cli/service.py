"""The service that a command talks to: its address and key, and what is said when it does not answer or refuses."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

import click

from hashdb.cli.files import HashedFile
from hashdb.client import ApiError, Client
from hashdb.errors import UnavailableError

# Signals of so many files always fit into one request.
_FILES_AT_ONCE = 150


class ServiceError(click.ClickException):
    """The service refused or does not answer; the message is one line."""

    exit_code = 4


def service_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the address and the key of the service."""
    url = click.option("--url", envvar="HASHDB_URL", required=True, show_envvar=True, help="Address of the service.")
    key = click.option(
        "--key",
        envvar="HASHDB_KEY",
        required=True,
        show_envvar=True,
        help="Your key; better given as the variable, as others on this machine can see arguments.",
    )
    return url(key(command))


@contextmanager
def service(url: str, key: str) -> Iterator[Client]:
    """Open the service; what it refuses ends the command with one line and exit code 4."""
    try:
        with Client(url, key) as client:
            yield client
    except (ApiError, UnavailableError) as error:
        raise ServiceError(str(error)) from error


def batched(files: Iterable[HashedFile]) -> Iterator[list[HashedFile]]:
    """Yield the files in groups that are small enough for one request."""
    rest = iter(files)
    while batch := list(islice(rest, _FILES_AT_ONCE)):
        yield batch
