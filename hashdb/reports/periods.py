"""Which days a report is about."""

from collections.abc import Iterator
from datetime import date

from hashdb.errors import FieldProblem, InvalidInputError
from hashdb.records.report import ReportKind

_JANUARY, _JULY = 1, 7


def end_of(kind: ReportKind, start: date) -> date:
    """Return the day after the period that begins on *start*, which must be one on which such periods begin."""
    months = {_JANUARY, _JULY} if kind is ReportKind.HALF_YEAR else {_JANUARY}
    if start.day != 1 or start.month not in months:
        raise InvalidInputError(FieldProblem("start", f"must be the first day of a period of a {kind} report"))
    if kind is ReportKind.HALF_YEAR and start.month == _JANUARY:
        return date(start.year, _JULY, 1)
    return date(start.year + 1, _JANUARY, 1)


def latest(today: date) -> Iterator[tuple[ReportKind, date]]:
    """Yield the last periods that are over."""
    yield ReportKind.YEAR, date(today.year - 1, _JANUARY, 1)
    yield ReportKind.TCO_YEAR, date(today.year - 1, _JANUARY, 1)
    this, last = date(today.year, _JANUARY, 1), date(today.year - 1, _JULY, 1)
    yield ReportKind.HALF_YEAR, this if today.month >= _JULY else last
