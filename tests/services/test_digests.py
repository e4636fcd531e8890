"""The sums that charts are drawn of: the same whether they were kept or not."""

from datetime import timedelta

from hashdb.records.tally import DIMENSIONS
from hashdb.services import digests, series, upkeep
from hashdb.services.series import Step
from tests.services.world import World
from tests.services.worlds.counts import add, cell


def test_a_day_is_the_same_before_and_after_its_digest_is_kept(world: World) -> None:
    day = world.now.date() - timedelta(days=5)
    add(world, day, cell("signal.submitted", world.alpha.id), 3)
    add(world, day, cell("signal.submitted", world.beta.id, label="manifesto"), 4)
    wanted = (day, day + timedelta(days=1), ["signal.submitted", "match.found"])
    before = digests.between(world.store, *wanted)
    digests.take(world.store, world.now)

    assert world.store.tallies.digests([day], DIMENSIONS, ["signal.submitted"]) == [before[0][1]]
    assert digests.between(world.store, *wanted) == before
    assert before[0][1]["signal.submitted"]["label"] == {"gta": 3, "manifesto": 4}


def test_today_and_yesterday_are_not_kept_since_an_act_may_still_count_in_them(world: World) -> None:
    upkeep_day = next(each for each in upkeep.DAILY if each.name == "digests")
    upkeep_day.act(world.store, world.now)
    today = world.now.date()
    days = [today - timedelta(days=each) for each in range(4)]

    assert [each is None for each in world.store.tallies.digests(days, (), ())] == [True, True, False, False]


def test_a_history_has_28_days_or_26_weeks_and_ends_today(world: World) -> None:
    today = world.now.date()
    add(world, today, cell("match.found", world.gamma.id), 2)
    add(world, today - timedelta(days=27), cell("match.found", world.gamma.id), 5)
    add(world, today - timedelta(days=28), cell("match.found", world.gamma.id), 7)
    days, weeks = (series.latest(world.store, each, today) for each in Step)

    assert days.of("match.found") == [5, *[0] * 26, 2]
    assert (len(weeks.starts), weeks.total("match.found")) == (26, 14)
    assert digests.sums(world.store, weeks.starts[0], weeks.end, "member_id", ["match.found"]) == {
        "match.found": {world.gamma.id: 14}
    }
