"""How a platform is told: again until it answers, under one id, and not where it does not want to be told."""

from standardwebhooks.webhooks import Webhook

from tests.journeys.cast import Cast, about, fresh_signal
from tests.journeys.receiver import Receiver
from tests.journeys.waiting import eventually


def test_an_answer_of_five_hundred_is_followed_by_another_attempt_under_the_same_id(
    cast: Cast, receiver: Receiver
) -> None:
    cast.receives(receiver)
    receiver.statuses = [500]
    request = cast.request_about(fresh_signal())
    first, second = receiver.next_of_type("takedown.requested"), receiver.next_of_type("takedown.requested", 2)
    delivery = eventually(
        lambda: next(
            (each for each in cast.webmaster.deliveries() if each["delivered_at"] and each["id"] == first.id), None
        ),
        "the delivery is acknowledged",
    )

    assert (second.id, second.body) == (first.id, first.body)
    assert second.headers["webhook-timestamp"] > first.headers["webhook-timestamp"]
    assert Webhook(cast.endpoint_secret).verify(second.body, second.headers)
    assert [each["status_code"] for each in delivery["attempts"]] == [500, 204]
    assert len(about(request, receiver.received)) == 2


def test_a_receiver_that_is_gone_is_disabled_and_the_request_waits_in_the_inbox(cast: Cast, receiver: Receiver) -> None:
    cast.receives(receiver)
    receiver.statuses = [410]
    request = cast.request_about(fresh_signal())
    receiver.next_of_type("takedown.requested")
    eventually(lambda: _states(cast) == ["disabled"], "the endpoint is disabled")

    assert cast.state_of(request) == "dispatched"
    assert [each["id"] for each in cast.responder.takedown_requests()] == [request["id"]]
    assert cast.responder.takedown_request(request["id"])["state"] == "received"


def test_a_delivery_is_replayed_under_its_old_id(cast: Cast, receiver: Receiver) -> None:
    cast.receives(receiver)
    request = cast.request_about(fresh_signal())
    first = receiver.next_of_type("takedown.requested")
    eventually(lambda: cast.state_of(request) == "received", "the delivery is written down")
    eventually(lambda: cast.webmaster.replay_delivery(first.id), "the delivery can be replayed")
    second = receiver.next_of_type("takedown.requested", 2)

    assert (second.id, second.body) == (first.id, first.body)


def test_a_platform_without_a_webhook_finds_the_request_in_its_inbox(cast: Cast) -> None:
    request = cast.request_about(fresh_signal(), priority="urgent")
    eventually(lambda: list(cast.responder.takedown_requests()), "the request is in the inbox")
    fetched = cast.responder.takedown_request(request["id"])

    assert (fetched["state"], fetched["priority"]) == ("received", "urgent")
    assert fetched["deadlines"]["respond_by"] is not None


def test_an_endpoint_that_was_deleted_is_told_nothing_more(cast: Cast, receiver: Receiver) -> None:
    endpoint = cast.receives(receiver)
    cast.webmaster.delete_webhook_endpoint(endpoint["id"])
    request = cast.request_about(fresh_signal())
    eventually(lambda: cast.state_of(request) == "dispatched", "the request is dispatched")

    assert receiver.of_type("takedown.requested") == []


def test_a_withdrawn_request_is_told_to_the_platform(cast: Cast, receiver: Receiver) -> None:
    cast.receives(receiver)
    request = cast.request_about(fresh_signal())
    receiver.next_of_type("takedown.requested")
    eventually(lambda: cast.state_of(request) == "received", "the delivery is acknowledged")
    cast.senior.withdraw_takedown_request(request["id"], "an error")

    assert receiver.next_of_type("takedown.withdrawn").event["data"]["id"] == request["id"]


def _states(cast: Cast) -> list[str]:
    """Return the states of the platform's endpoints."""
    return [each["state"] for each in cast.webmaster.webhook_endpoints()]
