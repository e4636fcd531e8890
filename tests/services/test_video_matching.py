"""Lookups of videos: by their frames, and by how many of them are the same."""

from collections.abc import Sequence
from itertools import chain

import pytest

from hashdb.errors import InvalidInputError
from hashdb.records.match import Shares
from hashdb.records.signal import Signal
from hashdb.services import inventory, matches, policies
from hashdb.services.inventory import Hosted, Result
from hashdb.services.job_lines import Line
from hashdb.services.matcher import Matcher
from hashdb.services.matching import Hit, UseMode
from hashdb.services.queries import parse_query
from hashdb.signals import MOST_FRAMES, View, video_value
from hashdb.store import lists
from tests.services.jobs import found, read, sent, turn
from tests.services.world import World, near, submitted, value, view

VPDQ = "vpdq"


def frames(seed: object, count: int, *, apart: int = 0) -> list[View]:
    """Return the frames of a video, each so many bits apart from those of the seed's."""
    return [view(f"second_{each}", near(value((seed, each)), apart)) for each in range(count)]


def named(*shots: Sequence[View]) -> list[View]:
    """Return one video of several shots."""
    return [view(f"second_{place}", each.signal_value) for place, each in enumerate(chain(*shots))]


def active(world: World, video: Sequence[View]) -> Signal:
    return world.active_value(video_value(video), signal_type=VPDQ, views=video)


def hits(world: World, video: Sequence[View]) -> list[Hit]:
    return world.hits(video_value(video), signal_type=VPDQ, views=video)


def hosts(world: World, video: Sequence[View]) -> inventory.Outcome:
    item = Hosted(content_ref="v/1", signal_type=VPDQ, signal_value=video_value(video), views=tuple(video))
    return inventory.put(world.store, [item], actor=world.host, now=world.now)[0]


def recorded(world: World, signal: Signal) -> list[tuple[int, str | None, Shares | None]]:
    page = world.store.matches.page(lists.matches_of(signal.id), after=None, limit=9).items
    return [(each.distance, each.view, each.shares) for each in page]


def test_a_video_is_found_with_the_shares_of_both_and_the_nearest_frames(world: World) -> None:
    signal = active(world, frames("a", 12))
    (hit,) = hits(world, named(frames("a", 3, apart=7), frames("a", 10, apart=4)[3:]))

    assert (hit.signal.id, hit.shares) == (signal.id, Shares(query=1.0, signal=0.8333))
    assert (hit.distance, hit.view, hit.query_view) == (4, "second_3", "second_3")


def test_an_excerpt_of_a_longer_video_is_found(world: World) -> None:
    active(world, frames("a", 60))
    (hit,) = hits(world, frames("a", 60, apart=20)[20:26])

    assert hit.is_match
    assert hit.shares == Shares(query=1.0, signal=0.1)


@pytest.mark.parametrize(("same", "found_as"), [(8, [True]), (7, [])])
def test_four_of_five_frames_of_the_upload_make_a_match(world: World, same: int, found_as: list[bool]) -> None:
    active(world, frames("a", 40))
    upload = named(frames("a", same), frames("other", 10 - same))

    assert [hit.is_match for hit in hits(world, upload)] == found_as


def test_a_longer_video_that_contains_the_signal_is_shown_for_review_and_is_no_match(world: World) -> None:
    active(world, frames("a", 10))
    world.later(hours=25)
    (hit,) = hits(world, named(frames("other", 50), frames("a", 10)))

    assert hit.shares == Shares(query=0.1667, signal=1.0)
    assert (hit.is_match, hit.use_mode) == (False, UseMode.REVIEW_ONLY)


def test_a_title_that_a_longer_video_contains_is_not_even_shown(world: World) -> None:
    active(world, frames("a", 9))

    assert hits(world, named(frames("other", 50), frames("a", 9))) == []


def test_a_frame_one_bit_beyond_the_radius_does_not_count(world: World) -> None:
    active(world, frames("a", 10))

    assert hits(world, frames("a", 10, apart=32)) == []
    assert len(hits(world, frames("a", 10, apart=31))) == 1


def test_frames_that_are_too_weak_are_left_out_of_the_count(world: World) -> None:
    active(world, frames("a", 10))
    dark = [view(f"dark_{each}", value(("dark", each)), quality=49) for each in range(40)]

    assert [hit.shares for hit in hits(world, [*frames("a", 10), *dark])] == [Shares(query=1.0, signal=1.0)]
    assert hits(world, dark) == []


def test_a_video_that_stands_still_is_found_by_all_its_frames(world: World) -> None:
    still = [view(f"second_{each}", value("still")) for each in range(500)]
    active(world, still)
    moving = [view(f"second_{each}", near(value("still"), each % 15)) for each in range(500)]

    assert [hit.shares for hit in hits(world, moving)] == [Shares(query=1.0, signal=1.0)]


def test_the_value_of_a_video_alone_finds_nothing(world: World) -> None:
    signal = active(world, frames("a", 10))

    assert world.hits(signal.signal_value, signal_type=VPDQ, views=frames("other", 10)) == []
    assert world.hits(signal.signal_value) == []


def test_a_video_is_for_review_only_however_near(world: World) -> None:
    active(world, frames("a", 10))
    world.later(hours=25)

    assert [hit.use_mode for hit in hits(world, frames("a", 10))] == [UseMode.REVIEW_ONLY]


def test_several_videos_are_told_the_most_covered_first(world: World) -> None:
    some = active(world, frames("a", 9))
    all_of_it = active(world, frames("a", 10))

    assert [hit.signal.id for hit in hits(world, frames("a", 10))] == [all_of_it.id, some.id]


def test_the_policy_tells_how_many_frames_make_a_match(world: World) -> None:
    active(world, frames("a", 40))
    policies.change(world.store, {"frames_percent": 50}, actor=world.senior, now=world.now)

    assert len(hits(world, named(frames("a", 5), frames("other", 5)))) == 1


def test_a_matcher_that_starts_late_finds_the_same_videos(world: World) -> None:
    world.matcher.catch_up()
    active(world, frames("a", 10))
    world.matcher.catch_up()
    asked = [[bytes.fromhex(each.signal_value) for each in frames("a", 10)]]
    fresh = Matcher(world.store.signals.columns).search_videos(VPDQ, asked, 31)

    assert fresh == world.matcher.search_videos(VPDQ, asked, 31)
    assert [(each.frames, each.rows) for each in fresh[0]] == [(10, 10)]


def test_a_video_whose_value_is_not_that_of_its_frames_is_rejected_by_name(world: World) -> None:
    (outcome,) = world.submit(submitted(value(1), signal_type=VPDQ, views=frames("a", 3)))

    assert outcome.problem
    assert outcome.problem.field == "signals[0].signal_value"


def test_a_video_without_frames_is_refused_by_name(world: World) -> None:
    (outcome,) = world.submit(submitted(value(1), signal_type=VPDQ))

    assert outcome.problem
    assert outcome.problem.field == "signals[0].views"
    with pytest.raises(InvalidInputError, match="views: must hold the frames"):
        parse_query(VPDQ, value(1))


def test_a_video_of_more_than_an_hour_is_refused_by_name() -> None:
    long = frames("a", MOST_FRAMES + 1)

    with pytest.raises(InvalidInputError, match="views: may be at most 3600 of vpdq"):
        parse_query(VPDQ, video_value(long), views=long)


def test_a_live_video_is_searched_in_every_inventory(world: World) -> None:
    hosts(world, frames("a", 30)[10:20])
    signal = active(world, frames("a", 30, apart=6))
    count = inventory.match_signal(world.store, world.inventories, signal.id, now=world.now)

    assert count == 1
    assert recorded(world, signal) == [(6, "second_10", Shares(query=1.0, signal=0.3333))]


def test_a_longer_video_that_is_hosted_is_no_match(world: World) -> None:
    hosts(world, named(frames("a", 10), frames("other", 30)))
    signal = active(world, frames("a", 10))

    assert inventory.match_signal(world.store, world.inventories, signal.id, now=world.now) == 0


def test_a_video_that_a_platform_begins_to_host_is_compared_with_live_ones(world: World) -> None:
    signal = active(world, frames("a", 30))
    hosts(world, frames("a", 12)[2:])
    entry = world.store.inventory.ids_of(world.gamma.id, [(VPDQ, "v/1")])[0] or ""
    count = inventory.match_entry(world.store, world.matcher, entry, now=world.now)

    assert count == 1
    assert recorded(world, signal) == [(0, "second_2", Shares(query=1.0, signal=0.3333))]


def test_a_video_that_is_hosted_no_longer_is_not_found(world: World) -> None:
    hosts(world, frames("a", 10))
    inventory.remove(world.store, "v/1", actor=world.host, now=world.now)
    signal = active(world, frames("a", 10))

    assert inventory.match_signal(world.store, world.inventories, signal.id, now=world.now) == 0


def test_the_same_video_is_known_and_another_of_the_same_name_replaces_it(world: World) -> None:
    first = hosts(world, frames("a", 10)).result
    again = hosts(world, frames("a", 10)).result
    other = hosts(world, frames("b", 10)).result

    assert [first, again, other] == [Result.ADDED, Result.KNOWN, Result.REPLACED]


def test_a_hosted_video_without_a_sharp_frame_is_rejected(world: World) -> None:
    outcome = hosts(world, [view("second_0", quality=10)])

    assert outcome.problem
    assert outcome.problem.field == "items[0].views"


def test_a_match_job_finds_videos_and_keeps_their_shares(world: World) -> None:
    signal = active(world, frames("a", 20))
    upload = frames("a", 10)
    job = sent(world, Line(number=1, query=parse_query(VPDQ, video_value(upload), views=upload)))
    turn(world, job)
    results = read(world, job)

    assert found(results) == {1: [signal.id]}
    assert [hit.shares for hit in results[0].hits] == [Shares(query=1.0, signal=0.5)]


def test_a_confirmed_video_is_a_match_like_any_other(world: World) -> None:
    signal = active(world, frames("a", 10))
    match = world.match(signal)

    assert matches.get(world.store, match.id, actor=world.host).threshold == 31
