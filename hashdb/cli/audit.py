"""`hashdb audit`: verify the log, as its operator or from outside."""

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from hashdb.cli.opening import open_store
from hashdb.cli.witness import witness_command
from hashdb.client.public_log import PublicLog, followed, recomputed
from hashdb.errors import CorruptLogError, FieldProblem, InvalidInputError
from hashdb.notes import Checkpoint, Note, Verifier
from hashdb.services import checkpoints, log

_ROOT_DIGITS = 64
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def audit() -> None:
    """Verify the audit log, or be its witness."""


audit.add_command(witness_command)


@audit.command()
@click.option("--data", help="Data directory (HASHDB_DATA, var); REDIS_URL goes before it.")
@click.option("--remembered", metavar="SIZE:ROOT", help="A size and root noted earlier, which the log must continue.")
@click.option("--vkey", envvar="HASHDB_AUDIT_VKEY", help="From outside: the log's public key, NAME+ID+KEY.")
@click.option("--url", envvar="HASHDB_URL", help="From outside: address of the service.")
@click.option("--from", "old", type=_FILE, help="The checkpoint that you saved last, which the log must continue.")
@click.option("--save", type=_FILE, help="From outside: where to save the newest checkpoint, if it verifies.")
@click.option("--leaves", is_flag=True, help="From outside: also compute the tree anew from all published leaves.")
def verify(
    data: str | None,
    remembered: str | None,
    vkey: str | None,
    url: str | None,
    old: Path | None,
    save: Path | None,
    *,
    leaves: bool,
) -> None:
    """Verify the log: that it only grew, and that nothing in it was changed.

    An operator (without --vkey) recomputes the whole tree and compares it with all that was signed. Anybody else needs
    the address of the service, its public key, and the checkpoint that was saved the last time. Ends with status 0 when
    the log verifies and 1 when it does not.
    """
    checkpoint = None if old is None else _read(old)
    if vkey is None:
        noted = None if checkpoint is None else (checkpoint.size, checkpoint.root)
        _verify_inside(data, _remembered(remembered) if remembered else noted)
        return
    if url is None:
        raise click.UsageError("say with --url, or HASHDB_URL, where the service is")
    _verify_outside(PublicLog(url), Verifier.parse(vkey), old, save, leaves=leaves)


@audit.command()
@click.option("--data", help="Data directory (HASHDB_DATA, var); REDIS_URL goes before it.")
def key(data: str | None) -> None:
    """Print the public key of the log, to be told to everybody by another way than the service itself."""
    click.echo(str(checkpoints.verifier_of(open_store(data))))


def _verify_inside(data: str | None, remembered: tuple[int, bytes] | None) -> None:
    store = open_store(data)
    with _bar() as progress:
        bar = progress.add_task("verifying", total=None)
        found = log.verify(store, remembered=remembered, progress=lambda seq: progress.update(bar, completed=seq))
    for problem in found.problems:
        click.echo(f"PROBLEM  {problem}")
    click.echo(f"{'verified' if not found.problems else 'BROKEN'}  {found.entries}:{found.root.hex()}")
    sys.exit(1 if found.problems else 0)


def _verify_outside(
    public: PublicLog, verifier: Verifier, old: Path | None, save: Path | None, *, leaves: bool
) -> None:
    try:
        known = None if old is None else Note.parse(old.read_text()).verified(verifier)
        note = followed(public, verifier, known)
        new = Checkpoint.parse(note.text)
        if leaves:
            with _bar() as progress:
                bar = progress.add_task("verifying", total=new.size)
                recomputed(public, new, known, lambda seq: progress.update(bar, completed=seq))
    except CorruptLogError as fault:
        click.echo(f"BROKEN  {fault}")
        sys.exit(1)
    finally:
        public.close()
    if save is not None:
        save.write_text(str(note))
    since = "" if known is None else f", which begin with the {known.size} that were signed before"
    click.echo(f"verified  {new.size}:{new.root.hex()}  {new.origin} has {new.size} entries{since}")


def _read(path: Path) -> Checkpoint:
    try:
        return Checkpoint.parse(Note.parse(path.read_text()).text)
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInputError(FieldProblem("--from", f"cannot be read: {type(error).__name__}")) from None


def _remembered(text: str) -> tuple[int, bytes]:
    size, _, root = text.partition(":")
    try:
        return int(size), bytes.fromhex(root) if len(root) == _ROOT_DIGITS else _refuse()
    except ValueError:
        return 0, _refuse()


def _refuse() -> bytes:
    raise InvalidInputError(FieldProblem("--remembered", "must be a size, a colon and 64 hexadecimal digits"))


def _bar() -> Progress:
    return Progress(
        TextColumn("verifying"), BarColumn(), MofNCompleteColumn(), console=Console(stderr=True), transient=True
    )
