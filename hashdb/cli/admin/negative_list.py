"""`hashdb admin negative-list`: hashes of harmless pictures, videos and files, which no signal may stop."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import click

from hashdb.access import OPERATOR
from hashdb.cli.files import HashedFile, Inputs
from hashdb.cli.opening import now, open_store, pass_store
from hashdb.services import negative_list as service
from hashdb.services.negative_list import NewBenign
from hashdb.store import Store

_AT_ONCE = 500
_PAGE = 1_000


@click.group("negative-list")
def negative_list() -> None:
    """Hashes of what is known to be harmless; what is near to them does not become a signal unnoticed."""


@negative_list.command("add")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--type", "types", multiple=True, help="Only signals of these types; by default all that apply.")
@click.option("--note", help="What these files are, and where they come from.")
@click.pass_context
def add(context: click.Context, paths: tuple[Path, ...], types: tuple[str, ...], note: str | None) -> None:
    """Hash files, and all files in folders, on this machine, and add what was found; logos, flags, memes, test cards.

    Signals that are near are put aside, or paused if they are live. Adding switches signals off: each addition is in
    the log, and an alert tells of every live signal that it pauses. A file that cannot be hashed is named.
    """
    inputs = Inputs(paths=paths, types=types)
    store, failed, added = open_store(context.obj), list[str](), 0
    entries = _entries(inputs.hashed(inputs.names()), note, failed)
    while some := list(islice(entries, _AT_ONCE)):
        added += len(service.add(store, some, actor=OPERATOR, now=now()))
    click.echo(f"{added} hashes are in the negative list; {len(failed)} files could not be hashed")
    context.exit(1 if failed else 0)


@negative_list.command("list")
@pass_store
def show(store: Store) -> None:
    """List the entries that count."""
    after: str | None = None
    while True:
        page = service.page(store, after=after, limit=_PAGE)
        for each in page.items:
            if each.retired_at is None:
                click.echo(f"{each.id}  {each.signal_type:<12} {each.origin:<9} {each.signal_value}  {each.note or ''}")
        if page.next is None:
            return
        after = page.next


@negative_list.command("retire")
@click.argument("benign_id")
@pass_store
def retire(store: Store, benign_id: str) -> None:
    """Take an entry out of the list; what was put aside or paused for it stays so until people decide."""
    service.retire(store, benign_id, actor=OPERATOR, now=now())
    click.echo(f"{benign_id} is retired")


def _entries(files: Iterable[HashedFile], note: str | None, failed: list[str]) -> Iterator[NewBenign]:
    """Yield what files add, and name those that failed, for the caller to count."""
    for file in files:
        if file.error:
            failed.append(file.name)
            click.echo(f"{file.name}: {file.error['message']}", err=True)
        yield from _of_file(file, note)


def _of_file(file: HashedFile, note: str | None) -> Iterator[NewBenign]:
    """Yield what a file adds: the value of each signal, and of a video its frames in place of it."""
    for signal in file.signals:
        if signal.signal_type == "vpdq":
            for frame in dict.fromkeys(view.signal_value for view in signal.views):
                yield NewBenign(signal_type="pdq", signal_value=frame, note=note)
        else:
            yield NewBenign(signal_type=signal.signal_type, signal_value=signal.signal_value, note=note)
