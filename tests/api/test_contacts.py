"""Contact points, tasks, alerts and rotation over HTTP."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from hashdb.records.alert import AlertKind
from hashdb.roles import Role
from hashdb.services import alerts
from hashdb.store import Store
from tests.api.sample import START, Headers, KeyFor
from tests.api.test_orders import key
from tests.services.world import World
from tests.services.worlds.orders import approved

POINT = {"role": "primary", "name": "Grace", "email": "grace@gamma.example", "public": True, "member_state": "DE"}


@pytest.fixture
def webmaster(key_for: KeyFor) -> Headers:
    return {"Authorization": key_for(Role.PLATFORM_ADMIN)}


@pytest.fixture
def senior(key_for: KeyFor) -> Headers:
    return {"Authorization": key_for(Role.SENIOR_REVIEWER)}


def added(client: FlaskClient, headers: Headers, **changes: object) -> Any:
    return client.post("/v1/contact-points", json={**POINT, **changes}, headers=headers)


def test_a_contact_point_is_named_proved_shown_to_all_and_removed(
    client: FlaskClient, webmaster: Headers, store_in_use: Store
) -> None:
    point = added(client, webmaster).get_json()
    hidden = client.get("/v1/contact-points/public").get_json()["items"]
    kept = store_in_use.contact_points.get(point["id"])
    code = {"code": store_in_use.sealer.open(kept.challenge or "")}
    proved = client.post(f"/v1/contact-points/{point['id']}/verify", json=code, headers=webmaster).get_json()
    shown = client.get("/v1/contact-points/public").get_json()["items"]
    removed = client.delete(f"/v1/contact-points/{point['id']}", headers=webmaster)

    assert (point["verified"], hidden) == (False, [])
    assert (proved["verified"], [each["email"] for each in shown]) == (True, ["grace@gamma.example"])
    assert removed.status_code == 204
    assert client.get("/v1/contact-points", headers=webmaster).get_json()["items"] == []


@pytest.mark.parametrize(
    "change",
    [
        {"email": "nobody"},
        {"email": "a@b.example\r\nBcc: c@d.example"},
        {"role": "boss"},
        {"phone": "call me"},
        {"member_state": "Germany"},
        {"name": ""},
        {"languages": ["german"]},
        {"extra": 1},
    ],
)
def test_a_contact_point_with_a_bad_field_is_refused_by_name(
    client: FlaskClient, webmaster: Headers, change: dict[str, object]
) -> None:
    answer = added(client, webmaster, **change)

    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["field"].startswith(next(iter(change)))
    assert client.get("/v1/contact-points", headers=webmaster).get_json()["items"] == []


def test_naming_a_contact_point_again_with_the_same_key_names_one(client: FlaskClient, webmaster: Headers) -> None:
    headers = {**webmaster, "Idempotency-Key": "once"}
    first, second = added(client, headers), added(client, headers)

    assert first.get_json() == second.get_json()
    assert len(client.get("/v1/contact-points", headers=webmaster).get_json()["items"]) == 1


def test_others_name_no_contact_points(client: FlaskClient, senior: Headers) -> None:
    assert added(client, senior).status_code == 403


def test_an_alert_is_listed_and_handled_once(client: FlaskClient, senior: Headers, store_in_use: Store) -> None:
    alerts.raise_now(store_in_use, AlertKind.CRISIS, "incident", "inc_1", now=START)
    alert = client.get("/v1/alerts?open=true", headers=senior).get_json()["items"][0]
    path = f"/v1/alerts/{alert['id']}/handle"
    handled = client.post(path, json={"note": "Looked after."}, headers=senior).get_json()
    again = client.post(path, json={"note": "Once more."}, headers=senior)

    assert (alert["kind"], alert["state"], handled["state"]) == ("crisis", "open", "handled")
    assert (again.status_code, again.get_json()["type"]) == (409, "/problems/illegal-transition")
    assert client.get("/v1/alerts?open=true", headers=senior).get_json()["items"] == []


def test_platforms_see_no_alerts_and_nobody_elses_tasks(client: FlaskClient, webmaster: Headers) -> None:
    assert client.get("/v1/alerts", headers=webmaster).status_code == 403
    assert client.get("/v1/tasks", headers=webmaster).get_json() == {"items": [], "next": None}


def test_a_secret_is_rotated_and_both_are_said_to_sign(client: FlaskClient, webmaster: Headers) -> None:
    body = {"url": "https://hooks.gamma.example/in"}
    made = client.post("/v1/webhook-endpoints", json=body, headers=webmaster).get_json()
    rotated = client.post(f"/v1/webhook-endpoints/{made['id']}/rotate", headers=webmaster).get_json()

    assert rotated["secret"].startswith("whsec_")
    assert rotated["secret"] != made["secret"]
    assert rotated["previous_secret_expires_at"] == "2026-11-24T09:00:00Z"


def test_deliveries_can_be_asked_for_by_state(client: FlaskClient, webmaster: Headers) -> None:
    client.post("/v1/webhook-endpoints", json={"url": "https://hooks.gamma.example/in"}, headers=webmaster)
    queued = client.get("/v1/deliveries?state=queued", headers=webmaster).get_json()["items"]

    assert [each["channel"] for each in queued] == ["webhook"]
    assert client.get("/v1/deliveries?state=failed", headers=webmaster).get_json()["items"] == []
    assert client.get("/v1/deliveries?state=lost", headers=webmaster).status_code == 422


def test_nobodys_address_can_be_mailed_to_without_end(client: FlaskClient, webmaster: Headers) -> None:
    point = added(client, webmaster).get_json()
    again = [
        client.post(f"/v1/contact-points/{point['id']}/challenge", headers=webmaster).status_code for _ in range(40)
    ]

    assert again == [202] * 39 + [429]


def test_a_task_that_is_told_nowhere_else_is_ended_by_reading_it(client: FlaskClient, world: World) -> None:
    approved(world)
    responder = key(world, Role.PLATFORM_RESPONDER, world.gamma)
    task = client.get("/v1/tasks", headers=responder).get_json()["items"][0]
    read = [client.post(f"/v1/tasks/{task['id']}/read", headers=responder).status_code for _ in range(2)]

    assert (task["event_type"], read) == ("tco.prior_information", [200, 200])
    assert client.get("/v1/tasks", headers=responder).get_json()["items"] == []
