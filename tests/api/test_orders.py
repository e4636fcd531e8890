"""Orders and documents over HTTP."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from hashdb.access import OPERATOR
from hashdb.documents import annex1
from hashdb.documents.sections import names_of
from hashdb.records.member import Kind, Member
from hashdb.records.takedown import ResponseType
from hashdb.roles import Role
from hashdb.services import members, responses
from tests.api.sample import Headers
from tests.services.answers import answer
from tests.services.world import REASONS, World
from tests.services.worlds.orders import URL, received

CONTEXTS = ("educational", "journalistic", "artistic", "research", "counter_terrorism", "public_debate")


def key(world: World, role: Role, member: Member, *, person: str | None = None) -> Headers:
    if role is Role.AUTHORITY_OFFICER or role in {Role.REVIEWER, Role.INCIDENT_COMMANDER}:
        world.count += 1
        email = f"p{world.count}@example.org"
        person = members.create_user(world.store, member.id, "Ada", email, actor=OPERATOR, now=world.now).id
    issued = members.issue_key(world.store, member.id, role, user_id=person, actor=OPERATOR, now=world.now)
    return {"Authorization": f"Bearer {issued.token}"}


def body(world: World, **changes: Any) -> dict[str, Any]:
    usual = {
        "member_id": world.gamma.id,
        "items": [{"url": URL, "additional_location_info": "00:12"}],
        "material_types": ["art2_7_a"],
        "statement_of_reasons": REASONS,
        "exemption_assessment": dict.fromkeys(CONTEXTS, "no"),
        "issuing_member_state": "FR",
        "provider_member_state": "FR",
        "order_reference": "RO-2026-17",
        "authority_type": "judicial",
        "authority_name": "Tribunal",
        "representative_name": "C. Moreau",
        "post_held": "Judge",
        "file_number": "F-17",
        "address": "1 rue Exemple, Paris",
        "phone": "+33 1 00 00 00 00",
        "email": "orders@authority.example",
        "follow_up_contact": "orders@authority.example",
        "redress_body": "Court of appeal",
        "redress_deadline": "14 days from receipt",
        "emergency_justification": "an attack is announced",
    }
    return {**usual, **changes}


@pytest.fixture
def officer(world: World) -> Headers:
    return key(world, Role.AUTHORITY_OFFICER, world.authority)


def test_an_order_is_drafted_approved_and_read_by_its_authority(
    client: FlaskClient, world: World, officer: Headers
) -> None:
    drafted = client.post("/v1/orders", json=body(world), headers=officer)
    request_id = drafted.get_json()["id"]
    client.post(f"/v1/orders/{request_id}/submit", headers=officer)
    second = key(world, Role.AUTHORITY_OFFICER, world.authority)
    reviewed = client.post(f"/v1/orders/{request_id}/reviews", json={"decision": "approve"}, headers=second)
    listed = client.get("/v1/orders", headers=officer).get_json()["items"]
    shown = client.get(f"/v1/orders/{request_id}", headers=officer).get_json()

    assert (drafted.status_code, reviewed.status_code) == (201, 200)
    assert (shown["state"], shown["is_order"], shown["issuer"]) == ("approved", True, world.authority.id)
    assert (shown["order"]["state"], shown["items"][0]["url"]) == ("drafted", URL)
    assert [each["id"] for each in listed] == [request_id]
    assert shown["sor_draft"] is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"material_types": []}, "material_types"),
        ({"items": [{"url": "ftp://x"}]}, "items[0].url"),
        ({"issuing_member_state": "France"}, "issuing_member_state"),
        ({"redress_body": ""}, "redress_body"),
        ({"provider_member_state": "IE"}, "home_authority_contact"),
        ({"issued_at": "2026-01-01T00:00:00Z"}, "issued_at"),
    ],
)
def test_an_order_with_a_wrong_field_changes_nothing(
    client: FlaskClient, world: World, officer: Headers, changes: dict[str, Any], field: str
) -> None:
    refused = client.post("/v1/orders", json=body(world, **changes), headers=officer)

    assert refused.status_code == 422
    assert [each["field"] for each in refused.get_json()["errors"]] == [field]
    assert client.get("/v1/orders", headers=officer).get_json()["items"] == []


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.PLATFORM_RESPONDER])
def test_only_officers_order(client: FlaskClient, world: World, role: Role) -> None:
    member = world.charity if role is Role.REVIEWER else world.gamma

    assert client.post("/v1/orders", json=body(world), headers=key(world, role, member)).status_code == 403


def test_an_order_of_another_authority_does_not_exist(client: FlaskClient, world: World) -> None:
    order = received(world)
    stranger = key(world, Role.AUTHORITY_OFFICER, world.member(Kind.AUTHORITY))

    url, reasons = f"/v1/orders/{order.id}", {"reasons": "x"}
    answers = [client.get(url, headers=stranger), client.post(f"{url}/submit", headers=stranger)]
    answers += [
        client.post(f"{url}/{act}", json=reasons, headers=stranger) for act in ("annulment", "scrutiny-requests")
    ]

    assert {each.status_code for each in answers} == {404}


def test_a_provider_contests_an_order_and_its_issuer_takes_it_back(
    client: FlaskClient, world: World, officer: Headers
) -> None:
    order = received(world)
    responder = key(world, Role.PLATFORM_RESPONDER, world.gamma)
    url = f"/v1/orders/{order.id}"
    contested = client.post(f"{url}/scrutiny-requests", json={"reasons": "no reasons given"}, headers=responder)
    annulled = client.post(f"{url}/annulment", json={"reasons": "they are right"}, headers=officer)

    assert contested.get_json()["order"]["state"] == "under_review"
    assert (annulled.get_json()["state"], annulled.get_json()["order"]["state"]) == ("withdrawn", "annulled")


def test_the_three_annexes_are_json_and_pages(client: FlaskClient, world: World, officer: Headers) -> None:
    order = received(world)
    url = f"/v1/takedown-requests/{order.id}/documents"
    early = client.get(f"{url}/annex_ii", headers=officer)
    question = answer(ResponseType.MANIFEST_ERROR, "T-1", errors_and_clarification_needed="which video?")
    responses.respond(world.store, order.id, question, actor=world.responder, now=world.now)
    responses.clarify(world.store, order.id, "the first", actor=world.officer, now=world.now)
    responses.respond(world.store, order.id, answer(reference="T-2"), actor=world.responder, now=world.now)
    first, second, third = (
        client.get(f"{url}/{name}", headers=officer) for name in ("annex_i", "annex_ii", "annex_iii")
    )
    page = client.get(f"{url}/annex_i.html", headers=officer)
    accepted = client.get(f"{url}/annex_iii", headers={**officer, "Accept": "text/html"})

    assert (early.status_code, early.get_json()["type"]) == (409, "/problems/guard-not-met")
    assert set(first.get_json()) == set(names_of(annex1.SECTIONS))
    assert first.get_json()["items"][0]["url"] == URL
    assert second.get_json()["measure"] == "content_removed"
    assert third.get_json()["errors_and_clarification_needed"] == "which video?"
    assert (page.mimetype, accepted.mimetype) == ("text/html", "text/html")
    assert URL.replace("&", "&amp;") in page.get_data(as_text=True)
    assert "Office central" in page.get_data(as_text=True)


def test_an_order_has_no_statement_of_reasons_and_a_referral_no_annex(
    client: FlaskClient, world: World, officer: Headers
) -> None:
    order = received(world)
    referral = world.received(world.confirmed(world.active(1)))
    reviewer = key(world, Role.REVIEWER, world.charity)
    no_statement = client.get(f"/v1/takedown-requests/{order.id}/documents/statement_of_reasons", headers=officer)
    no_annex = client.get(f"/v1/takedown-requests/{referral.id}/documents/annex_i", headers=reviewer)

    assert (no_statement.status_code, no_annex.status_code) == (409, 404)


def test_the_draft_of_a_statement_passes_the_check_and_a_broken_one_is_told_why(
    client: FlaskClient, world: World
) -> None:
    signal = world.active(1)
    asked = world.received(world.confirmed(signal))
    responder = key(world, Role.PLATFORM_RESPONDER, world.gamma)
    url = f"/v1/takedown-requests/{asked.id}"
    draft = client.get(f"{url}/documents/statement_of_reasons", headers=responder).get_json()
    page = client.get(f"{url}/documents/statement_of_reasons.html", headers=responder).get_data(as_text=True)
    broken = {**draft, "decision_facts": "see https://gamma.example/v/1", "source_type": None}
    checked = client.post(
        "/v1/statements-of-reasons/check", json={"statements": [draft, broken]}, headers=responder
    ).get_json()["results"]

    assert client.get(url, headers=responder).get_json()["sor_draft"] == draft
    assert checked[0] == {"problems": []}
    assert {each["field"] for each in checked[1]["problems"]} == {"decision_facts", "source_type"}
    assert "KEYWORD_TERRORIST_CONTENT" in page
    for secret in ("gamma.example", "v/1", signal.signal_value, REASONS):
        assert secret not in str(draft)


def test_an_incident_commander_reads_no_address_in_a_document(client: FlaskClient, world: World) -> None:
    order = received(world)
    headers = key(world, Role.INCIDENT_COMMANDER, world.charity)
    shown = client.get(f"/v1/takedown-requests/{order.id}/documents/annex_i", headers=headers).get_json()

    assert [each["url"] for each in shown["items"]] == [None]


def test_a_document_that_does_not_exist_is_not_there(client: FlaskClient, world: World, officer: Headers) -> None:
    order = received(world)

    for name in ("annex_iv", "annex_i.pdf", "annex_i.html.html"):
        assert client.get(f"/v1/takedown-requests/{order.id}/documents/{name}", headers=officer).status_code == 404


@pytest.mark.parametrize(("basis", "words"), [("court_order", "of a court"), ("national_order", "its own law")])
def test_an_order_on_another_basis_says_what_it_is(
    client: FlaskClient, world: World, officer: Headers, basis: str, words: str
) -> None:
    drafted = client.post("/v1/orders", json=body(world, legal_basis=basis), headers=officer).get_json()

    assert (drafted["is_order"], drafted["priority"]) == (True, "standard")
    assert words in drafted["notice_text"]
