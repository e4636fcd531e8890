"""Who may decide about a signal, and what each decision comes to."""

from dataclasses import replace

import pytest

from hashdb.access import Actor
from hashdb.errors import (
    ForbiddenError,
    IllegalTransitionError,
    InvalidInputError,
    NotFoundError,
    SeparationOfDutiesError,
)
from hashdb.lifecycles.signal import State
from hashdb.records.member import Kind
from hashdb.records.signal import OpinionReason, Signal, Stance
from hashdb.roles import Role
from hashdb.services import policies, signals, upkeep
from hashdb.services.signals import Verdict
from hashdb.services.submissions import Result
from hashdb.store import Debt
from hashdb.store import Kind as Owed
from tests.services.world import CLAIM, World, submitted, value


def dispute(world: World, signal: Signal, actor: Actor) -> Signal:
    return signals.give_opinion(
        world.store, signal.id, Stance.NEGATIVE, OpinionReason.NOT_TVEC, actor=actor, now=world.now
    )


def test_two_people_of_other_members_make_a_signal_live(world: World) -> None:
    first = world.review(world.pending(1), Verdict.APPROVE, world.reviewer)
    second = world.review(first, Verdict.APPROVE, world.senior)

    assert (first.state, second.state) == (State.PENDING_SECOND, State.ACTIVE)
    assert [hit.signal.id for hit in world.hits(value(1))] == [second.id]
    assert second.expires_at
    assert (second.expires_at - world.now).days == 730


def test_the_submitting_member_cannot_review(world: World) -> None:
    own = world.actor(Role.REVIEWER, world.alpha)

    with pytest.raises(SeparationOfDutiesError):
        world.review(world.pending(1), Verdict.APPROVE, own)


def test_a_sister_company_of_the_submitting_member_cannot_review(world: World) -> None:
    sister = world.member(Kind.PLATFORM, group_id=world.alpha.group_id)

    with pytest.raises(SeparationOfDutiesError):
        world.review(world.pending(1), Verdict.APPROVE, world.actor(Role.SENIOR_REVIEWER, sister))


def test_a_member_that_vouches_later_cannot_give_the_second_approval(world: World) -> None:
    signal = world.second(1, vouches=1)
    world.submit(submitted(value(1)), actor=world.voucher)

    with pytest.raises(SeparationOfDutiesError):
        world.review(signal, Verdict.APPROVE, world.actor(Role.SENIOR_REVIEWER, world.beta))


def test_the_same_person_cannot_approve_twice_even_with_another_key(world: World) -> None:
    senior_too = replace(world.reviewer, role=Role.SENIOR_REVIEWER, key_id="key_01")

    with pytest.raises(SeparationOfDutiesError, match="second person"):
        world.review(world.second(1), Verdict.APPROVE, senior_too)


def test_a_key_without_a_person_decides_nothing(world: World) -> None:
    nobody = replace(world.reviewer, user_id=None)

    with pytest.raises(SeparationOfDutiesError, match="by people"):
        world.review(world.pending(1), Verdict.APPROVE, nobody)


def test_the_second_approval_takes_a_senior_reviewer(world: World) -> None:
    junior = world.actor(Role.REVIEWER, world.institute)

    with pytest.raises(ForbiddenError, match="senior_reviewer"):
        world.review(world.second(1), Verdict.APPROVE, junior)


def test_the_policy_says_which_role_gives_the_second_approval(world: World) -> None:
    policies.change(world.store, {"second_review_roles": ["reviewer"]}, actor=world.senior, now=world.now)
    junior = world.actor(Role.REVIEWER, world.institute)

    assert world.review(world.second(1), Verdict.APPROVE, junior).state is State.ACTIVE


def test_a_refused_decision_changes_neither_record_nor_log(world: World) -> None:
    before = world.pending(1)
    size = world.store.log.size()
    with pytest.raises(SeparationOfDutiesError):
        world.review(before, Verdict.APPROVE, replace(world.reviewer, user_id=None))

    assert world.store.signals.get(before.id) == before
    assert world.store.log.size() == size


def test_a_second_approval_with_too_few_vouches_waits_for_corroboration(world: World) -> None:
    waiting = world.review(world.second(1, vouches=1), Verdict.APPROVE, world.senior)

    assert waiting.state is State.AWAITING_CORROBORATION
    assert world.hits(value(1)) == []


def test_the_vouch_that_was_missing_activates_the_signal_and_owes_its_search(world: World) -> None:
    waiting = world.review(world.second(1, vouches=1), Verdict.APPROVE, world.senior)
    outcome = world.submit(submitted(value(1)), actor=world.voucher)[0]

    assert (outcome.result, outcome.state) == (Result.VOUCHED, State.ACTIVE)
    assert [hit.signal.id for hit in world.hits(value(1))] == [waiting.id]
    assert world.store.ledger.is_owed(Debt(kind=Owed.MATCH_SIGNAL, subject_id=waiting.id))


def test_a_vouch_of_the_same_corporate_group_does_not_corroborate(world: World) -> None:
    world.review(world.second(1, vouches=1), Verdict.APPROVE, world.senior)
    sister = world.member(Kind.PLATFORM, group_id=world.alpha.group_id)
    outcome = world.submit(submitted(value(1)), actor=world.actor(Role.PLATFORM_SUBMITTER, sister))[0]

    assert outcome.state is State.AWAITING_CORROBORATION


def test_a_signal_that_nobody_corroborates_expires_after_thirty_days(world: World) -> None:
    waiting = world.review(world.second(1, vouches=1), Verdict.APPROVE, world.senior)
    early = upkeep.sweep(world.store, now=world.later(days=29)).taken.get("signals_ending", 0)
    late = upkeep.sweep(world.store, now=world.later(days=1)).taken.get("signals_ending", 0)

    assert (early, late) == (0, 1)
    assert world.store.signals.get(waiting.id).state is State.EXPIRED


def test_tiers_one_and_two_need_a_single_vouch(world: World) -> None:
    second = world.second(1, replace(CLAIM, tier=2), vouches=1)

    assert world.review(second, Verdict.APPROVE, world.senior).state is State.ACTIVE


@pytest.mark.parametrize("verdict", [Verdict.REJECT, Verdict.WITHDRAW])
def test_a_decision_against_a_signal_needs_a_reason(world: World, verdict: Verdict) -> None:
    signal = world.pending(1)

    with pytest.raises(InvalidInputError, match="reason"):
        world.review(signal, verdict, world.senior, reason=None)


def test_a_decided_signal_takes_no_other_decision(world: World) -> None:
    rejected = world.review(world.pending(1), Verdict.REJECT, world.reviewer)

    with pytest.raises(IllegalTransitionError):
        world.review(rejected, Verdict.APPROVE, world.senior)


def test_a_negative_opinion_pauses_a_live_signal(world: World) -> None:
    signal = world.active(1)
    disputed = dispute(world, signal, world.host)

    assert disputed.state is State.DISPUTED
    assert disputed.due_at
    assert (disputed.due_at - world.now).total_seconds() == 72 * 3600
    assert world.hits(value(1)) == []


def test_a_positive_opinion_changes_nothing_of_a_live_signal(world: World) -> None:
    signal = world.active(1)
    after = signals.give_opinion(
        world.store, signal.id, Stance.POSITIVE, OpinionReason.SAW_THIS_TOO, actor=world.host, now=world.now
    )

    assert after.state is State.ACTIVE
    assert len(after.opinions) == 1


def test_a_member_has_one_opinion_the_latest(world: World) -> None:
    signal = world.active(1)
    dispute(world, signal, world.host)
    after = signals.give_opinion(
        world.store, signal.id, Stance.POSITIVE, OpinionReason.SAW_THIS_TOO, actor=world.host, now=world.now
    )

    assert [opinion.stance for opinion in after.opinions] == [Stance.POSITIVE]
    assert after.state is State.DISPUTED


def test_a_signal_that_is_not_live_does_not_exist_for_who_has_not_submitted_it(world: World) -> None:
    signal = world.pending(1)

    with pytest.raises(NotFoundError):
        dispute(world, signal, world.host)


def test_a_dispute_is_decided_by_a_senior_reviewer_who_was_not_involved(world: World) -> None:
    disputed = dispute(world, world.active(1), world.host)

    with pytest.raises(SeparationOfDutiesError):
        world.review(disputed, Verdict.UPHOLD, world.senior)
    assert world.review(disputed, Verdict.UPHOLD, world.other_senior).state is State.ACTIVE
    assert len(world.hits(value(1))) == 1


def test_a_withdrawn_signal_leaves_a_tombstone_without_its_value_in_the_feed(world: World) -> None:
    signal = world.active(1)
    _, checkpoint = signals.feed(world.store, after=None, limit=100)
    withdrawn = world.review(signal, Verdict.WITHDRAW, world.other_senior)
    changed, _ = signals.feed(world.store, after=checkpoint, limit=100)

    assert withdrawn.state is State.WITHDRAWN
    assert [(each.id, each.is_live(world.now)) for each in changed] == [(signal.id, False)]
    assert world.hits(value(1)) == []
    assert world.store.ledger.is_owed(Debt(kind=Owed.FOLLOW_WITHDRAWAL, subject_id=signal.id))


def test_a_signal_past_its_end_is_not_matched_although_no_sweep_has_run(world: World) -> None:
    signal = world.active(1)
    world.later(days=730)

    assert world.store.signals.get(signal.id).state is State.ACTIVE
    assert world.hits(value(1)) == []


def test_a_signal_past_its_end_is_a_tombstone_in_the_feed_although_no_sweep_has_run(world: World) -> None:
    signal = world.active(1)
    world.later(days=730)
    changed, _ = signals.feed(world.store, after=None, limit=100)

    assert [(each.id, each.is_live(world.now)) for each in changed] == [(signal.id, False)]


def test_the_feed_goes_on_where_the_last_page_ended(world: World) -> None:
    wanted = [world.active(n).id for n in range(5)]
    seen, checkpoint = [], None
    for _ in range(3):
        changed, checkpoint = signals.feed(world.store, after=checkpoint, limit=2)
        seen += [each.id for each in changed]

    assert seen == wanted
    assert signals.feed(world.store, after=checkpoint, limit=2) == ([], checkpoint)


def test_a_submitter_finds_only_what_it_submitted(world: World) -> None:
    signal = world.pending(1, vouches=1)

    assert signals.get(world.store, signal.id, actor=world.submitter).id == signal.id
    with pytest.raises(NotFoundError):
        signals.get(world.store, signal.id, actor=world.voucher)
