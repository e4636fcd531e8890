"""Hide small counts of a table so that neither its other rows nor its total tell them.

A count of 1 to 9 is shown as "<10", and the first larger row is hidden with it; more are while total and shown rows
leave a hidden one fewer than five possible values. Rows are taken in their order and whatever their size, so which row
goes with it tells nothing, and as its sum with the small ones is known, little is lost. Where no row is left to hide,
neither rows nor total are shown, and no other table shows that total.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

Shown = int | str
HIDDEN = "hidden"
TOTAL = "total"
SMALL_CELL = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Protected:
    """A table as it may be shown: a number, "<10" or "hidden" for each row and for the total."""

    rows: Mapping[str, Shown]
    total: Shown

    def hidden(self) -> frozenset[str]:
        """Return the rows that show no number, and `total` if it shows none."""
        rows = {name for name, shown in self.rows.items() if isinstance(shown, str)}
        return frozenset(rows | ({TOTAL} if isinstance(self.total, str) else set()))


@dataclass(frozen=True, slots=True)
class _Bounds:
    low: int
    high: int

    def width(self) -> int:
        return self.high - self.low + 1


def hide(rows: Mapping[str, int], *, small: int = SMALL_CELL, before: Collection[str] = ()) -> Protected:
    """Return *rows* with their total as they may be shown.

    *before* are rows that another report of an overlapping period has hidden: if this one showed them, the difference
    of the two would tell what that one hides.
    """
    total = sum(rows.values())
    total_shown = _shown(total, TOTAL in before or 0 < total < small, small)
    asked = [name for name in rows if 0 < rows[name] < small or name in before]
    spare = [name for name in rows if rows[name] >= small and name not in asked]
    if asked and spare and all(rows[name] < small for name in asked):
        asked.append(spare.pop(0))
    while asked and not _is_safe(rows, asked, total_shown, small):
        if not spare:
            return nothing_of(rows)
        asked.append(spare.pop(0))
    if total_shown == HIDDEN and not asked:
        return nothing_of(rows)
    return Protected(rows={name: _shown(rows[name], name in asked, small) for name in rows}, total=total_shown)


def hide_alike(
    tables: Mapping[str, Mapping[str, int]], *, before: Collection[tuple[str, str]] = ()
) -> dict[str, Protected]:
    """Return tables that count the same things by different words; *before* are (table, row) hidden elsewhere.

    Their total is one number: what one of them must hide of it, all of them hide.
    """
    totals = {TOTAL} if any(row == TOTAL for _, row in before) else set[str]()
    asked = {name: totals | {row for table, row in before if table == name} for name in tables}
    shown = {name: hide(rows, before=asked[name]) for name, rows in tables.items()}
    if any(each.total == HIDDEN for each in shown.values()):
        return {name: hide(rows, before=asked[name] | {TOTAL}) for name, rows in tables.items()}
    return shown


def nothing_of(rows: Mapping[str, int]) -> Protected:
    """Return *rows* with all numbers hidden: for a table whose total is a hidden row of another one."""
    return Protected(rows=dict.fromkeys(rows, HIDDEN), total=HIDDEN)


def _shown(count: int, is_hidden: bool, small: int) -> Shown:  # noqa: FBT001 (a private function of three words)
    if not is_hidden:
        return count
    return f"<{small}" if 0 < count < small else HIDDEN


def _is_safe(rows: Mapping[str, int], asked: Collection[str], total: Shown, small: int) -> bool:
    """Whether each hidden row could have enough values for all that the shown ones and the total tell."""
    if any(rows[name] == 0 for name in asked):
        return False
    shown = sum(count for name, count in rows.items() if name not in asked)
    rest = _rest(sum(rows.values()), shown, total, small)
    known = [_Bounds(1, small - 1) if rows[name] < small else _Bounds(small, rest.high) for name in asked]
    return all(_could_be(each, known, rest).width() >= max(2, small // 2) for each in known)


def _rest(total: int, shown: int, total_shown: Shown, small: int) -> _Bounds:
    """Return what a reader knows of the sum of the hidden rows."""
    if total_shown == HIDDEN:
        return _Bounds(0, total + small * small)
    if isinstance(total_shown, str):
        return _Bounds(1 - shown, small - 1 - shown)
    return _Bounds(total - shown, total - shown)


def _could_be(one: _Bounds, known: Collection[_Bounds], rest: _Bounds) -> _Bounds:
    """Return the values of one hidden row for which the others can make up the rest."""
    others_low = sum(each.low for each in known) - one.low
    others_high = sum(each.high for each in known) - one.high
    return _Bounds(max(one.low, rest.low - others_high), min(one.high, rest.high - others_low))
