"""How many endpoints a member has, and how a disabled one comes back."""

import pytest

from hashdb.errors import GuardError, IllegalTransitionError, InvalidInputError
from hashdb.lifecycles.endpoint import State
from hashdb.records.member import Kind
from hashdb.records.webhook import Endpoint, EventType
from hashdb.roles import Role
from hashdb.services import deliveries, endpoints, notices, upkeep
from tests.services.endpoints import URL, receiving, registered
from tests.services.test_deliveries import attempt, owed
from tests.services.world import World


def disabled(world: World, endpoint: Endpoint) -> Endpoint:
    return endpoints.disable(world.store, endpoint.id, actor=world.webmaster, now=world.now)


def enabled(world: World, endpoint: Endpoint) -> Endpoint:
    return endpoints.enable(world.store, endpoint.id, actor=world.webmaster, now=world.now)


def verified(world: World, endpoint: Endpoint, nonce: str) -> Endpoint:
    return endpoints.verify(world.store, endpoint.id, nonce, actor=world.webmaster, now=world.now)


def test_a_member_has_at_most_twenty_endpoints_in_use(world: World) -> None:
    for _ in range(20):
        registered(world)

    with pytest.raises(GuardError, match="at most 20"):
        registered(world)


def test_disabled_endpoints_do_not_count_towards_the_limit(world: World) -> None:
    for _ in range(25):
        disabled(world, registered(world))

    assert registered(world).state is State.PENDING_VERIFICATION


def test_an_endpoint_is_not_enabled_beyond_the_limit(world: World) -> None:
    spare = disabled(world, registered(world))
    for _ in range(20):
        registered(world)

    with pytest.raises(GuardError, match="at most 20"):
        enabled(world, spare)


def test_an_enabled_endpoint_is_sent_a_new_challenge_and_nothing_else(world: World) -> None:
    before = receiving(world)
    endpoint = enabled(world, disabled(world, before))
    sent = deliveries.page(world.store, after=None, limit=100, actor=world.webmaster).items

    assert endpoint.state is State.PENDING_VERIFICATION
    assert not endpoint.wants(EventType.TAKEDOWN_REQUESTED)
    assert [each.event_type for each in sent] == [EventType.ENDPOINT_VERIFICATION] * 2


def test_only_the_new_nonce_verifies_an_enabled_endpoint(world: World) -> None:
    before = receiving(world)
    endpoint = enabled(world, disabled(world, before))

    with pytest.raises(InvalidInputError):
        verified(world, endpoint, world.store.sealer.open(before.challenge))
    assert verified(world, endpoint, world.store.sealer.open(endpoint.challenge)).state is State.ACTIVE


def test_an_endpoint_in_use_cannot_be_enabled(world: World) -> None:
    with pytest.raises(IllegalTransitionError):
        enabled(world, receiving(world))


def test_after_a_rotation_both_secrets_sign_for_a_day_though_no_sweep_ran(world: World) -> None:
    made = endpoints.register(world.store, "https://a.example", [], actor=world.webmaster, now=world.now)
    rotated = endpoints.rotate(world.store, made.endpoint.id, actor=world.webmaster, now=world.now)
    delivery = deliveries.page(world.store, after=None, limit=1, actor=world.webmaster).items[0]
    during = deliveries.parcel(world.store, delivery.id, now=world.later(hours=23, minutes=59))
    after = deliveries.parcel(world.store, delivery.id, now=world.later(minutes=1))

    assert rotated.secret != made.secret
    assert during
    assert during.secrets == (rotated.secret, made.secret)
    assert after
    assert after.secrets == (rotated.secret,)


def test_the_old_secret_is_forgotten_when_its_day_is_over(world: World) -> None:
    made = endpoints.register(world.store, "https://a.example", [], actor=world.webmaster, now=world.now)
    endpoints.rotate(world.store, made.endpoint.id, actor=world.webmaster, now=world.now)
    upkeep.sweep(world.store, now=world.later(hours=24))
    kept = world.store.endpoints.get(made.endpoint.id)

    assert (kept.previous_secret, kept.previous_secret_expires_at) == (None, None)


def test_authorities_and_those_who_run_the_service_register_endpoints_too(world: World) -> None:
    for kind in Kind:
        webmaster = world.actor(Role.PLATFORM_ADMIN, world.member(kind))

        assert endpoints.register(world.store, URL, [], actor=webmaster, now=world.now).endpoint


def test_the_member_learns_of_an_endpoint_that_was_disabled_until_it_is_enabled_again(world: World) -> None:
    endpoint = receiving(world)
    attempt(world, owed(world), 410)
    told = _tasks(world)
    enabled(world, endpoint)

    assert (EventType.ENDPOINT_DISABLED, endpoint.id) in told
    assert (EventType.ENDPOINT_DISABLED, endpoint.id) not in _tasks(world)


def _tasks(world: World) -> list[tuple[EventType, str]]:
    waiting = notices.tasks(world.store, after=None, limit=9, actor=world.webmaster).items
    return [(each.event_type, each.subject_id) for each in waiting]
