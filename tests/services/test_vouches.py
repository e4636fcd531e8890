"""Who may vouch and who may decide in one case, whatever the order; and what several vouches say together."""

from dataclasses import replace

import pytest

from hashdb.errors import SeparationOfDutiesError
from hashdb.lifecycles.signal import State
from hashdb.records.member import Kind
from hashdb.records.signal import ContextFlag, Decision, Signal
from hashdb.roles import Role
from hashdb.services import retractions
from hashdb.services.matching import UseMode
from hashdb.services.signals import Verdict
from hashdb.services.submissions import Outcome, Result
from tests.services.world import CLAIM, World, submitted, value

JOURNALISTIC = replace(CLAIM, context_flags=(ContextFlag.JOURNALISTIC,))
FOR_THE_PUBLIC = replace(CLAIM, context_flags=(ContextFlag.PUBLIC_DEBATE, ContextFlag.JOURNALISTIC))


def waiting(world: World) -> Signal:
    """A signal that the charity's and the institute's people approved and that lacks a vouch."""
    return world.review(world.second(1, vouches=1), Verdict.APPROVE, world.senior)


def vouch_of_the_charity(world: World) -> Outcome:
    return world.submit(submitted(value(1)), actor=world.actor(Role.PLATFORM_SUBMITTER, world.charity))[0]


def test_a_member_whose_reviewer_has_approved_cannot_be_the_vouch_that_was_missing(world: World) -> None:
    signal = waiting(world)
    outcome = vouch_of_the_charity(world)

    assert (outcome.result, outcome.state) == (Result.REJECTED, State.AWAITING_CORROBORATION)
    assert outcome.problem
    assert "have decided about this signal" in outcome.problem.rule
    assert world.store.signals.get(signal.id).vouching_groups() == {world.alpha.group_id}


def test_a_sister_company_of_a_reviewers_member_cannot_vouch_either(world: World) -> None:
    waiting(world)
    sister = world.member(Kind.CIVIL_SOCIETY, group_id=world.charity.group_id)
    outcome = world.submit(submitted(value(1)), actor=world.actor(Role.PLATFORM_SUBMITTER, sister))[0]

    assert (outcome.result, outcome.state) == (Result.REJECTED, State.AWAITING_CORROBORATION)


def test_a_vouch_that_was_refused_stays_on_record_once(world: World) -> None:
    signal = waiting(world)
    vouch_of_the_charity(world)
    once = world.store.signals.get(signal.id)
    vouch_of_the_charity(world)

    assert [each.member_id for each in once.submissions if each.refused_at] == [world.charity.id]
    assert world.store.signals.get(signal.id) == once


def test_a_decision_of_before_groups_were_kept_counts_for_its_member(world: World) -> None:
    old = Decision(user_id="usr_1", member_id="org_1", step="approve_first", decided_at=world.now)

    assert replace(world.pending(1), decisions=(old,)).deciding_groups() == {"org_1"}


def test_a_member_that_took_its_vouch_back_still_cannot_review(world: World) -> None:
    signal = world.pending(1)
    retractions.retract(world.store, signal.id, actor=world.submitter, now=world.now)

    with pytest.raises(SeparationOfDutiesError):
        world.review(signal, Verdict.APPROVE, world.actor(Role.REVIEWER, world.alpha))


def test_a_vouch_that_was_taken_back_does_not_count_until_it_is_given_again(world: World) -> None:
    signal = world.pending(1)
    without = retractions.retract(world.store, signal.id, actor=world.submitter, now=world.now)
    world.submit(submitted(value(1)))
    again = world.store.signals.get(signal.id)

    assert without.vouching_groups() == {world.beta.group_id}
    assert without.concerned_groups() == again.vouching_groups() == {world.alpha.group_id, world.beta.group_id}
    assert len(again.submissions) == 2


def test_what_was_taken_back_bears_the_time(world: World) -> None:
    signal = world.pending(1)
    later = world.later(hours=1)
    after = retractions.retract(world.store, signal.id, actor=world.submitter, now=later)

    assert [each.retracted_at for each in after.submissions] == [later, None]


def test_a_context_that_any_vouch_states_rules_out_acting_without_a_person(world: World) -> None:
    world.submit(submitted(value(1)))
    world.submit(submitted(value(1), claim=JOURNALISTIC), actor=world.voucher)
    signal = world.store.signals.get(world.submit(submitted(value(1)))[0].id or "")
    live = world.review(world.review(signal, Verdict.APPROVE, world.reviewer), Verdict.APPROVE, world.senior)
    world.later(hours=25)

    assert live.claim.context_flags == ()
    assert world.hits(value(1))[0].use_mode is UseMode.REVIEW_ONLY


def test_the_contexts_of_a_signal_are_those_of_all_who_vouch(world: World) -> None:
    world.submit(submitted(value(1), claim=JOURNALISTIC))
    outcome = world.submit(submitted(value(1), claim=FOR_THE_PUBLIC), actor=world.voucher)[0]
    signal = world.store.signals.get(outcome.id or "")

    assert signal.context_flags() == (ContextFlag.JOURNALISTIC, ContextFlag.PUBLIC_DEBATE)


def test_a_context_goes_with_the_vouch_that_stated_it(world: World) -> None:
    world.submit(submitted(value(1)))
    outcome = world.submit(submitted(value(1), claim=JOURNALISTIC), actor=world.voucher)[0]
    after = retractions.retract(world.store, outcome.id or "", actor=world.voucher, now=world.now)

    assert after.context_flags() == ()
