"""How often decisions turned out wrong, with what so few cases allow to tell."""

from datetime import timedelta

from hashdb.services import mistakes
from tests.services.world import World
from tests.services.worlds.counts import add, cell
from tests.services.worlds.register import usable_entry


def test_matches_found_false_are_told_by_the_ideology_of_the_ground(world: World) -> None:
    entry, today = usable_entry(world), world.now.date()
    add(world, today, cell("match.false_positive", world.gamma.id, ground=entry.id), 1)
    add(world, today, cell("match.confirmed", world.gamma.id, ground=entry.id), 3)
    add(world, today, cell("match.confirmed", world.gamma.id), 2)
    found = mistakes.of(world.store, today, today + timedelta(days=1))

    assert [(each.word, each.wrong, each.whole) for each in found.matches] == [
        (str(entry.ideology), 1, 4),
        ("unstated", 0, 2),
    ]
    lower, upper = found.matches[0].bounds
    assert lower < 0.25 < upper


def test_complaints_that_were_right_are_told_by_the_language_of_who_complained(world: World) -> None:
    today = world.now.date()
    for event, language, count in (("upheld", "kk", 1), ("dismissed", "kk", 1), ("partly_upheld", "de", 2)):
        add(world, today, cell(f"appeal.{event}", "", reason=language), count)
    found = mistakes.of(world.store, today, today + timedelta(days=1))

    assert [(each.word, each.share) for each in found.appeals] == [("de", 1.0), ("kk", 0.5)]


def test_more_can_be_withdrawn_than_was_activated_in_a_time() -> None:
    rate = mistakes.Rate(word="jihadist", wrong=3, whole=2)

    assert rate.bounds[1] == 1.0
    assert mistakes.Rate(word="other", wrong=1, whole=0).share is None
