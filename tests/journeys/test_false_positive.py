"""A false positive: found on two platforms, removed on one of them, seen for what it is on the other, and undone."""

from collections.abc import Iterator

import pytest

from hashdb.client import Client
from hashdb.client.answers import Record
from hashdb.records.member import Member
from hashdb.roles import Role
from tests.journeys.cast import STATEMENT, Cast, fresh_signal
from tests.journeys.receiver import Receiver, receiving
from tests.journeys.stage import Stage


@pytest.fixture
def other_receiver() -> Iterator[Receiver]:
    """Where platform beta is told."""
    with receiving() as receiver:
        yield receiver


def test_what_was_found_false_on_one_platform_is_reinstated_on_the_other_and_both_are_told(
    stage: Stage, players: Cast, receiver: Receiver, other_receiver: Receiver
) -> None:
    players.receives(receiver)
    endpoint_of(stage, players, players.beta, other_receiver)
    signal = fresh_signal()
    signal_id = players.live(signal)[0]
    request = removed(stage, players, signal_id)
    elsewhere = players.asker.report_match(signal_id=signal_id, content_ref="b/7", distance=8)
    asked = len(players.hits(signal))

    players.reviewer.review_match(elsewhere["id"], "false_positive")
    stage.settle()
    assert asked == 1
    assert players.senior.signal(signal_id)["state"] == "disputed"
    assert players.hits(signal) == []
    assert players.state_of(request) == "actioned"

    players.client(players.institute, Role.SENIOR_REVIEWER).review_signal(signal_id, "withdraw", reason="not_tvec")
    stage.settle()
    assert players.state_of(request) == "reinstatement_requested"
    assert len(receiver.of_type("reinstatement.requested")) == 1
    for told in (receiver, other_receiver):
        assert [each.event["data"]["id"] for each in told.of_type("signal.withdrawn")] == [signal_id]
    (tombstone,) = [each for page in players.asker.feed() for each in page.items if each["id"] == signal_id]
    assert tombstone["deleted"]
    assert players.submitter.submit_signals([signal], STATEMENT)[0]["outcome"] == "rejected"

    players.responder.respond(request["id"], {"type": "reinstated"})
    assert players.state_of(request) == "reinstated"


def removed(stage: Stage, players: Cast, signal_id: str) -> Record:
    """Return a request that platform gamma has carried out."""
    found = players.host.report_match(signal_id=signal_id, content_ref="g/1", distance=2)
    request = players.requested(found["id"], requested_action="remove")
    stage.settle()
    players.responder.takedown_request(request["id"])
    players.responder.respond(request["id"], {"type": "removed", "platform_file_ref": "T-1"})
    return request


def endpoint_of(stage: Stage, players: Cast, member: Member, receiver: Receiver) -> None:
    """Register and verify an endpoint of a member."""
    webmaster: Client = players.client(member, Role.PLATFORM_ADMIN)
    endpoint = webmaster.create_webhook_endpoint(receiver.url)
    stage.settle()
    nonce = receiver.next_of_type("endpoint.verification").event["data"]["nonce"]
    webmaster.verify_webhook_endpoint(endpoint["id"], nonce)
