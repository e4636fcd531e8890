"""What `scripts/bench recall --folder docs` writes: the chart of recall by what was done, and the tables behind it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from scripts.benches.recall import Measured

PICTURE, TABLE = "recall.svg", "recall.md"

_INK, _PALE, _GRID = "#1f2933", "#52606d", "#e4e7eb"
# Variant, its name for people, its colour; all told apart by those who see no red or no green.
_SERIES = (
    ("plain", "plain PDQ", "#9aa5b1"),
    ("fast", "fast", "#30638e"),
    ("fast_views", "fast, signals with views", "#0b6e4f"),
    ("thorough", "thorough", "#d1a054"),
    ("thorough_views", "thorough, signals with views", "#d1495b"),
)


def write(measured: Measured, on: str, folder: Path) -> None:
    """Write the chart and its tables into *folder*."""
    folder.mkdir(exist_ok=True)
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "hashdb", "font.family": "sans-serif"}):
        _figure(measured).savefig(folder / PICTURE, metadata={"Date": None}, facecolor="white")
    (folder / TABLE).write_text(tables(measured, on))


def tables(measured: Measured, on: str) -> str:
    """Return the document that holds the chart and its numbers."""
    lines = [
        "# How many re-uploads are found",
        "",
        f"![Recall at 31 bits by what was done to the photograph]({PICTURE})",
        "",
        f"{measured.photos} distinct photographs, each changed in {measured.changes} ways, saved as JPEG and looked",
        f"up among all of them: {measured.distinct_pairs:,} pairs of a changed photograph and another one. Per cent",
        "found within 31 of 256 bits; between 32 and 64 bits is what is shown to people and never acted on alone.",
        "",
        "The means are of this mixture of changes, two fifths of which leave the picture as it was; the rows are not.",
        "",
        f"Machine: {on}.",
        "Drawn by `scripts/bench recall --photos DIR --folder docs`; the changes are `scripts/benches/reuploads`.",
        "",
        *_of_variants(measured),
        "",
        *_of_rows("what was done", measured.groups),
        "",
        "## Each change",
        "",
        *_of_rows("change", measured.rows),
    ]
    return "\n".join(lines) + "\n"


def _of_variants(measured: Measured) -> Iterator[str]:
    counted = ("<= 31", "<= 48", "<= 64", "false <= 31", "false <= 64", "nearest other")
    yield f"| variant | hashes a query | rows a signal | {' | '.join(counted)} |"
    yield "|---|" + "---:|" * 8
    for name, shown, _ in _SERIES:
        of = measured.variants[name]
        numbers = (of.hashes_a_query, of.rows_a_signal, of.mean_31, of.mean_48, of.mean_64)
        counts = (of.false_31, of.false_64, of.nearest_other)
        yield f"| {shown} | {' | '.join(f'{number:.1f}' for number in numbers)} | {' | '.join(map(str, counts))} |"


def _of_rows(title: str, rows: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    yield f"| {title} | {' | '.join(shown for _, shown, _ in _SERIES)} |"
    yield "|---|" + "---:|" * len(_SERIES)
    for row, found in rows.items():
        yield f"| {row} | {' | '.join(f'{found[name]:.0f}' for name, _, _ in _SERIES)} |"


def _figure(measured: Measured) -> Figure:
    """Draw a bar for each variant and each group of changes, what all of them come to first."""
    means = {"all changes": {name: of.mean_31 for name, of in measured.variants.items()}}
    groups = means | dict(measured.groups)
    figure = Figure(figsize=(8.4, 8.8), layout="constrained")
    axes = figure.subplots()
    height = 0.8 / len(_SERIES)
    for number, (name, shown, colour) in enumerate(_SERIES):
        places = [place + (number - len(_SERIES) / 2 + 0.5) * height for place in range(len(groups))]
        bars = axes.barh(places, [found[name] for found in groups.values()], height * 0.92, color=colour, label=shown)
        axes.bar_label(bars, fmt="%.0f", padding=3, color=_PALE, fontsize=7)
    axes.set_yticks(range(len(groups)), list(groups), color=_INK)
    axes.invert_yaxis()
    axes.set_xlim(0, 106)
    axes.set_xlabel("per cent found within 31 bits", color=_INK)
    axes.tick_params(colors=_INK, length=0)
    axes.grid(axis="x", color=_GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_visible(False)
    figure.legend(loc="outside lower left", ncols=3, frameon=False, fontsize=8)
    title = f"{measured.photos} photographs, {measured.changes} changes of each: how many are found again"
    figure.suptitle(title, x=0.01, ha="left", color=_INK, weight="bold", fontsize=11)
    return figure
