"""`scripts/bench NAME`: prints a table, or with --json one JSON document."""

from dataclasses import asdict
from typing import Any

import click
import orjson
from rich.console import Console
from rich.table import Table

from scripts.benches import ingest as ingest_bench


def _show(measured: Any, *, as_json: bool) -> None:  # noqa: ANN401 - any bench's dataclass
    if as_json:
        click.echo(orjson.dumps(asdict(measured)).decode())
        return
    table = Table("what", "measured")
    for name, value in asdict(measured).items():
        table.add_row(name, f"{value:,.1f}" if isinstance(value, float) else f"{value:,}")
    Console().print(table)


@click.group()
def bench() -> None:
    """Measure a hot path on a service of its own, started and stopped by the benchmark."""


@bench.command()
@click.option("--count", default=100_000, show_default=True, help="How many signals to submit.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def ingest(count: int, as_json: bool) -> None:  # noqa: FBT001 - click passes flags so
    """Submit signals in batches of 1,000 over HTTP; then approve some and look them up."""
    _show(ingest_bench.measure(count), as_json=as_json)


if __name__ == "__main__":
    bench()
