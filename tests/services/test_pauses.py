"""An appeal pauses its signal for as long as it is open, and no longer."""

from typing import Any

import pytest

from hashdb.errors import GuardError, StaleRecordError
from hashdb.lifecycles.signal import State
from hashdb.records.appeal import AppealSubject, RemedyKind
from hashdb.records.signal import OpinionReason, Signal, Stance
from hashdb.services import appeals, register, rulings, signals, steps, triage
from hashdb.services.rulings import Ruling, Verdict
from hashdb.services.signals import Verdict as SignalVerdict
from hashdb.services.submissions import Result
from tests.services.world import World, submitted, value
from tests.services.worlds.appeals import REASONS, acted_on, admitted, another_officer, lodged, remedied, ruled
from tests.services.worlds.incidents import active_incident, claim_on
from tests.services.worlds.register import resting_on, usable_entry


def dismissed(world: World, signal: Signal) -> Signal:
    """Return a signal after an appeal about it was dismissed, and what follows from that was done."""
    remedied(world, ruled(world, admitted(world, signal.id), Verdict.DISMISS))
    return world.store.signals.get(signal.id)


def test_a_dismissed_appeal_ends_the_pause_that_it_began(world: World) -> None:
    resumed = dismissed(world, world.active("a"))

    assert (resumed.state, resumed.due_at) == (State.ACTIVE, None)
    assert resumed.decisions[-1].user_id == world.appeals_officer.user_id
    assert len(world.hits(value("a"))) == 1


def test_what_a_member_disputes_as_well_stays_paused_for_a_senior_reviewer(world: World) -> None:
    signal = world.active("a")
    appeal = admitted(world, signal.id)
    said = (Stance.NEGATIVE, OpinionReason.NOT_TVEC)
    signals.give_opinion(world.store, signal.id, *said, actor=world.host, now=world.now)
    remedied(world, ruled(world, appeal, Verdict.DISMISS))

    assert world.store.signals.get(signal.id).state is State.DISPUTED


def test_what_was_paused_before_the_appeal_stays_paused(world: World) -> None:
    signal = world.active("a")
    said = (Stance.NEGATIVE, OpinionReason.NOT_TVEC)
    signals.give_opinion(world.store, signal.id, *said, actor=world.host, now=world.now)

    assert dismissed(world, signal).state is State.DISPUTED


def test_what_rests_on_nothing_any_more_or_on_a_crisis_is_not_resumed_by_an_officer(world: World) -> None:
    entry = usable_entry(world)
    listed = world.active("listed", resting_on(entry.id))
    appeal = admitted(world, listed.id)
    register.delist(world.store, entry.id, "annulled", actor=world.editor, now=world.now)
    remedied(world, ruled(world, appeal, Verdict.DISMISS))
    hasty = world.review(world.pending("b", claim_on(active_incident(world))), SignalVerdict.APPROVE, world.reviewer)

    assert world.store.signals.get(listed.id).state is State.DISPUTED
    assert dismissed(world, hasty).state is State.DISPUTED


def test_the_pause_lasts_until_the_last_of_several_appeals_is_decided(world: World) -> None:
    signal = world.active("a")
    first, second = (admitted(world, signal.id) for _ in range(2))
    assert (first.paused, second.paused) == (True, True)
    remedied(world, ruled(world, first, Verdict.DISMISS))
    still = world.store.signals.get(signal.id).state
    remedied(world, ruled(world, second, Verdict.DISMISS, another_officer(world)))

    assert (still, world.store.signals.get(signal.id).state) == (State.DISPUTED, State.ACTIVE)


def test_a_signal_does_not_become_live_while_an_appeal_about_it_is_open(world: World) -> None:
    waiting = world.second("a")
    admitted(world, waiting.id)

    with pytest.raises(GuardError, match="an appeal about this signal is open"):
        world.review(waiting, SignalVerdict.APPROVE, world.senior)


def test_a_vouch_does_not_make_a_signal_live_while_an_appeal_about_it_is_open(world: World) -> None:
    waiting = world.review(world.second("a", vouches=1), SignalVerdict.APPROVE, world.senior)
    admitted(world, waiting.id)
    outcome = world.submit(submitted(value("a")), actor=world.voucher)[0]

    assert (outcome.result, outcome.state) == (Result.REJECTED, State.AWAITING_CORROBORATION)
    assert world.store.signals.get(waiting.id).state is State.AWAITING_CORROBORATION


def test_who_makes_a_signal_live_learns_of_the_appeal_that_was_admitted_meanwhile(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = world.second("a")
    new = lodged(world, waiting.id).appeal
    written = steps.written

    def admitted_meanwhile(*args: Any, **kwargs: Any) -> object:
        monkeypatch.undo()
        triage.admit(world.store, new.id, actor=world.appeals_officer, now=world.now)
        return written(*args, **kwargs)

    monkeypatch.setattr(steps, "written", admitted_meanwhile)
    with pytest.raises(StaleRecordError):
        world.review(waiting, SignalVerdict.APPROVE, world.senior)
    assert world.store.signals.get(waiting.id).state is State.PENDING_SECOND


def test_upheld_in_part_without_ending_the_signal_it_goes_on(world: World) -> None:
    signal = world.active("a")
    acted_on(world, world.received(world.confirmed(signal)))
    ruling = Ruling(verdict=Verdict.UPHOLD_PARTLY, reasons=REASONS, remedies=[RemedyKind.REINSTATE])
    appeal = admitted(world, signal.id)
    rulings.decide(world.store, appeal.id, ruling, actor=world.appeals_officer, now=world.now)
    remedied(world, appeal)

    assert world.store.signals.get(signal.id).state is State.ACTIVE


def test_an_appeal_about_a_request_pauses_no_signal(world: World) -> None:
    request = world.received(world.confirmed(world.active("a")))

    assert not admitted(world, request.id, subject_type=AppealSubject.TAKEDOWN_REQUEST).paused
    assert appeals.page(world.store, after=None, limit=9).items[0].paused is False
