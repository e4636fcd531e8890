"""The main job, from a photograph to its removal and its remedy, through the real service."""

import time
from pathlib import Path

import pytest
import skimage.data
from PIL import Image
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from hashdb.client import ApiError
from hashdb.hashing import HashedSignal, hash_file
from tests.journeys.cast import STATEMENT, Cast
from tests.journeys.receiver import Receiver
from tests.journeys.serving import Serving
from tests.journeys.waiting import eventually


def pdq(path: Path) -> HashedSignal:
    return next(each for each in hash_file(path) if each.signal_type == "pdq")


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    path = tmp_path / "original.png"
    Image.fromarray(skimage.data.astronaut()).save(path)
    return path


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
    signal, other = pdq(photograph), pdq(copy)
    assert signal.signal_value != other.signal_value

    # A third platform hosts a copy; it tells its hashes, and where to be told.
    cast.receives(receiver)
    cast.host.put_inventory([{"content_ref": "v/1", "content_url": "https://gamma.example/v/1", **_value(other)}])

    # Two platforms vouch, two people of other members approve.
    first = cast.submitter.submit_signals([signal], STATEMENT)[0]
    second = cast.voucher.submit_signals([signal], STATEMENT)[0]
    signal_id = first["id"] or ""
    assert (first["outcome"], second["outcome"], second["id"]) == ("created", "vouched", signal_id)
    assert cast.hits(other) == []
    assert cast.reviewer.review_signal(signal_id, "approve")["state"] == "pending_second"
    with pytest.raises(ApiError) as refused:
        cast.other_senior.review_signal(signal_id, "uphold", reason="no dispute")
    assert refused.value.slug == "illegal-transition"
    assert cast.senior.review_signal(signal_id, "approve")["state"] == "active"

    # It is live in every matcher within a second, and in the feed.
    began = time.monotonic()
    eventually(lambda: cast.hits(other), "the signal is matched")
    assert time.monotonic() - began < 1
    hit = cast.hits(other)[0]
    assert hit["signal_id"] == signal_id
    assert 0 < hit["distance"] <= 31
    changes = [entry for page in cast.asker.feed() for entry in page.items]
    assert [each["signal_value"] for each in changes if each.get("id") == signal_id] == [signal.signal_value]

    # A worker finds the copy; a person confirms, a second one approves the request.
    match = cast.found(signal_id)
    assert (match["content_ref"], match["state"]) == ("v/1", "pending_review")
    request = cast.requested(match["id"])

    # The platform is told, thinly and signed; it fetches the request with its key and answers.
    webhook = receiver.next_of_type("takedown.requested")
    assert webhook.event["data"] == {"id": request["id"], "priority": "standard", "respond_by": None}
    Webhook(cast.endpoint_secret).verify(webhook.body, webhook.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(cast.endpoint_secret).verify(webhook.body.replace(b"standard", b"urgent"), webhook.headers)
    fetched = cast.responder.takedown_request(request["id"])
    assert (fetched["state"], fetched["is_order"]) == ("received", False)
    assert fetched["items"][0]["url"] == "https://gamma.example/v/1"
    answer = {"type": "removed", "platform_file_ref": "T-881", "preserved": True}
    assert cast.responder.respond(request["id"], answer)["state"] == "actioned"
    assert len(cast.responder.respond(request["id"], answer)["responses"]) == 1
    assert [each["id"] for each in cast.responder.takedown_requests()] == [request["id"]]

    # The signal is withdrawn: it is matched no more, the feed has its tombstone, the platform is asked to reinstate.
    page = list(cast.asker.feed())[-1]
    cast.other_senior.review_signal(signal_id, "withdraw", reason="wrong picture")
    assert cast.hits(other) == []
    tombstone = next(iter(cast.asker.feed(page.checkpoint))).items[-1]
    assert tombstone == {"id": signal_id, "signal_type": "pdq", "state": "withdrawn", "deleted": True}
    asked = receiver.next_of_type("reinstatement.requested")
    assert asked.event["data"]["id"] == request["id"]
    reinstated = cast.responder.respond(request["id"], {"type": "reinstated", "platform_file_ref": "T-882"})
    assert reinstated["state"] == "reinstated"

    # Everything stands in the log, and the log verifies.
    verified = serving.run("audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert verified.stdout.startswith("verified")


def _value(signal: HashedSignal) -> dict[str, str]:
    return {"signal_type": signal.signal_type, "signal_value": signal.signal_value}
