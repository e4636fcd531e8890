"""The main job, from a photograph to its removal and its remedy, through the real service."""

import time
from pathlib import Path

import pytest
from PIL import Image
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from hashdb.client.answers import Record
from hashdb.hashing import HashedSignal, hash_file
from tests.journeys.cast import STATEMENT, Cast
from tests.journeys.receiver import Receiver
from tests.journeys.serving import Serving
from tests.journeys.waiting import eventually


def pdq(path: Path) -> HashedSignal:
    return next(each for each in hash_file(path) if each.signal_type == "pdq")


@pytest.fixture
def copy(photograph: Path, tmp_path: Path) -> Path:
    """The same picture, smaller and compressed anew."""
    path = tmp_path / "copy.jpg"
    with Image.open(photograph) as picture:
        picture.resize((300, 300)).save(path, quality=70)
    return path


def test_a_photograph_is_shared_found_elsewhere_removed_on_request_and_reinstated_after_a_withdrawal(
    cast: Cast, receiver: Receiver, serving: Serving, photograph: Path, copy: Path
) -> None:
    hosted = pdq(copy)
    cast.receives(receiver)
    cast.host.put_inventory(
        [
            {
                "content_ref": "v/1",
                "signal_type": hosted.signal_type,
                "signal_value": hosted.signal_value,
                "content_url": "https://gamma.example/v/1",
            }
        ]
    )

    signal_id = _is_vouched_for_and_approved(cast, pdq(photograph), hosted)
    _is_live_within_a_second(cast, signal_id, pdq(photograph), hosted)
    request = _is_found_by_a_worker_and_asked_about(cast, signal_id)
    _is_told_thinly_and_signed(cast, receiver, request)
    _is_fetched_and_removed(cast, request)
    _is_withdrawn_and_asked_back(cast, receiver, signal_id, hosted, request)
    _stands_in_a_log_that_verifies(serving)


def _is_vouched_for_and_approved(cast: Cast, signal: HashedSignal, hosted: HashedSignal) -> str:
    first = cast.submitter.submit_signals([signal], STATEMENT)[0]
    second = cast.voucher.submit_signals([signal], STATEMENT)[0]
    signal_id = first["id"] or ""

    assert (first["outcome"], second["outcome"], second["id"]) == ("created", "vouched", signal_id)
    assert cast.hits(hosted) == []
    assert cast.reviewer.review_signal(signal_id, "approve")["state"] == "pending_second"
    assert cast.senior.review_signal(signal_id, "approve")["state"] == "active"
    return signal_id


def _is_live_within_a_second(cast: Cast, signal_id: str, signal: HashedSignal, hosted: HashedSignal) -> None:
    began = time.monotonic()
    hit = eventually(lambda: cast.hits(hosted), "the signal is matched")[0]
    changes = [entry for page in cast.asker.feed() for entry in page.items]

    assert time.monotonic() - began < 1
    assert hit["signal_id"] == signal_id
    assert 0 < hit["distance"] <= 31
    assert [each["signal_value"] for each in changes if each["id"] == signal_id] == [signal.signal_value]


def _is_found_by_a_worker_and_asked_about(cast: Cast, signal_id: str) -> Record:
    match = cast.found(signal_id)

    assert (match["content_ref"], match["state"]) == ("v/1", "pending_review")
    return cast.requested(match["id"])


def _is_told_thinly_and_signed(cast: Cast, receiver: Receiver, request: Record) -> None:
    webhook = receiver.next_of_type("takedown.requested")
    signature = Webhook(cast.endpoint_secret)

    assert webhook.event["data"] == {"id": request["id"], "priority": "standard", "respond_by": None}
    assert signature.verify(webhook.body, webhook.headers) == webhook.event
    with pytest.raises(WebhookVerificationError):
        signature.verify(webhook.body.replace(b"standard", b"urgent"), webhook.headers)


def _is_fetched_and_removed(cast: Cast, request: Record) -> None:
    fetched = cast.responder.takedown_request(request["id"])
    answer = {"type": "removed", "platform_file_ref": "T-881", "preserved": True}

    assert (fetched["state"], fetched["is_order"]) == ("received", False)
    assert fetched["items"][0]["url"] == "https://gamma.example/v/1"
    assert cast.responder.respond(request["id"], answer)["state"] == "actioned"
    assert len(cast.responder.respond(request["id"], answer)["responses"]) == 1
    assert [each["id"] for each in cast.responder.takedown_requests()] == [request["id"]]


def _is_withdrawn_and_asked_back(
    cast: Cast, receiver: Receiver, signal_id: str, hosted: HashedSignal, request: Record
) -> None:
    checkpoint = list(cast.asker.feed())[-1].checkpoint
    cast.other_senior.review_signal(signal_id, "withdraw", reason="wrong_label")
    tombstones = next(iter(cast.asker.feed(checkpoint))).items
    asked = receiver.next_of_type("reinstatement.requested")
    reinstated = cast.responder.respond(request["id"], {"type": "reinstated", "platform_file_ref": "T-882"})

    assert cast.hits(hosted) == []
    assert tombstones == [{"id": signal_id, "signal_type": "pdq", "state": "withdrawn", "deleted": True}]
    assert asked.event["data"]["id"] == request["id"]
    assert reinstated["state"] == "reinstated"


def _stands_in_a_log_that_verifies(serving: Serving) -> None:
    verified = serving.run("audit", "verify")

    assert verified.returncode == 0
    assert verified.stdout.startswith("verified")
