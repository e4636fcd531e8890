"""`--local DIR`: matching with the copy that `hashdb sync` keeps, in place of the service."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hashdb import logs
from hashdb.cli.service import service, service_options
from hashdb.client import Hit
from hashdb.errors import SnapshotError

if TYPE_CHECKING:
    from hashdb.hashing import HashedSignal

MAX_AGE_HOURS = 24

Lookup = Callable[[list["HashedSignal"]], list[list[Hit]]]
max_age_option = click.option(
    "--max-age",
    default=MAX_AGE_HOURS,
    show_default=True,
    type=click.IntRange(1),
    help="Oldest copy to match with, in hours since its last sync.",
)


class LocalCopyError(click.ClickException):
    """The copy cannot be used; the message is one line."""

    exit_code = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where signals are looked up: in the copy in *folder*, without one at the service."""

    folder: Path | None
    max_age: int
    url: str | None
    key: str | None

    @contextmanager
    def lookup(self, radius: int | None) -> Iterator[Lookup]:
        """Open it, and end the command with one line when it cannot be used."""
        if self.folder is not None:
            with local_refusals_told():
                yield _opened(self.folder, self.max_age, radius)
            return
        with service(_needed("url", self.url), _needed("key", self.key)) as client:
            yield partial(client.match, radius=radius)


def place_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the service's address and key, or the local copy, as one `place`."""

    @wraps(command)
    def bundled(*given: Any, local: Path | None, max_age: int, url: str | None, key: str | None, **rest: Any) -> None:  # noqa: ANN401 - click's
        command(*given, place=Place(folder=local, max_age=max_age, url=url, key=key), **rest)

    folder = click.Path(path_type=Path, file_okay=False)
    copy = click.option("--local", type=folder, metavar="DIR", help="Match with the copy in DIR and tell nobody.")
    return copy(max_age_option(service_options(bundled, required=False)))


@contextmanager
def local_refusals_told() -> Iterator[None]:
    """End the command with one line and exit code 5 when the copy cannot be trusted."""
    try:
        yield
    except SnapshotError as error:
        raise LocalCopyError(str(error)) from error


def _opened(folder: Path, max_age: int, radius: int | None) -> Lookup:
    from hashdb.local import LocalList  # noqa: PLC0415 - brings the index

    logs.configure("hashdb", "warning")
    opened = LocalList(folder, oldest=timedelta(hours=max_age))
    click.echo(f"matching with the copy of {opened.synced_at:%Y-%m-%d %H:%M:%S} UTC", err=True)
    return partial(opened.match, radius=radius)  # type: ignore[return-value]  # the same documents


def _needed(name: str, value: str | None) -> str:
    if not value:
        hint = f"'--{name}' (env var: 'HASHDB_{name.upper()}')"
        raise click.MissingParameter(param_hint=hint, param_type="option")
    return value
