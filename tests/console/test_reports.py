"""Reports and alerts by form: drafted, computed, attested by two, published; handled with a word."""

from datetime import date
from pathlib import Path

from hashdb.records.alert import AlertKind
from hashdb.roles import Role
from hashdb.services import alerts
from tests.console.conftest import SignIn
from tests.services.world import World
from tests.services.worlds.counts import add, cell, sign

LIST = "/console/reports"
ALERTS = "/console/alerts"


def test_a_report_is_drafted_computed_attested_by_two_and_published(as_: SignIn, world: World, tmp_path: Path) -> None:
    add(world, date(2026, 5, 1), cell("signal.submitted", world.alpha.id), 40)
    sign(world, tmp_path)
    reviewer, senior, auditor = as_(Role.REVIEWER), as_(Role.SENIOR_REVIEWER), as_(Role.AUDITOR)
    page = reviewer.send(LIST, LIST, kind="half_year", start="2026-01-01").headers["Location"]
    reviewer.send(page, f"{page}/freeze")
    senior.send(page, f"{page}/agree")
    auditor.send(page, f"{page}/agree")
    published = senior.follow(senior.send(page, f"{page}/publish"))

    assert "everybody sees it, and the members are told" in published.text
    assert published.text.count("Ada Ó Briain") >= 2
    assert senior.open(f"{page}/csv").mimetype == "text/csv"


def test_a_report_about_a_period_that_does_not_begin_then_is_refused_at_its_field(as_: SignIn) -> None:
    answer = as_(Role.REVIEWER).send(LIST, LIST, kind="half_year", start="2026-02-01")

    assert answer.status_code == 422
    assert 'id="start_broken"' in answer.text


def test_an_alert_is_handled_with_a_word_about_what_was_done(as_: SignIn, world: World) -> None:
    alerts.raise_now(world.store, AlertKind.SURGE, "trend", "submissions of alpha", now=world.now)
    found = alerts.page(world.store, after=None, limit=1).items[0]
    senior = as_(Role.SENIOR_REVIEWER)
    page = f"{ALERTS}/{found.id}"
    handled = senior.follow(senior.send(page, f"{page}/handle", note="Ein Feiertag, nachgefragt"))

    assert "Ein Feiertag, nachgefragt" in handled.text
    assert f"{page}/handle" not in senior.open(page).text
