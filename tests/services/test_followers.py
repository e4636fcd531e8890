"""Whoever has ceased to follow the feed does not learn of withdrawals, and people learn of that."""

from hashdb.records.alert import AlertKind
from hashdb.services import alerts, followers
from tests.services.world import World


def late(world: World) -> list[tuple[AlertKind, str]]:
    """Have the daily look, and return the alerts that are open then."""
    followers.look(world.store, world.now)
    told = alerts.page(world.store, after=None, limit=9, still_open=True).items
    return [(each.kind, each.subject_id) for each in told]


def test_an_alert_tells_who_has_not_read_the_feed_for_a_day_until_it_has(world: World) -> None:
    followers.caught_up(world.store, world.gamma.id, world.now)
    world.later(days=1)
    in_time = late(world)
    world.later(seconds=1)
    too_late = late(world)
    followers.caught_up(world.store, world.gamma.id, world.now)

    assert (in_time, too_late) == ([], [(AlertKind.FEED_LATE, world.gamma.id)])
    assert late(world) == []
