from datetime import date

import pytest

from hashdb.errors import InvalidInputError
from hashdb.records.report import ReportKind
from hashdb.reports import periods


@pytest.mark.parametrize(
    ("kind", "start", "end"),
    [
        (ReportKind.HALF_YEAR, date(2027, 1, 1), date(2027, 7, 1)),
        (ReportKind.HALF_YEAR, date(2027, 7, 1), date(2028, 1, 1)),
        (ReportKind.YEAR, date(2027, 1, 1), date(2028, 1, 1)),
        (ReportKind.TCO_YEAR, date(2027, 1, 1), date(2028, 1, 1)),
    ],
)
def test_a_period_ends_where_the_next_one_begins(kind: ReportKind, start: date, end: date) -> None:
    assert periods.end_of(kind, start) == end


@pytest.mark.parametrize(
    ("kind", "start"), [(ReportKind.YEAR, date(2027, 7, 1)), (ReportKind.HALF_YEAR, date(2027, 1, 2))]
)
def test_no_period_begins_on_another_day(kind: ReportKind, start: date) -> None:
    with pytest.raises(InvalidInputError, match="start"):
        periods.end_of(kind, start)


def test_the_last_half_year_that_is_over_changes_in_july() -> None:
    halves = [dict(periods.latest(date(2027, month, 30)))[ReportKind.HALF_YEAR] for month in (6, 7)]

    assert halves == [date(2026, 7, 1), date(2027, 1, 1)]
