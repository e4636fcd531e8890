"""Nothing is asked for on the ground of a signal that is not live, whatever comes between; and the log tells it all."""

from dataclasses import replace

import pytest

from hashdb.errors import GuardError, IllegalTransitionError, SeparationOfDutiesError
from hashdb.lifecycles.match import State as MatchState
from hashdb.lifecycles.takedown import State
from hashdb.records.signal import OpinionReason, Signal, Stance
from hashdb.roles import Role
from hashdb.services import inbox, matches, signals, takedowns, upkeep, withdrawals
from hashdb.services.signals import Verdict
from hashdb.store import lists
from tests.services.world import CLAIM, World


def disputed(world: World, signal: Signal) -> Signal:
    """Have platform gamma dispute a signal."""
    return signals.give_opinion(
        world.store, signal.id, Stance.NEGATIVE, OpinionReason.NEWS_OR_EVIDENCE, actor=world.host, now=world.now
    )


def withdrawn(world: World, signal: Signal) -> Signal:
    """Have somebody withdraw a signal who had no part in it."""
    return world.review(signal, Verdict.WITHDRAW, world.other_senior)


def test_a_match_of_a_disputed_signal_is_not_confirmed(world: World) -> None:
    signal = world.active(1)
    found = world.match(signal)
    disputed(world, signal)

    with pytest.raises(GuardError, match="disputed"):
        matches.review(world.store, found.id, matches.Verdict.CONFIRM, actor=world.reviewer, now=world.now)


def test_a_request_is_not_drafted_about_a_disputed_signal(world: World) -> None:
    signal = world.active(1)
    found = world.confirmed(signal)
    disputed(world, signal)

    with pytest.raises(GuardError, match="disputed"):
        world.draft(found)


def test_a_request_is_not_approved_while_its_signal_is_disputed(world: World) -> None:
    signal = world.active(1)
    waiting = world.in_review(world.confirmed(signal))
    disputed(world, signal)

    with pytest.raises(GuardError, match="disputed"):
        takedowns.review(world.store, waiting.id, takedowns.Verdict.APPROVE, actor=world.senior, now=world.now)


def test_an_approved_request_waits_for_the_dispute_and_is_sent_when_the_signal_is_upheld(world: World) -> None:
    signal = world.active(1)
    waiting = world.in_review(world.confirmed(signal))
    takedowns.review(world.store, waiting.id, takedowns.Verdict.APPROVE, actor=world.senior, now=world.now)
    disputed(world, signal)
    held = inbox.dispatch(world.store, waiting.id, now=world.now)
    world.review(signal, Verdict.UPHOLD, world.other_senior)
    sent = inbox.dispatch(world.store, waiting.id, now=world.later(minutes=5))

    assert held.state is State.APPROVED
    assert sent.state is State.DISPATCHED


def test_nothing_is_recorded_about_a_signal_that_was_withdrawn_meanwhile(world: World) -> None:
    signal = world.active(1)
    withdrawn(world, signal)

    assert matches.record(world.store, signal.id, world.finding("v/9"), actor=world.host, now=world.now) is None


def test_a_draft_on_a_withdrawn_signal_is_taken_back_with_it(world: World) -> None:
    signal = world.active(1)
    drafted = world.draft(world.confirmed(signal))
    withdrawn(world, signal)
    withdrawals.follow_withdrawal(world.store, signal.id, now=world.now)

    assert world.store.takedowns.get(drafted.id).state is State.WITHDRAWN
    assert world.store.matches.get(drafted.items[0].match_id or "").state is MatchState.CLOSED


def test_the_submitters_own_people_neither_confirm_nor_ask(world: World) -> None:
    found = world.match(world.active(1))
    own = world.actor(Role.REVIEWER, world.alpha)

    with pytest.raises(SeparationOfDutiesError):
        matches.review(world.store, found.id, matches.Verdict.CONFIRM, actor=own, now=world.now)


def test_who_first_approved_a_tier_4_signal_is_barred_wherever_it_stands_in_the_request(world: World) -> None:
    other = world.confirmed(world.active(1, replace(CLAIM, tier=1)), "v/1")
    promotional = world.pending(2, replace(CLAIM, tier=4))
    world.review(promotional, Verdict.APPROVE, world.other_senior)
    live = world.review(promotional, Verdict.APPROVE, world.senior)
    waiting = world.in_review(other, world.confirmed(live, "v/2"))

    assert waiting.tier == 4
    with pytest.raises(SeparationOfDutiesError):
        takedowns.review(world.store, waiting.id, takedowns.Verdict.APPROVE, actor=world.other_senior, now=world.now)


def test_a_request_that_nobody_receives_is_undeliverable_when_its_notice_has_climbed_in_vain(world: World) -> None:
    sent = world.dispatched(world.confirmed(world.active(1)))
    upkeep.sweep(world.store, now=world.later(hours=24))
    reminded = world.store.takedowns.get(sent.id)
    upkeep.sweep(world.store, now=world.later(hours=48))

    assert (reminded.state, reminded.reminders) == (State.DISPATCHED, 1)
    assert world.store.takedowns.get(sent.id).state is State.UNDELIVERABLE


def test_an_escalated_match_cannot_be_escalated_again(world: World) -> None:
    found = world.match(world.active(1))
    matches.review(world.store, found.id, matches.Verdict.ESCALATE, actor=world.reviewer, now=world.now)

    with pytest.raises(IllegalTransitionError):
        matches.review(world.store, found.id, matches.Verdict.ESCALATE, actor=world.senior, now=world.now)


def test_a_blurred_finding_does_not_stand_in_the_way_of_a_clear_one(world: World) -> None:
    signal = world.active(1)
    blurred = matches.record(
        world.store, signal.id, world.finding("v/1", query_quality=3), actor=world.host, now=world.now
    )
    clear = matches.record(world.store, signal.id, world.finding("v/1"), actor=world.host, now=world.now)
    again = matches.record(world.store, signal.id, world.finding("v/1"), actor=world.host, now=world.now)

    assert [each and each.state for each in (blurred, clear, again)] == [
        MatchState.SUPPRESSED,
        MatchState.PENDING_REVIEW,
        None,
    ]


def test_the_log_tells_the_state_of_every_record(world: World) -> None:
    signal = world.active(1)
    sent = world.dispatched(world.confirmed(signal))
    false = world.match(world.active(2), "v/2")
    matches.review(world.store, false.id, matches.Verdict.FALSE_POSITIVE, actor=world.reviewer, now=world.now)
    withdrawn(world, signal)
    withdrawals.follow_withdrawal(world.store, signal.id, now=world.now)

    fields = [entry.fields() for entry in world.store.log.everything()]
    told = {each["object_id"]: each["to_state"] for each in fields}
    states: dict[str, str] = {each.id: each.state for each in world.store.signals.many([signal.id, false.signal_id])}
    states |= {each.id: each.state for each in world.store.matches.many([sent.items[0].match_id or "", false.id])}
    states[sent.id] = world.store.takedowns.get(sent.id).state
    assert {identifier: told[identifier] for identifier in states} == states
    assert world.store.takedowns.count(lists.TAKEDOWNS) == 1
