"""How a dispute begins, who ends it, and what a signal is afterwards."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from hashdb.errors import SeparationOfDutiesError, StaleRecordError
from hashdb.lifecycles.signal import State
from hashdb.records.signal import AggregateOpinion, OpinionReason, ReviewReason, Signal, Stance
from hashdb.roles import Role
from hashdb.services import retractions, signals, upkeep
from hashdb.services.checklists import Seen
from hashdb.services.signals import Verdict
from hashdb.services.submissions import Result
from hashdb.store import Debt
from hashdb.store import Kind as Owed
from tests.services.world import CLAIM, World, submitted, value


def speak_against(world: World, signal: Signal, reason: OpinionReason = OpinionReason.NOT_TVEC) -> Signal:
    return signals.give_opinion(world.store, signal.id, Stance.NEGATIVE, reason, actor=world.host, now=world.now)


def speak_for(world: World, signal: Signal) -> Signal:
    reason = OpinionReason.SAW_THIS_TOO
    return signals.give_opinion(world.store, signal.id, Stance.POSITIVE, reason, actor=world.host, now=world.now)


def upheld(world: World) -> Signal:
    """A live signal that gamma has disputed in vain."""
    return world.review(speak_against(world, world.active(1)), Verdict.UPHOLD, world.other_senior)


def left_by(world: World, signal: Signal, *members: str) -> Signal:
    for name in members:
        signal = retractions.retract(world.store, signal.id, actor=getattr(world, name), now=world.now)
    return signal


def test_a_signal_upheld_with_too_few_vouches_waits_thirty_days_for_another(world: World) -> None:
    disputed = left_by(world, world.active(1), "voucher")
    waiting = world.review(disputed, Verdict.UPHOLD, world.other_senior)

    assert (waiting.state, waiting.due_at) == (State.AWAITING_CORROBORATION, None)
    assert waiting.expires_at == world.now + timedelta(days=30)
    assert world.hits(value(1)) == []


def test_the_vouch_that_an_upheld_signal_waited_for_makes_it_live(world: World) -> None:
    disputed = left_by(world, world.active(1), "voucher")
    world.review(disputed, Verdict.UPHOLD, world.other_senior)
    outcome = world.submit(submitted(value(1)), actor=world.voucher)[0]

    assert (outcome.result, outcome.state) == (Result.VOUCHED, State.ACTIVE)
    assert len(world.hits(value(1))) == 1


def test_what_rests_on_a_signal_is_undone_when_its_last_submitter_leaves_it_waiting(world: World) -> None:
    disputed = left_by(world, world.active(1), "voucher")
    waiting = world.review(disputed, Verdict.UPHOLD, world.other_senior)
    withdrawn = left_by(world, waiting, "submitter")

    assert withdrawn.state is State.WITHDRAWN
    assert world.store.ledger.is_owed(Debt(kind=Owed.FOLLOW_WITHDRAWAL, subject_id=withdrawn.id))


def test_an_opinion_in_spite_of_which_a_signal_was_upheld_does_not_pause_it_again(world: World) -> None:
    again = speak_against(world, upheld(world))

    assert again.state is State.ACTIVE
    assert [each.member_id for each in again.opinions] == [world.gamma.id]


def test_an_overruled_opinion_pauses_nothing_after_a_change_of_mind_either(world: World) -> None:
    again = speak_against(world, speak_for(world, upheld(world)))

    assert again.state is State.ACTIVE


def test_a_seed_says_that_it_is_worth_looking_into_and_pauses_nothing(world: World) -> None:
    reason = OpinionReason.SAW_THIS_TOO
    seeded = signals.give_opinion(world.store, world.active(1).id, Stance.SEED, reason, actor=world.host, now=world.now)

    assert (seeded.state, seeded.aggregate_opinion()) == (State.ACTIVE, AggregateOpinion.SEED)
    assert speak_for(world, seeded).aggregate_opinion() is AggregateOpinion.POSITIVE


def test_nobody_overrules_what_was_said_since_they_read_the_signal(world: World) -> None:
    read = speak_against(world, world.active(1))
    speak_against(world, read, OpinionReason.WRONG_LABEL)
    seen = Seen(version=read.version, checked=None)
    uphold = partial(
        signals.review, world.store, read.id, Verdict.UPHOLD, reason=ReviewReason.VERIFIED, actor=world.other_senior
    )

    with pytest.raises(StaleRecordError):
        uphold(seen=seen, now=world.now)
    assert uphold(seen=replace(seen, version=read.version + 1), now=world.now).state is State.ACTIVE


def test_an_opinion_for_another_reason_pauses_an_upheld_signal(world: World) -> None:
    assert speak_against(world, upheld(world), OpinionReason.WRONG_LABEL).state is State.DISPUTED


def test_the_same_opinion_of_another_member_pauses_an_upheld_signal(world: World) -> None:
    signal = upheld(world)
    responder = world.actor(Role.PLATFORM_RESPONDER, world.beta)
    after = signals.give_opinion(
        world.store, signal.id, Stance.NEGATIVE, OpinionReason.NOT_TVEC, actor=responder, now=world.now
    )

    assert after.state is State.DISPUTED


def test_who_upheld_a_signal_may_decide_its_next_dispute(world: World) -> None:
    disputed = speak_against(world, upheld(world), OpinionReason.WRONG_LABEL)

    assert world.review(disputed, Verdict.UPHOLD, world.other_senior).state is State.ACTIVE


def test_who_approved_a_signal_never_decides_a_dispute_about_it(world: World) -> None:
    disputed = speak_against(world, upheld(world), OpinionReason.WRONG_LABEL)

    with pytest.raises(SeparationOfDutiesError):
        world.review(disputed, Verdict.UPHOLD, world.senior)


def test_who_upheld_a_signal_does_not_decide_about_it_again_without_a_new_dispute(world: World) -> None:
    with pytest.raises(SeparationOfDutiesError):
        world.review(upheld(world), Verdict.WITHDRAW, world.other_senior)


def test_the_last_submitter_of_a_disputed_signal_leaves_it_to_the_reviewers(world: World) -> None:
    disputed = speak_against(world, world.active(1))
    left = left_by(world, disputed, "submitter", "voucher")

    assert (left.state, left.due_at) == (State.DISPUTED, disputed.due_at)
    assert left.vouching_groups() == frozenset()


def test_a_disputed_signal_that_nobody_stands_behind_and_reviewers_withdrew_is_not_taken_again(world: World) -> None:
    left = left_by(world, speak_against(world, world.active(1)), "submitter", "voucher")
    world.review(left, Verdict.WITHDRAW, world.other_senior)
    outcome = world.submit(submitted(value(1)))[0]

    assert (outcome.result, outcome.state) == (Result.REJECTED, State.WITHDRAWN)


def test_a_value_submitted_anew_is_a_new_case_with_the_new_claim(world: World) -> None:
    signal = upheld(world)
    upkeep.sweep(world.store, now=world.later(days=731))
    newer = replace(CLAIM, tier=4)
    world.submit(submitted(value(1), claim=newer, quality=77), actor=world.voucher)
    again = world.store.signals.get(signal.id)

    assert (again.claim, again.quality, again.activated_at) == (newer, 77, None)
    assert (again.opinions, again.overruled, again.decisions) == ((), (), ())
    assert (again.row, again.created_at) == (signal.row, signal.created_at)
