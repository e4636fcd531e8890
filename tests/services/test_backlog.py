"""What waits is counted by its deadline, without reading any of it."""

from datetime import timedelta

from hashdb.services import backlog
from tests.services.world import World


def of(world: World, name: str) -> backlog.Waiting:
    return next(each for each in backlog.by_deadline(world.store, world.now) if each.name == name)


def test_a_signal_moves_from_later_to_overdue_as_its_deadline_comes(world: World) -> None:
    signal = world.pending("a")
    assert signal.due_at is not None
    early = of(world, "signals")
    world.now = signal.due_at - timedelta(minutes=30)
    soon = of(world, "signals")
    world.now = signal.due_at + timedelta(seconds=1)
    late = of(world, "signals")

    assert (early.total, early.overdue, early.first_due) == (1, 0, signal.due_at)
    assert list(soon.counts) == [0, 1, 0, 0, 0, 0]
    assert late.overdue == 1


def test_a_request_at_a_platform_is_an_open_clock_until_it_is_answered(world: World) -> None:
    request = world.received(world.confirmed(world.active("a")))

    assert [each.id for each in backlog.open_clocks(world.store)] == [request.id]
    assert of(world, "platforms").first_due == request.respond_by


def test_matches_are_counted_by_how_long_they_wait(world: World) -> None:
    world.match(world.active("a"))
    young = backlog.undecided_matches(world.store, world.now)
    old = backlog.undecided_matches(world.store, world.later(days=8))

    assert list(young.counts) == [0, 0, 0, 0, 1]
    assert list(old.counts) == [1, 0, 0, 0, 0]
    assert old.since == young.since


def test_an_empty_queue_has_no_first_deadline(world: World) -> None:
    assert (of(world, "appeals").total, of(world, "appeals").first_due) == (0, None)
    assert backlog.undecided_matches(world.store, world.now).since is None
