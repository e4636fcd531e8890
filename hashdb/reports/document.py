"""A report as it is published: tables, shares, durations, and how to read them; as one JSON document and as CSV."""

import csv
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from io import StringIO
from typing import Any

from hashdb.reports.cells import HIDDEN, SMALL_CELL, Protected, Shown
from hashdb.reports.intervals import wilson
from hashdb.reports.quantiles import Spread, spread
from hashdb.reports.tables import Cell, Table, hidden, protected

Document = dict[str, Any]

NOTE = (
    'Counts of 1 to 9 are shown as "<10"; further numbers are "hidden" where totals, other tables or other reports'
    " would tell them. A share is told with its 95 % interval (Wilson), and only where both of its counts are shown."
    " Every decision counted here was taken by people; machines propose matches and suppress weak ones."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How large a part the rows of one table are of the same rows of another, such as withdrawn of activated."""

    id: str
    definition: str
    part: str
    whole: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """How long something took, in seconds, case by case; only the middle and the slowest tenth are told."""

    id: str
    definition: str
    seconds: Sequence[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All that is counted for a report."""

    tables: Sequence[Table]
    shares: Sequence[Share] = ()
    durations: Sequence[Duration] = ()


def compose(figures: Figures, before: Collection[Cell] = ()) -> Document:
    """Return the body of a report; *before* are cells that reports of overlapping periods have hidden."""
    shown = protected(figures.tables, before)
    return {
        "note": NOTE,
        "tables": [_table(each, shown[each.id]) for each in figures.tables],
        "shares": [_share(each, shown) for each in figures.shares],
        "durations": [_duration(each) for each in figures.durations],
    }


def hidden_of(document: Document) -> frozenset[Cell]:
    """Return the cells that a published document does not show."""
    return hidden({each["id"]: Protected(rows=each["rows"], total=each["total"]) for each in document["tables"]})


def as_csv(document: Document) -> str:
    """Return the document as CSV, a number a line."""
    out = StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(["metric", "row", "unit", "value", "definition"])
    for metric in (*document["tables"], *document["shares"], *document["durations"]):
        for row, value in _values(metric):
            lines.writerow([metric["id"], row, metric["unit"], value, metric["definition"]])
    return out.getvalue()


def _values(metric: Document) -> list[tuple[str, object]]:
    """Return the names and values of one metric."""
    if metric["unit"] == "seconds":
        return [(name, metric[name]) for name in ("count", "median", "p90")]
    if metric["unit"] == "count":
        return [*metric["rows"].items(), ("total", metric["total"])]
    return [pair for row, told in metric["rows"].items() for pair in _bounds(row, told)]


def _bounds(row: str, told: dict[str, float] | str | None) -> list[tuple[str, object]]:
    if not isinstance(told, dict):
        return [(row, told)]
    return [(f"{row} {name}", value) for name, value in told.items()]


def _table(table: Table, shown: Protected) -> Document:
    return {
        "id": table.id,
        "unit": "count",
        "definition": table.definition,
        "rows": dict(shown.rows),
        "total": shown.total,
    }


def _share(share: Share, shown: Mapping[str, Protected]) -> Document:
    part, whole = shown[share.part], shown[share.whole]
    rows = {name: _part(part.rows.get(name, HIDDEN), count) for name, count in whole.rows.items()}
    return {"id": share.id, "unit": "share", "definition": share.definition, "rows": rows}


def _part(part: Shown, whole: Shown) -> dict[str, float] | str | None:
    """Return a share with its bounds; of counts that are not shown, or of too few cases, none."""
    if isinstance(part, str) or isinstance(whole, str):
        return HIDDEN
    if whole < SMALL_CELL:
        return None
    low, high = wilson(min(part, whole), whole)
    return {"share": round(min(part, whole) / whole, 4), "low": round(low, 4), "high": round(high, 4)}


def _duration(duration: Duration) -> Document:
    told: Spread = spread(duration.seconds)
    return {"id": duration.id, "unit": "seconds", "definition": duration.definition, **asdict(told)}
