"""The clock: each record by itself, and what cannot move does not hold up the rest."""

from datetime import datetime, timedelta

import pytest

from hashdb.errors import GuardError, StaleRecordError, UnavailableError
from hashdb.records.alert import AlertKind
from hashdb.records.signal import Signal
from hashdb.services import alerts, upkeep
from hashdb.services.timekeeping import Daily, Timed, keep, keep_daily
from hashdb.settings import Settings
from hashdb.store import Store, lists
from tests.services.world import World


def timed(poison: str, refusal: Exception, taken: list[str]) -> Timed:
    """Return a row whose act refuses one signal and notes the others."""

    def act(_store: Store, signal: Signal, _now: datetime) -> None:
        if signal.id == poison:
            raise refusal
        taken.append(signal.id)

    return Timed("signals_queue", lambda store: store.signals, lists.SIGNAL_QUEUE, act)


@pytest.fixture
def waiting(world: World) -> list[str]:
    """Three signals whose time has come."""
    ids = [world.pending(number).id for number in range(3)]
    world.later(days=30)
    return ids


def test_a_record_that_refuses_is_postponed_with_an_alert_and_the_others_go_on(
    world: World, waiting: list[str]
) -> None:
    taken: list[str] = []
    row = timed(waiting[0], GuardError("it cannot"), taken)
    count = keep(world.store, row, world.now)
    again = world.store.signals.due(lists.SIGNAL_QUEUE, world.now.timestamp(), 9)
    later = world.store.signals.due(lists.SIGNAL_QUEUE, (world.now + timedelta(hours=1)).timestamp(), 9)
    raised = alerts.page(world.store, after=None, limit=9, still_open=True).items

    assert (count, taken) == (2, waiting[1:])
    assert waiting[0] not in {each.id for each in again}
    assert waiting[0] in {each.id for each in later}
    assert [(each.kind, each.subject_id) for each in raised] == [(AlertKind.POSTPONED, waiting[0])]


def test_a_record_that_somebody_else_moved_comes_again_at_once(world: World, waiting: list[str]) -> None:
    taken: list[str] = []
    keep(world.store, timed(waiting[0], StaleRecordError("it moved"), taken), world.now)

    assert taken == waiting[1:]
    assert alerts.page(world.store, after=None, limit=9).items == []
    assert waiting[0] in {each.id for each in world.store.signals.due(lists.SIGNAL_QUEUE, world.now.timestamp(), 9)}


def test_a_store_that_does_not_answer_ends_the_sweep(world: World, waiting: list[str]) -> None:
    with pytest.raises(UnavailableError):
        keep(world.store, timed(waiting[0], UnavailableError("no answer"), []), world.now)


def test_a_daily_duty_is_done_once_a_day_and_again_until_it_succeeds(world: World) -> None:
    done: list[datetime] = []

    def act(_store: Store, now: datetime) -> None:
        done.append(now)
        if len(done) == 1:
            raise GuardError("not yet")

    daily = Daily("a duty of the tests", act)
    with pytest.raises(GuardError):
        keep_daily(world.store, daily, world.now)
    outcomes = [keep_daily(world.store, daily, world.now), keep_daily(world.store, daily, world.now)]
    next_day = keep_daily(world.store, daily, world.later(hours=15))

    assert (outcomes, next_day, len(done)) == ([True, False], True, 3)


def test_a_daily_duty_that_fails_is_told_and_stops_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def fail(_store: Store, _now: datetime) -> None:
        raise GuardError("never")

    rows = (Daily("failing", fail), Daily("fine", lambda _store, _now: done.append("fine")))
    monkeypatch.setattr(upkeep, "DAILY", rows)
    settings = Settings.from_environment({})
    upkeep.every_minute(world.store, settings, now=world.now)
    raised = alerts.page(world.store, after=None, limit=9).items

    assert done == ["fine"]
    assert [each.subject_id for each in raised] == ["failing"]
