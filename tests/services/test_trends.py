from datetime import date, timedelta

import pytest

from hashdb.errors import InvalidInputError
from hashdb.records.member import Member, SizeClass
from hashdb.reports.trends import TrendCell
from hashdb.roles import Role
from hashdb.services import trends
from tests.services.world import START, World
from tests.services.worlds.counts import add, cell, platform

MONDAY = START.date()
PURPOSE = "a study of how recruitment material moves between platforms"


def told(world: World, week: date = MONDAY) -> list[TrendCell]:
    researcher = world.actor(Role.RESEARCHER)
    return trends.of_week(world.store, week, PURPOSE, actor=researcher, now=world.now)


def of_three(world: World, counts: tuple[int, int, int] = (6, 4, 4)) -> list[Member]:
    """Let three platforms of a kind submit so often in the week."""
    submitting = [platform(world, "DE", SizeClass.SMALL) for _ in counts]
    for member, count in zip(submitting, counts, strict=True):
        add(world, MONDAY + timedelta(days=2), cell("signal.submitted", member.id), count)
    return submitting


def test_a_cell_that_three_organisations_share_is_told_without_any_of_them(world: World) -> None:
    of_three(world)
    world.later(days=21)

    assert told(world) == [
        TrendCell(
            event="signal.submitted",
            content_type="image",
            tier="3",
            ideology="unstated",
            behaviour_label="gta",
            region="western_europe",
            platform_size_class="small",
            count=15,
        )
    ]


def test_members_of_one_corporate_group_are_one_organisation(world: World) -> None:
    first, *_ = of_three(world, (6, 4, 0))
    sister = platform(world, "DE", SizeClass.SMALL, group_id=first.id)
    add(world, MONDAY, cell("signal.submitted", sister.id), 4)
    world.later(days=21)

    assert told(world) == []


def test_a_week_is_told_to_the_day_two_weeks_after_its_end(world: World) -> None:
    of_three(world)
    world.later(days=20)

    with pytest.raises(InvalidInputError, match="two weeks"):
        told(world)
    world.later(days=1)
    assert told(world) != []


def test_a_week_begins_on_a_monday(world: World) -> None:
    world.later(days=40)

    with pytest.raises(InvalidInputError, match="Monday"):
        told(world, MONDAY + timedelta(days=1))


def test_who_asked_for_what_and_why_is_in_the_log(world: World) -> None:
    of_three(world)
    world.later(days=21)
    told(world)
    entry = world.store.log.entries(world.store.log.size() - 1, 1)[0]

    assert entry.fields()["action"] == "trends.read"
    assert entry.fields()["object_id"] == str(MONDAY)
    assert PURPOSE in (entry.payload or b"").decode()


def test_what_is_not_common_is_not_told(world: World) -> None:
    of_three(world, (100, 1, 1))
    world.later(days=21)

    assert told(world) == []
