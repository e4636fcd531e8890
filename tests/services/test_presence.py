"""Who is at a case: the first to come holds it, as long as they look."""

import pytest

from hashdb.access import Actor
from hashdb.errors import ConflictError
from hashdb.services import presence, reviews
from tests.services.world import World


def holder(world: World, case_id: str, asks: Actor) -> str | None:
    found = presence.around(world.store, case_id, actor=asks, now=world.now).holder
    return None if found is None else found.user_id


def come(world: World, case_id: str, actor: Actor, *, decides: bool = True) -> None:
    presence.come(world.store, case_id, decides=decides, actor=actor, now=world.now)
    world.later(seconds=1)


def test_the_first_to_come_holds_a_case_and_who_only_reads_holds_none(world: World) -> None:
    come(world, "sig_1", world.auditor, decides=False)
    come(world, "sig_1", world.reviewer)
    come(world, "sig_1", world.senior)

    assert holder(world, "sig_1", world.senior) == world.reviewer.user_id
    assert holder(world, "sig_1", world.reviewer) is None
    around = presence.around(world.store, "sig_1", actor=world.senior, now=world.now)
    assert {each.user_id for each in around.others} == {world.reviewer.user_id, world.auditor.user_id}


def test_a_hold_ends_ten_minutes_after_the_last_look_and_lasts_while_there_are_looks(world: World) -> None:
    come(world, "sig_1", world.reviewer)
    world.later(minutes=9)
    presence.stay(world.store, "sig_1", actor=world.reviewer, now=world.now)
    world.later(minutes=9)
    assert holder(world, "sig_1", world.senior) == world.reviewer.user_id
    world.later(minutes=2)

    assert holder(world, "sig_1", world.senior) is None


def test_who_opens_another_case_leaves_the_one_before(world: World) -> None:
    come(world, "sig_1", world.reviewer)
    come(world, "sig_2", world.reviewer)

    assert list(presence.holders(world.store, ["sig_1", "sig_2"], now=world.now)) == ["sig_2"]


def test_a_case_that_is_taken_over_is_no_longer_held_by_the_first_who_goes_on_looking(world: World) -> None:
    come(world, "sig_1", world.reviewer)
    come(world, "sig_1", world.senior)
    presence.take_over(world.store, "sig_1", actor=world.senior, now=world.now)
    world.later(minutes=1)
    presence.stay(world.store, "sig_1", actor=world.reviewer, now=world.now)

    assert holder(world, "sig_1", world.reviewer) == world.senior.user_id


def test_who_has_nothing_to_decide_in_a_case_takes_it_from_nobody(world: World) -> None:
    come(world, "sig_1", world.reviewer)
    come(world, "sig_1", world.senior, decides=False)

    for each in (world.senior, world.other_senior):
        with pytest.raises(ConflictError):
            presence.take_over(world.store, "sig_1", actor=each, now=world.now)
    assert holder(world, "sig_1", world.senior) == world.reviewer.user_id


def test_a_case_counts_once_a_day_for_the_one_who_looked(world: World) -> None:
    for case_id in ("sig_1", "sig_2", "sig_1"):
        come(world, case_id, world.reviewer)
    assert presence.looked_at(world.store, actor=world.reviewer, now=world.now) == 2
    assert presence.looked_at(world.store, actor=world.senior, now=world.now) == 0
    world.later(days=1)

    assert presence.looked_at(world.store, actor=world.reviewer, now=world.now) == 0


def test_the_next_case_is_none_that_somebody_else_decides(world: World) -> None:
    first, second = world.pending(1), world.pending(2)
    come(world, first.id, world.other_senior)
    found = reviews.next_case(world.store, after=None, actor=world.reviewer, now=world.now)
    again = reviews.next_case(world.store, after=second.id, actor=world.reviewer, now=world.now)

    assert found is not None
    assert found.id == second.id
    assert again is None
