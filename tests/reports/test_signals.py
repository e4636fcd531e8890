from hashdb.records.tally import UNSTATED, Cell
from hashdb.reports import signals
from hashdb.reports.document import Figures, compose

ENTRY = "reg_01"


def cell(event: str, **changes: str) -> Cell:
    usual = {"signal_type": "pdq", "content_type": "image", "tier": "3", "label": "gta", "member_id": "org_1"}
    return Cell(event=event, **{**usual, **changes})


def figures(counts: dict[Cell, int]) -> Figures:
    return signals.figures(counts, {ENTRY: "far_right"}, ["pdq", "md5"])


def rows(counts: dict[Cell, int], table: str) -> dict[str, int]:
    """Return the rows of a table that have anything in them."""
    found = next(each for each in figures(counts).tables if each.id == table)
    return {name: count for name, count in found.rows.items() if count}


def test_submissions_are_told_by_all_that_is_known_of_them() -> None:
    counts = {cell("signal.submitted", ground=ENTRY): 12, cell("signal.submitted", tier="1", label="ict"): 30}

    assert rows(counts, "signals_submitted_by_type") == {"pdq": 42}
    assert rows(counts, "signals_submitted_by_content") == {"image": 42}
    assert rows(counts, "signals_submitted_by_tier") == {"1": 30, "3": 12}
    assert rows(counts, "signals_submitted_by_label") == {"gta": 12, "ict": 30}
    assert rows(counts, "signals_submitted_by_ideology") == {"far_right": 12, UNSTATED: 30}
    assert rows(counts, "signals_submitted_by_ground") == {"register_entry": 12, "behaviour": 30}


def test_what_became_of_signals_is_told_with_the_reasons() -> None:
    counts = {
        cell("signal.rejected", reason="not_tvec"): 12,
        cell("signal.withdrawn", reason="appeal_upheld", ground=ENTRY): 15,
        cell("signal.withdrawn"): 11,
        cell("signal.upheld"): 20,
        cell("signal.overturned"): 14,
    }

    assert rows(counts, "signals_by_step") == {"rejected": 12, "withdrawn": 26}
    assert rows(counts, "signals_rejected_by_reason") == {"not_tvec": 12}
    assert rows(counts, "signals_withdrawn_by_reason") == {"appeal_upheld": 15, UNSTATED: 11}
    assert rows(counts, "signals_withdrawn_by_ideology") == {"far_right": 15, UNSTATED: 11}
    assert rows(counts, "disputes_decided") == {"upheld": 20, "overturned": 14}


def test_errors_are_told_by_ideology_because_that_is_where_bias_shows() -> None:
    counts = {
        cell("signal.active", ground=ENTRY): 100,
        cell("signal.active"): 400,
        cell("signal.withdrawn", ground=ENTRY): 25,
        cell("signal.withdrawn"): 20,
        cell("match.confirmed", ground=ENTRY): 30,
        cell("match.false_positive", ground=ENTRY): 30,
        cell("match.false_positive"): 40,
        cell("match.confirmed"): 60,
    }
    shares = {each["id"]: each["rows"] for each in compose(figures(counts))["shares"]}

    assert shares["withdrawal_rate_by_ideology"]["far_right"]["share"] == 0.25
    assert shares["withdrawal_rate_by_ideology"][UNSTATED]["share"] == 0.05
    assert shares["false_positive_rate_by_ideology"]["far_right"]["share"] == 0.5
    assert shares["false_positive_rate_by_ideology"][UNSTATED]["share"] == 0.4


def test_what_a_machine_set_aside_is_told_apart_from_what_people_decided() -> None:
    counts = {cell("match.found"): 90, cell("match.suppressed"): 20, cell("match.confirmed"): 50}

    assert rows(counts, "matches_found_by_label") == {"gta": 90}
    assert rows(counts, "matches_set_aside") == {"suppressed": 20}
    assert rows(counts, "matches_decided") == {"confirmed": 50}


def test_every_row_that_there_could_have_been_is_there() -> None:
    found = next(each for each in figures({}).tables if each.id == "signals_submitted_by_label")

    assert set(found.rows.values()) == {0}
    assert {"gta", "ict", UNSTATED} <= found.rows.keys()
