from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hashdb.reports import trends
from hashdb.reports.trends import TrendCell

CELL = TrendCell(
    event="signal.activated",
    content_type="image",
    tier="3",
    ideology="far_right",
    behaviour_label="gta",
    region="western_europe",
    platform_size_class="small",
)


def published(*shares: int) -> list[TrendCell]:
    return trends.published((CELL, f"org_{place}", count) for place, count in enumerate(shares))


def test_ten_cases_of_three_organisations_are_told() -> None:
    assert published(4, 3, 3) == [replace(CELL, count=10)]


def test_nine_are_too_few() -> None:
    assert published(3, 3, 3) == []


def test_two_organisations_are_too_few() -> None:
    assert published(20, 20, 0) == []


def test_an_organisation_with_more_than_four_fifths_would_be_told_by_the_cell() -> None:
    assert published(80, 10, 10) == [replace(CELL, count=100)]
    assert published(81, 10, 9) == []


def test_what_one_organisation_did_on_several_days_is_one_share() -> None:
    cells = trends.published([(CELL, "org_a", 5), (CELL, "org_a", 20), (CELL, "org_b", 5), (CELL, "org_c", 3)])

    assert cells == [replace(CELL, count=35)]


def test_a_week_is_told_two_weeks_after_its_end() -> None:
    week = trends.week_of(date(2027, 3, 4))

    assert week == date(2027, 3, 1)
    assert not trends.is_told(week, date(2027, 3, 21))
    assert trends.is_told(week, date(2027, 3, 22))


@given(st.lists(st.integers(0, 50), max_size=6))
def test_what_is_told_is_a_multiple_of_five_near_the_truth(shares: list[int]) -> None:
    for cell in published(*shares):
        assert cell.count % 5 == 0
        assert abs(cell.count - sum(shares)) <= 2
