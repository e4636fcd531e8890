"""`scripts/bench NAME`: prints a table, or with --json one JSON document."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import orjson
from rich.console import Console
from rich.table import Table

_as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


def _bench(name: str) -> ModuleType:
    """Import one benchmark, and with it the peers that only some of them need."""
    return import_module(f"scripts.benches.{name}")


def _size(default: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return click.option("--size", default=default, show_default=True, help="How many codes or signals are stored.")


def _show(measured: Any, *, as_json: bool) -> None:  # noqa: ANN401 - any bench's dataclass
    fields = {name: value for name, value in asdict(measured).items() if value is not None}
    if as_json:
        click.echo(orjson.dumps(fields).decode())
        return
    table = Table("what", "measured")
    for name, value in _flat(fields):
        table.add_row(name, _number(value))
    Console().print(table)


def _show_rows(measured: Any, columns: Sequence[str], rows: Mapping[str, Sequence[float]], *, as_json: bool) -> None:  # noqa: ANN401
    """Show one line of numbers for each name, or the whole measurement as JSON."""
    if as_json:
        click.echo(orjson.dumps(asdict(measured)).decode())
        return
    table = Table(*columns)
    for name, numbers in rows.items():
        table.add_row(name, *map(_number, numbers))
    Console().print(table)


def _number(value: float) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.1f}" if abs(value) >= 10 else f"{value:.3f}"  # noqa: PLR2004 - three digits tell enough


def _flat(fields: dict[str, Any]) -> Iterator[tuple[str, float]]:
    for name, value in fields.items():
        if isinstance(value, dict):
            yield from ((f"{name} {inner}", number) for inner, number in value.items())
        else:
            yield name, value


@click.group()
def bench() -> None:
    """Measure a hot path. What needs a service gets one of its own, started and stopped by the benchmark."""


@bench.command()
@_size(1_000_000)
@click.option("--queries", default=500, show_default=True, help="How many queries a round has.")
@click.option("--rounds", default=5, show_default=True, help="How many rounds the medians are taken of.")
@click.option("--multihash/--no-multihash", default=True, help="MultiHash takes 200 bytes a code and more.")
@click.option("--structured", is_flag=True, help="Also search codes of which a tenth lies in 50 clusters.")
@_as_json
def index(size: int, queries: int, rounds: int, multihash: bool, structured: bool, as_json: bool) -> None:  # noqa: FBT001
    """Search 256-bit codes within 31 bits, one query at a time: ours beside faiss Flat and MultiHash.

    All engines take turns in one thread; the hits of each are compared with those of Flat.
    """
    measured = _bench("index").measure(
        size, rounds=rounds, count=queries, with_multihash=multihash, with_structured=structured
    )
    _show(measured, as_json=as_json)


@bench.command()
@click.option("--largest", default=10_000_000, show_default=True, help="Leave larger sizes out.")
@click.option("--queries", default=500, show_default=True, help="How many queries a round has.")
@click.option("--rounds", default=5, show_default=True, help="How many rounds the medians are taken of.")
@click.option("--folder", default="docs", show_default=True, type=click.Path(path_type=Path), help="Where to write.")
def chart(largest: int, queries: int, rounds: int, folder: Path) -> None:
    """Measure what `index` does at 10k to 10M codes, and draw it: latency.svg and latency.md."""
    _bench("chart").draw(largest, folder, rounds=rounds, count=queries)


@bench.command()
@_size(1_000_000)
@click.option("--seconds", default=10.0, show_default=True, help="For how long each kind of load is sent.")
@click.option("--rate", default=500.0, show_default=True, help="Requests a second of which the 99th percentile is.")
@click.option("--processes", default=2, show_default=True, help="API processes.")
@click.option("--while-building", is_flag=True, help="Also while the indexer builds segments all the time.")
@_as_json
def http(size: int, seconds: float, rate: float, processes: int, while_building: bool, as_json: bool) -> None:  # noqa: FBT001
    """Look signals up at /v1/match, one by one and in batches of 256, with a load from a process of its own.

    Every tenth signal asked for is found. Processor time is that of the API's processes, as the system counts it.
    """
    measured = _bench("lookups").measure(
        size, seconds=seconds, rate=rate, processes=processes, while_building=while_building
    )
    _show(measured, as_json=as_json)


@bench.command()
@click.option("--count", default=100_000, show_default=True, help="How many signals to submit.")
@_as_json
def ingest(count: int, as_json: bool) -> None:  # noqa: FBT001 - click passes flags so
    """Submit signals in batches of 1,000 over HTTP; then approve some and look them up."""
    _show(_bench("ingest").measure(count), as_json=as_json)


@bench.command()
@_size(1_000_000)
@click.option("--approvals", default=200, show_default=True, help="How many signals are approved, five a second.")
@click.option("--rate", default=1_000, show_default=True, help="Signals a second that others submit meanwhile.")
@_as_json
def freshness(size: int, approvals: int, rate: int, as_json: bool) -> None:  # noqa: FBT001
    """Approve signals and look each up at two API processes until both find it, while others submit.

    Counted from the answer to the approval until the last of the two lookups was answered.
    """
    _show(_bench("freshness").measure(size, approvals=approvals, rate=rate), as_json=as_json)


@bench.command()
@_size(10_000_000)
@click.option("--starts", default=3, show_default=True, help="How often the process is started each way.")
@_as_json
def coldstart(size: int, starts: int, as_json: bool) -> None:  # noqa: FBT001
    """Start an API process beside a full store and wait until it is ready, with a segment and without."""
    _show(_bench("coldstart").measure(size, starts=starts), as_json=as_json)


@bench.command()
@_size(1_000_000)
@click.option("--requests", default=15, show_default=True, help="How often each page is asked for.")
@click.option("--only", default="", help="Only pages whose line in the table contains this.")
@_as_json
def pages(size: int, requests: int, only: str, as_json: bool) -> None:  # noqa: FBT001
    """Ask for every page, with ten thousand open cases, a log of 200,000 entries and half a year of counts."""
    measured = _bench("pages").measure(size, requests=requests, only=only)
    rows = {
        each.page: [each.median_ms, each.p95_ms, each.worst_ms, each.cpu_ms, each.redis_cpu_ms]
        for each in measured.pages
    }
    columns = ("page, milliseconds", "median", "95 %", "worst", "processor", "of Redis")
    _show_rows(measured, columns, rows, as_json=as_json)


@bench.command()
@_size(1_000_000)
@click.option("--files", default=100, show_default=True, help="How many pictures the folder has that is checked.")
@_as_json
def local(size: int, files: int, as_json: bool) -> None:  # noqa: FBT001
    """Sync a published list to a local copy, and check a folder of pictures with it."""
    _show(_bench("local").measure(size, files=files), as_json=as_json)


@bench.command()
@click.option("--photos", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--limit", type=int, help="Take only so many of them.")
@click.option("--folder", type=click.Path(path_type=Path), help="Also write recall.svg and recall.md there.")
@_as_json
def recall(photos: Path, limit: int | None, folder: Path | None, as_json: bool) -> None:  # noqa: FBT001
    """Change each photograph of a folder in 80 ways, and look all of them up by each strategy.

    The photographs must be distinct: one that is found by another's copy counts as a false pair.
    """
    measured = _bench("recall").measure(photos, limit)
    if folder:
        _bench("recall_chart").write(measured, _bench("machine").described(), folder)
    rows = {name: [of.mean_31, of.mean_48, of.mean_64, of.false_31] for name, of in measured.variants.items()}
    _show_rows(measured, ("variant", "<= 31", "<= 48", "<= 64", "false"), rows, as_json=as_json)
    if not as_json:
        found = {row: list(of.values()) for row, of in (measured.groups | measured.rows).items()}
        _show_rows(measured, ("change, per cent found", *measured.variants), found, as_json=False)


@bench.command()
@click.option("--perception", help="A Python that has the library perception, to measure it too.")
@_as_json
def hashing(perception: str | None, as_json: bool) -> None:  # noqa: FBT001
    """Hash pictures by size and format: milliseconds and peak memory on one core, beside what others do."""
    measured = _bench("hashing").measure(perception)
    rows = {f"{row.input}, {row.pipeline}": [row.ms, row.peak_mb] for row in measured.rows}
    _show_rows(measured, ("input, pipeline", "ms", "peak MB"), rows, as_json=as_json)


if __name__ == "__main__":
    bench()
