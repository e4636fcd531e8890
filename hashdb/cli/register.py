"""`hashdb register`: the register of designated entities: import, search, export."""

from pathlib import Path

import click
import orjson

from hashdb.access import OPERATOR
from hashdb.cli.opening import now, pass_store
from hashdb.errors import FieldProblem, ImportRefusedError, InvalidInputError
from hashdb.records.register import Import
from hashdb.register import ftm
from hashdb.register.reading import MOST_BYTES
from hashdb.services import entries, imports, proposals
from hashdb.services.imports import Upload
from hashdb.store import Store

_JSON = (b"{", b"[")


@click.group()
@click.option("--data", help="Data directory (HASHDB_DATA, var); REDIS_URL goes before it.")
@click.pass_context
def register(context: click.Context, data: str | None) -> None:
    """Import lists of designations, search by name, export entries."""
    context.obj = data


@register.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--program", "programs", multiple=True, help="A programme besides those about terrorism, such as CD.")
@click.option("--removals", type=click.IntRange(0), default=0, help="How many records you know to be gone.")
@pass_store
def import_list(store: Store, file: Path, programs: tuple[str, ...], removals: int) -> None:
    """Take in a list of the UN, the EU or OFAC (XML), or FollowTheMoney's entities (JSON).

    What is new is proposed and waits for a senior reviewer; what is missing is flagged for an editor. A list that is
    broken, older than the one that is held, or takes too many away is refused as a whole.
    """
    raw = _read(file)
    if raw.lstrip()[:1] in _JSON:
        made = proposals.propose_entities(store, _entities(raw), actor=OPERATOR, now=now())
        click.echo(f"{len(made)} proposed")
        return
    upload = Upload(raw=raw, programs=frozenset(programs), removals=removals)
    _tell(imports.take(store, upload, actor=OPERATOR, now=now()))


@register.command()
@click.argument("name")
@pass_store
def search(store: Store, name: str) -> None:
    """Search by whole names; a look-alike is marked with a question mark. People decide who is meant."""
    for found in entries.search(entries.directory(entries.everything(store)), name):
        mark = "?" if found.grey else " "
        click.echo(f"{found.score:5.1f}{mark} {found.entry.id}  {found.entry.state:<15}  {found.name}")


@register.command()
@pass_store
def export(store: Store) -> None:
    """Print the usable entries as FollowTheMoney's entities, one a line."""
    for entry in entries.usable(store):
        for entity in ftm.entities(entry):
            click.echo(orjson.dumps(entity).decode())


def _read(file: Path) -> bytes:
    with file.open("rb") as opened:
        raw = opened.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise ImportRefusedError(f"the file has more than {MOST_BYTES} bytes")
    return raw


def _entities(raw: bytes) -> list[dict[str, object]]:
    """Return the entities of a file that has one a line, or a list of them."""
    try:
        found = orjson.loads(raw) if raw.lstrip()[:1] == b"[" else [orjson.loads(each) for each in raw.splitlines()]
    except orjson.JSONDecodeError as error:
        raise InvalidInputError(FieldProblem("file", f"is not JSON: {error}")) from None
    if not all(isinstance(each, dict) for each in found):
        raise InvalidInputError(FieldProblem("file", "must hold entities, one a line or in a list"))
    return list(found)


def _tell(imported: Import) -> None:
    click.echo(f"{imported.source} of {imported.generated_at:%Y-%m-%d}: " + _counts(imported))
    if imported.warning:
        click.echo(f"WARNING  {imported.warning}")


def _counts(imported: Import) -> str:
    return ", ".join(f"{count} {name}" for name, count in imported.counts.items())
