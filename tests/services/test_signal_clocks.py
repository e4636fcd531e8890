"""What people must do about live signals in time, and what other cases do to signals."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hashdb.access import SYSTEM
from hashdb.errors import ForbiddenError, SeparationOfDutiesError
from hashdb.lifecycles.signal import State
from hashdb.records.alert import AlertKind
from hashdb.records.signal import OpinionReason, ReviewReason, Signal, Stance
from hashdb.services import alerts, reviews, signals, upkeep
from hashdb.services.signals import Verdict
from hashdb.store import Debt, Kind
from tests.services.world import CLAIM, World, value


def dispute(world: World, signal: Signal) -> Signal:
    return signals.give_opinion(
        world.store, signal.id, Stance.NEGATIVE, OpinionReason.NOT_TVEC, actor=world.host, now=world.now
    )


def open_alerts(world: World) -> list[AlertKind]:
    return [each.kind for each in alerts.page(world.store, after=None, limit=10, still_open=True).items]


@pytest.mark.parametrize(("tier", "days"), [(3, 365), (4, 182)])
def test_a_live_signal_waits_for_another_review_when_it_is_due(world: World, tier: int, days: int) -> None:
    live = world.active(1, replace(CLAIM, tier=tier))
    world.later(days=days, seconds=-1)
    early = reviews.queue(world.store, limit=9, actor=world.other_senior, now=world.now)
    world.later(seconds=1)

    due = reviews.queue(world.store, limit=9, actor=world.other_senior, now=world.now)
    assert (early, [each.id for each in due]) == ([], [live.id])


def test_who_reaffirms_a_signal_took_no_part_and_its_times_begin_anew(world: World) -> None:
    live = world.active(1)
    world.later(days=365)
    with pytest.raises(SeparationOfDutiesError):
        world.review(live, Verdict.REAFFIRM, world.senior)
    reaffirmed = world.review(live, Verdict.REAFFIRM, world.other_senior)

    assert reaffirmed.state is State.ACTIVE
    assert reaffirmed.review_due_at == world.now + timedelta(days=365)
    assert reaffirmed.expires_at == world.now + timedelta(days=730)
    assert reaffirmed.activated_at == live.activated_at


def test_a_dispute_that_nobody_decides_stays_paused_and_raises_an_alert_until_it_is_decided(world: World) -> None:
    disputed = dispute(world, world.active(1))
    world.later(hours=72)
    upkeep.sweep(world.store, now=world.now)
    late = open_alerts(world)
    upheld = world.review(world.store.signals.get(disputed.id), Verdict.UPHOLD, world.other_senior)

    assert (late, open_alerts(world)) == ([AlertKind.DISPUTE_OVERDUE], [])
    assert upheld.state is State.ACTIVE


def test_what_an_appeal_decided_withdraws_a_signal_and_owes_the_remedy_once(world: World) -> None:
    live = world.active(1)
    officer, reason = world.appeals_officer, ReviewReason.APPEAL_UPHELD
    withdrawn = signals.withdraw_for(world.store, live.id, reason, actor=officer, now=world.now)
    again = signals.withdraw_for(world.store, live.id, reason, actor=officer, now=world.now)

    assert (withdrawn.state, again) == (State.WITHDRAWN, withdrawn)
    assert withdrawn.was_decided_against()
    assert world.hits(value(1)) == []
    assert world.store.ledger.is_owed(Debt(kind=Kind.FOLLOW_WITHDRAWAL, subject_id=live.id))


def test_only_roles_of_the_table_withdraw_a_signal_for_something_else(world: World) -> None:
    live = world.active(1)

    with pytest.raises(ForbiddenError):
        signals.withdraw_for(world.store, live.id, ReviewReason.OTHER, actor=world.reviewer, now=world.now)


def test_a_cause_that_is_no_opinion_pauses_a_live_signal_until_its_own_time_and_no_other(world: World) -> None:
    live, waiting = world.active(1), world.pending(2)
    due, reason = world.now + timedelta(days=7), ReviewReason.EXPIRED_GROUND
    paused = signals.dispute_for(world.store, live, reason, due, actor=SYSTEM, now=world.now)
    world.store.commit(paused)

    after = world.store.signals.get(live.id)
    assert (after.state, after.due_at) == (State.DISPUTED, due)
    assert not signals.dispute_for(world.store, waiting, reason, due, actor=SYSTEM, now=world.now).entries
