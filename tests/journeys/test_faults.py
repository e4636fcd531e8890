"""What is killed comes back, and nothing that was acknowledged is lost."""

import signal as signals
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import httpx
import pytest

from hashdb.client.answers import Submitted
from hashdb.hashing import HashedSignal
from tests.journeys.cast import STATEMENT, Cast, about, fresh_signal
from tests.journeys.receiver import Receiver
from tests.journeys.serving import Serving
from tests.journeys.waiting import eventually


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor() as pool:
        yield pool


def test_a_webhook_whose_worker_is_killed_in_mid_delivery_arrives_with_the_same_id(
    cast: Cast, receiver: Receiver, serving: Serving
) -> None:
    cast.receives(receiver)
    receiver.hold()
    request = cast.request_about(fresh_signal())
    first = receiver.next_of_type("takedown.requested")
    serving.kill("worker-deliveries")
    receiver.release()
    again = receiver.next_of_type("takedown.requested", 2)
    eventually(lambda: cast.state_of(request) == "received", "the delivery is acknowledged")

    assert (again.id, again.body) == (first.id, first.body)
    assert {each.id for each in about(request, receiver.received)} == {first.id}


def test_a_signal_whose_matching_worker_is_killed_is_found_all_the_same(cast: Cast, serving: Serving) -> None:
    signal = fresh_signal()
    entry = {"content_ref": "v/1", "signal_type": "pdq", "signal_value": signal.signal_value}
    cast.host.put_inventory([entry])  # type: ignore[list-item]
    signal_id = cast.live(signal)[0]
    serving.kill("worker-matching")

    assert cast.found(signal_id)["content_ref"] == "v/1"


def test_what_was_acknowledged_while_redis_was_killed_is_all_there(
    cast: Cast, serving: Serving, pool: ThreadPoolExecutor
) -> None:
    stop, told = Event(), {}

    def submit_until_told() -> dict[str, HashedSignal]:
        acknowledged: dict[str, HashedSignal] = {}
        while not stop.is_set():
            batch = [fresh_signal() for _ in range(20)]
            answers = cast.submitter.submit_signals(batch, STATEMENT)
            acknowledged |= {each["id"] or "": signal for each, signal in zip(answers, batch, strict=True)}
        return acknowledged

    load: Future[dict[str, HashedSignal]] = pool.submit(submit_until_told)
    for _ in range(2):
        serving.kill("redis")
        eventually(lambda: httpx.get(f"{serving.url}/readyz").is_success, "the service is ready again")
    stop.set()
    told = load.result()
    kept = {each: cast.submitter.signal(each)["signal_value"] for each in told}

    assert len(told) >= 20
    assert kept == {each: signal.signal_value for each, signal in told.items()}


def test_a_webhook_that_was_owed_when_redis_was_killed_arrives(
    cast: Cast, receiver: Receiver, serving: Serving
) -> None:
    cast.receives(receiver)
    receiver.hold()
    request = cast.request_about(fresh_signal())
    first = receiver.next_of_type("takedown.requested")
    serving.kill("redis")
    receiver.release()
    eventually(lambda: cast.state_of(request) == "received", "the delivery is acknowledged")

    assert {each.id for each in about(request, receiver.received)} == {first.id}


def test_a_killed_api_comes_back_with_every_live_signal(cast: Cast, serving: Serving) -> None:
    signal = fresh_signal()
    signal_id = cast.live(signal)[0]
    serving.kill("api")
    eventually(lambda: _ready(serving), "the service is ready again")

    assert [hit["signal_id"] for hit in cast.hits(signal)] == [signal_id]


def test_after_a_stop_and_a_start_everything_is_as_it_was(cast: Cast, receiver: Receiver, serving: Serving) -> None:
    cast.receives(receiver)
    kept, gone = fresh_signal(), fresh_signal()
    _, withdrawn = cast.live(kept, gone)
    cast.other_senior.review_signal(withdrawn, "withdraw", reason="other")
    request = cast.request_about(fresh_signal())
    receiver.next_of_type("takedown.requested")
    eventually(lambda: cast.state_of(request) == "received", "the delivery is acknowledged")
    before = _picture(cast, kept, gone)
    status = serving.stop()
    serving.start()

    assert status == 0
    assert _picture(cast, kept, gone) == before
    assert serving.run("audit", "verify").returncode == 0


def test_what_was_owed_at_the_stop_is_delivered_after_the_start(
    cast: Cast, receiver: Receiver, serving: Serving
) -> None:
    cast.receives(receiver)
    receiver.statuses = [503]
    request = cast.request_about(fresh_signal())
    first = receiver.next_of_type("takedown.requested")
    serving.stop()
    serving.start()
    again = receiver.next_of_type("takedown.requested", 2)

    assert again.id == first.id
    eventually(lambda: cast.state_of(request) == "received", "the delivery is acknowledged")


def test_the_whole_service_killed_starts_again_with_what_it_acknowledged(cast: Cast, serving: Serving) -> None:
    signal = fresh_signal()
    acknowledged = cast.submitter.submit_signals([signal], STATEMENT)[0]
    serving.service.process.send_signal(signals.SIGKILL)
    serving.service.process.wait()
    serving.start()

    assert cast.submitter.signal(acknowledged["id"] or "")["signal_value"] == signal.signal_value
    assert _again(cast, signal)["outcome"] == "known"


def _again(cast: Cast, signal: HashedSignal) -> Submitted:
    return cast.submitter.submit_signals([signal], STATEMENT)[0]


def _ready(serving: Serving) -> bool:
    try:
        return httpx.get(f"{serving.url}/readyz").is_success
    except httpx.TransportError:
        return False


def _picture(cast: Cast, *signals: HashedSignal) -> list[object]:
    """Return what the members see: lookups, the feed, the requests and deliveries, as they stand."""
    return [
        [cast.hits(signal) for signal in signals],
        [page.items for page in cast.asker.feed()],
        list(cast.responder.takedown_requests()),
        list(cast.webmaster.deliveries()),
    ]
