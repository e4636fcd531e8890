from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashdb.reports.cells import HIDDEN, Protected, hide, hide_alike

_COUNTS = st.dictionaries(st.sampled_from(["pdq", "md5", "text", "url", "video", "phash"]), st.integers(0, 60))


def test_counts_from_ten_on_are_shown() -> None:
    shown = hide({"pdq": 10, "md5": 25, "text": 0})

    assert shown == Protected(rows={"pdq": 10, "md5": 25, "text": 0}, total=35)


def test_one_small_count_takes_another_row_with_it_because_the_total_would_tell_it() -> None:
    shown = hide({"pdq": 3, "md5": 25, "text": 40})

    assert shown == Protected(rows={"pdq": "<10", "md5": HIDDEN, "text": 40}, total=68)


def test_two_small_counts_protect_each_other_where_there_is_nothing_else_and_their_sum_leaves_room() -> None:
    assert hide({"pdq": 4, "md5": 6, "text": 0}).rows == {"pdq": "<10", "md5": "<10", "text": 0}
    assert hide({"pdq": 9, "md5": 9, "text": 0}).rows == {"pdq": HIDDEN, "md5": HIDDEN, "text": HIDDEN}


def test_a_row_just_above_the_threshold_protects_too_little_and_another_helps() -> None:
    assert hide({"pdq": 1, "md5": 10, "text": 40, "url": 41}).rows == {
        "pdq": "<10",
        "md5": HIDDEN,
        "text": HIDDEN,
        "url": 41,
    }


def test_a_small_total_is_small_itself() -> None:
    assert hide({"pdq": 4, "md5": 0}) == Protected(rows={"pdq": "<10", "md5": 0}, total="<10")


def test_where_nothing_can_protect_a_row_nothing_is_shown() -> None:
    assert hide({"pdq": 1, "md5": 10}) == Protected(rows={"pdq": HIDDEN, "md5": HIDDEN}, total=HIDDEN)


def test_a_total_that_one_table_hides_is_told_by_no_other() -> None:
    shown = hide_alike({"by_type": {"pdq": 1, "md5": 10}, "by_tier": {"1": 0, "2": 11}})

    assert shown["by_type"].total == shown["by_tier"].total == HIDDEN
    assert shown["by_tier"].rows == {"1": HIDDEN, "2": HIDDEN}


def test_a_row_that_an_overlapping_report_hides_is_hidden_with_another() -> None:
    shown = hide({"pdq": 30, "md5": 25, "text": 40}, before={"md5"})

    assert shown == Protected(rows={"pdq": HIDDEN, "md5": HIDDEN, "text": 40}, total=95)


@pytest.mark.parametrize("width", [1, 2, 3])
def test_even_who_knows_how_rows_are_chosen_cannot_solve_for_a_hidden_one(width: int) -> None:
    alike: defaultdict[str, list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(24), repeat=width):
        rows = {f"row{place}": count for place, count in enumerate(counts)}
        alike[str(hide(rows, small=6))].append(counts)
    shown = {
        tables[0]: hide({f"row{n}": count for n, count in enumerate(tables[0])}, small=6) for tables in alike.values()
    }
    solved = [
        (tables, place)
        for tables in alike.values()
        for place in range(width)
        if f"row{place}" in shown[tables[0]].hidden()
        and sum(tables[0]) < 20  # beyond, what looks alike was not all tried
        and len({table[place] for table in tables}) < 2
    ]

    assert solved == []


@given(_COUNTS)
def test_no_small_count_is_ever_shown_and_the_rest_is_true(rows: dict[str, int]) -> None:
    shown = hide(rows)

    assert all(shown.rows[name] in {count, HIDDEN} for name, count in rows.items() if not 0 < count < 10)
    assert all(shown.rows[name] in {"<10", HIDDEN} for name, count in rows.items() if 0 < count < 10)
    assert shown.total in {sum(rows.values()), HIDDEN, "<10"}


@given(_COUNTS)
def test_from_the_sum_of_the_rest_a_small_count_has_several_values(rows: dict[str, int]) -> None:
    shown = hide(rows)
    small = [name for name, each in shown.rows.items() if each == "<10"]
    others = [name for name, each in shown.rows.items() if each == HIDDEN]
    if isinstance(shown.total, str) or not small:
        return
    rest = shown.total - sum(each for each in shown.rows.values() if isinstance(each, int))
    low = max(1, rest - 9 * (len(small) - 1)) if not others else 1
    high = min(9, rest - (len(small) - 1) - 10 * len(others))

    assert high - low >= 4
