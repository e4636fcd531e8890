"""What is owed to a webhook, and what each attempt comes to."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from hashdb import audit
from hashdb.access import SYSTEM
from hashdb.errors import InvalidInputError, NotFoundError
from hashdb.lifecycles.delivery import State
from hashdb.lifecycles.endpoint import State as EndpointState
from hashdb.lifecycles.takedown import State as RequestState
from hashdb.records.webhook import SCHEDULE, Attempt, Channel, Delivery, EventType, Priority
from hashdb.roles import Role
from hashdb.services import deliveries, endpoints, inbox, notices
from hashdb.store import Debt, lists
from hashdb.store import Kind as Owed
from tests.services.endpoints import receiving, registered
from tests.services.world import World


def owed(world: World, content_ref: str = "v/1", **changes: object) -> Delivery:
    """Return the delivery of a fresh request."""
    sent = world.dispatched(world.confirmed(world.active(content_ref), content_ref), **changes)
    return webhooks(world, sent.id)[0]


def webhooks(world: World, subject_id: str) -> list[Delivery]:
    """Return the webhooks about a subject, without its notice."""
    everything = world.store.deliveries.all_of(lists.deliveries_about(subject_id))
    return [each for each in everything if each.channel is Channel.WEBHOOK]


def debt(delivery: Delivery) -> Debt:
    return Debt(kind=Owed.DELIVER, subject_id=delivery.id)


def woken(world: World, subject_id: str) -> bool:
    """Tell whether the notice of a request climbs at once: its webhook will never arrive."""
    notice = next(notices.open_about(world.store, subject_id, EventType.TAKEDOWN_REQUESTED))
    return notice.next_attempt_at == world.now


def attempt(world: World, delivery: Delivery, status: int | None, *, retry_after: int | None = None) -> Delivery:
    """Conclude an attempt that was answered so."""
    tried = Attempt(started_at=world.now, status_code=status, duration_ms=3, error=None if status else "timeout")
    return deliveries.conclude(world.store, delivery.id, tried, retry_after=retry_after, now=world.now)


def test_a_new_endpoint_is_sent_its_challenge_and_nothing_else(world: World) -> None:
    endpoint = registered(world)
    world.dispatched(world.confirmed(world.active(1)))
    everything = deliveries.page(world.store, after=None, limit=9, actor=world.webmaster).items
    sent = [(each.event_type, each.endpoint_id) for each in everything if each.channel is Channel.WEBHOOK]

    assert sent == [(EventType.ENDPOINT_VERIFICATION, endpoint.id)]


def test_the_nonce_of_the_challenge_activates_the_endpoint(world: World) -> None:
    assert receiving(world).state is EndpointState.ACTIVE


def test_another_nonce_does_not_activate_the_endpoint(world: World) -> None:
    endpoint = registered(world)

    with pytest.raises(InvalidInputError, match="nonce"):
        endpoints.verify(world.store, endpoint.id, "gu\xe9ssed", actor=world.webmaster, now=world.now)


def test_an_endpoint_exists_for_its_own_member_only(world: World) -> None:
    endpoint = receiving(world)
    stranger = world.actor(Role.PLATFORM_ADMIN, world.beta)

    with pytest.raises(NotFoundError):
        endpoints.own(world.store, endpoint.id, actor=stranger)
    with pytest.raises(NotFoundError):
        endpoints.disable(world.store, endpoint.id, actor=stranger, now=world.now)


def test_the_secret_is_shown_once_and_kept_sealed(world: World) -> None:
    made = endpoints.register(world.store, "https://a.example", [], actor=world.webmaster, now=world.now)

    assert made.secret.startswith("whsec_")
    assert made.secret not in world.store.endpoints.get(made.endpoint.id).secret
    assert world.store.sealer.open(made.endpoint.secret) == made.secret


def test_an_endpoint_is_told_only_of_the_events_it_wants(world: World) -> None:
    receiving(world, EventType.TAKEDOWN_WITHDRAWN)
    sent = world.dispatched(world.confirmed(world.active(1)))

    assert webhooks(world, sent.id) == []


def test_an_answer_of_two_hundred_delivers_and_starts_the_platforms_clock(world: World) -> None:
    receiving(world)
    delivered = attempt(world, owed(world), 204)
    request = world.store.takedowns.get(delivered.subject_id)

    assert (delivered.state, delivered.attempt_count) == (State.DELIVERED, 1)
    assert (request.state, request.received_at) == (RequestState.RECEIVED, world.now)
    assert not world.store.ledger.is_owed(debt(delivered))


@pytest.mark.parametrize("status", [None, 301, 400, 404, 500, 503])
def test_any_other_answer_is_tried_again(world: World, status: int | None) -> None:
    endpoint = receiving(world)
    retried = attempt(world, owed(world), status)

    assert retried.state is State.RETRY_SCHEDULED
    assert retried.next_attempt_at == world.now + timedelta(seconds=5)
    assert world.store.ledger.is_owed(debt(retried))
    assert world.store.endpoints.get(endpoint.id).state is EndpointState.FAILING


def test_a_receiver_that_works_again_has_recovered(world: World) -> None:
    endpoint = receiving(world)
    failed = attempt(world, owed(world), 500)
    attempt(world, failed, 200)
    recovered = world.store.endpoints.get(endpoint.id)

    assert (recovered.state, recovered.first_failure_at) == (EndpointState.ACTIVE, None)


def test_gone_ends_the_delivery_and_disables_the_endpoint(world: World) -> None:
    endpoint = receiving(world)
    gone = attempt(world, owed(world), 410)

    assert gone.state is State.ENDPOINT_GONE
    assert world.store.endpoints.get(endpoint.id).state is EndpointState.DISABLED
    assert woken(world, gone.subject_id)


def test_five_days_of_nothing_but_failures_disable_an_endpoint(world: World) -> None:
    endpoint = receiving(world)
    delivery = attempt(world, owed(world), 500)
    world.later(days=5, seconds=1)
    attempt(world, delivery, 500)

    assert world.store.endpoints.get(endpoint.id).state is EndpointState.DISABLED


def test_a_receiver_may_ask_for_more_time_within_a_limit(world: World) -> None:
    receiving(world)
    delivery = owed(world)
    modest = attempt(world, delivery, 503, retry_after=60)
    greedy = attempt(world, delivery, 503, retry_after=999_999)

    assert modest.next_attempt_at == world.now + timedelta(seconds=60)
    assert greedy.next_attempt_at == world.now + timedelta(hours=1)


@pytest.mark.parametrize("priority", list(Priority))
def test_a_delivery_that_nobody_takes_fails_at_the_end_of_its_schedule(world: World, priority: Priority) -> None:
    receiving(world)
    delivery = owed(world, priority=priority)
    states = [attempt(world, delivery, 500).state for _ in SCHEDULE[priority]]

    assert states == [State.RETRY_SCHEDULED] * (len(SCHEDULE[priority]) - 1) + [State.FAILED]
    assert woken(world, delivery.subject_id)
    assert not world.store.ledger.is_owed(debt(delivery))


def test_a_parcel_of_what_was_delivered_is_empty_and_owed_no_more(world: World) -> None:
    receiving(world)
    delivered = attempt(world, owed(world), 200)
    world.store.commit(
        audit.entry(SYSTEM, "test", world.now, after=delivered), world.store.ledger.owe(debt(delivered), world.now)
    )

    assert deliveries.parcel(world.store, delivered.id, now=world.now) is None
    assert not world.store.ledger.is_owed(debt(delivered))


def test_a_delivery_whose_time_has_not_come_is_not_sent_however_often_it_is_claimed(world: World) -> None:
    receiving(world)
    retried = attempt(world, owed(world), 500)
    early = deliveries.parcel(world.store, retried.id, now=world.now)
    due = deliveries.parcel(world.store, retried.id, now=world.later(seconds=5))

    assert early is None
    assert due is not None
    assert world.store.ledger.is_owed(debt(retried))


def test_nothing_is_sent_to_an_endpoint_that_was_disabled_meanwhile(world: World) -> None:
    endpoint = receiving(world)
    delivery = owed(world)
    endpoints.disable(world.store, endpoint.id, actor=world.webmaster, now=world.now)
    parcel = deliveries.parcel(world.store, delivery.id, now=world.now)

    assert parcel
    assert not parcel.wanted
    assert attempt(world, delivery, None).state is State.ENDPOINT_GONE


def test_a_replay_has_the_same_id_and_body_and_a_fresh_schedule(world: World) -> None:
    receiving(world)
    delivered = attempt(world, owed(world), 200)
    replayed = deliveries.replay(world.store, delivered.id, actor=world.webmaster, now=world.now)
    parcel = deliveries.parcel(world.store, replayed.id, now=world.now)

    assert (replayed.state, replayed.attempt_count) == (State.QUEUED, 0)
    assert parcel
    assert (parcel.delivery_id, parcel.body) == (delivered.id, delivered.body.encode())


def test_what_is_still_queued_may_be_replayed_and_is_owed_once(world: World) -> None:
    receiving(world)
    queued = deliveries.replay(world.store, owed(world).id, actor=world.webmaster, now=world.now)

    assert queued.state is State.QUEUED
    assert world.store.ledger.is_owed(debt(queued))


def test_a_replay_while_a_worker_finds_nothing_to_send_is_not_lost(world: World) -> None:
    receiving(world)
    delivered = attempt(world, owed(world), 204)
    note = world.store.ledger.note(debt(delivered))
    deliveries.replay(world.store, delivered.id, actor=world.webmaster, now=world.now)
    world.store.ledger.strike_out(debt(delivered), note)

    assert world.store.ledger.is_owed(debt(delivered))


def test_a_delivery_exists_for_its_own_member_only(world: World) -> None:
    receiving(world)
    delivery = owed(world)
    stranger = world.actor(Role.PLATFORM_ADMIN, world.beta)

    with pytest.raises(NotFoundError):
        deliveries.replay(world.store, delivery.id, actor=stranger, now=world.now)


def test_attempts_that_fail_at_the_same_moment_are_all_written_down(world: World) -> None:
    receiving(world)
    waiting = [owed(world, f"v/{n}") for n in range(8)]
    with ThreadPoolExecutor(len(waiting)) as pool:
        concluded = list(pool.map(lambda each: attempt(world, each, 500), waiting))

    assert {each.state for each in concluded} == {State.RETRY_SCHEDULED}
    assert {world.store.deliveries.get(each.id).attempt_count for each in waiting} == {1}


def test_a_platform_may_fetch_a_request_in_the_very_moment_of_its_delivery(world: World) -> None:
    receiving(world)
    for number in range(20):
        delivery = owed(world, f"v/{number}")
        with ThreadPoolExecutor(2) as pool:
            fetched = pool.submit(inbox.fetch, world.store, delivery.subject_id, actor=world.responder, now=world.now)
            delivered = pool.submit(attempt, world, delivery, 204)

        assert fetched.result().state is RequestState.RECEIVED
        assert delivered.result().state is State.DELIVERED


def test_until_it_is_verified_anew_an_endpoint_is_sent_its_challenge_and_nothing_else(world: World) -> None:
    endpoint = receiving(world)
    delivery = owed(world)
    endpoints.disable(world.store, endpoint.id, actor=world.webmaster, now=world.now)
    endpoints.enable(world.store, endpoint.id, actor=world.webmaster, now=world.now)
    parcels = [
        deliveries.parcel(world.store, each.id, now=world.now)
        for each in (delivery, *webhooks(world, endpoint.id)[-1:])
    ]

    assert [each and each.wanted for each in parcels] == [False, True]
    assert attempt(world, delivery, None).state is State.RETRY_SCHEDULED
