"""A crisis, from the first word of an attack to the debrief that everybody can read."""

from typing import Any

import httpx
import pytest

from hashdb.client import Statement
from hashdb.roles import Role
from tests.journeys.cast import Cast, fresh_signal
from tests.journeys.offices import Office
from tests.journeys.receiver import Receiver
from tests.journeys.stage import Stage

CRITERIA = dict.fromkeys(
    (
        "event_real",
        "perpetrator_content",
        "depicts_murder_or_manifesto",
        "on_member_platform",
        "bystander_excluded",
    ),
    True,
)


@pytest.fixture
def commander(players: Cast) -> Office:
    return Office(players, Role.INCIDENT_COMMANDER)


@pytest.fixture
def senior(players: Cast) -> Office:
    return Office(players, Role.SENIOR_REVIEWER)


def test_a_crisis_from_awareness_to_debrief(
    stage: Stage, players: Cast, receiver: Receiver, commander: Office, senior: Office
) -> None:
    players.receives(receiver)
    finder = Office(players, Role.REVIEWER)
    path = _reported(stage, finder)
    stage.settle()
    assert len(receiver.of_type("incident.awareness")) == 1

    finder.does(f"{path}/propose", criteria=CRITERIA)
    commander.does(f"{path}/agree")
    assert commander.tries(f"{path}/agree") == (403, "separation-of-duties")
    active = senior.does(f"{path}/agree")
    stage.settle()
    assert active["is_active"]
    assert [each.event["data"]["sunset_at"] for each in receiver.of_type("incident.activated")] == [active["sunset_at"]]
    tasks = Office(players, Role.PLATFORM_RESPONDER, players.beta)
    assert [each["event_type"] for each in tasks.asks("/v1/tasks")["items"]] == ["incident.activated"]
    tasks.asks(path)
    assert tasks.asks("/v1/tasks")["items"] == []

    kept, dropped = fresh_signal(), fresh_signal()
    statement = Statement(
        tier=3,
        behaviour_labels=("attack_produced",),
        ground={"incident_id": active["id"]},
        good_faith=True,
        user_data_absent=True,
    )
    ids = [each["id"] or "" for each in players.submitter.submit_signals([kept, dropped], statement)]
    for each in ids:
        assert players.reviewer.review_signal(each, "approve")["state"] == "provisional"
    players.senior.review_signal(ids[0], "approve")
    stage.settle()
    assert [len(players.hits(each)) for each in (kept, dropped)] == [1, 1]
    stage.later(hours=4)
    assert [len(players.hits(each)) for each in (kept, dropped)] == [1, 0]

    stage.later(hours=20)
    over = senior.asks(path)
    assert (over["state"], over["is_active"]) == ("concluded", False)
    assert len(receiver.of_type("incident.concluded")) == 1
    assert {each["signal_id"] for each in over["sample"]} == set(ids)
    outsider = Office(players, Role.REVIEWER)
    for each in ids:
        assert finder.tries(f"{path}/sample/{each}", verdict="confirmed") == (403, "separation-of-duties")
        outsider.does(f"{path}/sample/{each}", verdict="confirmed")

    stage.later(days=3)
    assert players.hits(kept) == []
    assert httpx.get(f"{stage.url}{path.removeprefix('/v1')}").status_code == 404
    senior.does(f"{path}/debrief", debrief="What happened, and what we learnt.")
    page = httpx.get(f"{stage.url}{path.removeprefix('/v1')}", headers={"Accept": "text/html"})
    assert "What happened, and what we learnt." in page.text


def _reported(stage: Stage, finder: Office) -> str:
    told: dict[str, Any] = finder.does(
        "/v1/incidents", title="Attack in a town", activation_type="pci", country="DE", started_at=stage.now.isoformat()
    )
    return f"/v1/incidents/{told['id']}"
