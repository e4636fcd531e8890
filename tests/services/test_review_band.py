"""Beyond the radius of a match: what is worth showing to a person, who may see it, and what it costs."""

import pytest

from hashdb.errors import InvalidInputError, RateLimitedError
from hashdb.services import costs, inventory, matches, matching, policies
from hashdb.services import matcher as matcher_module
from hashdb.services.inventory import Hosted
from hashdb.services.job_lines import Line
from hashdb.services.matching import Hit, Query, UseMode
from hashdb.services.queries import parse_query
from tests.services.jobs import asked, found, read, receive, turn, upload
from tests.services.test_text_matching import MINHASH, text
from tests.services.world import World, near, value, view


def looked_up(world: World, text_: str, radius: int = 64) -> list[Hit]:
    """Look one value up as a member to whom the band is open."""
    world.matcher.catch_up()
    query = Query(signal_type="pdq", values=(bytes.fromhex(text_),))
    policy = world.store.policy()
    return matching.match(world.store, world.matcher, [query], policy=policy, radius=radius, band=True, now=world.now)[
        0
    ]


@pytest.mark.parametrize("bits", [32, 64])
def test_what_lies_in_the_band_is_told_for_review_and_is_no_match(world: World, bits: int) -> None:
    signal = world.active(1)
    world.later(hours=25)
    (hit,) = looked_up(world, near(value(1), bits))

    assert (hit.signal.id, hit.distance) == (signal.id, bits)
    assert (hit.is_match, hit.use_mode) == (False, UseMode.REVIEW_ONLY)


def test_what_is_near_stays_a_match_beside_it(world: World) -> None:
    world.active(1)
    world.active_value(near(value(1), 40))
    world.later(hours=25)

    assert [(hit.distance, hit.is_match, hit.use_mode) for hit in looked_up(world, near(value(1), 2))] == [
        (2, True, UseMode.AUTO_ACTION_ELIGIBLE),
        (38, False, UseMode.REVIEW_ONLY),
    ]


def test_the_band_has_an_end(world: World) -> None:
    world.active(1)

    assert looked_up(world, near(value(1), 65)) == []
    with pytest.raises(InvalidInputError, match="radius: must be 0 to 64 for pdq"):
        looked_up(world, value(1), radius=65)


def test_only_a_picture_of_the_type_that_decides_has_a_band(world: World) -> None:
    with pytest.raises(InvalidInputError, match="radius: must be 0 to 10 for phash"):
        matching.radius_of("phash", 11, world.store.policy(), band=True)


def test_nobody_looks_into_the_band_unless_the_policy_names_them(world: World) -> None:
    before = world.store.policy()
    named = policies.change(world.store, {"review_band_members": [world.gamma.id]}, actor=world.senior, now=world.now)
    to_all = policies.change(world.store, {"review_band_members": ["*"]}, actor=world.senior, now=world.now)

    assert [each.opens_review_band_to(world.gamma.id) for each in (before, named, to_all)] == [False, True, True]
    assert [each.opens_review_band_to(world.alpha.id) for each in (before, named, to_all)] == [False, False, True]
    with pytest.raises(InvalidInputError, match="radius: must be 0 to 31; the policy has not opened"):
        world.hits(value(1), radius=32)


def test_a_match_that_a_platform_reports_from_the_band_is_refused(world: World) -> None:
    signal = world.active(1)
    finding = world.finding("v/1", distance=32)

    with pytest.raises(InvalidInputError, match="distance: is too large for a match of pdq"):
        matches.report(world.store, signal.id, finding, actor=world.host, now=world.now)


def test_inventories_are_never_searched_beyond_the_radius_of_a_match(world: World) -> None:
    policies.change(world.store, {"review_band_members": ["*"]}, actor=world.senior, now=world.now)
    entry = world.hosts("v/1", near(value(1), 32))
    signal = world.active(1)

    assert inventory.match_signal(world.store, world.inventories, signal.id, now=world.now) == 0
    assert inventory.match_entry(world.store, world.matcher, entry, now=world.now) == 0


def test_a_match_job_whose_member_may_tells_what_is_no_match(world: World) -> None:
    signal = world.active(1)
    line = Line(number=1, query=parse_query("pdq", near(value(1), 50)))
    job = receive(world, upload([line], radius=64, band=True)).job
    turn(world, job)
    results = read(world, job)

    assert found(results) == {1: [signal.id]}
    assert [(hit.distance, hit.is_match, hit.use_mode) for hit in results[0].hits] == [(50, False, UseMode.REVIEW_ONLY)]


def test_a_match_job_whose_member_may_not_tells_so_for_each_line(world: World) -> None:
    world.active(1)
    job = receive(world, upload([asked(1, 1)], radius=64)).job
    turn(world, job)
    problem = read(world, job)[0].problem

    assert problem
    assert problem.field == "radius"


def test_a_lookup_costs_a_unit_a_hash_and_more_where_all_rows_are_compared(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(costs, "ROWS_A_UNIT", 2)
    for seed in range(6):
        world.active(seed)
    world.active_value(text(1), signal_type=MINHASH)
    world.matcher.catch_up()
    policy = world.store.policy()
    picture = parse_query("pdq", value(1), views=[view("left")])
    words = parse_query(MINHASH, text(1))
    cost = {
        "picture": costs.cost_of(world.matcher, picture, None, policy),
        "picture in the band": costs.cost_of(world.matcher, picture, 64, policy),
        "text": costs.cost_of(world.matcher, words, None, policy),
    }

    assert cost == {"picture": 2, "picture in the band": 2 + 2 * 6 // 2, "text": 1}


def test_a_request_that_would_compare_too_much_is_refused_before_it_is_searched(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(costs, "MOST_COMPARED", 5)
    for seed in range(3):
        world.active(seed)
    world.matcher.catch_up()
    queries = [parse_query("pdq", value(seed)) for seed in range(2)]

    assert costs.total(world.matcher, queries, None, world.store.policy()) == 2
    with pytest.raises(InvalidInputError, match="signals: would be compared 6 times"):
        costs.total(world.matcher, queries, 64, world.store.policy(), band=True)


def test_nobody_pays_for_a_radius_that_is_refused(world: World) -> None:
    with pytest.raises(InvalidInputError, match="radius: must be 0 to 31"):
        costs.total(world.matcher, [parse_query("pdq", value(1))], 64, world.store.policy())


def test_a_job_may_hold_fewer_lookups_when_each_costs_more(world: World) -> None:
    policies.change(world.store, {"match_job_limit": 10}, actor=world.senior, now=world.now)
    lines = [asked(number, number) for number in range(1, 4)]

    assert receive(world, upload(lines)).job.total == 3
    with pytest.raises(InvalidInputError, match="body: may hold 10 hashes, fewer if they cost more"):
        receive(world, upload(lines, cost=lambda _: 5))


def test_views_of_what_is_hosted_are_compared_too(world: World) -> None:
    signal = world.active(1)
    crop = Hosted(content_ref="v/1", signal_type="pdq", signal_value=value("a frame"), views=(view("left", value(1)),))
    inventory.put(world.store, [crop], actor=world.host, now=world.now)

    assert inventory.match_signal(world.store, world.inventories, signal.id, now=world.now) == 1


def test_whoever_compares_all_rows_waits_for_another_and_then_is_told_to_come_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matcher_module, "_SWEEP_SECONDS", 0.01)
    world.active(1)

    with world.matcher.sweeping.take(1.0), pytest.raises(RateLimitedError):
        looked_up(world, value(1))
    assert len(world.hits(value(1))) == 1
    assert len(looked_up(world, value(1))) == 1
