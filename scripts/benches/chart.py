"""The chart of latency against size, and the table behind it: what `scripts/bench chart` writes into docs/."""

from collections.abc import Sequence
from pathlib import Path

import click
import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scripts.benches import index, machine
from scripts.benches.codes import BITS, RADIUS
from scripts.benches.index import Measured

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000)
PICTURE, TABLE = "latency.svg", "latency.md"

_INK, _PALE, _GRID = "#1f2933", "#52606d", "#e4e7eb"
_THOUSAND, _MILLION = 1_000, 1_000_000

# Name, field of Measured, colour (all three told apart by those who see no red or no green), width.
_LINES = (
    ("hashdb", "ours_us", "#0b6e4f", 2.6),
    ("faiss IndexBinaryFlat", "flat_us", "#d1495b", 1.6),
    ("faiss IndexBinaryMultiHash", "multihash_us", "#30638e", 1.6),
)


def draw(largest: int, folder: Path, *, rounds: int, count: int) -> None:
    """Measure every size up to the largest, then write chart and table."""
    rows = []
    for size in (size for size in SIZES if size <= largest):
        click.echo(f"{_short(size)} codes", err=True)
        rows.append(index.measure(size, rounds=rounds, count=count))
    write(rows, machine.described(), folder)


def write(rows: Sequence[Measured], on: str, folder: Path) -> None:
    """Write the chart and its table into *folder*; raises RuntimeError if any engine missed anything."""
    if any({row.recall, row.multihash_recall} != {1.0} for row in rows):
        raise RuntimeError("an engine did not find everything, so the times say nothing")
    folder.mkdir(exist_ok=True)
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "hashdb", "font.family": "sans-serif"}):
        _figure(rows, on).savefig(folder / PICTURE, metadata={"Date": None}, facecolor="white")
    (folder / TABLE).write_text(table(rows, on))


def table(rows: Sequence[Measured], on: str) -> str:
    """Return the document that holds the chart and its numbers."""
    names = (
        "codes",
        "hashdb, µs",
        "Flat, µs",
        "MultiHash, µs",
        "Flat / ours",
        "MultiHash / ours",
        "bytes/code",
        "build, s",
    )
    lines = [
        "# Latency against size",
        "",
        f"![Median time of one query for 10 thousand to 10 million codes]({PICTURE})",
        "",
        f"Median of one query over {BITS}-bit codes at radius {RADIUS}, half of the queries near stored codes; one at",
        "a time, one thread each, the engines taking turns in one run. Each was checked to find what Flat finds.",
        "",
        f"Machine: {on}. Drawn by `scripts/bench chart`.",
        "",
        f"| {' | '.join(names)} |",
        f"|{'---:|' * len(names)}",
        *(_line(row) for row in rows),
    ]
    return "\n".join(lines) + "\n"


def _line(row: Measured) -> str:
    cells = [
        f"{row.size:,}",
        *(f"{time:,.0f}" for time in (row.ours_us, row.flat_us, row.multihash_us or 0)),
        *(f"{ratio:,.1f}" for ratio in (row.flat_over_ours, row.multihash_over_ours or 0)),
        f"{row.bytes_per_code:,.0f}",
        f"{row.build_s:,.2f}",
    ]
    return f"| {' | '.join(cells)} |"


def _figure(rows: Sequence[Measured], on: str) -> Figure:
    figure = Figure(figsize=(8.4, 5.2), layout="constrained")
    axes = figure.subplots()
    sizes = [row.size for row in rows]
    for name, field, colour, width in _LINES:
        times = [getattr(row, field) for row in rows]
        axes.plot(sizes, times, color=colour, linewidth=width, marker="o", markersize=4)
        axes.annotate(
            name, (sizes[-1], times[-1]), (8, 0), textcoords="offset points", color=colour, va="center", weight="bold"
        )
    _dress(axes, sizes)
    title = f"Exact search of 256-bit codes within {RADIUS} bits, one query at a time, one thread"
    figure.suptitle(title, x=0.01, ha="left", color=_INK, weight="bold", fontsize=11)
    figure.supxlabel(f"Medians, engines taking turns. {on}", x=0.01, ha="left", color=_PALE, fontsize=8)
    return figure


def _dress(axes: Axes, sizes: Sequence[int]) -> None:
    """Give the axes their scales and words, and room on the right for the names of the lines."""
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlim(sizes[0] * 0.8, sizes[-1] * (sizes[-1] / sizes[0]) ** 0.42)
    axes.set_xticks(sizes, [_short(size) for size in sizes], color=_INK)
    axes.minorticks_off()
    axes.yaxis.set_major_formatter(lambda microseconds, _: _duration(microseconds))
    axes.set_xlabel("codes stored", color=_INK)
    axes.set_ylabel("median time of a query", color=_INK)
    axes.tick_params(colors=_INK, length=0)
    axes.grid(color=_GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_visible(False)


def _short(size: float) -> str:
    if size >= _MILLION:
        return f"{size / _MILLION:g}M"
    return f"{size / _THOUSAND:g}k"


def _duration(microseconds: float) -> str:
    if microseconds >= _MILLION:
        return f"{microseconds / _MILLION:g} s"
    return f"{microseconds / _THOUSAND:g} ms" if microseconds >= _THOUSAND else f"{microseconds:g} µs"
