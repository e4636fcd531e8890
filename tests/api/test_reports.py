"""Reports, trends and early warning over HTTP: who may what, and what everybody is shown."""

import csv
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from hashdb.roles import Role
from tests.api.sample import START, Clock, Headers, KeyFor
from tests.services.world import World
from tests.services.worlds.counts import add, cell, platform, sign

HALF = {"kind": "half_year", "start": "2026-07-01"}
AFTER = timedelta(days=50)
PURPOSE = "a study of how recruitment material moves"


@pytest.fixture
def reviewer(key_for: KeyFor) -> Headers:
    return {"Authorization": key_for(Role.REVIEWER)}


@pytest.fixture
def senior(key_for: KeyFor) -> Headers:
    return {"Authorization": key_for(Role.SENIOR_REVIEWER)}


@pytest.fixture
def auditor(key_for: KeyFor) -> Headers:
    return {"Authorization": key_for(Role.AUDITOR)}


@pytest.fixture
def frozen(client: FlaskClient, clock: Clock, world: World, reviewer: Headers, tmp_path: Path) -> str:
    """The id of a report on the last half-year, computed."""
    add(world, date(2026, 12, 1), cell("signal.submitted", world.alpha.id), 40)
    add(world, date(2026, 12, 1), cell("signal.submitted", world.alpha.id, label="ict"), 3)
    clock.moment = START + AFTER
    made: dict[str, Any] = client.post("/v1/reports", json=HALF, headers=reviewer).get_json()
    sign(world, tmp_path)
    answer = client.post(f"/v1/reports/{made['id']}/freeze", headers=reviewer)
    assert answer.get_json()["state"] == "frozen"
    return str(made["id"])


@pytest.fixture
def published(client: FlaskClient, frozen: str, senior: Headers, auditor: Headers) -> str:
    """The id of a report that everybody may see."""
    for who in (auditor, senior):
        client.post(f"/v1/reports/{frozen}/agree", headers=who)
    answer = client.post(f"/v1/reports/{frozen}/publish", headers=senior)
    assert answer.get_json()["state"] == "published"
    return frozen


def test_a_published_report_is_shown_to_everybody_as_json(client: FlaskClient, published: str) -> None:
    listed = client.get("/transparency").get_json()
    shown = client.get(f"/transparency/{published}").get_json()
    labels = next(each for each in shown["figures"]["tables"] if each["id"] == "signals_submitted_by_label")

    assert [each["id"] for each in listed["items"]] == [published]
    assert (labels["rows"]["ict"], labels["rows"]["gta"], labels["total"]) == ("<10", "hidden", 43)
    assert sorted(shown["attested_by"]) == ["auditor", "senior_reviewer"]
    assert shown["checkpoint"].splitlines()[1] == str(shown["figures"]["audit"]["size"])


def test_a_page_shows_the_same_numbers_to_people(client: FlaskClient, published: str) -> None:
    html = {"Accept": "text/html"}
    listed = client.get("/transparency", headers=html)
    shown = client.get(f"/transparency/{published}", headers=html)

    assert f"/transparency/{published}" in listed.text
    assert "signals submitted by label" in shown.text
    assert "&lt;10" in shown.text
    assert shown.mimetype == "text/html"


def test_a_csv_has_the_same_numbers(client: FlaskClient, published: str) -> None:
    answer = client.get(f"/transparency/{published}/csv")
    lines = {(each["metric"], each["row"]): each["value"] for each in csv.DictReader(StringIO(answer.text))}

    assert answer.mimetype == "text/csv"
    assert lines["signals_submitted_by_label", "ict"] == "<10"
    assert lines["signals_submitted_by_label", "total"] == "43"


@pytest.mark.parametrize("path", ["", "/csv"])
def test_what_is_not_published_is_shown_to_nobody_outside(client: FlaskClient, frozen: str, path: str) -> None:
    assert client.get(f"/transparency/{frozen}{path}").status_code == 404
    assert client.get("/transparency").get_json()["items"] == []


def test_those_who_work_on_it_read_it_before(client: FlaskClient, frozen: str, auditor: Headers) -> None:
    assert client.get(f"/v1/reports/{frozen}", headers=auditor).get_json()["figures"]["tables"]
    assert "signals_submitted" in client.get(f"/v1/reports/{frozen}/csv", headers=auditor).text
    assert client.get("/v1/reports", headers=auditor).get_json()["items"][0]["id"] == frozen


@pytest.mark.parametrize(
    ("role", "step"),
    [
        (Role.PLATFORM_ADMIN, "freeze"),
        (Role.REVIEWER, "agree"),
        (Role.RESEARCHER, "publish"),
        (Role.AUDITOR, "thaw"),
    ],
)
def test_who_has_no_part_in_it_is_refused(
    client: FlaskClient, frozen: str, key_for: KeyFor, role: Role, step: str
) -> None:
    answer = client.post(f"/v1/reports/{frozen}/{step}", headers={"Authorization": key_for(role)})

    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "month", "start": "2026-07-01"}, "kind"),
        ({"kind": "year", "start": "2026-07-01"}, "start"),
        ({"kind": "year", "start": "July"}, "start"),
        ({"kind": "year"}, "start"),
    ],
)
def test_a_bad_field_is_named(client: FlaskClient, reviewer: Headers, body: dict[str, str], field: str) -> None:
    answer = client.post("/v1/reports", json=body, headers=reviewer)

    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["field"] == field


def test_a_draft_that_is_sent_again_is_one_draft(client: FlaskClient, reviewer: Headers) -> None:
    again = {**reviewer, "Idempotency-Key": "draft-1"}
    ids = {client.post("/v1/reports", json=HALF, headers=again).get_json()["id"] for _ in range(2)}

    assert len(ids) == 1


def test_a_correction_leads_from_the_old_report_to_the_new_one(
    client: FlaskClient, published: str, senior: Headers
) -> None:
    answer = client.post(f"/v1/reports/{published}/correction", json={"reason": "A day was lost."}, headers=senior)
    page = client.get(f"/transparency/{published}", headers={"Accept": "text/html"}).text

    assert answer.status_code == 201
    assert answer.get_json()["corrects"] == published
    assert "A day was lost." in page
    assert answer.get_json()["id"] in page


def test_a_researcher_is_told_cells_and_no_names(
    client: FlaskClient, clock: Clock, world: World, key_for: KeyFor
) -> None:
    for _ in range(3):
        add(world, START.date(), cell("signal.submitted", platform(world, "DE").id), 5)
    researcher = {"Authorization": key_for(Role.RESEARCHER)}
    clock.moment = START + timedelta(days=21)
    answer = client.get("/v1/trends", query_string={"week": "2026-11-23", "purpose": PURPOSE}, headers=researcher)

    assert [(each["region"], each["count"]) for each in answer.get_json()["cells"]] == [("western_europe", 15)]
    assert "org_" not in answer.text


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"week": "2026-11-23"}, "purpose"),
        ({"week": "2026-11-23", "purpose": "curious"}, "purpose"),
        ({"week": "2026-11-24", "purpose": PURPOSE}, "week"),
        ({"week": "2026-11-23", "purpose": PURPOSE}, "week"),
    ],
)
def test_a_question_that_is_not_answered_says_why(
    client: FlaskClient, key_for: KeyFor, query: dict[str, str], field: str
) -> None:
    answer = client.get("/v1/trends", query_string=query, headers={"Authorization": key_for(Role.RESEARCHER)})

    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["field"] == field


def test_only_researchers_read_trends(client: FlaskClient, senior: Headers) -> None:
    query = {"week": "2026-11-23", "purpose": PURPOSE}

    assert client.get("/v1/trends", query_string=query, headers=senior).status_code == 403


def test_a_surge_is_told_with_what_was_expected(client: FlaskClient, world: World, senior: Headers) -> None:
    day = START.date() + timedelta(days=28)
    add(world, day, cell("signal.submitted", world.alpha.id, label="ict"), 25)
    answer = client.get("/v1/surges", query_string={"day": str(day)}, headers=senior).get_json()
    told = {each["word"]: each for each in answer["surges"]}

    assert (told["ict"]["count"], told["ict"]["expected"], told["ict"]["days"]) == (25, 0.0, 1)
    assert told["ict"]["probability"] < 0.001
