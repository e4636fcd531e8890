"""An appeal: a journalist without an account gets a report back that a platform had removed on our word.

Played on the stage, because officers and appellants take days.
"""

import re

import httpx
import pytest

from hashdb.roles import Role
from tests.journeys.cast import Cast, about, fresh_signal
from tests.journeys.offices import Office
from tests.journeys.receiver import Receiver
from tests.journeys.stage import Stage

FORM = {
    "appellant_kind": "content_provider",
    "subject_type": "signal",
    "exempt_context": "yes",
    "statement": "Das ist mein Bericht über den Prozess. It shows the exhibit and calls for nothing.",
    "language": "de",
}


class Journalist:
    """Somebody with a browser that runs no script."""

    def __init__(self, url: str) -> None:
        self._url = url

    def fills_in(self, path: str, **fields: str) -> str:
        """Send a form and return the page that comes."""
        answer = httpx.post(f"{self._url}{path}", data=fields, headers={"Accept": "text/html"})
        assert answer.headers["Content-Type"].startswith("text/html")
        assert "cookie" not in {each.lower() for each in answer.headers}
        return answer.raise_for_status().text


@pytest.fixture
def officer(players: Cast) -> Office:
    return Office(players, Role.APPEALS_OFFICER)


def test_a_journalist_without_an_account_gets_a_report_back(
    stage: Stage, players: Cast, receiver: Receiver, officer: Office
) -> None:
    players.receives(receiver)
    signal = fresh_signal()
    request = players.request_about(signal)
    players.responder.respond(request["id"], {"type": "removed", "platform_file_ref": "T-1"})
    signal_id = players.responder.takedown_request(request["id"])["items"][0]["signal_id"]
    journalist = Journalist(stage.url)

    received = journalist.fills_in("/appeal", **FORM, subject_ref=signal_id)
    code = _code(received)
    appeal = officer.asks("/v1/appeals")["items"][0]
    assert appeal["statement"] == FORM["statement"]
    assert appeal["candidates"] == [signal_id]
    officer.does(f"/v1/appeals/{appeal['id']}/admit")
    assert players.hits(signal) == []

    officer.does(f"/v1/appeals/{appeal['id']}/ask", question="Where was it published?")
    stage.later(days=2)
    assert "Where was it published?" in journalist.fills_in("/appeal/status", code=code.lower())
    journalist.fills_in("/appeal/answer", code=code, text="On our site, in May.")
    answered = officer.asks(f"/v1/appeals/{appeal['id']}")
    assert answered["answer"] == "On our site, in May."
    assert answered["stopped_for"] == 2 * 24 * 3_600

    reasons = "It reports on a trial; nothing in it calls for anything."
    officer.does(f"/v1/appeals/{appeal['id']}/decide", decision="uphold", reasons=reasons)
    stage.settle()
    status = journalist.fills_in("/appeal/status", code=code)

    assert "what follows from it was done" in status
    assert reasons in status
    assert players.state_of(request) == "reinstatement_requested"
    assert len(about(request, receiver.of_type("reinstatement.requested"))) == 1
    assert players.senior.signal(signal_id)["state"] == "withdrawn"
    assert [each["state"] for page in players.asker.feed() for each in page.items] == ["withdrawn"]
    players.responder.respond(request["id"], {"type": "reinstated", "platform_file_ref": "T-2"})
    assert players.state_of(request) == "reinstated"


def test_what_was_found_harmless_does_not_come_back(stage: Stage, players: Cast, officer: Office) -> None:
    signal = fresh_signal()
    signal_id = players.live(signal)[0]
    Journalist(stage.url).fills_in("/appeal", **FORM, subject_ref=signal_id)
    appeal = officer.asks("/v1/appeals")["items"][0]
    officer.does(f"/v1/appeals/{appeal['id']}/admit")
    officer.does(f"/v1/appeals/{appeal['id']}/decide", decision="uphold", reasons="A report about a trial.")
    stage.settle()

    assert players.senior.signal(signal_id)["state"] == "withdrawn"
    listed = Office(players, Role.SENIOR_REVIEWER).asks("/v1/negative-list")["items"]
    assert [(each["origin"], each["signal_type"]) for each in listed] == [("appeal", "pdq")]


def _code(page: str) -> str:
    found = re.search(r"<code>([A-Z2-7]{20})</code>", page)
    assert found is not None
    return found[1]
