"""Appeals of anybody: a code instead of an account, clocks that stop while the appellant is asked, an end to it all."""

from datetime import timedelta

import pytest
import redis

from hashdb.errors import GuardError, InvalidInputError, NotFoundError, SeparationOfDutiesError
from hashdb.lifecycles.appeal import State
from hashdb.lifecycles.signal import State as SignalState
from hashdb.records.alert import AlertKind
from hashdb.records.appeal import AppealGround, AppealSubject, AppellantKind
from hashdb.records.webhook import Channel
from hashdb.services import appeals, rulings, triage, upkeep
from hashdb.services.rulings import Finding, Verdict
from hashdb.services.signals import Verdict as SignalVerdict
from hashdb.store import lists
from tests.services.world import World
from tests.services.worlds.appeals import REASONS, STATEMENT, admitted, another_officer, lodged, ruled
from tests.services.worlds.incidents import active_incident, claim_on
from tests.services.worlds.orders import received
from tests.services.worlds.register import usable_entry

UNKNOWN = "sig_01JDB4V8M3Z1Q5X7T9N2R6C0KE"


def test_the_code_opens_the_complaint_however_it_is_typed(world: World) -> None:
    new = lodged(world, world.active("a").id)
    typed = f" {new.code[:10].lower()}-{new.code[10:]} "

    assert appeals.status(world.store, typed) == new.appeal
    with pytest.raises(NotFoundError, match="no complaint"):
        appeals.status(world.store, "A" * 20)


def test_neither_the_code_nor_what_the_appellant_wrote_can_be_read_in_redis(
    world: World, redis_client: redis.Redis
) -> None:
    new = lodged(world, "https://press.example/report", file_digest="ab" * 32)
    everything = b" ".join(_contents(redis_client))

    for secret in (new.code, STATEMENT, "ada@press.example", "press.example/report", "ab" * 32):
        assert secret.encode() not in everything


def test_whoever_asks_about_something_unknown_gets_the_same_answer(world: World) -> None:
    known = lodged(world, world.active("a").id).appeal
    unknown = lodged(world, UNKNOWN).appeal

    assert (known.state, known.decide_by, known.due_at) == (unknown.state, unknown.decide_by, unknown.due_at)
    assert known.subject_id is unknown.subject_id is None


def test_lodging_alone_switches_nothing_off(world: World) -> None:
    signal = world.active("a")
    lodged(world, signal.id)

    assert world.store.signals.get(signal.id).state is SignalState.ACTIVE


def test_from_its_admission_on_the_signal_is_paused(world: World) -> None:
    signal = world.active("a")
    appeal = admitted(world, signal.id)

    assert appeal.state is State.UNDER_REVIEW
    assert world.store.signals.get(signal.id).state is SignalState.DISPUTED


def test_nobody_upholds_a_signal_while_an_appeal_about_it_is_open(world: World) -> None:
    signal = world.active("a")
    admitted(world, signal.id)

    with pytest.raises(GuardError, match="an appeal about this signal is open"):
        world.review(world.store.signals.get(signal.id), SignalVerdict.UPHOLD, world.other_senior)
    assert world.store.signals.get(signal.id).state is SignalState.DISPUTED


def test_an_appeal_that_is_manifestly_unfounded_pauses_nothing(world: World) -> None:
    signal = world.active("a")
    new = lodged(world, signal.id).appeal
    triage.admit(world.store, new.id, manifestly_unfounded=True, actor=world.appeals_officer, now=world.now)

    assert world.store.signals.get(signal.id).state is SignalState.ACTIVE


def test_the_officer_finds_by_the_address_of_the_content_what_was_asked_and_why(world: World) -> None:
    signal = world.active("a")
    request = world.received(world.confirmed(signal))
    url = world.store.sealer.open(request.items[0].url or "")
    kinds = (AppealSubject.SIGNAL, AppealSubject.TAKEDOWN_REQUEST)
    new = [lodged(world, url.replace("gamma", "GAMMA"), subject_type=each).appeal for each in kinds]
    elsewhere = lodged(world, "https://elsewhere.example/v/1").appeal

    assert [triage.candidates(world.store, each) for each in new] == [[signal.id], [request.id]]
    assert triage.candidates(world.store, elsewhere) == []


def test_the_officer_finds_the_signal_by_the_digest_of_the_file(world: World) -> None:
    signal = world.active_value("ab" * 16 + "cd" * 16, signal_type="sha256")
    new = lodged(world, None, file_digest=signal.signal_value.upper()).appeal

    assert triage.candidates(world.store, new) == [signal.id]


def test_what_names_nothing_is_not_admitted(world: World) -> None:
    new = lodged(world, UNKNOWN).appeal

    with pytest.raises(InvalidInputError, match="subject_id"):
        triage.admit(world.store, new.id, actor=world.appeals_officer, now=world.now)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"grounds": ()}, "grounds"),
        ({"grounds": (AppealGround.OTHER, AppealGround.OTHER)}, "grounds"),
        ({"statement": "  "}, "statement"),
        ({"subject_ref": None}, "subject_ref"),
        ({"file_digest": "0x" + "a" * 62}, "file_digest"),
        ({"contact": "somewhere"}, "contact"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_written(world: World, changes: dict[str, object], field: str) -> None:
    size = world.store.log.size()

    with pytest.raises(InvalidInputError, match=field):
        lodged(world, **{"subject_ref": UNKNOWN, **changes})  # type: ignore[arg-type]
    assert world.store.log.size() == size


@pytest.mark.parametrize(
    ("changes", "window"),
    [
        ({}, timedelta(days=14)),
        ({"grounds": (AppealGround.EXEMPT_CONTEXT,)}, timedelta(hours=72)),
        ({"grounds": (AppealGround.EXEMPT_CONTEXT,), "appellant_kind": AppellantKind.PLATFORM}, timedelta(days=14)),
        ({"subject_type": AppealSubject.INCIDENT_LABEL}, timedelta(hours=72)),
        ({"subject_type": AppealSubject.REGISTER_ENTRY}, timedelta(days=30)),
    ],
)
def test_the_time_to_decide_depends_on_what_is_at_stake(
    world: World, changes: dict[str, object], window: timedelta
) -> None:
    assert lodged(world, UNKNOWN, **changes).appeal.decide_by == world.now + window


def test_whatever_rests_on_an_incident_is_decided_within_three_days(world: World) -> None:
    signal = world.pending("a", claim_on(active_incident(world)))
    appeal = admitted(world, signal.id)

    assert appeal.decide_by == world.now + timedelta(hours=72)


def test_the_clock_stands_still_while_the_appellant_is_asked(world: World) -> None:
    new = lodged(world, world.active("a").id)
    triage.admit(world.store, new.appeal.id, actor=world.appeals_officer, now=world.now)
    triage.ask(world.store, new.appeal.id, "Which trial?", actor=world.appeals_officer, now=world.now)
    world.later(days=5)
    answered = appeals.answer(world.store, new.code, "That of May.", now=world.now)

    assert answered.state is State.UNDER_REVIEW
    assert answered.stopped_for == timedelta(days=5).total_seconds()
    assert answered.decide_by == new.appeal.received_at + timedelta(days=19)


def test_an_appellant_who_does_not_answer_does_not_stop_the_decision_for_ever(world: World) -> None:
    appeal = admitted(world, world.active("a").id)
    triage.ask(world.store, appeal.id, "Which trial?", actor=world.appeals_officer, now=world.now)
    world.later(days=14)
    upkeep.sweep(world.store, now=world.now)

    assert world.store.appeals.get(appeal.id).state is State.UNDER_REVIEW


def test_what_is_overdue_is_shown_to_people_and_not_decided(world: World) -> None:
    appeal = admitted(world, world.active("a").id)
    world.later(days=14)
    upkeep.sweep(world.store, now=world.now)
    alerts = [each.kind for each in world.store.alerts.all_of(lists.ALERTS_OPEN) if each.subject_id == appeal.id]

    assert alerts == [AlertKind.APPEAL_OVERDUE]
    assert world.store.appeals.get(appeal.id).state is State.UNDER_REVIEW
    ruled(world, appeal, Verdict.DISMISS)
    assert not [each for each in world.store.alerts.all_of(lists.ALERTS_OPEN) if each.subject_id == appeal.id]


def test_a_dismissed_appeal_may_go_to_an_outside_body_for_ninety_days(world: World) -> None:
    new = lodged(world, world.active("a").id)
    appeal = triage.admit(world.store, new.appeal.id, actor=world.appeals_officer, now=world.now)
    ruled(world, appeal, Verdict.DISMISS)
    world.later(days=90)
    referred = appeals.refer(world.store, new.code, now=world.now)

    assert referred.state is State.EXTERNAL_REVIEW


def test_a_second_later_it_may_not_though_no_job_has_run(world: World) -> None:
    new = lodged(world, world.active("a").id)
    appeal = triage.admit(world.store, new.appeal.id, actor=world.appeals_officer, now=world.now)
    ruled(world, appeal, Verdict.DISMISS)
    world.later(days=90, seconds=1)

    with pytest.raises(GuardError, match="over"):
        appeals.refer(world.store, new.code, now=world.now)
    upkeep.sweep(world.store, now=world.now)
    assert world.store.appeals.get(appeal.id).state is State.CLOSED


def test_what_an_outside_body_overturns_is_upheld_by_another_officer(world: World) -> None:
    new = lodged(world, world.active("a").id)
    sent_back = triage.find_inadmissible(
        world.store, new.appeal.id, REASONS, actor=world.appeals_officer, now=world.now
    )
    appeals.refer(world.store, new.code, now=world.now)
    finding = (world.store, sent_back.id, Finding.OVERTURN, REASONS, world.active("b").id)
    found = rulings.record_finding(*finding, actor=another_officer(world), now=world.now)

    assert found.state is State.UPHELD
    assert found.remedies


def test_whoever_repeats_an_appeal_does_not_use_up_the_officers(world: World) -> None:
    officer, signal = world.appeals_officer, world.active("a")
    again = [lodged(world, signal.id).appeal.id for _ in range(3)]
    admitted_ones = [triage.admit(world.store, each, actor=officer, now=world.now) for each in again[:2]]
    ruled(world, admitted_ones[0], Verdict.DISMISS)

    with pytest.raises(SeparationOfDutiesError):
        ruled(world, admitted_ones[1], Verdict.DISMISS)
    sent_back = triage.find_inadmissible(world.store, again[2], "It was decided before.", actor=officer, now=world.now)
    assert sent_back.state is State.INADMISSIBLE


def test_what_an_outside_body_found_about_an_entry_takes_two_officers_to_record(world: World) -> None:
    entry = usable_entry(world)
    new = lodged(world, entry.id, subject_type=AppealSubject.REGISTER_ENTRY)
    triage.find_inadmissible(world.store, new.appeal.id, REASONS, actor=world.appeals_officer, now=world.now)
    appeals.refer(world.store, new.code, now=world.now)
    finding = (world.store, new.appeal.id, Finding.OVERTURN, REASONS, entry.id)
    one = another_officer(world)
    first = rulings.record_finding(*finding, actor=one, now=world.now)

    assert (first.state, first.remedies) == (State.EXTERNAL_REVIEW, ())
    with pytest.raises(SeparationOfDutiesError):
        rulings.record_finding(*finding, actor=one, now=world.now)
    assert rulings.record_finding(*finding, actor=another_officer(world), now=world.now).state is State.UPHELD


def test_what_an_outside_body_affirms_is_closed_and_told(world: World) -> None:
    new = lodged(world, world.active("a").id)
    ruled(world, triage.admit(world.store, new.appeal.id, actor=world.appeals_officer, now=world.now), Verdict.DISMISS)
    appeals.refer(world.store, new.code, now=world.now)
    finding = (world.store, new.appeal.id, Finding.AFFIRM, REASONS)
    with pytest.raises(SeparationOfDutiesError):
        rulings.record_finding(*finding, actor=world.appeals_officer, now=world.now)
    closed = rulings.record_finding(*finding, actor=another_officer(world), now=world.now)
    mails = [each.body for each in world.store.deliveries.all_of(lists.deliveries_about(closed.id))]

    assert (closed.state, closed.closed_at, closed.due_at) == (State.CLOSED, world.now, None)
    assert sum('"template":"appeal.decided"' in each for each in mails) == 2


def test_an_outside_body_that_says_nothing_is_asked_about_after_ninety_days(world: World) -> None:
    new = lodged(world, world.active("a").id)
    triage.find_inadmissible(world.store, new.appeal.id, REASONS, actor=world.appeals_officer, now=world.now)
    appeals.refer(world.store, new.code, now=world.now)
    world.later(days=90)
    upkeep.sweep(world.store, now=world.now)

    assert AlertKind.APPEAL_OVERDUE in {each.kind for each in world.store.alerts.all_of(lists.ALERTS_OPEN)}
    finding = (world.store, new.appeal.id, Finding.AFFIRM, REASONS)
    rulings.record_finding(*finding, actor=another_officer(world), now=world.now)
    assert not [each for each in world.store.alerts.all_of(lists.ALERTS_OPEN) if each.subject_id == new.appeal.id]


def test_the_appellant_is_told_by_mail_without_a_word_of_the_content(world: World) -> None:
    appeal = admitted(world, world.active("a").id)
    ruled(world, appeal, Verdict.DISMISS)
    mails = list(world.store.deliveries.all_of(lists.deliveries_about(appeal.id)))

    assert [each.channel for each in mails] == [Channel.EMAIL] * 2
    assert ["appeal.received" in mails[0].body, "appeal.decided" in mails[1].body] == [True, True]
    assert not any(REASONS in each.body or STATEMENT in each.body for each in mails)


def _contents(client: redis.Redis) -> list[bytes]:
    reading = {
        b"string": client.get,
        b"hash": lambda key: b" ".join(sum(client.hgetall(key).items(), ())),
        b"zset": lambda key: b" ".join(client.zrange(key, 0, -1)),
        b"stream": lambda key: str(client.xrange(key)).encode(),
    }
    return [key + (reading.get(client.type(key), lambda _key: b"")(key) or b"") for key in client.scan_iter()]


def test_no_finding_makes_the_service_take_back_an_order_of_an_authority(world: World) -> None:
    order = received(world)
    new = lodged(world, order.id, subject_type=AppealSubject.TAKEDOWN_REQUEST)
    with pytest.raises(GuardError, match="the authority that issued it"):
        triage.admit(world.store, new.appeal.id, actor=world.appeals_officer, now=world.now)
    triage.find_inadmissible(world.store, new.appeal.id, REASONS, actor=world.appeals_officer, now=world.now)
    appeals.refer(world.store, new.code, now=world.now)
    officer, overturn = another_officer(world), Finding.OVERTURN

    with pytest.raises(GuardError, match="the authority that issued it"):
        rulings.record_finding(world.store, new.appeal.id, overturn, REASONS, order.id, actor=officer, now=world.now)
