from hypothesis import given
from hypothesis import strategies as st

from hashdb.reports import tables
from hashdb.reports.cells import HIDDEN
from hashdb.reports.tables import Table


def outcomes(**rows: int) -> Table:
    return Table(id="outcomes", counted="requests", definition="what became of requests", rows=rows)


def reasons(**rows: int) -> Table:
    return Table(id="reasons", counted="declined", definition="why", rows=rows, part_of=("outcomes", "declined"))


def test_what_takes_a_hidden_row_apart_does_not_tell_its_sum() -> None:
    shown = tables.protected([outcomes(declined=40, unable=3, removed=60), reasons(not_illegal=40, other=0)])

    assert shown["outcomes"].rows == {"declined": HIDDEN, "unable": "<10", "removed": 60}
    assert shown["reasons"].rows == {"not_illegal": HIDDEN, "other": HIDDEN}


def test_a_row_is_hidden_when_the_table_that_takes_it_apart_cannot_show_its_total() -> None:
    shown = tables.protected([outcomes(declined=11, unable=30, removed=60), reasons(not_illegal=1, other=10)])

    assert shown["reasons"].total == HIDDEN
    assert shown["outcomes"].rows == {"declined": HIDDEN, "unable": HIDDEN, "removed": 60}


def test_what_an_earlier_report_hides_stays_hidden() -> None:
    year = outcomes(declined=15, unable=30, removed=60)

    shown = tables.protected([year], before={("outcomes", "declined")})

    assert shown["outcomes"].rows == {"declined": HIDDEN, "unable": HIDDEN, "removed": 60}


def test_nothing_hidden_is_nothing_hidden() -> None:
    shown = tables.protected([outcomes(declined=15, unable=0, removed=60), reasons(not_illegal=15, other=0)])

    assert tables.hidden(shown) == frozenset()


@given(st.lists(st.integers(0, 30), min_size=3, max_size=3), st.integers(0, 30))
def test_a_row_and_its_parts_show_or_hide_their_common_number_together(counts: list[int], of_first: int) -> None:
    part = min(counts[0], of_first)
    whole = outcomes(declined=counts[0], unable=counts[1], removed=counts[2])
    shown = tables.protected([whole, reasons(not_illegal=part, other=counts[0] - part)])

    assert shown["outcomes"].rows["declined"] == shown["reasons"].total
