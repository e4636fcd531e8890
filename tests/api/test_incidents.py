"""Incidents over HTTP: who reports, who decides, and what is told to whom."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from hashdb.roles import Role
from tests.api.sample import START, Headers, KeyFor

REPORT = {"title": "Attack in a town", "activation_type": "pci", "country": "DE", "started_at": START.isoformat()}
CRITERIA = {
    "event_real": True,
    "perpetrator_content": True,
    "depicts_murder_or_manifesto": True,
    "on_member_platform": True,
    "bystander_excluded": True,
}


def as_(key_for: KeyFor, role: Role) -> Headers:
    return {"Authorization": key_for(role)}


@pytest.fixture
def path(client: FlaskClient, key_for: KeyFor) -> str:
    """An incident that a platform reported and a reviewer proposed."""
    submitter = as_(key_for, Role.PLATFORM_SUBMITTER)
    made: dict[str, Any] = client.post("/v1/incidents", json=REPORT, headers=submitter).get_json()
    path = f"/v1/incidents/{made['id']}"
    client.post(f"{path}/propose", json={"criteria": CRITERIA}, headers=as_(key_for, Role.REVIEWER))
    return path


def test_two_offices_activate_and_a_platform_sees_that_without_the_people(
    client: FlaskClient, key_for: KeyFor, path: str
) -> None:
    client.post(f"{path}/agree", headers=as_(key_for, Role.INCIDENT_COMMANDER))
    active = client.post(f"{path}/agree", headers=as_(key_for, Role.SENIOR_REVIEWER)).get_json()
    seen = client.get(path, headers=as_(key_for, Role.PLATFORM_MATCHER)).get_json()

    assert active["is_active"]
    assert len(active["activated_by"]) == 2
    assert seen["is_active"]
    assert seen["activated_by"] == []


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.PLATFORM_SUBMITTER, Role.AUDITOR, Role.ADMIN])
def test_no_other_role_agrees(client: FlaskClient, key_for: KeyFor, path: str, role: Role) -> None:
    assert client.post(f"{path}/agree", headers=as_(key_for, role)).status_code == 403


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"country": "Germany"}, "country"),
        ({"started_at": "2031-01-01T00:00:00Z"}, "started_at"),
    ],
)
def test_a_field_that_breaks_its_rule_is_named(
    client: FlaskClient, key_for: KeyFor, change: dict[str, str], field: str
) -> None:
    answer = client.post("/v1/incidents", json={**REPORT, **change}, headers=as_(key_for, Role.REVIEWER))

    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["field"] == field


def test_a_criterion_that_nobody_spoke_of_is_missing(client: FlaskClient, key_for: KeyFor, path: str) -> None:
    some = {name: True for name in CRITERIA if name != "bystander_excluded"}
    answer = client.post(f"{path}/propose", json={"criteria": some}, headers=as_(key_for, Role.REVIEWER))

    assert answer.get_json()["errors"] == [{"field": "criteria.bystander_excluded", "rule": "is required"}]


def test_what_has_no_debrief_is_nobodys_to_read_without_a_key(client: FlaskClient, path: str) -> None:
    assert client.get(path.removeprefix("/v1")).status_code == 404
    assert client.get(path).status_code == 401
