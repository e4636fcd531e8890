import csv
from io import StringIO

from hashdb.reports import document
from hashdb.reports.document import Duration, Figures, Share
from hashdb.reports.tables import Table


def figures(withdrawn: int = 12) -> Figures:
    return Figures(
        tables=[
            Table(id="activated", counted="activated", definition="a", rows={"far_right": 100, "islamist": 400}),
            Table(id="withdrawn", counted="withdrawn", definition="w", rows={"far_right": withdrawn, "islamist": 20}),
        ],
        shares=[Share(id="withdrawal_rate", definition="withdrawn of activated", part="withdrawn", whole="activated")],
        durations=[Duration(id="answer_time", definition="t", seconds=[60.0] * 20)],
    )


def test_a_share_comes_with_its_interval() -> None:
    [rate] = document.compose(figures())["shares"]

    assert rate["rows"]["far_right"] == {"share": 0.12, "low": 0.07, "high": 0.1981}


def test_a_share_does_not_tell_a_hidden_count() -> None:
    [rate] = document.compose(figures(withdrawn=3))["shares"]

    assert rate["rows"] == {"far_right": "hidden", "islamist": "hidden"}


def test_a_document_says_what_it_hides_so_that_a_later_one_hides_it_too() -> None:
    half = document.compose(figures(withdrawn=3))
    year = document.compose(figures(withdrawn=14), before=document.hidden_of(half))

    assert document.hidden_of(half) == {("withdrawn", "far_right"), ("withdrawn", "islamist")}
    assert document.hidden_of(year) >= document.hidden_of(half)


def test_the_csv_has_every_number_on_a_line_of_its_own() -> None:
    lines = list(csv.reader(StringIO(document.as_csv(document.compose(figures())))))

    assert lines[0] == ["metric", "row", "unit", "value", "definition"]
    assert ["withdrawn", "far_right", "count", "12", "w"] in lines
    assert ["withdrawal_rate", "far_right share", "share", "0.12", "withdrawn of activated"] in lines
    assert ["answer_time", "p90", "seconds", "60", "t"] in lines
