"""The register over HTTP: who proposes, who decides, what a list may do, and what everybody sees."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from hashdb.ids import new_id
from hashdb.roles import Role
from hashdb.services import remedies
from hashdb.store import Store
from tests.api.sample import START, Headers, KeyFor
from tests.register.samples import UN, un_list

REASONS = "Listed by a supranational body after review, with a way for the listed to be heard."
FRONT = {
    "schema": "Organization",
    "properties": {"name": ["Vermilion Lantern Front"], "weakAlias": ["The Lanterns"], "notes": ["A note."]},
    "designations": [{"authority": "un-security-council", "authority_id": "QDe.9901", "listing_date": "2018-07-04"}],
}
As = Callable[[Role], Headers]


@pytest.fixture
def as_(key_for: KeyFor) -> As:
    """Return the headers of one caller for each role."""
    made: dict[Role, Headers] = {}
    return lambda role: made.setdefault(role, {"Authorization": key_for(role)})


@pytest.fixture
def editor(as_: As) -> Headers:
    return as_(Role.REGISTER_EDITOR)


@pytest.fixture
def senior(as_: As) -> Headers:
    return as_(Role.SENIOR_REVIEWER)


@pytest.fixture
def accepted(client: FlaskClient, editor: Headers, senior: Headers) -> dict[str, Any]:
    """The authority of the list of the UN, accepted by two people."""
    wanted = {"id": "un-security-council", "name": "UN", "acceptance": "accepted", "reasons": REASONS}
    client.post("/v1/authorities", json=wanted, headers=editor)
    answer: dict[str, Any] = client.post("/v1/authorities/un-security-council/agreement", headers=senior).get_json()
    return answer


@pytest.fixture
def usable(client: FlaskClient, accepted: dict[str, Any], editor: Headers, senior: Headers) -> dict[str, Any]:
    """An approved entry."""
    assert accepted["acceptance"] == "accepted"
    made = client.post("/v1/register", json=FRONT, headers=editor).get_json()
    path = f"/v1/register/{made['id']}/reviews"
    answer: dict[str, Any] = client.post(path, json={"decision": "approve"}, headers=senior).get_json()
    return answer


def test_an_entry_is_proposed_by_one_and_approved_by_another(usable: dict[str, Any]) -> None:
    assert (usable["state"], usable["usable"]) == ("active", True)
    assert usable["properties"] == FRONT["properties"]
    assert usable["designations"][0] | FRONT["designations"][0] == usable["designations"][0]  # type: ignore[index]
    assert (usable["designations"][0]["counts"], usable["decisions"][0]["step"]) == (True, "approve")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"schema": "Vessel"}, "schema"),
        ({"properties": {}}, "properties.name"),
        ({"properties": {"name": []}}, "properties.name"),
        ({"properties": {"name": [" "]}}, "properties.name[0]"),
        ({"properties": {"name": ["X"], "birthDate": ["1970-01-01"]}}, "properties.birthDate"),
        ({"designations": [{"authority": "Not A Slug"}]}, "designations[0].authority"),
        ({"designations": [{"authority": "nobody"}]}, "designations"),
        ({"designations": [{"authority": "a", "listing_date": "yesterday"}]}, "designations[0].listing_date"),
        ({"parent_id": new_id("reg", START)}, "parent_id"),
        ({"state": "active"}, "state"),
    ],
)
@pytest.mark.usefixtures("accepted")
def test_a_proposal_that_breaks_a_rule_names_the_field(
    client: FlaskClient, editor: Headers, change: dict[str, Any], field: str
) -> None:
    answer = client.post("/v1/register", json={**FRONT, **change}, headers=editor)

    assert (answer.status_code, answer.get_json()["errors"][0]["field"]) == (422, field)
    assert client.get("/v1/register", headers=editor).get_json()["items"] == []


def test_the_register_is_searched_by_whole_names(
    client: FlaskClient, usable: dict[str, Any], submitter: Headers, senior: Headers
) -> None:
    def found(name: str, reader: Headers) -> list[tuple[str, bool]]:
        items = client.get("/v1/register", query_string={"q": name}, headers=reader).get_json()["items"]
        return [(each["id"], each["found"]["grey"]) for each in items]

    assert found("Vermillion Lantern Front", submitter) == [(usable["id"], False)]
    assert found("vermilion lamp front", senior) == [(usable["id"], True)]
    assert found("the lanterns", senior) == []
    assert found("Movement", submitter) == []


def test_what_others_decide_about_an_entry_is_not_for_members(
    client: FlaskClient, usable: dict[str, Any], submitter: Headers
) -> None:
    seen = client.get(f"/v1/register/{usable['id']}", headers=submitter).get_json()

    assert seen["usable"]
    assert not {"decisions", "flags", "agreed", "review_due_at"} & set(seen)


def test_an_entry_is_read_as_entities_and_taken_in_as_such(
    client: FlaskClient, usable: dict[str, Any], editor: Headers
) -> None:
    path = f"/v1/register/{usable['id']}?format=ftm"
    entities = client.get(path, headers=editor).get_json()

    again = client.post("/v1/register/entities", json=entities, headers=editor)

    assert [each["schema"] for each in entities["entities"]] == ["Organization", "Sanction"]
    assert again.status_code == 201
    made = again.get_json()["items"][0]
    assert (made["state"], made["properties"]) == ("proposed", usable["properties"])
    assert client.get(f"/v1/register/{made['id']}?format=ftm", headers=editor).get_json()["entities"][1]["properties"][
        "authorityId"
    ] == ["QDe.9901"]


def test_entities_are_refused_by_field(client: FlaskClient, editor: Headers) -> None:
    answer = client.post("/v1/register/entities", json={"entities": [{"schema": "Vessel"}]}, headers=editor)

    assert (answer.status_code, answer.get_json()["errors"][0]["field"]) == (422, "entities[0].schema")


def test_a_suspension_needs_two_offices_and_a_delisting_an_editor(
    client: FlaskClient, usable: dict[str, Any], as_: As, senior: Headers, editor: Headers
) -> None:
    def step(name: str, caller: Headers, note: str | None = "reasons") -> tuple[int, str]:
        body = {} if note is None else {"note": note}
        answer = client.post(f"/v1/register/{usable['id']}/{name}", json=body, headers=caller)
        return answer.status_code, answer.get_json().get("state") or answer.get_json()["type"].rpartition("/")[2]

    assert step("suspension", senior, None) == (422, "invalid-input")
    assert step("suspension", senior) == (200, "active")
    assert step("suspension", senior) == (403, "separation-of-duties")
    assert step("suspension", editor) == (403, "forbidden")
    assert step("suspension", as_(Role.APPEALS_OFFICER)) == (200, "suspended")
    assert step("reinstatement", senior) == (200, "suspended")
    assert step("reinstatement", as_(Role.APPEALS_OFFICER)) == (200, "active")
    assert step("delisting", senior) == (403, "forbidden")
    assert step("delisting", editor) == (200, "delisted")
    assert step("delisting", editor) == (409, "illegal-transition")
    assert step("relisting", editor) == (200, "proposed")


def test_a_list_is_taken_in_and_its_like_refused(client: FlaskClient, editor: Headers, senior: Headers) -> None:
    def send(raw: bytes, query: str = "", kind: str = "application/xml") -> tuple[int, dict[str, Any]]:
        answer = client.post(f"/v1/register/imports{query}", data=raw, content_type=kind, headers=editor)
        return answer.status_code, answer.get_json()

    status, taken = send(UN)
    assert (status, taken["source"], taken["counts"]["added"]) == (201, "un", 3)
    status, refused = send(un_list("QDe.9901"))
    assert (status, refused["type"]) == (409, "/problems/import-refused")
    assert "takes away 1 of 2" in refused["detail"]
    assert send(un_list("QDe.9901"), "?removals=1")[0] == 201
    assert send(b"<html/>")[0] == 409
    assert send(UN, kind="text/plain")[0] == 415
    assert send(UN, "?removals=many")[0] == 422
    noted = client.get("/v1/register/imports", headers=senior).get_json()["items"]
    assert [bool(each["refused_because"]) for each in noted] == [False, True, False, True]


def test_a_list_of_33_mebibytes_is_refused(client: FlaskClient, editor: Headers) -> None:
    body = bytes(33 * 1024 * 1024)

    answer = client.post("/v1/register/imports", data=body, content_type="application/xml", headers=editor)

    assert answer.status_code == 413


def test_authorities_show_their_reasons_to_everybody_with_a_key(
    client: FlaskClient, accepted: dict[str, Any], submitter: Headers
) -> None:
    shown = client.get("/v1/authorities", headers=submitter).get_json()["items"]

    assert [(each["id"], each["acceptance"], each["reasons"]) for each in shown] == [
        ("un-security-council", "accepted", REASONS)
    ]
    assert accepted["decided_by"] == 2


def test_everybody_sees_who_is_listed_by_whom_and_nothing_of_the_work(
    client: FlaskClient, usable: dict[str, Any], editor: Headers
) -> None:
    client.post("/v1/register", json=FRONT, headers=editor)

    listed = client.get("/register").get_json()
    one = client.get(f"/register/{usable['id']}").get_json()

    assert [each["id"] for each in listed["items"]] == [usable["id"]]
    assert set(one) == {"id", "schema", "under_challenge", "properties", "designations"}
    assert [
        each["found"]["score"] for each in client.get("/register?q=front+lantern+vermilion").get_json()["items"]
    ] == [100.0]
    assert client.get("/register?q=movement").get_json()["items"] == []


def test_everybody_sees_pages_and_finds_the_way_to_contest(client: FlaskClient, usable: dict[str, Any]) -> None:
    pages = {"Accept": "text/html"}

    listed = client.get("/register?q=vermilion+lantern+front", headers=pages)
    one = client.get(f"/register/{usable['id']}", headers=pages)
    authorities = client.get("/register/authorities", headers=pages)

    assert f'href="/register/{usable["id"]}"' in listed.text
    assert "Vermilion Lantern Front" in one.text
    assert 'href="/appeal"' in one.text
    assert REASONS in authorities.text
    assert all(each.headers["Content-Type"].startswith("text/html") for each in (listed, one, authorities))
    assert "script-src 'self'" in one.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in one.headers


def test_what_is_not_usable_has_no_page(client: FlaskClient, usable: dict[str, Any], editor: Headers) -> None:
    client.post(f"/v1/register/{usable['id']}/delisting", json={"note": "annulled"}, headers=editor)

    gone = client.get(f"/register/{usable['id']}", headers={"Accept": "text/html"})

    assert (gone.status_code, gone.mimetype) == (404, "text/html")
    assert client.get("/register").get_json()["items"] == []
    assert client.get("/register/reg_nonsense").status_code == 404


def test_names_are_text_on_a_page_and_no_markup(
    client: FlaskClient, accepted: dict[str, Any], editor: Headers, senior: Headers
) -> None:
    assert accepted
    named = {**FRONT, "properties": {"name": ["<script>alert(1)</script> Front"]}}
    made = client.post("/v1/register", json=named, headers=editor).get_json()
    client.post(f"/v1/register/{made['id']}/reviews", json={"decision": "approve"}, headers=senior)

    page = client.get("/register?q=%22%3E%3Cscript%3E", headers={"Accept": "text/html"}).text
    page += client.get(f"/register/{made['id']}", headers={"Accept": "text/html"}).text

    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_of_people_everybody_sees_names_and_decisions_only(
    client: FlaskClient, accepted: dict[str, Any], editor: Headers, senior: Headers
) -> None:
    assert accepted
    person = {**FRONT, "schema": "Person", "properties": {"name": ["Teston Examplio"], "notes": ["born in Zenda"]}}
    made = client.post("/v1/register", json=person, headers=editor).get_json()
    client.post(f"/v1/register/{made['id']}/reviews", json={"decision": "approve"}, headers=senior)

    assert "Zenda" not in client.get(f"/register/{made['id']}").text
    assert "Zenda" not in client.get(f"/register/{made['id']}", headers={"Accept": "text/html"}).text


def test_a_listed_organisation_contests_its_entry_without_an_account(
    client: FlaskClient, store_in_use: Store, usable: dict[str, Any], key_for: KeyFor, senior: Headers
) -> None:
    page = f"/register/{usable['id']}"
    form = {"appellant_kind": "listed_entity", "subject_type": "register_entry", "not_designated": "yes"}
    form |= {"subject_ref": usable["id"], "statement": "We are a charity that only shares its name."}
    received = client.post("/appeal", data=form).get_data(as_text=True)
    code = re.findall(r"<code>([A-Z2-7]{20})</code>", received)[0]
    officers = [{"Authorization": key_for(Role.APPEALS_OFFICER)} for _ in range(2)]
    appeal = client.get("/v1/appeals", headers=officers[0]).get_json()["items"][0]
    path = f"/v1/appeals/{appeal['id']}"
    assert client.post(f"{path}/admit", json={}, headers=officers[0]).status_code == 200
    assert "contested" in client.get(page, headers={"Accept": "text/html"}).get_data(as_text=True)
    refused = client.post(f"/v1/register/{usable['id']}/reinstatement", json={"note": "no"}, headers=senior)

    ruling = {"decision": "uphold", "reasons": "The authority means another organisation."}
    states = [client.post(f"{path}/decide", json=ruling, headers=each).get_json()["state"] for each in officers]
    remedies.carry_out(store_in_use, appeal["id"], now=START)
    status = client.post("/appeal/status", data={"code": code}).get_data(as_text=True)

    assert refused.status_code == 409
    assert (appeal["channel"], states) == ("register_challenge", ["under_review", "upheld"])
    assert client.get(page).status_code == 404
    assert client.get(f"/v1/register/{usable['id']}", headers=senior).get_json()["state"] == "suspended"
    assert ruling["reasons"] in status
