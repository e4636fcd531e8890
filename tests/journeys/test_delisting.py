"""A delisting: an organisation goes from a list, and everything that rested on it is looked at again.

Played on the stage: lists come months apart.
"""

from pathlib import Path
from typing import Any

import httpx
import pytest

from hashdb.client import Statement
from hashdb.roles import Role
from tests.journeys.cast import REASONS, Cast, fresh_signal
from tests.journeys.offices import Office
from tests.journeys.receiver import Receiver
from tests.journeys.stage import Stage

SAMPLE = (Path(__file__).parents[1] / "register" / "fixtures" / "un.xml").read_bytes()
FRONT = SAMPLE[SAMPLE.index(b"<ENTITY>") : SAMPLE.index(b"</ENTITY>") + len(b"</ENTITY>")]
LATER = SAMPLE.replace(FRONT, b"").replace(b"2026-01-15T", b"2026-12-20T")
ACCEPTED = {
    "id": "un-security-council",
    "name": "UN Security Council",
    "acceptance": "accepted",
    "reasons": "Listed by states together, with reasons, a review, and an ombudsperson for those who are listed.",
}


@pytest.fixture
def editor(players: Cast) -> Office:
    return Office(players, Role.REGISTER_EDITOR)


@pytest.fixture
def approver(players: Cast) -> Office:
    return Office(players, Role.SENIOR_REVIEWER)


@pytest.fixture
def entry_id(editor: Office, approver: Office) -> str:
    """The Vermilion Lantern Front, listed by an authority whose word counts, and approved by a second person."""
    assert editor.sends(SAMPLE).json()["counts"]["added"] == 3
    editor.does("/v1/authorities", **ACCEPTED)
    approver.does("/v1/authorities/un-security-council/agreement")
    found = approver.asks("/v1/register?q=Vermillion Lantern Front")["items"]
    assert [each["found"]["score"] for each in found] == [97.9]
    approved = approver.does(f"/v1/register/{found[0]['id']}/reviews", decision="approve")
    return str(approved["id"])


def test_a_delisting_pauses_what_rests_on_it_until_somebody_has_looked(
    stage: Stage, players: Cast, receiver: Receiver, editor: Office, approver: Office, entry_id: str
) -> None:
    players.receives(receiver, "register.delisted")
    on_the_list, on_its_own = fresh_signal(), fresh_signal()
    resting = _live(players, on_the_list, {"register_entry_id": entry_id})
    players.live(on_its_own)
    found = players.host.report_match(signal_id=resting, content_ref="v/1", distance=0)
    players.reviewer.review_match(found["id"], "confirm")
    assert httpx.get(f"{stage.url}/register/{entry_id}", headers=_PAGE).status_code == 200

    stage.later(days=30)
    refused = editor.sends(LATER)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/import-refused")
    assert [each["kind"] for each in approver.asks("/v1/alerts")["items"]] == ["import_refused"]

    assert editor.sends(LATER, removals=1).json()["counts"]["vanished"] == 1
    flagged = editor.asks(f"/v1/register/{entry_id}")
    assert (flagged["state"], flagged["flags"], flagged["usable"]) == ("active", ["vanished"], True)
    assert players.hits(on_the_list)

    draft = players.reviewer.draft_takedown_request(
        match_id=found["id"],
        statement_of_reasons=REASONS,
        exemption_assessment=dict.fromkeys(_CONTEXTS, "no"),
    )
    editor.does(f"/v1/register/{entry_id}/delisting", note="Removed from the list by decision of 18 December.")
    stage.settle()

    assert players.hits(on_the_list) == []
    assert players.hits(on_its_own)
    assert players.senior.signal(resting)["state"] == "disputed"
    assert players.state_of(draft) == "discarded"
    assert [each.event["data"]["id"] for each in receiver.of_type("register.delisted")] == [entry_id]
    assert httpx.get(f"{stage.url}/register/{entry_id}", headers=_PAGE).status_code == 404

    stage.later(days=5)
    withdrawn = players.other_senior.review_signal(resting, "withdraw", reason="expired_ground")
    assert withdrawn["state"] == "withdrawn"
    again = players.submitter.submit_signals([fresh_signal()], _statement({"register_entry_id": entry_id}))[0]
    assert again["outcome"] == "rejected"


_PAGE = {"Accept": "text/html"}
_CONTEXTS = ("educational", "journalistic", "artistic", "research", "counter_terrorism", "public_debate")


def _statement(ground: dict[str, str]) -> Statement:
    return Statement(tier=3, behaviour_labels=("gta",), ground=ground, good_faith=True, user_data_absent=True)


def _live(players: Cast, signal: Any, ground: dict[str, str]) -> str:
    """Have two platforms vouch for a signal on this ground, and two people approve it."""
    for platform in (players.submitter, players.voucher):
        outcome = platform.submit_signals([signal], _statement(ground))[0]
    signal_id = outcome["id"] or ""
    players.reviewer.review_signal(signal_id, "approve")
    players.senior.review_signal(signal_id, "approve")
    players.serving.settle()
    return signal_id
