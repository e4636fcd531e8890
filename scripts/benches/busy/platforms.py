"""What the first platform looks after: endpoints, deliveries, contact points, keys, what it hosts; a negative list."""

import random

from hashdb.access import OPERATOR
from hashdb.ids import new_id
from hashdb.lifecycles.delivery import State
from hashdb.records.contact_point import ContactRole
from hashdb.records.webhook import Attempt, Delivery, EventType, Priority
from hashdb.roles import Role
from hashdb.services import contact_points, endpoints, inventory, members, negative_list
from hashdb.services.contact_points import NewPoint
from hashdb.services.inventory import Hosted
from hashdb.services.negative_list import NewBenign
from scripts.benches.busy.place import Place

ENDPOINTS, POINTS, KEYS, HOSTED, HARMLESS, DELIVERIES, DEAD_ONE_IN = 8, 8, 40, 1_000, 1_000, 5_000, 20


def fill(place: Place) -> None:
    """Write all of them."""
    store, now, admin = place.store, place.now, place.actors[Role.PLATFORM_ADMIN]
    made = [
        endpoints.register(store, f"https://hooks{each}.example/in", (), actor=admin, now=now).endpoint
        for each in range(ENDPOINTS)
    ]
    new = (NewPoint(role=ContactRole.PRIMARY, name="Grace", email=f"g{each}@p.example") for each in range(POINTS))
    points = [contact_points.add(store, each, actor=admin, now=now) for each in new]
    for _ in range(KEYS):
        members.issue_key(store, admin.member_id, Role.PLATFORM_MATCHER, actor=OPERATOR, now=now)
    place.write([store.deliveries.put(_delivery(place, number, made[0].id)) for number in range(DELIVERIES)])
    place.ids |= {"endpoint": made[0].id, "point": points[0].id}
    _fingerprints(place)


def _fingerprints(place: Place) -> None:
    dice = random.Random("hosted")  # noqa: S311 - the same at every run
    values = [dice.randbytes(32).hex() for _ in range(HOSTED + HARMLESS)]
    hosted = [Hosted(content_ref=f"v/{each}", signal_type="pdq", signal_value=each) for each in values[:HOSTED]]
    inventory.put(place.store, hosted, actor=place.actors[Role.PLATFORM_MATCHER], now=place.now)
    harmless = [NewBenign(signal_type="pdq", signal_value=each) for each in values[HOSTED:]]
    negative_list.add(place.store, harmless, actor=OPERATOR, now=place.now)


def _delivery(place: Place, number: int, endpoint_id: str) -> Delivery:
    is_dead = number % DEAD_ONE_IN == 0
    status = 410 if is_dead else 200
    return Delivery(
        id=new_id("dlv", place.now),
        member_id=place.platforms[0 if number % 2 else number % len(place.platforms)].id,
        endpoint_id=endpoint_id,
        event_type=EventType.TAKEDOWN_REQUESTED,
        subject_id=place.ids["asked"],
        body="{}",
        priority=Priority.STANDARD,
        created_at=place.ago(minutes=number),
        attempts=(Attempt(started_at=place.ago(minutes=number), status_code=status, duration_ms=41),),
        attempt_count=1,
        delivered_at=None if is_dead else place.ago(minutes=number),
        settled_at=place.ago(minutes=number),
        state=State.ENDPOINT_GONE if is_dead else State.DELIVERED,
    )
