"""A referral that a platform declines with reasons: nobody asks again, until there is something new to say."""

import httpx

from hashdb.roles import Role
from tests.journeys.cast import CONTEXTS, REASONS, Cast, fresh_signal
from tests.journeys.stage import Stage


def test_what_was_declined_with_reasons_is_asked_again_only_on_new_facts(stage: Stage, players: Cast) -> None:
    request = players.request_about(fresh_signal(), requested_action="remove")
    players.responder.takedown_request(request["id"])
    reasons = "The video is part of a report of a public broadcaster about the group."
    declined = players.responder.respond(
        request["id"],
        {"type": "declined", "platform_file_ref": "T-1", "reason_code": "exempt_context", "details": reasons},
    )
    assert declined["state"] == "declined"
    assert players.senior.takedown_request(request["id"])["responses"][0]["details"] == reasons

    stage.later(days=7)
    match = players.host.matches
    assert players.state_of(request) == "closed"
    assert [each["state"] for each in match()] == ["confirmed"]

    reviewer = players.bearer(players.charity, Role.REVIEWER)
    draft = {
        "match_id": next(iter(match()))["id"],
        "statement_of_reasons": REASONS,
        "exemption_assessment": dict.fromkeys(CONTEXTS, "no"),
    }
    refused = httpx.post(f"{stage.url}/v1/takedown-requests", json=draft, headers=reviewer)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/duplicate")
    assert request["id"] in refused.json()["detail"]

    facts = {"previous_request_id": request["id"], "new_facts": "The broadcaster says that it never aired this."}
    second = httpx.post(f"{stage.url}/v1/takedown-requests", json={**draft, **facts}, headers=reviewer).json()
    httpx.post(f"{stage.url}/v1/takedown-requests/{second['id']}/submit", headers=reviewer).raise_for_status()
    players.senior.review_takedown_request(second["id"], "approve")
    stage.settle()
    fetched = players.responder.takedown_request(second["id"])
    removed = players.responder.respond(second["id"], {"type": "removed", "platform_file_ref": "T-2"})
    assert (fetched["new_facts"], removed["state"]) == (facts["new_facts"], "actioned")
