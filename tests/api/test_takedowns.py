"""Takedown requests over HTTP: who is refused, what a wrong body is told, and what a repeated call does."""

import pytest
from flask.testing import FlaskClient

from hashdb.records.member import ROLES_OF, Kind
from hashdb.roles import Role
from tests.api.keys import key
from tests.api.sample import Headers, KeyFor
from tests.services.world import REASONS, World

REQUESTS = "/v1/takedown-requests"
UNKNOWN = "tdr_01JDB4V8M3Z1Q5X7T9N2R6C0KE"
CONTEXTS = ("educational", "journalistic", "artistic", "research", "counter_terrorism", "public_debate")
ONCE = {"Idempotency-Key": "5d1c2b9e"}
# What each step needs, and who might be mistaken for somebody who may take it.
STEPS = [
    ("submit", None, Role.REVIEWER, Role.SENIOR_REVIEWER),
    ("reviews", {"decision": "approve"}, Role.SENIOR_REVIEWER, Role.REVIEWER),
    ("responses", {"type": "removed"}, Role.PLATFORM_RESPONDER, Role.PLATFORM_MATCHER),
    ("clarifications", {"text": "It is the second picture."}, Role.REVIEWER, Role.PLATFORM_RESPONDER),
    ("withdraw", {"reason": "It was an error."}, Role.SENIOR_REVIEWER, Role.PLATFORM_RESPONDER),
]


def draft(match_id: str, /, **changes: object) -> dict[str, object]:
    """Return the body of a draft that breaks no rule but by these changes."""
    usual: dict[str, object] = {
        "match_id": match_id,
        "statement_of_reasons": REASONS,
        "exemption_assessment": dict.fromkeys(CONTEXTS, "no"),
    }
    return usual | changes


@pytest.fixture
def match_id(world: World) -> str:
    """A confirmed match at platform gamma."""
    return world.confirmed(world.active(1)).id


@pytest.fixture
def reviewer(world: World) -> Headers:
    """The headers of a reviewer of the institute, who has decided nothing yet."""
    return key(world, Role.REVIEWER, world.institute)


@pytest.mark.parametrize(("step", "body", "mistaken"), [(step, body, wrong) for step, body, _, wrong in STEPS])
def test_a_step_is_refused_to_a_role_that_may_not_take_it_and_changes_nothing(
    client: FlaskClient, world: World, step: str, body: object, mistaken: Role
) -> None:
    sent = world.dispatched(world.confirmed(world.active(1)))
    headers = key(world, mistaken, world.gamma if mistaken in ROLES_OF[Kind.PLATFORM] else world.institute)
    size = world.store.log.size()
    answer = client.post(f"{REQUESTS}/{sent.id}/{step}", json=body, headers=headers)

    assert (answer.status_code, answer.get_json()["type"]) == (403, "/problems/forbidden")
    assert world.store.takedowns.get(sent.id) == sent
    assert world.store.log.size() == size


@pytest.mark.parametrize("request_id", [UNKNOWN, UNKNOWN.lower(), "mat" + UNKNOWN[3:], "1"])
@pytest.mark.parametrize(("step", "body", "role"), [(step, body, right) for step, body, right, _ in STEPS])
def test_a_step_of_a_request_that_does_not_exist_finds_nothing(
    client: FlaskClient, key_for: KeyFor, step: str, body: object, role: Role, request_id: str
) -> None:
    answer = client.post(f"{REQUESTS}/{request_id}/{step}", json=body, headers={"Authorization": key_for(role)})

    assert (answer.status_code, answer.get_json()["type"]) == (404, "/problems/not-found")


def test_a_request_that_does_not_exist_cannot_be_read(client: FlaskClient, key_for: KeyFor) -> None:
    answer = client.get(f"{REQUESTS}/{UNKNOWN}", headers={"Authorization": key_for(Role.AUDITOR)})

    assert (answer.status_code, answer.get_json()["type"]) == (404, "/problems/not-found")


def test_a_draft_about_a_match_that_does_not_exist_finds_nothing(client: FlaskClient, reviewer: Headers) -> None:
    answer = client.post(REQUESTS, json=draft("mat" + UNKNOWN[3:]), headers=reviewer)

    assert (answer.status_code, answer.get_json()["type"]) == (404, "/problems/not-found")


def test_a_draft_repeated_under_its_idempotency_key_is_one_draft(
    client: FlaskClient, reviewer: Headers, match_id: str
) -> None:
    first, again = (client.post(REQUESTS, json=draft(match_id), headers={**reviewer, **ONCE}) for _ in range(2))
    listed = client.get(REQUESTS, headers=reviewer).get_json()["items"]

    assert (again.status_code, again.data) == (first.status_code, first.data) == (201, first.data)
    assert again.headers["Idempotent-Replay"] == "true"
    assert [each["id"] for each in listed] == [first.get_json()["id"]]


def test_an_approval_repeated_under_its_idempotency_key_is_one_approval_and_without_it_comes_too_late(
    client: FlaskClient, world: World
) -> None:
    waiting = world.in_review(world.confirmed(world.active(1)))
    senior = key(world, Role.SENIOR_REVIEWER, world.institute)
    path, approval = f"{REQUESTS}/{waiting.id}/reviews", {"decision": "approve"}
    first, again = (client.post(path, json=approval, headers={**senior, **ONCE}) for _ in range(2))
    late = client.post(path, json=approval, headers=senior)

    assert (again.status_code, again.data) == (first.status_code, first.data) == (200, first.data)
    assert [each["step"] for each in first.get_json()["decisions"]] == ["approve"]
    assert (late.status_code, late.get_json()["type"]) == (409, "/problems/illegal-transition")


def test_an_idempotency_key_that_was_used_for_another_draft_is_refused(
    client: FlaskClient, reviewer: Headers, match_id: str
) -> None:
    client.post(REQUESTS, json=draft(match_id), headers={**reviewer, **ONCE})
    other = client.post(REQUESTS, json=draft(match_id, priority="urgent"), headers={**reviewer, **ONCE})

    assert (other.status_code, other.get_json()["type"]) == (422, "/problems/idempotency-key-reused")
    assert len(client.get(REQUESTS, headers=reviewer).get_json()["items"]) == 1


def test_content_that_is_asked_about_already_is_a_conflict(
    client: FlaskClient, reviewer: Headers, match_id: str
) -> None:
    client.post(REQUESTS, json=draft(match_id), headers=reviewer)
    answer = client.post(REQUESTS, json=draft(match_id), headers=reviewer)

    assert answer.status_code == 409
    assert len(client.get(REQUESTS, headers=reviewer).get_json()["items"]) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"match_id": UNKNOWN}, "match_id"),
        ({"match_id": None}, "body"),
        ({"match_ids": ["1"]}, "match_ids[0]"),
        ({"statement_of_reasons": "x" * 79}, "statement_of_reasons"),
        ({"statement_of_reasons": "x" * 79 + " "}, "statement_of_reasons"),
        ({"exemption_assessment": {"educational": "no"}}, "exemption_assessment.journalistic"),
        ({"exemption_assessment": dict.fromkeys(CONTEXTS, "maybe")}, "exemption_assessment.educational"),
        ({"priority": "now"}, "priority"),
        ({"legal_basis": "because"}, "legal_basis"),
        ({"territorial_scope": ["DE", "de"]}, "territorial_scope[1]"),
        ({"deadline": "2026-11-24T09:00:00Z"}, "deadline"),
    ],
)
def test_a_field_of_a_draft_that_breaks_a_rule_is_named_and_nothing_is_drafted(
    client: FlaskClient, reviewer: Headers, match_id: str, changes: dict[str, object], field: str
) -> None:
    answer = client.post(REQUESTS, json=draft(match_id, **changes), headers=reviewer)

    assert (answer.status_code, answer.get_json()["type"]) == (422, "/problems/invalid-input")
    assert field in [each["field"] for each in answer.get_json()["errors"]]
    assert client.get(REQUESTS, headers=reviewer).get_json()["items"] == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "decision"),
        ({"decision": "confirm"}, "decision"),
        ({"decision": "return"}, "note"),
        ({"decision": "refuse", "note": ""}, "note"),
    ],
)
def test_a_field_of_a_decision_that_breaks_a_rule_is_named_and_nothing_is_decided(
    client: FlaskClient, world: World, body: dict[str, object], field: str
) -> None:
    waiting = world.in_review(world.confirmed(world.active(1)))
    senior = key(world, Role.SENIOR_REVIEWER, world.institute)
    answer = client.post(f"{REQUESTS}/{waiting.id}/reviews", json=body, headers=senior)

    assert (answer.status_code, [each["field"] for each in answer.get_json()["errors"]]) == (422, [field])
    assert world.store.takedowns.get(waiting.id) == waiting


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "type"),
        ({"type": "deleted"}, "type"),
        ({"type": "declined"}, "reason_code"),
        ({"type": "removed", "item_refs": ["itm" + UNKNOWN[3:]]}, "item_refs"),
        ({"type": "removed", "measure_taken_at": "2026-11-23T09:00:00"}, "measure_taken_at"),
        ({"type": "removed", "preserved": "yes"}, "preserved"),
    ],
)
def test_a_field_of_a_platforms_answer_that_breaks_a_rule_is_named_and_nothing_is_answered(
    client: FlaskClient, world: World, body: dict[str, object], field: str
) -> None:
    received = world.received(world.confirmed(world.active(1)))
    responder = key(world, Role.PLATFORM_RESPONDER, world.gamma)
    answer = client.post(f"{REQUESTS}/{received.id}/responses", json=body, headers=responder)

    assert (answer.status_code, [each["field"] for each in answer.get_json()["errors"]]) == (422, [field])
    assert world.store.takedowns.get(received.id) == received


def test_a_platforms_answer_repeated_under_its_reference_is_one_answer_and_another_under_it_is_refused(
    client: FlaskClient, world: World
) -> None:
    received = world.received(world.confirmed(world.active(1)))
    responder = key(world, Role.PLATFORM_RESPONDER, world.gamma)
    path, removed = f"{REQUESTS}/{received.id}/responses", {"type": "removed", "platform_file_ref": "T-1"}
    first, again = (client.post(path, json=removed, headers=responder) for _ in range(2))
    other = client.post(path, json={**removed, "preserved": True}, headers=responder)

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.get_json() == again.get_json()
    assert (other.status_code, other.get_json()["type"]) == (409, "/problems/duplicate")


def test_another_platform_learns_nothing_of_a_request_not_even_that_it_exists(
    client: FlaskClient, world: World
) -> None:
    sent = world.dispatched(world.confirmed(world.active(1)))
    stranger = key(world, Role.PLATFORM_RESPONDER, world.beta)
    read = client.get(f"{REQUESTS}/{sent.id}", headers=stranger)
    answered = client.post(f"{REQUESTS}/{sent.id}/responses", json={"type": "removed"}, headers=stranger)
    listed = client.get(REQUESTS, headers=stranger)

    assert (read.status_code, answered.status_code) == (404, 404)
    assert listed.get_json()["items"] == []
    assert world.store.takedowns.get(sent.id) == sent
