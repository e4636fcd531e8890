"""Who has found a withdrawn signal is told, once for each withdrawal."""

from hashdb.records.webhook import EventType
from hashdb.services import tombstones
from hashdb.services.signals import Verdict
from hashdb.store import lists
from tests.services.endpoints import receiving
from tests.services.world import World


def told(world: World) -> list[str]:
    deliveries = world.store.deliveries.all_of(lists.of_member("deliveries", world.gamma.id))
    return [each.subject_id for each in deliveries if each.event_type is EventType.SIGNAL_WITHDRAWN]


def test_a_member_with_several_matches_is_told_once_however_often_the_job_runs(world: World) -> None:
    receiving(world)
    live = world.active(1)
    world.match(live, "v/1")
    world.match(live, "v/2")
    early = tombstones.tell(world.store, live.id, "first", now=world.now)
    world.review(live, Verdict.WITHDRAW, world.other_senior)
    counts = [tombstones.tell(world.store, live.id, "first", now=world.now) for _ in range(2)]

    assert (early, counts) == (0, [1, 0])
    assert told(world) == [live.id]
