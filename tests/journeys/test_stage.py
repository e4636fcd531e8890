"""The stage itself: ninety days pass in a moment, and what they bring happens."""

from tests.journeys.cast import Cast, fresh_signal
from tests.journeys.receiver import Receiver
from tests.journeys.stage import Stage


def test_what_is_asked_for_is_delivered_at_once_and_overdue_when_its_time_is_over(
    stage: Stage, players: Cast, receiver: Receiver
) -> None:
    players.receives(receiver)
    request = players.request_about(fresh_signal())
    told = [each.event["data"]["id"] for each in receiver.of_type("takedown.requested")]
    received = players.state_of(request)
    stage.later(days=3, seconds=1)

    assert told == [request["id"]]
    assert (received, players.state_of(request)) == ("received", "overdue")
