"""Spot checks: what is drawn follows from the signed root alone, and an objection reaches people."""

from functools import partial
from pathlib import Path

import pytest

from api.context import Surroundings
from hashdb.errors import ConflictError, InvalidInputError, NotFoundError, SeparationOfDutiesError
from hashdb.notes import Checkpoint
from hashdb.roles import Role
from hashdb.services import checkpoints, spot_checks
from hashdb.services.spot_checks import Verdict
from hashdb.store import Store, lists
from tests.api.sample import Clock
from tests.api.test_audit import publish
from tests.console.conftest import SignIn
from tests.services.world import World


@pytest.fixture
def seq(surroundings: Surroundings, world: World, clock: Clock, tmp_path: Path) -> int:
    """The entry of a decision in a log that was signed."""
    world.now = clock()
    for seed in range(3):
        world.active(str(seed))
    publish(surroundings, tmp_path)
    drawn = spot_checks.draw(surroundings.store, actor=world.auditor, now=clock())
    return drawn.drawn[0].entry.seq


def test_the_same_checkpoint_draws_the_same_decisions_of_people(
    store: Store, world: World, clock: Clock, seq: int
) -> None:
    size = Checkpoint.parse(checkpoints.newest(store).text).size
    world.active("later")
    drawn = [spot_checks.draw(store, size, actor=world.auditor, now=clock()) for _ in range(2)]

    assert [each.entry.seq for each in drawn[0].drawn] == [each.entry.seq for each in drawn[1].drawn]
    assert drawn[0].drawn[0].entry.seq == seq
    assert {each.entry.fields()["actor_role"] for each in drawn[0].drawn} <= {"reviewer", "senior_reviewer"}
    assert all(each.entry.seq <= size for each in drawn[0].drawn)


def test_an_auditor_objects_and_those_who_can_are_told(as_: SignIn, store: Store, seq: int) -> None:
    auditor = as_(Role.AUDITOR)
    page = f"/console/spot-checks/{seq}"
    kept = auditor.send(page, page, verdict="objected", note="").text
    answer = auditor.send(page, page, verdict="objected", note="The ground was never stated.")
    alerts = list(store.alerts.all_of(lists.ALERTS))

    assert "must say what is wrong" in kept
    assert "noted in the log" in auditor.follow(answer).text
    assert [str(each.kind) for each in alerts] == ["second_look"]
    assert "Somebody has looked at it" in auditor.open(page).text


def test_a_decision_is_looked_at_once_and_by_somebody_who_had_no_part_in_it(
    store: Store, world: World, clock: Clock, seq: int
) -> None:
    decider = store.log.entries(seq - 1, 1)[0].fields()
    judge = partial(spot_checks.judge, store, actor=world.auditor, now=clock())
    insider = world.senior if decider["actor_id"] == world.senior.id else world.reviewer

    with pytest.raises(SeparationOfDutiesError):
        spot_checks.judge(store, seq, Verdict.AGREED, actor=insider, now=clock())
    with pytest.raises(InvalidInputError):
        judge(seq, Verdict.OBJECTED)
    with pytest.raises(NotFoundError):
        judge(1, Verdict.AGREED)
    judge(seq, Verdict.AGREED)
    with pytest.raises(ConflictError):
        judge(seq, Verdict.OBJECTED, "No.")
