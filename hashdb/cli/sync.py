"""`hashdb sync`: keep a verified copy of the list on this machine, to match without telling anybody."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn

from hashdb import logs
from hashdb.cli.local import local_refusals_told
from hashdb.cli.service import service, service_options
from hashdb.errors import ConflictError

EPILOG = """\b
Exit codes:
  0  the copy tells what the service tells
  2  the command was not understood, or another sync of this copy is running
  4  the service refused, or does not answer; what was fetched is kept, and the next sync goes on from there
  5  the snapshot was refused: changed, rolled back or too old; the copy is as it was
"""


class SyncBusyError(click.ClickException):
    """Another sync of the same copy is running."""

    exit_code = 2


class Bar:
    """A progress bar on standard error, if that is a terminal."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID | None = None

    def begin(self, what: str, total: int | None) -> None:
        """Begin another part."""
        self._task = self._progress.add_task(what, total=total)

    def advance(self, steps: int) -> None:
        """Move on."""
        if self._task is not None:
            self._progress.advance(self._task, steps)


@click.command("sync", epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@service_options
@click.option(
    "--public-key", help="The service's key (64 hex digits). Without it the first sync trusts what it is shown."
)
@click.option("--max-age", default=168, show_default=True, help="Oldest snapshot that is accepted, in hours.")
@click.option("--anew", is_flag=True, help="Fetch the whole snapshot again, for a copy that was damaged.")
def sync_command(folder: Path, url: str, key: str, public_key: str | None, max_age: int, *, anew: bool) -> None:
    """Bring the copy of the list in DIR up to date: the signed snapshot first, later what changed.

    Run it every few minutes; each run goes on where the last one ended, however that ended.
    """
    from hashdb.local.syncing import sync  # noqa: PLC0415 - brings the index

    logs.configure("hashdb", "warning")
    is_first = not (folder / "trust.json").exists()
    with local_refusals_told(), _other_sync_told(), service(url, key) as client, _bar() as bar:
        done = sync(
            folder,
            client,
            progress=bar,
            public_key=public_key,
            oldest=timedelta(hours=max_age),
            anew=anew,
        )
    if is_first:
        click.echo(
            f"trusts from now on the key {done.public_key}; compare it with what the operator tells you", err=True
        )
    fetched = f"snapshot {done.sequence}: {done.snapshot_signals} signals, {done.snapshot_bytes} bytes; "
    age = datetime.now(UTC) - done.made_at
    click.echo(
        f"{fetched if done.snapshot_bytes else ''}{done.changes} changes; at {done.checkpoint}; "
        f"the newest snapshot is {int(age.total_seconds())} seconds old"
    )


@contextmanager
def _bar() -> Iterator[Bar]:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield Bar(progress)


@contextmanager
def _other_sync_told() -> Iterator[None]:
    try:
        yield
    except ConflictError as error:
        raise SyncBusyError(str(error)) from error
