"""Lookups through views: of the signal, of the upload, and of both."""

import pytest

from hashdb.services import inventory, matching, signals, upkeep
from hashdb.services.matcher import Matcher
from hashdb.services.matching import Hit, Query, UseMode
from hashdb.services.signals import Verdict
from hashdb.signals import View
from hashdb.store import lists
from tests.services.world import CLAIM, World, near, value, view

VIEWS = (view("centre_90"), view("left_80"))
CROP = VIEWS[1].signal_value


def told(hits: list[Hit]) -> list[tuple[str, int, str, str]]:
    return [(hit.signal.id, hit.distance, hit.view, hit.query_view) for hit in hits]


def asked(world: World, query: Query) -> list[Hit]:
    world.matcher.catch_up()
    return matching.match(world.store, world.matcher, [query], policy=world.store.policy(), now=world.now)[0]


def test_an_upload_that_shows_a_part_is_found_by_the_view_of_that_part(world: World) -> None:
    signal = world.active_value(value(1), views=VIEWS)

    assert told(world.hits(near(CROP, 5))) == [(signal.id, 5, "left_80", "picture")]
    assert told(world.hits(near(value(1), 7))) == [(signal.id, 7, "picture", "picture")]


def test_a_signal_that_several_codes_find_is_told_once_with_the_best_distance(world: World) -> None:
    close = view("centre_90", near(value(1), 9))
    signal = world.active_value(value(1), views=[view("left_80", near(value(1), 20)), close])

    assert told(world.hits(near(value(1), 8))) == [(signal.id, 1, "centre_90", "picture")]
    assert told(world.hits(value(1))) == [(signal.id, 0, "picture", "picture")]


def test_a_part_of_the_upload_finds_the_signal_of_the_picture(world: World) -> None:
    signal = world.active(1)
    framed = view("without_frame", near(value(1), 3))

    assert told(world.hits(value("a frame"), views=[view("top_half"), framed])) == [
        (signal.id, 3, "picture", "without_frame")
    ]


def test_a_part_of_the_upload_finds_a_part_of_the_picture(world: World) -> None:
    signal = world.active_value(value(1), views=VIEWS)
    hits = world.hits(value("a frame"), views=[view("trimmed", near(CROP, 30))])

    assert told(hits) == [(signal.id, 30, "left_80", "trimmed")]


def test_an_orientation_of_the_upload_is_named_by_its_number(world: World) -> None:
    signal = world.active(1)
    turned = tuple(bytes.fromhex(value(1) if turn == 3 else value(("turn", turn))) for turn in range(8))
    query = Query(signal_type="pdq", values=(bytes.fromhex(value("mirrored")), *turned))

    assert told(asked(world, query)) == [(signal.id, 0, "picture", "orientation_3")]


@pytest.mark.parametrize("weak", [view("flat", value(1), quality=49), view("flat", "f" * 64)])
def test_a_part_of_the_upload_that_is_too_weak_to_be_shared_is_not_searched(world: World, weak: View) -> None:
    world.active(1)

    assert world.hits(value("other"), views=[weak]) == []


def test_only_the_picture_against_the_picture_speaks_for_acting(world: World) -> None:
    world.active_value(value(1), views=VIEWS)
    world.later(hours=25)
    turned = Query(signal_type="pdq", values=(bytes.fromhex(value(2)), *[bytes.fromhex(value(1))] * 8))
    modes = {
        "picture": world.hits(near(value(1), 10))[0].use_mode,
        "view of the signal": world.hits(CROP)[0].use_mode,
        "view of the upload": world.hits(value(2), views=[view("trimmed", value(1))])[0].use_mode,
        "orientation": asked(world, turned)[0].use_mode,
    }

    assert [name for name, mode in modes.items() if mode is UseMode.AUTO_ACTION_ELIGIBLE] == ["picture"]


def test_a_view_that_is_nearer_takes_nothing_from_what_the_picture_says(world: World) -> None:
    world.active_value(value(1), views=[view("centre_95", near(value(1), 6))])
    world.later(hours=25)
    hit = world.hits(near(value(1), 5))[0]

    assert (hit.distance, hit.view, hit.use_mode) == (1, "centre_95", UseMode.AUTO_ACTION_ELIGIBLE)


def test_the_views_of_a_signal_under_review_are_not_found(world: World) -> None:
    world.pending_value(value(1), CLAIM, views=VIEWS)

    assert world.hits(CROP) == []


def test_the_views_of_a_withdrawn_signal_are_no_longer_found(world: World) -> None:
    signal = world.active_value(value(1), views=VIEWS)
    before = len(world.hits(CROP))
    world.review(signal, Verdict.WITHDRAW, world.other_senior)

    assert before == 1
    assert world.hits(CROP) == []
    assert Matcher(world.store.signals.columns).search("pdq", [[bytes.fromhex(CROP)]], 31) == [[]]


def test_the_views_of_an_expired_signal_are_no_longer_found_whether_or_not_a_job_has_run(world: World) -> None:
    world.active_value(value(1), views=VIEWS)
    world.later(days=731)
    before_the_job = world.hits(CROP)
    ended = upkeep.sweep(world.store, now=world.now).taken["signals_ending"]

    assert (before_the_job, ended) == ([], 1)
    assert world.hits(CROP) == []


def test_a_matcher_that_starts_late_finds_the_views_too(world: World) -> None:
    world.matcher.catch_up()
    signal = world.active_value(value(1), views=VIEWS)
    world.matcher.catch_up()
    queries = [[bytes.fromhex(each.signal_value)] for each in VIEWS]
    fresh = Matcher(world.store.signals.columns).search("pdq", queries, 31)

    assert fresh == world.matcher.search("pdq", queries, 31)
    assert [[(found.id, found.row) for found in each] for each in fresh] == [[(signal.id, 1)], [(signal.id, 2)]]


def test_a_signal_that_becomes_live_is_searched_with_all_its_views_in_every_inventory(world: World) -> None:
    world.hosts("v/crop", near(CROP, 4))
    world.hosts("v/whole", near(value(1), 2))
    world.hosts("v/other", value("other"))
    signal = world.active_value(value(1), views=VIEWS)
    found = inventory.match_signal(world.store, world.inventories, signal.id, now=world.now)
    page = world.store.matches.page(lists.matches_of(signal.id), after=None, limit=9).items

    assert found == 2
    assert {each.content_ref: (each.distance, each.view) for each in page} == {
        "v/crop": (4, "left_80"),
        "v/whole": (2, "picture"),
    }


def test_what_a_platform_begins_to_host_is_compared_with_the_views_of_live_signals(world: World) -> None:
    signal = world.active_value(value(1), views=VIEWS)
    entry = world.hosts("v/crop", near(CROP, 4))
    found = inventory.match_entry(world.store, world.matcher, entry, now=world.now)
    page = world.store.matches.page(lists.matches_of(signal.id), after=None, limit=9).items

    assert found == 1
    assert [(each.distance, each.view) for each in page] == [(4, "left_80")]


def test_the_feed_tells_a_signal_with_views_once_wherever_a_page_ends(world: World) -> None:
    live = [world.active_value(value(number), views=_views_of(number)) for number in range(3)]
    seen, checkpoint = [], None
    while (page := signals.feed(world.store, after=checkpoint, limit=1))[0]:
        seen += [(each.id, each.views) for each in page[0]]
        checkpoint = page[1]

    assert seen == [(each.id, each.views) for each in live]
    assert [len(views) for _, views in seen] == [0, 1, 2]


def _views_of(number: int) -> list[View]:
    return [view(f"part_{part}", value((number, part))) for part in range(number)]
