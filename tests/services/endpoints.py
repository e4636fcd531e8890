"""Webhook endpoints of platform gamma, as the tests need them."""

from hashdb.records.webhook import Endpoint, EventType
from hashdb.services import endpoints
from tests.services.world import World

URL = "https://hooks.gamma.example/in"


def registered(world: World, *wanted: EventType) -> Endpoint:
    """Return an endpoint whose owner has not proved anything yet."""
    return endpoints.register(world.store, URL, wanted, actor=world.webmaster, now=world.now).endpoint


def receiving(world: World, *wanted: EventType) -> Endpoint:
    """Return an endpoint that was verified."""
    endpoint = registered(world, *wanted)
    nonce = world.store.sealer.open(endpoint.challenge)
    return endpoints.verify(world.store, endpoint.id, nonce, actor=world.webmaster, now=world.now)
