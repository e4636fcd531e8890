"""A referral that is accepted: found, asked for, received, removed, reported, and over a month later."""

from typing import Any

import httpx

from hashdb.client.answers import Record
from hashdb.roles import Role
from tests.journeys.cast import Cast, about, fresh_signal
from tests.journeys.receiver import Receiver
from tests.journeys.stage import Stage

URL = "https://gamma.example/v/881"


def read(stage: Stage, path: str, headers: dict[str, str]) -> Any:
    """Return what the service answers."""
    return httpx.get(f"{stage.url}{path}", headers=headers).raise_for_status().json()


def test_a_referral_is_accepted_and_its_platform_tells_its_user_why(
    stage: Stage, players: Cast, receiver: Receiver
) -> None:
    players.receives(receiver)
    signal = fresh_signal()
    request = _is_found_and_asked_for(stage, players, signal_id=players.live(signal)[0])
    headers = players.bearer(players.gamma, Role.PLATFORM_RESPONDER)
    path = f"/v1/takedown-requests/{request['id']}"

    told = about(request, receiver.of_type("takedown.requested"))
    fetched = read(stage, path, headers)
    assert [each.event["data"]["respond_by"] for each in told] == [None]
    assert (fetched["state"], fetched["is_order"], fetched["items"][0]["url"]) == ("received", False, URL)

    stage.later(hours=20)
    answer = {"platform_file_ref": "T-881", "measure_taken_at": stage.now.isoformat(), "preserved": True}
    removed = players.responder.respond(request["id"], {"type": "removed", "user_notified": True, **answer})
    statement = read(stage, f"{path}/documents/statement_of_reasons", headers)
    checked = httpx.post(
        f"{stage.url}/v1/statements-of-reasons/check", json={"statements": [statement]}, headers=headers
    ).json()
    assert removed["state"] == "actioned"
    assert statement["decision_visibility"] == ["DECISION_VISIBILITY_CONTENT_REMOVED"]
    assert statement["application_date"] == "2026-11-24"
    assert checked == {"results": [{"problems": []}]}
    assert signal.signal_value not in str(statement)
    assert URL not in str(statement)

    stage.later(days=30)
    assert players.state_of(request) == "closed"
    assert [each["state"] for each in players.host.matches()] == ["closed"]


def _is_found_and_asked_for(stage: Stage, players: Cast, signal_id: str) -> Record:
    found = players.host.report_match(signal_id=signal_id, content_ref="v/881", content_url=URL, distance=3)
    request = players.requested(found["id"], requested_action="remove")
    stage.settle()
    return request
