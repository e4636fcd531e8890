"""What officers decide, who of them may, and that what they uphold is done everywhere, once."""

from dataclasses import replace

import pytest

from hashdb import audit
from hashdb.access import Actor
from hashdb.audit import Entry
from hashdb.errors import InvalidInputError, SeparationOfDutiesError
from hashdb.lifecycles import register_entry
from hashdb.lifecycles import signal as signal_life
from hashdb.lifecycles import takedown as takedown_life
from hashdb.lifecycles.appeal import State
from hashdb.records.appeal import Appeal, AppealGround, AppealSubject, RemedyKind
from hashdb.records.benign import BenignOrigin
from hashdb.records.register import Acceptance
from hashdb.records.signal import ReviewReason
from hashdb.roles import Role
from hashdb.services import rulings, signals, triage, upkeep
from hashdb.services.rulings import Ruling, Verdict
from hashdb.store import Debt, Kind, lists
from tests.services.world import World, value
from tests.services.worlds.appeals import REASONS, acted_on, admitted, another_officer, lodged, remedied, ruled
from tests.services.worlds.register import accept, usable_entry

ENTRY = {"subject_type": AppealSubject.REGISTER_ENTRY, "grounds": (AppealGround.NOT_DESIGNATED,)}


def as_officer(actor: Actor) -> Actor:
    """Return the same person with the key of an officer."""
    return replace(actor, role=Role.APPEALS_OFFICER)


def test_an_upheld_appeal_withdraws_the_signal_and_keeps_it_off_the_list(world: World) -> None:
    signal = world.active("a")
    done = remedied(world, ruled(world, admitted(world, signal.id), Verdict.UPHOLD))
    withdrawn = world.store.signals.get(signal.id)

    assert done.state is State.REMEDIED
    assert withdrawn.state is signal_life.State.WITHDRAWN
    assert withdrawn.decisions[-1].reason is ReviewReason.APPEAL_UPHELD
    assert withdrawn.decisions[-1].user_id == world.appeals_officer.user_id
    assert [(each.signal_value, each.origin) for each in world.store.benign.all_of(lists.BENIGN)] == [
        (value("a"), BenignOrigin.APPEAL)
    ]


def test_every_platform_that_acted_is_asked_to_reinstate(world: World) -> None:
    signal = world.active("a")
    acted = [acted_on(world, world.received(world.confirmed(signal, ref))) for ref in ("v/1", "v/2")]
    remedied(world, ruled(world, admitted(world, signal.id), Verdict.UPHOLD))

    assert {world.store.takedowns.get(each.id).state for each in acted} == {takedown_life.State.REINSTATEMENT_REQUESTED}


def test_an_appeal_against_one_request_leaves_the_signal_as_it_is(world: World) -> None:
    signal = world.active("a")
    request = acted_on(world, world.received(world.confirmed(signal)))
    appeal = admitted(world, request.id, subject_type=AppealSubject.TAKEDOWN_REQUEST)
    remedied(world, ruled(world, appeal, Verdict.UPHOLD))

    assert world.store.takedowns.get(request.id).state is takedown_life.State.REINSTATEMENT_REQUESTED
    assert world.store.signals.get(signal.id).state is signal_life.State.ACTIVE


def test_a_wrong_entity_is_no_reason_to_keep_the_content_off_the_list(world: World) -> None:
    appeal = admitted(world, world.active("a").id, grounds=(AppealGround.WRONG_ENTITY,))
    done = remedied(world, ruled(world, appeal, Verdict.UPHOLD))

    assert {each.kind for each in done.remedies} == {RemedyKind.WITHDRAW_SIGNAL, RemedyKind.REINSTATE}
    assert not list(world.store.benign.all_of(lists.BENIGN))


def test_doing_it_again_does_it_no_second_time(world: World) -> None:
    appeal = ruled(world, admitted(world, world.active("a").id), Verdict.UPHOLD)
    done = remedied(world, appeal)
    world.store.commit(_entry(world), world.store.ledger.owe(Debt(kind=Kind.REMEDY, subject_id=appeal.id), world.now))
    size = world.store.log.size()

    assert remedied(world, appeal) == done
    assert world.store.log.size() == size


def test_what_broke_off_between_an_effect_and_its_tick_is_finished(world: World) -> None:
    signal = world.active("a")
    appeal = ruled(world, admitted(world, signal.id), Verdict.UPHOLD)
    officer, reason = world.appeals_officer, ReviewReason.APPEAL_UPHELD
    signals.withdraw_for(world.store, signal.id, reason, actor=officer, now=world.now)

    assert remedied(world, appeal).state is State.REMEDIED
    assert len(world.store.signals.get(signal.id).decisions) == len(signal.decisions) + 1


def test_a_part_of_the_remedies_is_named_and_nothing_else_is_done(world: World) -> None:
    signal = world.active("a")
    appeal = admitted(world, signal.id)
    ruling = Ruling(verdict=Verdict.UPHOLD_PARTLY, reasons=REASONS, remedies=[RemedyKind.WITHDRAW_SIGNAL])
    rulings.decide(world.store, appeal.id, ruling, actor=world.appeals_officer, now=world.now)

    assert [each.kind for each in remedied(world, appeal).remedies] == [RemedyKind.WITHDRAW_SIGNAL]
    assert not list(world.store.benign.all_of(lists.BENIGN))


def test_upholding_in_part_without_a_remedy_is_refused(world: World) -> None:
    appeal = admitted(world, world.active("a").id)

    with pytest.raises(InvalidInputError, match="remedies"):
        ruled(world, appeal, Verdict.UPHOLD_PARTLY)


def test_remedies_that_nobody_carried_out_in_a_day_are_owed_again_and_shown(world: World) -> None:
    appeal = ruled(world, admitted(world, world.active("a").id), Verdict.UPHOLD)
    world.later(days=1)
    upkeep.sweep(world.store, now=world.now)

    assert world.store.ledger.is_owed(Debt(kind=Kind.REMEDY, subject_id=appeal.id))
    assert [each.kind for each in world.store.alerts.all_of(lists.ALERTS_OPEN) if each.subject_id == appeal.id] == [
        "remedy_failed"
    ]


@pytest.mark.parametrize("person", ["reviewer", "senior"])
def test_who_decided_anything_in_the_case_neither_admits_nor_sends_back(world: World, person: str) -> None:
    request = world.received(world.confirmed(world.active("a")))
    officer = as_officer(getattr(world, person))
    for kind, subject in (("SIGNAL", request.items[0].signal_id), ("TAKEDOWN_REQUEST", request.id)):
        new = lodged(world, subject, subject_type=AppealSubject[kind]).appeal

        with pytest.raises(SeparationOfDutiesError):
            triage.admit(world.store, new.id, actor=officer, now=world.now)
        with pytest.raises(SeparationOfDutiesError):
            triage.find_inadmissible(world.store, new.id, REASONS, actor=officer, now=world.now)


def test_who_rejected_before_a_dispute_is_no_outsider_either(world: World) -> None:
    signal = world.review(world.pending("a"), signals.Verdict.REJECT, world.reviewer)
    new = lodged(world, signal.id).appeal

    with pytest.raises(SeparationOfDutiesError):
        triage.admit(world.store, new.id, actor=as_officer(world.reviewer), now=world.now)


def test_an_officer_of_a_platform_concerned_decides_nothing(world: World) -> None:
    signal = world.active("a")
    world.confirmed(signal)
    appeal = admitted(world, signal.id)
    for member in (world.alpha, world.gamma):
        insider = replace(another_officer(world), member_id=member.id, group_id=member.group_id)

        with pytest.raises(SeparationOfDutiesError):
            ruled(world, appeal, Verdict.DISMISS, insider)


def test_who_decided_an_earlier_appeal_about_the_same_decides_no_later_one(world: World) -> None:
    signal = world.active("a")
    ruled(world, admitted(world, signal.id), Verdict.DISMISS)

    with pytest.raises(SeparationOfDutiesError):
        admitted(world, signal.id)


def test_one_officer_alone_does_not_decide_about_an_entry_of_the_register(world: World) -> None:
    entry = usable_entry(world)
    appeal = admitted(world, entry.id, **ENTRY)
    first = ruled(world, appeal, Verdict.UPHOLD)

    assert (first.state, world.store.register.get(entry.id).state) == (
        State.UNDER_REVIEW,
        register_entry.State.UNDER_CHALLENGE,
    )
    with pytest.raises(SeparationOfDutiesError):
        ruled(world, appeal, Verdict.UPHOLD)


def test_with_the_second_officer_the_entry_is_suspended(world: World) -> None:
    entry = usable_entry(world)
    appeal = admitted(world, entry.id, **ENTRY)
    ruled(world, appeal, Verdict.UPHOLD)
    done = remedied(world, ruled(world, appeal, Verdict.UPHOLD, another_officer(world)))

    assert (done.state, world.store.register.get(entry.id).state) == (State.REMEDIED, register_entry.State.SUSPENDED)


def test_officers_who_differ_decide_nothing_until_two_agree(world: World) -> None:
    entry = usable_entry(world)
    appeal = admitted(world, entry.id, **ENTRY)
    ruled(world, appeal, Verdict.UPHOLD)
    differing = ruled(world, appeal, Verdict.DISMISS, another_officer(world))
    agreed = ruled(world, appeal, Verdict.DISMISS)

    assert (differing.state, agreed.state) == (State.UNDER_REVIEW, State.DISMISSED)
    remedied(world, appeal)
    assert world.store.register.get(entry.id).state is register_entry.State.ACTIVE


def _entry(world: World) -> Entry:
    return audit.entry(world.appeals_officer, "test.owe", world.now, object_type="test", object_id="test")


def dismissed_challenge(world: World, appeal: Appeal) -> Appeal:
    """Return a challenge that two officers have dismissed, after what follows from that was done."""
    for officer in (another_officer(world), another_officer(world)):
        ruled(world, appeal, Verdict.DISMISS, officer)
    return remedied(world, appeal)


def test_a_dismissed_challenge_leaves_the_flag_of_another_that_is_open(world: World) -> None:
    entry = usable_entry(world)
    first, second = (admitted(world, entry.id, **ENTRY) for _ in range(2))
    dismissed_challenge(world, first)
    flagged = world.store.register.get(entry.id).is_challenged
    dismissed_challenge(world, second)

    assert flagged
    assert world.store.register.get(entry.id).state is register_entry.State.ACTIVE


def test_a_dismissed_challenge_is_over_though_nobody_designates_the_entry_any_more(world: World) -> None:
    entry = usable_entry(world)
    appeal = admitted(world, entry.id, **ENTRY)
    accept(world, acceptance=Acceptance.NOT_ACCEPTED)
    done = dismissed_challenge(world, appeal)

    assert all(each.done_at for each in done.remedies)
    assert not world.store.ledger.is_owed(Debt(kind=Kind.REMEDY, subject_id=appeal.id))
