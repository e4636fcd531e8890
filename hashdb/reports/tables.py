"""The tables of a report, protected together: what one hides must not be told by another.

Tables that count the same things share their total, a table may take a row of another one apart, and a report of an
overlapping period may have hidden a row that this one must hide, too. Each of these only ever hides more, so going
over them until nothing changes comes to an end.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from hashdb.reports.cells import HIDDEN, TOTAL, Protected, hide_alike

Cell = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Counts by one dimension. Tables with the same `counted` have the same total; `part_of` is a row of another."""

    id: str
    counted: str
    definition: str
    rows: Mapping[str, int]
    part_of: Cell | None = None


def protected(tables: Sequence[Table], before: Collection[Cell] = ()) -> dict[str, Protected]:
    """Return each table as it may be shown; *before* are (table, row) that an overlapping report hides."""
    asked = set(before)
    while True:
        shown = _shown(tables, asked)
        further = _implied(tables, shown) - asked
        if not further:
            return shown
        asked |= further


def hidden(shown: Mapping[str, Protected]) -> frozenset[Cell]:
    """Return all that the tables do not show, as (table, row)."""
    return frozenset((table, row) for table, each in shown.items() for row in each.hidden())


def _shown(tables: Sequence[Table], asked: Collection[Cell]) -> dict[str, Protected]:
    found: dict[str, Protected] = {}
    for counted in {each.counted: None for each in tables}:
        alike = {each.id: each.rows for each in tables if each.counted == counted}
        found |= hide_alike(alike, before=[(table, row) for table, row in asked if table in alike])
    return found


def _implied(tables: Sequence[Table], shown: Mapping[str, Protected]) -> set[Cell]:
    """Return what must be hidden because a row and the total of the table that takes it apart are one number."""
    implied: set[Cell] = set()
    for table in tables:
        if table.part_of is None:
            continue
        whole, row = table.part_of
        if shown[whole].rows[row] == HIDDEN:
            implied.add((table.id, TOTAL))
        if shown[table.id].total == HIDDEN:
            implied.add((whole, row))
    return implied
