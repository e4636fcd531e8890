"""Steps: the table is the only yes, and a step is one record and one entry."""

from dataclasses import replace

import orjson
import pytest

from hashdb.access import SYSTEM
from hashdb.errors import ForbiddenError, IllegalTransitionError
from hashdb.lifecycles.alert import State, Step
from hashdb.records.alert import Alert, AlertKind
from hashdb.services import alerts, steps
from hashdb.store import Write, lists
from tests.services.world import World


def raised(world: World) -> Alert:
    alerts.raise_now(world.store, AlertKind.CRISIS, "incident", "inc_1", now=world.now)
    return world.store.alerts.page(lists.ALERTS, after=None, limit=1).items[0]


def test_a_step_writes_the_record_and_one_entry_with_its_reason_in_the_line(world: World) -> None:
    before = raised(world)
    size = world.store.log.size()
    after = replace(before.advance(Step.HANDLE), note="done")
    steps.take(
        world.store, world.store.alerts, before, after, Step.HANDLE, actor=world.senior, now=world.now,
        reason="looked_after", note="done",
    )  # fmt: skip
    entries = list(world.store.log.everything(size))
    fields = entries[0].fields()

    assert len(entries) == 1
    assert (fields["action"], fields["object_id"]) == ("alert.handle", before.id)
    assert (fields["from_state"], fields["to_state"], fields["reason_code"]) == ("open", "handled", "looked_after")
    assert orjson.loads(entries[0].payload or b"") == {"note": "done"}
    assert world.store.alerts.get(before.id) == after


def test_a_role_that_the_table_does_not_name_takes_no_step(world: World) -> None:
    before = raised(world)
    size = world.store.log.size()

    with pytest.raises(ForbiddenError, match="platform_responder may not handle a alert that is open"):
        steps.take(
            world.store, world.store.alerts, before, before.advance(Step.HANDLE), Step.HANDLE,
            actor=world.responder, now=world.now,
        )  # fmt: skip
    assert (world.store.alerts.get(before.id), world.store.log.size()) == (before, size)


def test_a_step_that_the_table_does_not_hold_is_illegal_whoever_takes_it(world: World) -> None:
    handled = replace(raised(world), state=State.HANDLED)

    with pytest.raises(IllegalTransitionError):
        steps.written(world.store, world.store.alerts, handled, handled, Step.HANDLE, actor=SYSTEM, now=world.now)


def test_nothing_changes_without_an_entry(world: World) -> None:
    with pytest.raises(RuntimeError, match="without an entry"):
        world.store.commit(Write(commands=(("SET", "x", "y"),)))


def test_an_alert_is_raised_once_while_it_is_open(world: World) -> None:
    first = raised(world)
    raised(world)
    alerts.handle(world.store, first.id, "done", actor=world.senior, now=world.now)
    raised(world)

    assert world.store.alerts.count(lists.ALERTS) == 2
    assert world.store.alerts.count(lists.ALERTS_OPEN) == 1
