from dataclasses import replace
from datetime import date

from hashdb.access import SYSTEM
from hashdb.audit import entry
from hashdb.lifecycles import match as match_life
from hashdb.lifecycles import signal as signal_life
from hashdb.records.signal import ReviewReason, Signal
from hashdb.records.tally import Cell
from hashdb.services import tallies
from tests.services.world import World

DAY = date(2026, 11, 23)


def of_day(world: World, day: date = DAY) -> dict[str, int]:
    """Return the counts of a day by event."""
    events: dict[str, int] = {}
    for cell, count in world.store.tallies.of(day).items():
        events[cell.event] = events.get(cell.event, 0) + count
    return events


def count(world: World, *changes: tuple[Signal | None, Signal]) -> None:
    """Count changes as those who make them do."""
    said = entry(SYSTEM, "test.count", world.now, object_type="test", object_id="1")
    world.store.commit(said, tallies.counted_batch(world.store, changes, world.now))


def in_state(signal: Signal, state: signal_life.State) -> Signal:
    return replace(signal, state=state)


def test_a_cell_is_its_own_name() -> None:
    cell = Cell(event="match.found", signal_type="pdq", content_type="image", tier="3", label="gta", member_id="org_1")

    assert Cell.of_field(cell.field()) == cell


def test_a_cell_says_of_what_kind_a_signal_is_and_not_which(world: World) -> None:
    signal = world.pending("a")
    world.store.commit(
        entry(SYSTEM, "test.count", world.now, object_type="test", object_id="1"),
        tallies.counted(world.store, signal, in_state(signal, signal_life.State.ACTIVE), world.now),
    )
    found = {cell: number for cell, number in world.store.tallies.of(DAY).items() if cell.event == "signal.active"}

    assert found == {
        Cell(
            event="signal.active",
            signal_type="pdq",
            content_type="image",
            tier="3",
            label="gta",
            member_id=world.alpha.id,
        ): 1
    }


def test_what_became_of_signals_is_told_apart(world: World) -> None:
    signal = world.pending("a")
    before = of_day(world)
    states = signal_life.State
    count(
        world,
        (None, signal),
        (None, in_state(signal, states.QUARANTINED)),
        (in_state(signal, states.EXPIRED), signal),
        (in_state(signal, states.DISPUTED), in_state(signal, states.ACTIVE)),
        (in_state(signal, states.DISPUTED), in_state(signal, states.WITHDRAWN)),
        (in_state(signal, states.PENDING_SECOND), in_state(signal, states.WITHDRAWN)),
        (signal, replace(signal, quality=1)),
    )

    assert {event: number - before.get(event, 0) for event, number in of_day(world).items()} == {
        "signal.submitted": 3,
        "signal.quarantined": 1,
        "signal.upheld": 1,
        "signal.withdrawn": 1,
        "signal.overturned": 1,
        "signal.taken_back": 1,
    }


def test_a_rejection_counts_with_its_reason(world: World) -> None:
    signal = world.second("a")
    decided = [replace(each, reason=ReviewReason.NOT_TVEC) for each in signal.decisions]
    pending = replace(signal, decisions=())
    count(world, (pending, replace(signal, state=signal_life.State.REJECTED, decisions=tuple(decided))))

    assert {cell.reason for cell in world.store.tallies.of(DAY) if cell.event == "signal.rejected"} == {"not_tvec"}


def test_a_match_counts_where_it_was_found(world: World) -> None:
    found = world.match(world.active("a"))
    before = of_day(world)
    said = entry(SYSTEM, "test.count", world.now, object_type="test", object_id="1")
    states = match_life.State
    world.store.commit(
        said,
        tallies.counted(world.store, None, found, world.now),
        tallies.counted(world.store, None, replace(found, state=states.SUPPRESSED), world.now),
        tallies.counted(world.store, found, replace(found, state=states.CONFIRMED), world.now),
        tallies.counted(world.store, found, found, world.now),
    )

    changed = {event: number - before.get(event, 0) for event, number in of_day(world).items()}
    assert {event: number for event, number in changed.items() if number} == {
        "match.found": 2,
        "match.suppressed": 1,
        "match.confirmed": 1,
    }
    members = {cell.member_id for cell in world.store.tallies.of(DAY) if cell.event == "match.found"}
    assert members == {world.gamma.id}


def test_those_who_count_at_once_do_not_disturb_each_other(world: World) -> None:
    signal = world.pending("a")
    one = tallies.counted_batch(world.store, [(None, signal)], world.now)
    other = tallies.counted_batch(world.store, [(None, signal)], world.now)
    before = of_day(world).get("signal.submitted", 0)
    for each in (one, other):
        world.store.commit(entry(SYSTEM, "test.count", world.now, object_type="test", object_id="1"), each)

    assert of_day(world)["signal.submitted"] == before + 2


def test_a_period_has_its_days_and_no_others(world: World) -> None:
    signal = world.pending("a")
    for _ in range(3):
        count(world, (None, signal))
        world.later(days=1)
    days = [day for day, cells in world.store.tallies.between(DAY, date(2026, 11, 25)) if cells]

    assert days == [DAY, date(2026, 11, 24)]
