"""Signals in a crisis: live on one person's word for hours, and on two people's for days; active by the full way."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hashdb.errors import GuardError, SeparationOfDutiesError
from hashdb.lifecycles.signal import State
from hashdb.records.signal import Claim, ContextFlag, OpinionReason, Signal, Stance
from hashdb.roles import Role
from hashdb.services import reviews, signals
from hashdb.services.matching import UseMode
from hashdb.services.signals import Verdict
from tests.services.world import World, submitted, value
from tests.services.worlds.incidents import active_incident, claim_on

APPROVE = Verdict.APPROVE


@pytest.fixture
def claim(world: World) -> Claim:
    """A claim about what the attackers of an active incident made, for which two members must vouch."""
    return replace(claim_on(active_incident(world)), tier=3)


def first_approved(world: World, claim: Claim) -> Signal:
    return world.review(world.pending(1, claim, vouches=1), APPROVE, world.reviewer)


def second_approved(world: World, claim: Claim) -> Signal:
    return world.review(first_approved(world, claim), APPROVE, world.other_senior)


def test_one_person_makes_it_live_at_once_for_review_only(world: World, claim: Claim) -> None:
    provisional = first_approved(world, claim)

    assert provisional.state is State.PROVISIONAL
    assert [hit.use_mode for hit in world.hits(value(1))] == [UseMode.REVIEW_ONLY]


def test_until_a_second_person_has_spoken_it_waits_in_the_queue_of_those_who_may(world: World, claim: Claim) -> None:
    first = first_approved(world, claim)
    waiting = [
        reviews.queue(world.store, limit=9, actor=each, now=world.now)
        for each in (world.other_senior, world.actor(Role.REVIEWER))
    ]
    world.review(first, APPROVE, world.other_senior)

    assert [[each.id for each in found] for found in waiting] == [[first.id], []]
    assert waiting[0][0].due_at == world.now + timedelta(hours=4)
    assert reviews.queue(world.store, limit=9, actor=world.actor(Role.SENIOR_REVIEWER), now=world.now) == []


def test_without_a_second_person_it_drops_out_after_four_hours_though_no_job_runs(world: World, claim: Claim) -> None:
    first_approved(world, claim)
    world.later(hours=4, seconds=-1)
    before = len(world.hits(value(1)))
    world.later(seconds=1)

    assert (before, world.hits(value(1))) == (1, [])


def test_the_second_person_makes_it_last_three_days_from_the_first_word(world: World, claim: Claim) -> None:
    first = first_approved(world, claim)
    world.later(hours=3)
    confirmed = world.review(first, APPROVE, world.other_senior)

    assert confirmed.state is State.PROVISIONAL
    assert confirmed.expires_at
    assert first.activated_at
    assert (confirmed.expires_at - first.activated_at).total_seconds() == 72 * 3600


def test_the_second_person_is_another_one_and_a_third_has_nothing_to_add(world: World, claim: Claim) -> None:
    first = first_approved(world, claim)
    with pytest.raises(SeparationOfDutiesError):
        world.review(first, APPROVE, replace(world.reviewer, role=Role.SENIOR_REVIEWER))
    confirmed = world.review(first, APPROVE, world.other_senior)

    with pytest.raises(GuardError, match="vouch"):
        world.review(confirmed, APPROVE, world.senior)


def test_a_second_members_vouch_makes_a_confirmed_one_active(world: World, claim: Claim) -> None:
    early = first_approved(world, claim)
    alone = world.submit(submitted(value(1), claim=claim), actor=world.voucher)[0].state
    active = world.review(world.store.signals.get(early.id), APPROVE, world.other_senior)

    assert (alone, active.state) == (State.PROVISIONAL, State.ACTIVE)


def test_a_vouch_that_comes_after_the_second_person_makes_it_active(world: World, claim: Claim) -> None:
    second_approved(world, claim)

    assert world.submit(submitted(value(1), claim=claim), actor=world.voucher)[0].state is State.ACTIVE


def test_a_dispute_of_one_is_to_be_decided_within_hours(world: World, claim: Claim) -> None:
    provisional = first_approved(world, claim)
    disputed = signals.give_opinion(
        world.store, provisional.id, Stance.NEGATIVE, OpinionReason.NOT_TVEC, actor=world.host, now=world.now
    )

    assert disputed.due_at
    assert (disputed.due_at - world.now).total_seconds() == 4 * 3600


def test_when_the_crisis_is_over_or_a_context_is_stated_the_usual_way_is_gone(world: World, claim: Claim) -> None:
    news = world.pending(2, replace(claim, context_flags=(ContextFlag.JOURNALISTIC,)))
    late = world.pending(3, claim)
    usual = world.review(news, APPROVE, world.reviewer)
    world.later(hours=24)

    assert usual.state is State.PENDING_SECOND
    assert world.review(late, APPROVE, world.reviewer).state is State.PENDING_SECOND


def test_the_feed_tells_that_it_lasts_longer_than_was_told_at_first(world: World, claim: Claim) -> None:
    first = first_approved(world, claim)
    told, checkpoint = signals.feed(world.store, after=None, limit=10)
    confirmed = world.review(first, APPROVE, world.other_senior)
    again, _ = signals.feed(world.store, after=checkpoint, limit=10)

    assert [each.expires_at for each in told] == [first.expires_at]
    assert [each.expires_at for each in again] == [confirmed.expires_at]


def test_when_its_hours_are_over_nobody_confirms_it_though_no_job_runs(world: World, claim: Claim) -> None:
    first = first_approved(world, claim)
    world.later(hours=4)

    with pytest.raises(GuardError, match="is over"):
        world.review(first, APPROVE, world.other_senior)


def test_a_vouch_that_comes_too_late_makes_nothing_live_though_no_job_runs(world: World, claim: Claim) -> None:
    second_approved(world, claim)
    world.later(hours=72)

    assert world.submit(submitted(value(1), claim=claim), actor=world.voucher)[0].state is State.PROVISIONAL
    assert world.hits(value(1)) == []


def test_one_that_was_disputed_and_upheld_is_active_for_its_whole_time(world: World, claim: Claim) -> None:
    provisional = world.review(world.pending(1, claim), APPROVE, world.reviewer)
    disputed = signals.give_opinion(
        world.store, provisional.id, Stance.NEGATIVE, OpinionReason.NOT_TVEC, actor=world.host, now=world.now
    )
    upheld = world.review(disputed, Verdict.UPHOLD, world.senior)

    assert upheld.state is State.ACTIVE
    assert upheld.review_due_at == world.now + timedelta(days=365)
    assert upheld.expires_at == world.now + timedelta(days=730)
