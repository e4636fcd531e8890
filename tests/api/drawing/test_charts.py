import pytest

from api.drawing import Chart, Series, bars, lines
from api.drawing.charts import BOTTOM, HEIGHT, TOP


def chart(*values: float | None, limit: float | None = None) -> Chart:
    labels = [str(at) for at in range(len(values))]
    return Chart(title="Signals", labels=labels, series=[Series(name="all", values=values)], limit=limit)


def test_the_largest_value_stays_within_the_chart() -> None:
    drawn = bars(chart(3, 97, 12))

    assert min(each.y for each in drawn.bars) >= TOP
    assert all(each.y + each.height == HEIGHT - BOTTOM for each in drawn.bars)


def test_a_value_that_is_not_known_is_a_gap_and_no_nought() -> None:
    known = chart(3, None, 4, 5)

    assert len(bars(known).bars) == 3
    assert lines(known).lines[0].path.count("M") == 2


@pytest.mark.parametrize(
    ("most", "ticks"),
    [(0, [0, 1]), (1, [0, 1]), (3, [0, 1, 2, 3]), (97, [0, 20, 40, 60, 80, 100]), (0.4, [0, 0.1, 0.2, 0.3, 0.4])],
)
def test_the_axis_counts_in_round_steps(most: float, ticks: list[float]) -> None:
    assert [value for _, value in bars(chart(most)).ticks] == pytest.approx(ticks)


def test_a_chart_of_nothing_is_empty() -> None:
    drawn = bars(chart())

    assert (drawn.bars, drawn.labels) == ([], [])


def test_a_limit_above_all_values_is_in_sight() -> None:
    drawn = lines(chart(1, 2, limit=24))

    assert drawn.limit is not None
    assert drawn.limit >= TOP


def test_of_many_labels_a_few_are_shown_and_all_stand_in_the_table() -> None:
    many = chart(*range(31))

    assert len(bars(many).labels) <= 6
    assert [label for label, _ in many.rows] == [str(at) for at in range(31)]
