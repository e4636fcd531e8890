"""Every job through a real worker."""

from collections.abc import Callable
from pathlib import Path

import pytest
from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer
from standardwebhooks.webhooks import Webhook

from hashdb.lifecycles.delivery import State as DeliveryState
from hashdb.lifecycles.match import State as MatchState
from hashdb.lifecycles.takedown import State as RequestState
from hashdb.processes import table
from hashdb.records.match import Match
from hashdb.services import endpoints, matches, takedowns
from hashdb.services.signals import Verdict
from hashdb.store import Debt, Kind, Store, lists
from tests.journeys.receiver import Receiver
from tests.services.world import World, value
from tests.worker.working import work_off
from worker import queue
from worker.work import WORK

Work = Callable[[], None]


def receives(world: World, platform: Receiver, work: Work) -> endpoints.NewEndpoint:
    """Register platform gamma's endpoint, and verify it with the nonce that a worker sent there."""
    made = endpoints.register(world.store, platform.url, [], actor=world.webmaster, now=world.now)
    work()
    nonce = platform.of_type("endpoint.verification")[0].event["data"]["nonce"]
    endpoints.verify(world.store, made.endpoint.id, nonce, actor=world.webmaster, now=world.now)
    return made


def test_every_kind_of_debt_has_its_job_on_a_queue_that_somebody_works_on() -> None:
    assert set(queue.JOBS) == set(WORK) == set(Kind)
    assert {name for name, _ in queue.JOBS.values()} == set(queue.QUEUES) == set(table.QUEUES)


def test_an_approved_request_is_dispatched_and_delivered(world: World, platform: Receiver, work: Work) -> None:
    receives(world, platform, work)
    waiting = world.in_review(world.confirmed(world.active(1)))
    takedowns.review(world.store, waiting.id, takedowns.Verdict.APPROVE, actor=world.senior, now=world.now)
    work()
    dispatched = world.store.takedowns.get(waiting.id).state
    work()

    assert dispatched is RequestState.DISPATCHED
    assert world.store.takedowns.get(waiting.id).state is RequestState.RECEIVED
    assert [each.event["data"]["id"] for each in platform.of_type("takedown.requested")] == [waiting.id]
    assert world.store.ledger.counts()["owed"] == 0


def test_a_ping_arrives_signed_like_every_other_event(world: World, platform: Receiver, work: Work) -> None:
    made = receives(world, platform, work)
    endpoints.ping(world.store, made.endpoint.id, actor=world.webmaster, now=world.now)
    work()
    ping = platform.of_type("endpoint.ping")[0]

    assert Webhook(made.secret).verify(ping.body, ping.headers) == ping.event
    assert [each.state for each in endpoints.deliveries_to(world.store, made.endpoint, limit=1)] == [
        DeliveryState.DELIVERED
    ]


def test_after_a_rotation_a_receiver_verifies_with_the_old_secret_as_with_the_new(
    world: World, platform: Receiver, work: Work
) -> None:
    old = receives(world, platform, work)
    new = endpoints.rotate(world.store, old.endpoint.id, actor=world.webmaster, now=world.now)
    world.dispatched(world.confirmed(world.active(1)))
    work()
    webhook = platform.of_type("takedown.requested")[0]

    for secret in (old.secret, new.secret):
        assert Webhook(secret).verify(webhook.body, webhook.headers) == webhook.event


def test_a_delivery_that_fails_is_owed_again_later(world: World, platform: Receiver, work: Work) -> None:
    receives(world, platform, work)
    platform.statuses = [500]
    sent = world.dispatched(world.confirmed(world.active(1)))
    work()
    work()
    delivery = world.store.deliveries.page(lists.deliveries_about(sent.id), after=None, limit=9).items[0]

    assert (delivery.state, delivery.attempt_count) == (DeliveryState.RETRY_SCHEDULED, 1)
    assert len(platform.of_type("takedown.requested")) == 1
    assert world.store.ledger.is_owed(Debt(kind=Kind.DELIVER, subject_id=delivery.id))


def test_a_signal_that_became_live_is_found_in_the_inventories(world: World, work: Work) -> None:
    world.hosts("v/1", value(1))
    work()
    signal = world.active(1)
    work()

    assert [each.signal_id for each in _matches(world)] == [signal.id]
    assert world.store.ledger.counts()["owed"] == 0


def test_a_new_inventory_entry_is_searched_for_live_signals(world: World, work: Work) -> None:
    signal = world.active(1)
    work()
    world.hosts("v/1", value(1))
    work()

    assert [each.signal_id for each in _matches(world)] == [signal.id]
    assert world.store.ledger.counts()["owed"] == 0


def test_a_withdrawn_signal_takes_back_what_rests_on_it(world: World, work: Work) -> None:
    signal = world.active(1)
    sent = world.dispatched(world.confirmed(signal))
    world.review(signal, Verdict.WITHDRAW, world.other_senior)
    work()

    assert world.store.takedowns.get(sent.id).state is RequestState.WITHDRAWN
    assert [each.state for each in _matches(world)] == [MatchState.CLOSED]
    assert world.store.ledger.counts()["owed"] == 0


@pytest.mark.parametrize("kind", sorted(set(Kind) - {Kind.DISPATCH}))
def test_a_job_about_what_is_not_there_or_done_already_ends_well(
    store: Store, redis_url: str, redis_client: Redis, kind: Kind
) -> None:
    gone = Debt(kind=kind, subject_id="sig_" + "0" * 26)
    with queue.connect(redis_url) as connection:
        queue.send([gone, gone], connection)
    for name in queue.QUEUES:
        work_off(redis_url, name)

    assert not store.ledger.is_owed(gone)
    assert list(redis_client.scan_iter("rq:failed:*")) == []


@pytest.mark.parametrize("name", queue.QUEUES)
def test_a_job_that_names_another_function_is_not_run(redis_url: str, store: Store, tmp_path: Path, name: str) -> None:
    evidence = tmp_path / "it-was-run"
    with queue.connect(redis_url) as connection:
        strange = Queue(name, connection=connection, serializer=JSONSerializer)
        job = strange.enqueue_call("os.system", args=(f"touch {evidence}",))
        work_off(redis_url, name)
        failed = strange.failed_job_registry.get_job_ids()

    assert not evidence.exists()
    assert failed == [job.id]
    assert store.ledger.counts()["owed"] == 0


def test_a_job_that_was_pickled_is_not_read(redis_url: str, store: Store, tmp_path: Path) -> None:
    evidence = tmp_path / "it-was-run"
    with queue.connect(redis_url) as connection:
        Queue("matching", connection=connection).enqueue_call("os.system", args=(f"touch {evidence}",))
        work_off(redis_url, "matching")

    assert not evidence.exists()
    assert store.ledger.counts()["owed"] == 0


def _matches(world: World) -> list[Match]:
    return matches.page(world.store, after=None, limit=9, actor=world.host).items
