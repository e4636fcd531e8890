"""Who sees what of a case, and what counts as having seen it."""

import pytest
from flask.testing import FlaskClient

from hashdb.access import PERMISSIONS, Action
from hashdb.lifecycles.takedown import State
from hashdb.records.member import ROLES_OF, Kind
from hashdb.roles import Role
from hashdb.store import Store
from tests.api.keys import key
from tests.services.world import World

CASE = {Role.REVIEWER, Role.SENIOR_REVIEWER, Role.APPEALS_OFFICER, Role.AUDITOR}
SUMMARY = {"id", "state", "priority", "legal_basis", "requested_action", "deadlines", "created_at"}


@pytest.fixture
def world(store_in_use: Store) -> World:
    return World(store_in_use)


@pytest.mark.parametrize("role", sorted(PERMISSIONS[Action.SIGNAL_READ] - {Role.PLATFORM_SUBMITTER}))
def test_who_submitted_and_disputed_a_signal_is_for_those_who_see_the_case(
    client: FlaskClient, world: World, role: Role
) -> None:
    signal = world.active("seen")
    found = client.get(f"/v1/signals/{signal.id}", headers=key(world, role)).get_json()

    assert bool(found["submissions"]) == (role in CASE)
    assert ("opinions" in found) == ("decisions" in found) == (role in CASE)


def test_a_submitter_sees_its_own_submission_only(client: FlaskClient, world: World) -> None:
    signal = world.active("seen")
    found = client.get(f"/v1/signals/{signal.id}", headers=key(world, Role.PLATFORM_SUBMITTER, world.alpha)).get_json()

    assert [each["member_id"] for each in found["submissions"]] == [world.alpha.id]
    assert "opinions" not in found


@pytest.mark.parametrize("role", sorted(PERMISSIONS[Action.MATCH_READ]))
def test_where_content_is_concerns_its_platform_and_those_who_see_the_case(
    client: FlaskClient, world: World, role: Role
) -> None:
    found = world.match(world.active("seen"))
    own = role in ROLES_OF[Kind.PLATFORM] - CASE
    headers = key(world, role, world.gamma if own else None)
    shown = client.get(f"/v1/matches/{found.id}", headers=headers).get_json()["content_url"]

    assert shown == ("https://gamma.example/v/1" if own or role in CASE else None)


def test_an_incident_commander_reads_requests_without_the_address_of_content(client: FlaskClient, world: World) -> None:
    sent = world.dispatched(world.confirmed(world.active("seen")))
    headers = key(world, Role.INCIDENT_COMMANDER)
    found = client.get(f"/v1/takedown-requests/{sent.id}", headers=headers).get_json()

    assert [each["url"] for each in found["items"]] == [None]


def test_the_inbox_of_a_platform_shows_no_content_because_reading_that_is_receipt(
    client: FlaskClient, world: World
) -> None:
    sent = world.dispatched(world.confirmed(world.active("seen")))
    headers = key(world, Role.PLATFORM_RESPONDER, world.gamma)
    listed = client.get("/v1/takedown-requests", headers=headers).get_json()["items"]

    assert [each["id"] for each in listed] == [sent.id]
    assert set(listed[0]) == SUMMARY
    assert world.store.takedowns.get(sent.id).state is State.DISPATCHED


def test_a_reviewer_lists_requests_with_all_that_they_hold(client: FlaskClient, world: World) -> None:
    world.dispatched(world.confirmed(world.active("seen")))
    listed = client.get("/v1/takedown-requests", headers=key(world, Role.REVIEWER)).get_json()["items"]

    assert listed[0]["items"][0]["url"] == "https://gamma.example/v/1"


def test_asking_for_the_head_of_a_request_is_no_way_to_receive_it(client: FlaskClient, world: World) -> None:
    sent = world.dispatched(world.confirmed(world.active("seen")))
    headers = key(world, Role.PLATFORM_RESPONDER, world.gamma)
    answer = client.head(f"/v1/takedown-requests/{sent.id}", headers=headers)

    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")
    assert world.store.takedowns.get(sent.id).state is State.DISPATCHED


def test_a_platform_that_fetches_a_request_has_received_it(client: FlaskClient, world: World) -> None:
    sent = world.dispatched(world.confirmed(world.active("seen")))
    headers = key(world, Role.PLATFORM_RESPONDER, world.gamma)
    found = client.get(f"/v1/takedown-requests/{sent.id}", headers=headers).get_json()

    assert found["state"] == "received"
    assert found["items"][0]["url"] == "https://gamma.example/v/1"


def test_a_reviewers_reason_is_a_word_of_the_list(client: FlaskClient, world: World) -> None:
    signal = world.pending("seen")
    headers = key(world, Role.SENIOR_REVIEWER)
    path = f"/v1/signals/{signal.id}/reviews"
    refused = client.post(path, json={"decision": "reject", "reason": "Bob did it"}, headers=headers)
    rejected = client.post(path, json={"decision": "reject", "reason": "not_tvec"}, headers=headers)

    assert (refused.status_code, refused.get_json()["errors"][0]["field"]) == (422, "reason")
    assert rejected.get_json()["decisions"][-1]["reason"] == "not_tvec"
