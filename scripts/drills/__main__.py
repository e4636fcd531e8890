"""`scripts/drill NAME`: prints a table, or with --json one JSON document; status 1 if anything was lost."""

import sys
from collections.abc import Callable
from dataclasses import asdict

import click
import orjson
from rich.console import Console
from rich.table import Table

from scripts.drills import kill_redis as redis_drill
from scripts.drills import kill_worker as worker_drill
from scripts.drills.toll import Toll

_DRILLS: dict[str, tuple[Callable[[float], Toll], str]] = {
    "kill-redis": (redis_drill.run, "Kill Redis while signals are submitted."),
    "kill-worker": (worker_drill.run, "Kill the delivering worker in mid-delivery."),
}


def _finish(toll: Toll, *, as_json: bool) -> None:
    if as_json:
        click.echo(orjson.dumps(asdict(toll)).decode())
    else:
        table = Table(*asdict(toll))
        table.add_row(*(f"{value:,}" for value in asdict(toll).values()))
        Console().print(table)
    sys.exit(1 if toll.lost else 0)


def _command(name: str) -> click.Command:
    run, about = _DRILLS[name]

    @click.command(name, help=f"{about} Ends with status 1 if anything acknowledged was lost.")
    @click.option("--seconds", default=20.0, show_default=True, help="How long the load and the killing go on.")
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
    def command(seconds: float, as_json: bool) -> None:  # noqa: FBT001 - click passes flags so
        _finish(run(seconds), as_json=as_json)

    return command


drill = click.Group("drill", {name: _command(name) for name in _DRILLS}, help="Break a service of one's own.")

if __name__ == "__main__":
    drill()
