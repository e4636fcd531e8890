"""What an update changes, and which updates are not believed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hashdb.register.diff import compare, refusal
from hashdb.register.files import parse
from tests.register.samples import un_list

TODAY = date(2026, 2, 1)
NOW = datetime(2026, 2, 1, tzinfo=UTC)
HELD = datetime(2026, 1, 1, tzinfo=UTC)


def test_an_update_adds_keeps_ends_and_lets_vanish() -> None:
    standing = {"QDe.1": True, "QDe.2": True, "QDe.3": True, "QDe.4": False, "QDe.5": False}
    update = parse(un_list("QDe.1", "QDe.2", "QDe.5", "QDe.9", QDe_2="2026-01-31"))

    changes = compare(standing, update.records, TODAY)

    assert [each.authority_id for each in changes.added] == ["QDe.9"]
    assert [each.authority_id for each in changes.kept] == ["QDe.1", "QDe.2", "QDe.5"]
    assert changes.ended == frozenset({"QDe.2"})
    assert changes.vanished == frozenset({"QDe.3"})
    assert changes.gone == 2


@pytest.mark.parametrize(("end", "ended"), [("2026-01-31", True), ("2026-02-01", True), ("2026-02-02", False)])
def test_a_designation_ends_on_the_day_of_the_delisting(end: str, *, ended: bool) -> None:
    changes = compare({"QDe.1": True}, parse(un_list("QDe.1", QDe_1=end)).records, TODAY)

    assert bool(changes.ended) is ended


@pytest.mark.parametrize(
    ("known", "gone", "expected", "believed"),
    [
        (100, 10, 0, True),
        (100, 11, 0, False),
        (100, 11, 11, True),
        (400, 20, 0, True),
        (400, 21, 0, False),
        (400, 21, 20, False),
        (9, 1, 0, False),
        (9, 1, 1, True),
        (9, 0, 0, True),
        (0, 0, 0, True),
    ],
)
def test_so_many_may_be_gone_without_anybody_having_said_so(
    known: int, gone: int, expected: int, *, believed: bool
) -> None:
    references = [f"QDe.{number}" for number in range(known)]
    update = parse(un_list(*references[gone:], generated="2026-02-01T00:00:00Z"))
    changes = compare(dict.fromkeys(references, True), update.records, TODAY)

    reason = refusal(changes, known, update.generated_at, HELD, removals=expected, now=NOW)

    assert (reason is None) is believed
    assert reason is None or f"takes away {gone} of {known}" in reason


def test_an_older_list_is_not_believed_and_the_same_one_is() -> None:
    update = parse(un_list("QDe.1", generated=HELD.isoformat()))
    changes = compare({"QDe.1": True}, update.records, TODAY)

    assert refusal(changes, 1, HELD, HELD, removals=0, now=NOW) is None
    assert refusal(changes, 1, HELD, None, removals=0, now=NOW) is None
    older = refusal(changes, 1, HELD - timedelta(seconds=1), HELD, removals=5, now=NOW)
    assert older is not None
    assert "made before the list that is held, which is of 2026-01-01" in older


@pytest.mark.parametrize(("ahead", "believed"), [(24 * 3600, True), (24 * 3600 + 1, False)])
def test_a_list_of_the_future_would_keep_every_later_one_out(ahead: int, *, believed: bool) -> None:
    changes = compare({}, [], TODAY)
    reason = refusal(changes, 0, NOW + timedelta(seconds=ahead), None, removals=0, now=NOW)

    assert (reason is None) is believed
