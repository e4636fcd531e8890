"""The service that a command talks to: its address and key, and what is said when it does not answer or refuses."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import click

from hashdb.cli.files import HashedFile
from hashdb.client import ApiError, Client
from hashdb.errors import HashdbError, InvalidInputError, UnavailableError

if TYPE_CHECKING:
    from hashdb.hashing import HashedSignal

_Answer = TypeVar("_Answer")

# Files are sent together, but what is found in the first of slow ones is not kept waiting for long.
_FILES_AT_ONCE = 150
_SECONDS_AT_MOST = 2.0


# Why a file has an error in its line though it could be hashed.
REFUSALS = {
    "refused": "the service finds the file's signals ill-formed",
    "unanswered": "the service refused or did not answer, or the local copy could not be used; the run broke off",
}


class ServiceError(click.ClickException):
    """The service refused or does not answer; the message is one line."""

    exit_code = 4


def service_options(command: Callable[..., None], *, required: bool = True) -> Callable[..., None]:
    """Give a command the address and the key of the service."""
    url = click.option(
        "--url", envvar="HASHDB_URL", required=required, show_envvar=True, help="Address of the service."
    )
    key = click.option(
        "--key",
        envvar="HASHDB_KEY",
        required=required,
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
    """Yield the files in groups that are small enough for one request, and soon enough for whoever waits."""
    batch: list[HashedFile] = []
    began = time.monotonic()
    for file in files:
        batch.append(file)
        if len(batch) == _FILES_AT_ONCE or time.monotonic() - began > _SECONDS_AT_MOST:
            yield batch
            batch, began = [], time.monotonic()
    if batch:
        yield batch


def answered(
    files: Sequence[HashedFile], ask: Callable[[list["HashedSignal"]], list[_Answer]]
) -> Iterator[tuple[HashedFile, list[_Answer]]]:
    """Ask about the signals of all files at once; yield each file with the answers to its own.

    When the service finds the request ill-formed, each file is asked about alone, and has the error if it is its own.
    Any other refusal is raised, once each file has it as its error.
    """
    try:
        answers = iter(ask([signal for file in files for signal in file.sent]))
    except HashdbError as error:
        if error.slug != InvalidInputError.slug:
            yield from ((_failed(file, "unanswered", error), []) for file in files)
            raise
        if len(files) == 1:
            yield _failed(files[0], "refused", error), []
            return
        for file in files:
            yield from answered([file], ask)
        return
    for file in files:
        yield file, [next(answers) for _ in file.sent]


def _failed(file: HashedFile, code: str, error: HashdbError) -> HashedFile:
    """Return the file with this error, unless it has one of its own."""
    return file if file.error else file.failed(code, str(error))
