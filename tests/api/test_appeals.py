"""Appeals over HTTP: open to everybody by a code, closed to every role but two, refused in the way that was asked."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from hashdb.roles import Role
from tests.api.sample import KeyFor

COMPLAINT: dict[str, Any] = {
    "appellant_kind": "civil_society",
    "subject_type": "signal",
    "subject_ref": "sig_01JDB4V8M3Z1Q5X7T9N2R6C0KE",
    "grounds": ["exempt_context"],
    "statement": "A report about a trial.",
    "contact": "ada@press.example",
}
FORM = {
    "appellant_kind": "third_party",
    "subject_type": "signal",
    "subject_ref": "https://press.example/report",
    "other": "yes",
    "statement": "<script>alert(1)</script>",
}


@pytest.fixture
def lodged(client: FlaskClient) -> dict[str, Any]:
    answer: dict[str, Any] = client.post("/v1/appeals", json=COMPLAINT).get_json()
    return answer


def test_a_complaint_needs_no_key_and_its_code_opens_it(client: FlaskClient, lodged: dict[str, Any]) -> None:
    status = client.post("/v1/appeals/status", json={"code": lodged["code"]})

    assert (status.status_code, status.get_json()["state"]) == (200, "lodged")
    assert "code" not in status.get_json()


def test_another_code_opens_nothing(client: FlaskClient, lodged: dict[str, Any]) -> None:
    other = "A" * len(lodged["code"])

    assert client.post("/v1/appeals/status", json={"code": other}).status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"grounds": []}, "grounds"),
        ({"subject_type": "everything"}, "subject_type"),
        ({"statement": " "}, "statement"),
        ({"file_digest": "abc"}, "file_digest"),
        ({"contact": "nobody"}, "contact"),
        ({"contact": "one,two@press.example"}, "contact"),
        ({"contact": "a:b;@press.example"}, "contact"),
        ({"state": "upheld"}, "state"),
    ],
)
def test_a_field_that_breaks_its_rule_is_named(client: FlaskClient, change: dict[str, Any], field: str) -> None:
    answer = client.post("/v1/appeals", json={**COMPLAINT, **change})

    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["field"].startswith(field)


def test_an_officer_reads_what_was_written_and_an_auditor_no_word_of_it(
    client: FlaskClient, key_for: KeyFor, lodged: dict[str, Any]
) -> None:
    path = f"/v1/appeals/{lodged['id']}"
    officer = client.get(path, headers={"Authorization": key_for(Role.APPEALS_OFFICER)}).get_json()
    auditor = client.get(path, headers={"Authorization": key_for(Role.AUDITOR)}).get_json()

    assert (officer["statement"], auditor["statement"]) == (COMPLAINT["statement"], None)
    assert (officer["subject_ref"], auditor["subject_ref"]) == (COMPLAINT["subject_ref"], None)
    assert "contact" not in officer
    assert officer["has_contact"]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.SENIOR_REVIEWER, Role.ADMIN, Role.AUDITOR])
def test_nobody_but_an_officer_decides(
    client: FlaskClient, key_for: KeyFor, lodged: dict[str, Any], role: Role
) -> None:
    headers = {"Authorization": key_for(role)}

    assert client.post(f"/v1/appeals/{lodged['id']}/admit", json={}, headers=headers).status_code == 403


def test_an_address_may_lodge_so_many_a_day(client: FlaskClient) -> None:
    answers = [client.post("/v1/appeals", json=COMPLAINT).status_code for _ in range(21)]

    assert answers == [201] * 20 + [429]


def test_the_form_works_without_a_script_and_says_nothing_back_unescaped(client: FlaskClient) -> None:
    form = client.get("/appeal")
    received = client.post("/appeal", data=FORM)

    assert (form.status_code, received.status_code) == (200, 201)
    assert b"<script>alert" not in received.data
    assert "Set-Cookie" not in received.headers
    assert "default-src 'none'" in received.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("form", "field"),
    [({**FORM, "other": ""}, "grounds"), ({**FORM, "statement": ""}, "statement"), ({**FORM, "other": "on"}, "other")],
)
def test_a_form_that_lacks_something_is_refused_by_a_page_that_names_it(
    client: FlaskClient, form: dict[str, str], field: str
) -> None:
    refused = client.post("/appeal", data=form)

    assert (refused.status_code, refused.mimetype) == (422, "text/html")
    assert field in refused.get_data(as_text=True)


def test_no_address_of_a_page_has_a_code_in_it(client: FlaskClient) -> None:
    assert client.get("/appeal/status?code=ABC").get_data(as_text=True).count("ABC") == 0
