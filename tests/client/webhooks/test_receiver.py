"""What a receiver takes, what it refuses, and what it answers; signatures are made by the service's own signer."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from standardwebhooks.webhooks import Webhook

from hashdb.client.webhooks import Event, Receiver, Seen
from hashdb.errors import InvalidInputError
from worker.signatures import signed_headers

NOW = 1_768_471_200.0
OLD = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
NEW = "whsec_HxsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQAAAAA="
BODY = orjson.dumps(
    {"type": "takedown.requested", "timestamp": "2026-01-15T10:00:00Z", "data": {"id": "tdr_01", "respond_by": None}}
)


def headers(secret: str = OLD, *, message_id: str = "dlv_1", at: float = NOW, body: bytes = BODY) -> dict[str, str]:
    return signed_headers([secret], message_id, datetime.fromtimestamp(at, UTC), body)


@pytest.fixture
def taken() -> list[Event]:
    return []


@pytest.fixture
def receiver(taken: list[Event]) -> Receiver:
    receiver = Receiver([OLD], clock=lambda: NOW)
    receiver.on("takedown.requested")(taken.append)
    return receiver


def test_a_signed_webhook_reaches_its_handler_and_is_answered_204(receiver: Receiver, taken: list[Event]) -> None:
    answer = receiver.take(headers(), BODY)

    assert answer.status == 204
    assert taken == [
        Event(
            id="dlv_1",
            type="takedown.requested",
            timestamp=datetime(2026, 1, 15, 10, tzinfo=UTC),
            data={"id": "tdr_01", "respond_by": None},
        )
    ]


def test_what_another_library_signed_is_taken(receiver: Receiver, taken: list[Event]) -> None:
    signature = Webhook(OLD).sign("dlv_1", datetime.fromtimestamp(NOW, UTC), BODY.decode())
    sent = {"Webhook-Id": "dlv_1", "Webhook-Timestamp": str(int(NOW)), "Webhook-Signature": signature}

    assert receiver.take(sent, BODY).status == 204
    assert len(taken) == 1


@pytest.mark.parametrize(
    ("change", "body"),
    [
        ({}, BODY.replace(b"tdr_01", b"tdr_02")),
        ({"webhook-id": "dlv_2"}, BODY),
        ({"webhook-timestamp": str(int(NOW) + 1)}, BODY),
        ({"webhook-timestamp": "-1"}, BODY),
        ({"webhook-timestamp": "9" * 5_000}, BODY),
        ({"webhook-id": "a.b"}, BODY),
        ({"webhook-signature": ""}, BODY),
        ({"webhook-signature": "v1"}, BODY),
        ({"webhook-signature": "v1, v1,\u00e9"}, BODY),
    ],
)
def test_what_was_changed_on_the_way_is_refused(
    receiver: Receiver, taken: list[Event], change: dict[str, str], body: bytes
) -> None:
    assert receiver.take(headers() | change, body).status == 401
    assert taken == []


def test_what_nobody_signed_is_refused(receiver: Receiver) -> None:
    assert receiver.take({}, BODY).status == 401


def test_what_another_secret_signed_is_refused(receiver: Receiver) -> None:
    assert receiver.take(headers(NEW), BODY).status == 401


@pytest.mark.parametrize("secret", [OLD, NEW])
def test_while_a_secret_is_exchanged_both_are_good(secret: str) -> None:
    assert Receiver([NEW, OLD], clock=lambda: NOW).take(headers(secret), BODY).status == 204


def test_a_webhook_signed_with_both_secrets_is_taken_by_who_knows_one() -> None:
    both = signed_headers([OLD, NEW], "dlv_1", datetime.fromtimestamp(NOW, UTC), BODY)

    assert Receiver([NEW], clock=lambda: NOW).take(both, BODY).status == 204


@pytest.mark.parametrize(("away", "status"), [(-301, 401), (-300, 204), (300, 204), (301, 401)])
def test_clocks_may_be_five_minutes_apart(receiver: Receiver, away: int, status: int) -> None:
    assert receiver.take(headers(at=NOW + away), BODY).status == status


def test_a_copy_of_a_webhook_is_answered_as_the_first_and_handled_no_more(
    receiver: Receiver, taken: list[Event]
) -> None:
    statuses = [receiver.take(headers(at=NOW + later), BODY).status for later in (0, 0, 60)]

    assert statuses == [204, 204, 204]
    assert len(taken) == 1


def test_a_handler_that_fails_is_given_the_next_attempt(receiver: Receiver) -> None:
    attempts: list[Event] = []

    @receiver.on("takedown.requested")
    def fails_once(event: Event) -> None:
        attempts.append(event)
        if len(attempts) == 1:
            raise OSError("the queue is full")

    with pytest.raises(OSError, match="the queue is full"):
        receiver.take(headers(), BODY)
    assert receiver.take(headers(at=NOW + 5), BODY).status == 204
    assert len(attempts) == 2


def test_an_attempt_that_arrives_while_another_is_handled_is_asked_to_come_again(receiver: Receiver) -> None:
    statuses: list[int] = []

    @receiver.on("takedown.requested")
    def is_told_twice(_event: Event) -> None:
        again = receiver.take(headers(at=NOW + 1), BODY)
        statuses.append(again.status)
        assert again.headers == {"Retry-After": "5"}

    assert receiver.take(headers(), BODY).status == 204
    assert statuses == [503]


def test_what_no_handler_is_for_is_taken(receiver: Receiver, taken: list[Event]) -> None:
    body = BODY.replace(b"takedown.requested", b"something.new")

    assert receiver.take(headers(body=body), body).status == 204
    assert taken == []


def test_a_handler_may_take_all_that_no_other_does(receiver: Receiver, taken: list[Event]) -> None:
    rest: list[Event] = []
    receiver.on("*")(rest.append)
    body = BODY.replace(b"takedown.requested", b"something.new")
    receiver.take(headers(message_id="dlv_2", body=body), body)
    receiver.take(headers(), BODY)

    assert [each.type for each in rest] == ["something.new"]
    assert [each.type for each in taken] == ["takedown.requested"]


def test_a_body_that_is_far_too_large_is_not_even_checked(receiver: Receiver) -> None:
    assert receiver.take(headers(), b" " * 70_000).status == 413


@pytest.mark.parametrize("secrets", [[], OLD, ["whsec_"], ["AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"], ["whsec_no base64!"]])
def test_a_secret_that_is_none_is_refused_at_the_start(secrets: list[str]) -> None:
    with pytest.raises(InvalidInputError, match="secrets: must be"):
        Receiver(secrets)


@pytest.fixture
def file_of_two(tmp_path: Path) -> Iterator[Callable[[], Receiver]]:
    """Several processes of one machine that share what they have seen."""
    opened = []

    def process() -> Receiver:
        opened.append(Seen(tmp_path / "seen.sqlite"))
        return Receiver([OLD], seen=opened[-1], clock=lambda: NOW)

    yield process
    for seen in opened:
        seen.close()


def test_processes_that_share_a_file_handle_a_webhook_once(file_of_two: Callable[[], Receiver]) -> None:
    taken: list[Event] = []
    for _ in range(3):
        receiver = file_of_two()
        receiver.on("*")(taken.append)
        assert receiver.take(headers(), BODY).status == 204

    assert len(taken) == 1


def test_what_a_dead_process_was_at_is_handled_by_the_next_attempt(tmp_path: Path) -> None:
    seen = Seen(tmp_path / "seen.sqlite")
    seen.begin("dlv_1", NOW - 61)
    taken: list[Event] = []
    receiver = Receiver([OLD], seen=seen, clock=lambda: NOW)
    receiver.on("*")(taken.append)

    assert receiver.take(headers(), BODY).status == 204
    assert len(taken) == 1
    seen.close()
