"""The negative list: what is near to something harmless never becomes a signal unnoticed."""

import pytest

from hashdb import audit
from hashdb.access import OPERATOR
from hashdb.errors import ForbiddenError, InvalidInputError
from hashdb.lifecycles.match import State as MatchState
from hashdb.lifecycles.signal import State
from hashdb.records.alert import AlertKind
from hashdb.records.benign import Benign
from hashdb.records.signal import Signal
from hashdb.services import alerts, inventory, negative_follow, negative_list
from hashdb.services import matcher as matcher_module
from hashdb.services.matching import UseMode
from hashdb.services.negative_list import NewBenign
from hashdb.services.screening import Submitted
from hashdb.services.signals import Verdict
from hashdb.services.submissions import Result
from hashdb.signals import video_value
from hashdb.store import Debt, Kind, lists
from tests.services.world import World, near, submitted, value, view

MEME = value("a popular meme")


def add(world: World, *values: str, signal_type: str = "pdq") -> list[Benign]:
    """Add to the list, and do what is then owed."""
    new = [NewBenign(signal_type=signal_type, signal_value=each) for each in values]
    added = negative_list.add(world.store, new, actor=OPERATOR, now=world.now)
    negative_follow.follow(world.store, added[0].id, now=world.now)
    world.benign.catch_up()
    return added


def video(*frames: str) -> Submitted:
    views = [view(f"second_{place}", each) for place, each in enumerate(frames)]
    return submitted(video_value(views), signal_type="vpdq", views=views)


def stored(world: World, signal: Signal) -> Signal:
    return world.store.signals.get(signal.id)


@pytest.mark.parametrize(
    ("bits", "result", "warned"),
    [
        (0, Result.QUARANTINED, True),
        (40, Result.QUARANTINED, True),
        (41, Result.CREATED, True),
        (62, Result.CREATED, True),
        (63, Result.CREATED, False),
    ],
)
def test_what_is_near_to_something_harmless_is_put_aside_and_what_is_less_near_is_shown(
    world: World, bits: int, result: Result, *, warned: bool
) -> None:
    entry = add(world, MEME)[0]
    outcome = world.submit(submitted(near(MEME, bits)))[0]
    signal = world.store.signals.get(outcome.id or "")

    assert (outcome.result, outcome.state) == (result, signal.state)
    assert (signal.state is State.QUARANTINED) == (result is Result.QUARANTINED)
    assert (signal.benign is not None) == warned
    if signal.benign is not None:
        assert (signal.benign.benign_id, signal.benign.distance) == (entry.id, bits)


def test_a_view_within_the_radius_of_a_match_puts_its_signal_aside_and_one_beyond_does_not(world: World) -> None:
    add(world, MEME)
    inside, beyond = (
        world.submit(submitted(value(name), views=[view("left_80", near(MEME, bits))]))[0]
        for name, bits in (("one", 31), ("other", 32))
    )

    assert (inside.state, beyond.state) == (State.QUARANTINED, State.PENDING_REVIEW)


@pytest.mark.parametrize("signal_type", ["sha256", "phash"])
def test_other_types_are_compared_with_entries_of_their_own_type(world: World, signal_type: str) -> None:
    text = MEME[: 64 if signal_type == "sha256" else 16]
    add(world, text, signal_type=signal_type)
    hit = world.submit(submitted(text, signal_type=signal_type))[0]
    other = world.submit(submitted(value("else")[: len(text)], signal_type=signal_type))[0]

    assert (hit.state, other.state) == (State.QUARANTINED, State.PENDING_REVIEW)


def test_a_video_is_put_aside_when_as_many_of_its_frames_are_harmless_as_make_a_match(world: World) -> None:
    harmless = [value(("harmless", number)) for number in range(4)]
    add(world, *harmless)

    assert world.submit(video(*harmless, value("own")))[0].state is State.QUARANTINED
    assert world.submit(video(*harmless[:1], value("first"), value("second")))[0].state is State.PENDING_REVIEW


def test_people_are_told_of_a_harmless_part_of_a_video_for_an_excerpt_of_it_would_match(world: World) -> None:
    frames = [value(("frame", number)) for number in range(5)]
    before = world.submit(video(*frames))[0].id or ""
    add(world, frames[0])
    after = world.submit(video(frames[0], value("own"), value("other")))[0].id or ""
    partly = [world.store.signals.get(each) for each in (before, after)]
    add(world, *frames[1:])

    assert [(each.state, each.benign and each.benign.partly) for each in partly] == [(State.PENDING_REVIEW, True)] * 2
    assert world.store.signals.get(before).state is State.QUARANTINED


def test_while_the_list_is_empty_it_asks_the_store_nothing(world: World) -> None:
    world.benign.catch_up()
    world.pending(1)

    assert not world.benign.has_history()


def test_what_nobody_has_decided_is_put_aside_when_the_list_grows(world: World) -> None:
    waiting = world.pending_value(near(MEME, 12), claim=world.pending("else").claim)
    second = world.second("far away")
    add(world, MEME)

    assert stored(world, waiting).state is State.QUARANTINED
    assert stored(world, second) == second


def test_a_live_signal_is_paused_with_an_alert_when_the_list_grows(world: World) -> None:
    live = world.active_value(near(MEME, 31))
    add(world, MEME)

    assert stored(world, live).state is State.DISPUTED
    assert world.hits(near(MEME, 31)) == []
    kinds = [each.kind for each in alerts.page(world.store, after=None, limit=10, still_open=True).items]
    assert kinds == [AlertKind.BENIGN_HIT]


def test_a_live_signal_that_is_less_near_stays_and_is_for_review_only(world: World) -> None:
    live = world.active_value(near(MEME, 50))
    world.later(hours=25)
    before = world.hits(near(MEME, 50))[0].use_mode
    add(world, MEME)

    assert before is UseMode.AUTO_ACTION_ELIGIBLE
    assert stored(world, live).state is State.ACTIVE
    assert [hit.use_mode for hit in world.hits(near(MEME, 50))] == [UseMode.REVIEW_ONLY]


def test_looking_again_changes_nothing_and_what_was_released_is_not_put_aside_again(world: World) -> None:
    waiting = world.pending_value(near(MEME, 12), claim=world.pending("else").claim)
    entry = add(world, MEME)[0]
    world.review(stored(world, waiting), Verdict.RELEASE, world.other_senior)
    size = world.store.log.size()
    owed = world.store.ledger.owe(Debt(kind=Kind.SCREEN_BENIGN, subject_id=entry.id), world.now)
    world.store.commit(audit.entry(OPERATOR, "test.owe", world.now, after=entry), owed)
    touched = negative_follow.follow(world.store, entry.id, now=world.now)

    assert touched == 0
    assert world.store.log.size() == size + 1
    assert stored(world, waiting).state is State.PENDING_REVIEW


def test_what_was_put_aside_becomes_live_only_by_three_people(world: World) -> None:
    add(world, MEME)
    for actor in (world.submitter, world.voucher):
        outcome = world.submit(submitted(MEME), actor=actor)[0]
    aside = world.store.signals.get(outcome.id or "")
    released = world.review(aside, Verdict.RELEASE, world.other_senior)
    live = world.review(world.review(released, Verdict.APPROVE, world.reviewer), Verdict.APPROVE, world.senior)

    assert live.state is State.ACTIVE
    assert len({each.user_id for each in live.decisions}) == 3


def test_what_was_submitted_in_the_moment_of_an_addition_is_put_aside_a_minute_later(world: World) -> None:
    world.benign.catch_up()
    new = [NewBenign(signal_type="pdq", signal_value=MEME)]
    entry = negative_list.add(world.store, new, actor=OPERATOR, now=world.now)[0]
    negative_follow.follow(world.store, entry.id, now=world.now)
    outcome = world.submit(submitted(near(MEME, 12)))[0]
    negative_follow.follow(world.store, entry.id, now=world.later(minutes=1))

    assert world.store.signals.get(outcome.id or "").state is State.QUARANTINED
    assert not world.store.ledger.is_owed(Debt(kind=Kind.SCREEN_BENIGN, subject_id=entry.id))


def test_a_retired_entry_counts_no_more_and_its_value_may_come_again(world: World) -> None:
    entry = add(world, MEME)[0]
    retired = negative_list.retire(world.store, entry.id, actor=OPERATOR, now=world.now)
    world.benign.catch_up()

    assert retired.retired_at == world.now
    assert world.submit(submitted(MEME))[0].state is State.PENDING_REVIEW
    assert add(world, MEME)[0].id != entry.id


def test_adding_what_is_there_adds_nothing(world: World) -> None:
    first = add(world, MEME)
    size = world.store.log.size()

    assert add(world, MEME, MEME) == [first[0], first[0]]
    assert world.store.log.size() == size


def test_only_the_operator_and_who_decides_appeals_add_to_the_list(world: World) -> None:
    new = [NewBenign(signal_type="pdq", signal_value=MEME)]

    with pytest.raises(ForbiddenError):
        negative_list.add(world.store, new, actor=world.senior, now=world.now)
    assert negative_list.add(world.store, new, actor=world.appeals_officer, now=world.now)


@pytest.mark.parametrize(
    ("kind", "field"), [("nothing", "signal_type"), ("vpdq", "signal_type"), ("md5", "signal_value")]
)
def test_a_wrong_entry_is_named_and_nothing_is_added(world: World, kind: str, field: str) -> None:
    new = [NewBenign(signal_type="pdq", signal_value=MEME), NewBenign(signal_type=kind, signal_value=MEME)]

    with pytest.raises(InvalidInputError, match=rf"entries\[1\]\.{field}"):
        negative_list.add(world.store, new, actor=OPERATOR, now=world.now)
    assert negative_list.page(world.store, after=None, limit=10).items == []


def test_what_is_nearer_to_something_harmless_than_to_the_signal_is_put_before_nobody(world: World) -> None:
    signal = world.active_value(near(MEME, 50))
    add(world, MEME)
    harmless, listed = (world.hosts(ref, near(MEME, bits)) for ref, bits in (("meme", 20), ("copy", 30)))
    inventory.match_signal(world.store, world.inventories, signal.id, benign=world.benign, now=world.now)
    inventory.match_entry(world.store, world.matcher, harmless, benign=world.benign, now=world.now)
    inventory.match_entry(world.store, world.matcher, listed, benign=world.benign, now=world.now)

    found = {each.content_ref: each.state for each in world.store.matches.all_of(lists.matches_of(signal.id))}
    assert found == {"meme": MatchState.SUPPRESSED, "copy": MatchState.PENDING_REVIEW}


def test_a_large_comparison_lets_others_have_their_turn_and_finds_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = add(world, MEME, value("another"))[0]
    codes = [[bytes.fromhex(near(MEME, bits))] for bits in (62, 63, 0)]
    at_once = world.benign.search("pdq", codes, 62)
    monkeypatch.setattr(matcher_module, "_WORDS_A_TURN", 1)

    assert world.benign.search("pdq", codes, 62) == at_once
    assert [[each.id for each in found] for found in at_once] == [[entry.id], [], [entry.id]]
