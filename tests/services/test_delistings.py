"""What a delisting means for what rests on the entry: signals, requests, and whom it is told."""

import pytest

from hashdb.errors import GuardError
from hashdb.lifecycles import signal as signal_life
from hashdb.lifecycles import takedown as takedown_life
from hashdb.records.register import Acceptance
from hashdb.records.signal import ReviewReason
from hashdb.records.webhook import EventType
from hashdb.services import delistings, register, takedowns
from hashdb.services.signals import Verdict
from hashdb.store import Debt, Kind, lists
from tests.services.endpoints import receiving
from tests.services.world import CLAIM, World, submitted, value
from tests.services.worlds.register import accept, resting_on, usable_entry


def delist(world: World, entry_id: str) -> None:
    register.delist(world.store, entry_id, "annulled by a court", actor=world.editor, now=world.now)


def told(world: World) -> list[str]:
    sent = world.store.deliveries.all_of(lists.of_member("deliveries", world.gamma.id))
    return [each.subject_id for each in sent if each.event_type is EventType.REGISTER_DELISTED]


def test_a_live_signal_that_rests_on_nothing_else_is_disputed_for_a_week(world: World) -> None:
    entry = usable_entry(world)
    signal = world.active("front", resting_on(entry.id))
    assert world.hits(value("front"))
    delist(world, entry.id)

    disputed = delistings.follow(world.store, entry.id, now=world.now)

    paused = world.store.signals.get(signal.id)
    assert (disputed, paused.state) == (1, signal_life.State.DISPUTED)
    assert paused.due_at is not None
    assert (paused.due_at - world.now).days == 7
    assert world.hits(value("front")) == []
    line = list(world.store.log.everything())
    assert any(each.fields()["reason_code"] == ReviewReason.EXPIRED_GROUND for each in line)


def test_what_rests_on_something_else_as_well_stays(world: World) -> None:
    entry, other = usable_entry(world), usable_entry(world, name="Brigade of the Hollow Mountain")
    vouched = world.submit(submitted(value("vouched"), claim=resting_on(entry.id)))[0].id or ""
    world.submit(submitted(value("vouched"), claim=CLAIM), actor=world.voucher)
    world.review(world.store.signals.get(vouched), Verdict.APPROVE, world.reviewer)
    world.review(world.store.signals.get(vouched), Verdict.APPROVE, world.senior)
    elsewhere = world.active("elsewhere", resting_on(other.id))
    delist(world, entry.id)

    assert delistings.follow(world.store, entry.id, now=world.now) == 0
    assert world.store.signals.get(vouched).state is signal_life.State.ACTIVE
    assert world.store.signals.get(elsewhere.id).state is signal_life.State.ACTIVE


def test_a_request_that_was_not_sent_yet_is_discarded_and_no_other_is_begun(world: World) -> None:
    entry = usable_entry(world)
    signal = world.active("front", resting_on(entry.id))
    drafted = world.draft(world.confirmed(signal, "v/1"))
    waiting = world.in_review(world.confirmed(signal, "v/2"))
    found = world.confirmed(signal, "v/3")
    delist(world, entry.id)

    with pytest.raises(GuardError):
        takedowns.review(world.store, waiting.id, takedowns.Verdict.APPROVE, actor=world.senior, now=world.now)
    delistings.follow(world.store, entry.id, now=world.now)

    assert world.store.takedowns.get(drafted.id).state is takedown_life.State.DISCARDED
    ended = {takedown_life.State.DISCARDED, takedown_life.State.REFUSED, takedown_life.State.WITHDRAWN}
    assert world.store.takedowns.get(waiting.id).state in ended
    with pytest.raises(GuardError):
        world.draft(found)


def test_every_member_is_told_once_however_often_the_work_is_done(world: World) -> None:
    entry = usable_entry(world)
    receiving(world, EventType.REGISTER_DELISTED)
    delist(world, entry.id)
    debt = Debt(kind=Kind.FOLLOW_DELISTING, subject_id=entry.id)
    note = world.store.ledger.note(debt)
    assert note is not None

    for _ in range(2):
        delistings.follow(world.store, entry.id, now=world.now)
        world.store._database.hset("owed", debt.id, note)  # noqa: SLF001 - the worker died before it struck it out

    assert told(world) == [entry.id]


def test_an_authority_that_is_accepted_no_more_takes_its_signals_along(world: World) -> None:
    entry = usable_entry(world)
    signal = world.active("front", resting_on(entry.id))

    accept(world, acceptance=Acceptance.NOT_ACCEPTED)
    delistings.follow(world.store, entry.id, now=world.now)

    assert world.store.signals.get(signal.id).state is signal_life.State.DISPUTED


def test_nothing_happens_when_the_entry_is_a_ground_again_meanwhile(world: World) -> None:
    entry = usable_entry(world)
    signal = world.active("front", resting_on(entry.id))
    accept(world, acceptance=Acceptance.NOT_ACCEPTED)
    accept(world)

    assert delistings.follow(world.store, entry.id, now=world.now) == 0
    assert world.store.signals.get(signal.id).state is signal_life.State.ACTIVE
    assert not world.store.ledger.is_owed(Debt(kind=Kind.FOLLOW_DELISTING, subject_id=entry.id))
