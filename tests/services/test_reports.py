"""Transparency reports: computed once from a period that is over, attested by two, and never telling a small number."""

import csv
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest

from hashdb.access import OPERATOR, Actor
from hashdb.errors import (
    ForbiddenError,
    GuardError,
    IllegalTransitionError,
    InvalidInputError,
    NotFoundError,
    SeparationOfDutiesError,
)
from hashdb.lifecycles.report import State
from hashdb.notes import Checkpoint, Note
from hashdb.records.alert import AlertKind
from hashdb.records.report import Report, ReportKind
from hashdb.records.webhook import EventType
from hashdb.reports.document import Document
from hashdb.services import reports
from hashdb.store import lists
from tests.services.endpoints import receiving
from tests.services.world import World
from tests.services.worlds.counts import add, cell, sign

HALF = date(2026, 7, 1)
IN_IT = date(2026, 12, 1)
AFTER = datetime.fromisoformat("2027-01-10T09:00:00Z")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def drafted(world: World, kind: ReportKind = ReportKind.HALF_YEAR, start: date = HALF) -> Report:
    return reports.draft(world.store, kind, start, actor=world.reviewer, now=world.now)


def frozen(world: World, folder: Path, kind: ReportKind = ReportKind.HALF_YEAR, start: date = HALF) -> Report:
    """Return a report about a period that is over, computed now."""
    world.now = max(world.now, AFTER)
    report = drafted(world, kind, start)
    sign(world, folder)
    return reports.freeze(world.store, report.id, actor=world.reviewer, now=world.now)


def published(world: World, report: Report) -> Report:
    agree(world, report, world.senior)
    agree(world, report, world.auditor)
    return reports.publish(world.store, report.id, actor=world.senior, now=world.now)


def agree(world: World, report: Report, actor: Actor) -> Report:
    return reports.agree(world.store, report.id, actor=actor, now=world.now)


def table(report: Report, name: str) -> Document:
    return next(each for each in reports.body_of(report)["tables"] if each["id"] == name)


def test_a_report_is_computed_from_the_days_of_its_period(world: World, folder: Path) -> None:
    add(world, IN_IT, cell("signal.submitted", world.alpha.id), 40)
    add(world, date(2027, 1, 1), cell("signal.submitted", world.alpha.id), 7)
    report = frozen(world, folder)

    assert table(report, "signals_submitted_by_label")["rows"]["gta"] == 40
    assert table(report, "signals_submitted_by_tier")["total"] == 40


def test_small_numbers_are_hidden_before_anything_is_kept(world: World, folder: Path) -> None:
    add(world, IN_IT, cell("signal.submitted", world.alpha.id), 40)
    add(world, IN_IT, cell("signal.submitted", world.alpha.id, label="ict", tier="1"), 3)
    report = frozen(world, folder)

    assert table(report, "signals_submitted_by_label")["rows"] | {} == {
        **table(report, "signals_submitted_by_label")["rows"],
        "gta": "hidden",
        "ict": "<10",
    }
    assert table(report, "signals_submitted_by_type")["total"] == 43


def test_requests_are_counted_with_their_answers(world: World, folder: Path) -> None:
    for place in range(12):
        world.received(world.confirmed(world.active(place), f"v/{place}"))
    report = frozen(world, folder)

    assert table(report, "requests_by_outcome")["rows"]["open"] == 12
    assert table(report, "requests_by_legal_basis")["rows"]["referral"] == 12
    assert table(report, "requests_by_government")["rows"] == {"yes": 0, "no": 12}


def test_a_report_names_the_checkpoint_up_to_which_it_was_computed(world: World, folder: Path) -> None:
    report = frozen(world, folder)
    checkpoint = Checkpoint.parse(Note.parse(report.checkpoint).text)

    assert reports.body_of(report)["audit"] == {
        "size": checkpoint.size,
        "root": checkpoint.root.hex(),
        "witnesses": 0,
    }


def test_a_period_that_is_not_over_is_not_frozen(world: World) -> None:
    report = drafted(world)

    with pytest.raises(GuardError, match="2027-01-01"):
        reports.freeze(world.store, report.id, actor=world.reviewer, now=world.now)


def test_a_period_begins_where_such_periods_begin(world: World) -> None:
    with pytest.raises(InvalidInputError, match="start"):
        drafted(world, ReportKind.YEAR, HALF)


def test_without_a_signed_log_nothing_is_frozen(world: World) -> None:
    world.now = AFTER
    report = drafted(world)

    with pytest.raises(NotFoundError, match="signed"):
        reports.freeze(world.store, report.id, actor=world.reviewer, now=world.now)


def test_a_senior_reviewer_and_an_auditor_attest_before_it_is_published(world: World, folder: Path) -> None:
    report = frozen(world, folder)

    assert agree(world, report, world.senior).state is State.FROZEN
    assert agree(world, report, world.auditor).state is State.APPROVED
    out = reports.publish(world.store, report.id, actor=world.senior, now=world.now)
    assert (out.state, out.published_at) == (State.PUBLISHED, world.now)


@pytest.mark.parametrize("second", ["senior", "other_senior"])
def test_two_of_one_role_or_one_person_are_not_two(world: World, folder: Path, second: str) -> None:
    report = frozen(world, folder)
    agree(world, report, world.senior)

    with pytest.raises(SeparationOfDutiesError):
        agree(world, report, getattr(world, second))


def test_what_one_has_attested_to_cannot_be_published(world: World, folder: Path) -> None:
    report = frozen(world, folder)
    agree(world, report, world.senior)

    with pytest.raises(IllegalTransitionError):
        reports.publish(world.store, report.id, actor=world.senior, now=world.now)


def test_a_reviewer_does_not_publish(world: World, folder: Path) -> None:
    report = frozen(world, folder)
    agree(world, report, world.senior)
    agree(world, report, world.auditor)

    with pytest.raises(ForbiddenError):
        reports.publish(world.store, report.id, actor=world.reviewer, now=world.now)


def test_what_is_thawed_is_computed_anew_and_nobody_has_attested_to_it(world: World, folder: Path) -> None:
    report = frozen(world, folder)
    agree(world, report, world.senior)
    thawed = reports.thaw(world.store, report.id, actor=world.senior, now=world.now)
    add(world, IN_IT, cell("signal.submitted", world.alpha.id), 40)
    again = reports.freeze(world.store, report.id, actor=world.reviewer, now=world.now)

    assert (thawed.data, thawed.approvals) == ("", ())
    assert table(again, "signals_submitted_by_tier")["total"] == 40
    assert again.approvals == ()


def test_a_correction_is_a_report_of_its_own_beside_the_corrected_one(world: World, folder: Path) -> None:
    old = published(world, frozen(world, folder))
    anew = reports.correct(world.store, old.id, "a day was missing", actor=world.senior, now=world.now)
    kept = world.store.reports.get(old.id)

    assert (kept.state, kept.corrected_by, kept.data) == (State.CORRECTED, anew.id, old.data)
    assert (anew.corrects, anew.state, anew.start) == (old.id, State.DRAFT, old.start)
    assert reports.get(world.store, old.id, actor=world.host) == kept


def test_before_it_is_published_a_report_exists_for_those_who_work_on_it(world: World, folder: Path) -> None:
    report = frozen(world, folder)

    assert reports.get(world.store, report.id, actor=world.auditor) == report
    with pytest.raises(NotFoundError):
        reports.get(world.store, report.id, actor=world.host)
    assert reports.page(world.store, after=None, limit=10, actor=world.host).items == []
    published(world, report)
    assert [each.id for each in reports.page(world.store, after=None, limit=10, actor=world.host).items] == [report.id]


def test_the_year_hides_what_its_half_hides(world: World, folder: Path) -> None:
    add(world, IN_IT, cell("signal.submitted", world.alpha.id), 60)
    add(world, IN_IT, cell("signal.submitted", world.alpha.id, label="ict"), 4)
    add(world, date(2026, 3, 1), cell("signal.submitted", world.alpha.id, label="ict"), 50)
    published(world, frozen(world, folder))
    year = frozen(world, folder, ReportKind.YEAR, date(2026, 1, 1))

    assert table(year, "signals_submitted_by_label")["rows"]["ict"] == "hidden"


def test_a_half_year_is_not_published_behind_its_year(world: World, folder: Path) -> None:
    half = frozen(world, folder)
    published(world, frozen(world, folder, ReportKind.YEAR, date(2026, 1, 1)))
    agree(world, half, world.senior)
    agree(world, half, world.auditor)

    with pytest.raises(GuardError, match="shorter ones first"):
        reports.publish(world.store, half.id, actor=world.senior, now=world.now)


def test_what_was_frozen_before_another_report_hid_a_number_is_frozen_anew(world: World, folder: Path) -> None:
    add(world, IN_IT, cell("signal.submitted", world.alpha.id), 60)
    add(world, IN_IT, cell("signal.submitted", world.alpha.id, label="ict"), 4)
    add(world, date(2026, 3, 1), cell("signal.submitted", world.alpha.id, label="ict"), 50)
    year = frozen(world, folder, ReportKind.YEAR, date(2026, 1, 1))
    published(world, frozen(world, folder))

    with pytest.raises(GuardError, match="freeze it anew"):
        published(world, year)


def test_a_report_for_the_regulation_tells_its_part_of_the_same_numbers(world: World, folder: Path) -> None:
    report = frozen(world, folder, ReportKind.TCO_YEAR, date(2026, 1, 1))
    told = {each["id"] for each in reports.body_of(report)["tables"]}

    assert "requests_by_outcome" in told
    assert not any(each.startswith("signals_") for each in told)


def test_the_csv_tells_the_same(world: World, folder: Path) -> None:
    add(world, IN_IT, cell("signal.submitted", world.alpha.id), 40)
    lines = list(csv.DictReader(StringIO(reports.csv_of(frozen(world, folder)))))

    assert [each["value"] for each in lines if (each["metric"], each["row"]) == ("signals_submitted_by_tier", "3")] == [
        "40"
    ]


def test_a_draft_has_no_figures(world: World) -> None:
    with pytest.raises(GuardError, match="draft"):
        reports.body_of(drafted(world))


def test_members_are_told_of_what_is_published(world: World, folder: Path) -> None:
    receiving(world, EventType.REPORT_PUBLISHED)
    report = published(world, frozen(world, folder))
    [told] = world.store.deliveries.all_of(lists.deliveries_about(report.id))

    assert told.event_type is EventType.REPORT_PUBLISHED


def test_periods_that_are_over_and_not_published_raise_an_alert_once(world: World, folder: Path) -> None:
    published(world, frozen(world, folder, ReportKind.TCO_YEAR, date(2026, 1, 1)))
    reports.remind(world.store, world.now)
    reports.remind(world.store, world.now + timedelta(days=1))
    raised = {each.subject_id: each for each in world.store.alerts.all_of(lists.ALERTS)}

    assert set(raised) == {"half_year 2026-07-01", "year 2026-01-01"}
    assert {each.kind for each in raised.values()} == {AlertKind.OVERDUE}
    assert raised["year 2026-01-01"].due_at == datetime.fromisoformat("2027-03-02T00:00:00Z")


def test_a_new_service_owes_no_report_on_the_time_before_it(world: World) -> None:
    reports.remind(world.store, world.now)

    assert list(world.store.alerts.all_of(lists.ALERTS)) == []


def test_the_operator_drafts_freezes_and_publishes_but_attests_to_nothing(world: World, folder: Path) -> None:
    world.now = AFTER
    report = reports.draft(world.store, ReportKind.HALF_YEAR, HALF, actor=OPERATOR, now=world.now)
    sign(world, folder)
    reports.freeze(world.store, report.id, actor=OPERATOR, now=world.now)

    with pytest.raises(SeparationOfDutiesError):
        agree(world, report, OPERATOR)
