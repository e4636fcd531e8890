from datetime import date, timedelta

import pytest

from hashdb.records.alert import AlertKind
from hashdb.services import surges
from hashdb.services.surges import Watched
from hashdb.store import lists
from tests.services.world import START, World
from tests.services.worlds.counts import add, cell, platform

FIRST = START.date()


def history(world: World, days: int, label: str = "gta", count: int = 4) -> date:
    """Let the same happen on each of so many days, and return the day after them."""
    for each in range(days):
        add(world, FIRST + timedelta(days=each), cell("signal.submitted", world.alpha.id, label=label), count)
    world.now = START + timedelta(days=days)
    return FIRST + timedelta(days=days)


def test_what_is_as_usual_raises_no_alarm(world: World) -> None:
    day = history(world, 28)
    add(world, day, cell("signal.submitted", world.alpha.id), 6)

    assert surges.found_on(world.store, day) == []


def test_what_history_does_not_explain_is_told_by_label_and_region(world: World) -> None:
    newcomer = platform(world, "NZ")
    day = history(world, 28)
    add(world, day, cell("signal.submitted", newcomer.id, label="manifesto"), 25)
    found = {each.watched: each for each in surges.found_on(world.store, day)}

    words = {(watched.dimension, watched.word) for watched in found}
    assert words >= {("label", "manifesto"), ("region", "australia_and_new_zealand")}
    told = found[Watched(event="signal.submitted", dimension="label", word="manifesto")]
    assert (told.surge.count, told.surge.expected, told.start, told.days) == (25, 0.0, day, 1)


def test_a_service_of_two_weeks_knows_no_usual_yet(world: World) -> None:
    day = history(world, 13)
    add(world, day, cell("signal.submitted", world.alpha.id), 500)

    assert surges.found_on(world.store, day) == []


def test_on_a_sunday_the_week_is_looked_at_too(world: World) -> None:
    day = history(world, 7 * 16 + 6)  # the service began on a Monday
    assert day.weekday() == 6
    for each in range(7):
        add(world, day - timedelta(days=each), cell("signal.submitted", world.alpha.id), 6)
    found = surges.found_on(world.store, day)

    assert {each.days for each in found} == {7}
    assert found[0].surge.count == 6 * 4 + 7 * 6
    assert found[0].start == day - timedelta(days=6)


def test_a_surge_is_an_alert_once(world: World) -> None:
    day = history(world, 28)
    add(world, day, cell("match.found", world.alpha.id, label="ict"), 30)
    world.later(days=1)
    surges.look(world.store, world.now)
    surges.look(world.store, world.now)
    raised = list(world.store.alerts.all_of(lists.ALERTS))

    assert {each.kind for each in raised} == {AlertKind.SURGE}
    assert f"match.found label ict day {day}" in {each.subject_id for each in raised}
    assert len({each.subject_id for each in raised}) == len(raised)


def test_a_day_on_which_nobody_looked_is_looked_at_later(world: World) -> None:
    day = history(world, 28)
    world.store.note_day(surges.DUTY, day.isoformat())
    add(world, day, cell("match.found", world.alpha.id, label="ict"), 30)
    world.later(days=3)
    surges.look(world.store, world.now)

    told = {each.subject_id for each in world.store.alerts.all_of(lists.ALERTS)}
    assert f"match.found label ict day {day}" in told


@pytest.mark.parametrize("event", ["signal.rejected", "match.confirmed"])
def test_what_people_decide_is_no_early_warning(world: World, event: str) -> None:
    day = history(world, 28)
    add(world, day, cell(event, world.alpha.id, label="ict"), 300)

    assert surges.found_on(world.store, day) == []


def test_an_empty_service_is_looked_at_without_harm(world: World) -> None:
    assert surges.found_on(world.store, FIRST - timedelta(days=1)) == []
