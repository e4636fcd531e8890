"""Every lifecycle, state by state and step by step: what the table holds happens, everything else is refused."""

from enum import StrEnum
from itertools import product
from typing import Any

import pytest

from hashdb.errors import ForbiddenError, IllegalTransitionError
from hashdb.lifecycles import (
    alert,
    appeal,
    delivery,
    endpoint,
    incident,
    match,
    match_job,
    member,
    order,
    register_entry,
    report,
    role_change,
    signal,
    takedown,
)
from hashdb.lifecycles.table import Lifecycle
from hashdb.roles import OPERATOR_ROLE, SYSTEM_ROLE, Role

Table = Lifecycle[Any, Any]

LIVES = {
    module.LIFECYCLE.name: (module.LIFECYCLE, module.State, module.Step)
    for module in (
        alert,
        appeal,
        delivery,
        endpoint,
        incident,
        match,
        match_job,
        member,
        order,
        register_entry,
        report,
        role_change,
        signal,
        takedown,
    )
}
PAIRS = [
    pytest.param(table, state, step, id=f"{name}: {state} {step}")
    for name, (table, states, steps) in LIVES.items()
    for state, step in product(states, steps)
]
ROLES = [*Role, SYSTEM_ROLE, OPERATOR_ROLE]
EVERY_LIFE = pytest.mark.parametrize(("table", "states", "steps"), LIVES.values(), ids=LIVES)

# Where a life begins, and where it is over for good.
BEGINNINGS: dict[str, set[StrEnum]] = {
    "delivery": {delivery.State.QUEUED},
    "webhook endpoint": {endpoint.State.PENDING_VERIFICATION},
    "match": {match.State.DETECTED},
    "match job": {match_job.State.RECEIVING},
    "member": {member.State.APPLIED},
    "signal": {signal.State.SUBMITTED},
    "takedown request": {takedown.State.DRAFT},
    "removal order": {order.State.DRAFTED},
    "appeal": {appeal.State.LODGED},
    "incident": {incident.State.AWARENESS},
    "register entry": {register_entry.State.PROPOSED},
    "report": {report.State.DRAFT},
    "alert": {alert.State.OPEN},
    "role change": {role_change.State.PROPOSED},
}
ENDS: dict[str, set[StrEnum]] = {
    "delivery": set(),
    "webhook endpoint": set(),
    "match": {
        match.State.DUPLICATE,
        match.State.SUPPRESSED,
        match.State.FALSE_POSITIVE,
        match.State.CONTEXT_EXEMPT,
        match.State.CLOSED,
    },
    "match job": {match_job.State.ABANDONED, match_job.State.CANCELLED, match_job.State.PURGED},
    "member": {member.State.LEFT},
    "signal": {signal.State.REJECTED},
    "takedown request": {
        takedown.State.REFUSED,
        takedown.State.DISCARDED,
        takedown.State.CLOSED_NO_RESPONSE,
    },
    "removal order": {order.State.ANNULLED, order.State.FINAL},
    "appeal": {appeal.State.CLOSED},
    "incident": {incident.State.CLOSED, incident.State.DISMISSED},
    "register entry": {register_entry.State.REFUSED, register_entry.State.MERGED},
    "report": {report.State.CORRECTED},
    "alert": {alert.State.HANDLED},
    "role change": {role_change.State.GRANTED, role_change.State.REFUSED, role_change.State.LAPSED},
}


@pytest.mark.parametrize(("table", "state", "step"), PAIRS)
def test_a_step_leads_where_the_table_says_or_is_refused(table: Table, state: StrEnum, step: StrEnum) -> None:
    expected = table.transitions.get((state, step))

    if expected is None:
        with pytest.raises(IllegalTransitionError, match=f"cannot {step} a {table.name} that is {state}"):
            table.after(state, step)
    else:
        assert table.after(state, step) is expected
    assert table.allows(state, step) == (expected is not None)
    assert (step in table.steps_from(state)) == (expected is not None)


@EVERY_LIFE
def test_every_state_can_be_reached_from_the_beginning(table: Table, states: Any, steps: Any) -> None:
    reached = set(BEGINNINGS[table.name])
    for _ in states:
        reached |= {end for (start, _), end in table.transitions.items() if start in reached}

    assert reached == set(states)
    assert {step for _, step in table.transitions} == set(steps)


@EVERY_LIFE
def test_only_the_ends_have_no_step(table: Table, states: Any, steps: Any) -> None:
    assert {state for state in states if not table.steps_from(state)} == ENDS[table.name]
    assert not any(table.allows(state, step) for state, step in product(ENDS[table.name], steps))


@EVERY_LIFE
def test_the_picture_shows_every_transition(table: Table, states: Any, steps: Any) -> None:
    first, *lines = table.picture().split("\n")

    assert first == "stateDiagram-v2"
    assert lines == [f"    {start} --> {end}: {step}" for (start, step), end in table.transitions.items()]
    assert len(lines) <= len(states) * len(steps)


@EVERY_LIFE
def test_every_step_is_somebodys_and_nobody_elses(table: Table, states: Any, steps: Any) -> None:
    assert set(table.by) <= {*steps, *product(states, steps)}
    for state, step in table.transitions:
        allowed = table.roles(state, step)

        assert allowed
        assert allowed <= set(ROLES)
        assert {role for role in ROLES if _may(table, state, step, role)} == allowed


@EVERY_LIFE
def test_the_table_of_roles_names_every_step(table: Table, states: Any, steps: Any) -> None:
    _, _, *lines = table.roles_table().split("\n")

    assert {line.split(" | ")[0].removeprefix("| ") for line in lines} == set(steps)
    assert {state for line in lines for state in line.split(" | ")[1].split(", ")} <= set(states)


def _may(table: Table, state: StrEnum, step: StrEnum, role: str) -> bool:
    try:
        table.require(state, step, role)
    except ForbiddenError:
        return False
    return True


def test_a_step_that_does_not_exist_is_refused_before_anybody_is_asked_who_they_are() -> None:
    with pytest.raises(IllegalTransitionError):
        signal.LIFECYCLE.require(signal.State.REJECTED, signal.Step.APPROVE, Role.PUBLIC)
    with pytest.raises(ForbiddenError, match="the role public may not uphold a signal that is disputed"):
        signal.LIFECYCLE.require(signal.State.DISPUTED, signal.Step.UPHOLD, Role.PUBLIC)


@pytest.mark.parametrize("life", [appeal, incident, match_job, takedown])
def test_what_the_clock_does_stands_in_the_table_and_is_the_systems(life: Any) -> None:
    for state, step in life.BY_CLOCK.items():
        assert SYSTEM_ROLE in life.LIFECYCLE.roles(state, step)
        assert life.LIFECYCLE.allows(state, step)


def test_a_refusal_names_what_is_possible_instead() -> None:
    with pytest.raises(IllegalTransitionError, match="possible: warn, suspend, leave"):
        member.after(member.State.ACTIVE, member.Step.ADMIT)


def test_a_refusal_says_when_a_life_is_over() -> None:
    with pytest.raises(IllegalTransitionError, match="possible: nothing: it has ended"):
        member.after(member.State.LEFT, member.Step.READMIT)


def test_only_live_states_of_a_signal_are_distributed() -> None:
    assert {signal.State.ACTIVE, signal.State.PROVISIONAL} == signal.LIVE
    assert not signal.LIVE & signal.ENDED


def test_every_match_job_that_its_member_can_see_can_be_ended_by_it() -> None:
    visible = {each for each in match_job.State if match_job.LIFECYCLE.steps_from(each)}

    assert set(match_job.BY_MEMBER) == visible
    assert all(match_job.LIFECYCLE.allows(*each) for each in match_job.BY_MEMBER.items())
    assert all(match_job.LIFECYCLE.allows(*each) for each in match_job.BY_CLOCK.items())
