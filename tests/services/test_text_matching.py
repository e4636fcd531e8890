"""Lookups of texts: by how many lanes of their MinHash differ, and exactly."""

import hashlib

import pytest

from hashdb.services import inventory, policies
from hashdb.services.inventory import Hosted
from hashdb.services.job_lines import Line
from hashdb.services.matcher import Matcher
from hashdb.services.matching import UseMode
from hashdb.services.queries import parse_query
from hashdb.store import lists
from tests.services.jobs import found, read, sent, turn
from tests.services.world import World, submitted

MINHASH = "text_minhash"
LANES = 128


def text(seed: object) -> str:
    """Return a MinHash that belongs to *seed*."""
    return b"".join(hashlib.sha256(f"{seed} {part}".encode()).digest() for part in range(4)).hex()


def changed(value: str, lanes: int) -> str:
    """Return the MinHash that differs in its last *lanes* bytes, by one bit each."""
    code = bytes.fromhex(value)
    return (code[: LANES - lanes] + bytes(each ^ 1 for each in code[LANES - lanes :])).hex()


@pytest.mark.parametrize("lanes", [0, 1, 64])
def test_a_text_is_found_with_the_number_of_lanes_in_which_it_differs(world: World, lanes: int) -> None:
    signal = world.active_value(text(1), signal_type=MINHASH)
    found = world.hits(changed(text(1), lanes), signal_type=MINHASH)

    assert [(hit.signal.id, hit.distance, hit.view) for hit in found] == [(signal.id, lanes, "picture")]


def test_a_text_beyond_the_radius_is_not_found_unless_the_caller_asks_for_more(world: World) -> None:
    world.active_value(text(1), signal_type=MINHASH)

    assert world.hits(changed(text(1), 65), signal_type=MINHASH) == []
    assert [hit.distance for hit in world.hits(changed(text(1), 90), signal_type=MINHASH, radius=90)] == [90]
    assert world.hits(changed(text(1), 91), signal_type=MINHASH, radius=90) == []


def test_a_lane_counts_once_however_many_of_its_bits_differ(world: World) -> None:
    world.active_value(text(1), signal_type=MINHASH)
    inverted = bytes(each ^ 255 for each in bytes.fromhex(text(1))[:60]) + bytes.fromhex(text(1))[60:]

    assert [hit.distance for hit in world.hits(inverted.hex(), signal_type=MINHASH)] == [60]


def test_the_policy_narrows_the_radius_of_texts(world: World) -> None:
    world.active_value(text(1), signal_type=MINHASH)
    policies.change(world.store, {"radius_text": 10}, actor=world.senior, now=world.now)

    assert world.hits(changed(text(1), 11), signal_type=MINHASH) == []


@pytest.mark.parametrize("signal_type", [MINHASH, "text_sha256", "url_sha256"])
def test_what_is_not_the_very_file_is_for_review_only(world: World, signal_type: str) -> None:
    value = text(1) if signal_type == MINHASH else hashlib.sha256(b"words").hexdigest()
    world.active_value(value, signal_type=signal_type)
    world.later(hours=25)

    assert [hit.use_mode for hit in world.hits(value, signal_type=signal_type)] == [UseMode.REVIEW_ONLY]


def test_the_very_file_may_be_acted_on(world: World) -> None:
    value = hashlib.sha1(b"a file", usedforsecurity=False).hexdigest()
    world.active_value(value, signal_type="sha1")
    world.later(hours=25)

    assert [hit.use_mode for hit in world.hits(value, signal_type="sha1")] == [UseMode.AUTO_ACTION_ELIGIBLE]


def test_a_minhash_whose_lanes_are_alike_is_rejected(world: World) -> None:
    (outcome,) = world.submit(submitted("ab" * LANES, signal_type=MINHASH))

    assert outcome.problem
    assert "only 1 of its 128 bytes differ" in outcome.problem.rule


def test_a_text_is_matched_with_inventories_whichever_came_first(world: World) -> None:
    early = Hosted(content_ref="t/1", signal_type=MINHASH, signal_value=changed(text(1), 30))
    inventory.put(world.store, [early], actor=world.host, now=world.now)
    signal = world.active_value(text(1), signal_type=MINHASH)
    inventory.match_signal(world.store, world.inventories, signal.id, now=world.now)
    entry = world.hosts("t/2", changed(text(1), 40), signal_type=MINHASH)
    inventory.match_entry(world.store, world.matcher, entry, now=world.now)
    page = world.store.matches.page(lists.matches_of(signal.id), after=None, limit=9).items

    assert {each.content_ref: (each.distance, each.threshold) for each in page} == {"t/1": (30, 64), "t/2": (40, 64)}


def test_a_match_job_finds_texts(world: World) -> None:
    signal = world.active_value(text(1), signal_type=MINHASH)
    job = sent(world, Line(number=1, query=parse_query(MINHASH, changed(text(1), 50))))
    turn(world, job)

    assert found(read(world, job)) == {1: [signal.id]}


def test_a_matcher_that_starts_late_finds_the_same_texts(world: World) -> None:
    world.matcher.catch_up()
    world.active_value(text(1), signal_type=MINHASH)
    world.matcher.catch_up()
    asked = [[bytes.fromhex(changed(text(1), 3))]]

    fresh = Matcher(world.store.signals.columns).search(MINHASH, asked, 64)
    assert fresh == world.matcher.search(MINHASH, asked, 64)
    assert [each.distance for each in fresh[0]] == [3]
