"""`scripts/drill NAME`: prints a table, or with --json one JSON document; ends with status 1 if anything was lost."""

import sys
from dataclasses import asdict

import click
import orjson
from rich.console import Console
from rich.table import Table

from scripts.drills import drill as drills
from scripts.drills import faults


@click.command()
@click.argument("name", type=click.Choice(list(faults.TARGETS)))
@click.option("--seconds", default=20.0, show_default=True, help="For how long things are killed.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def drill(name: str, seconds: float, as_json: bool) -> None:  # noqa: FBT001 - click passes flags so
    """Load a service of its own, kill a part of it again and again, and compare what it said with what it kept.

    kill-redis kills the private Redis server, kill-worker the workers of both queues in turn. Webhooks may arrive more
    than once, under the same id; nothing may be lost.
    """
    account = drills.run(name, seconds, Console(stderr=True, quiet=as_json))
    outcome = account.outcome()
    if as_json:
        click.echo(orjson.dumps(asdict(outcome)).decode())
    else:
        _show(asdict(account))
        _show(asdict(outcome))
    sys.exit(1 if outcome.lost else 0)


def _show(counted: dict[str, float]) -> None:
    table = Table("what", "count")
    for name, value in counted.items():
        table.add_row(name.replace("_", " "), f"{value:,.1f}" if isinstance(value, float) else f"{value:,}")
    Console().print(table)


if __name__ == "__main__":
    drill()
