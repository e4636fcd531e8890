"""Every lifecycle, state by state and step by step: what the table holds happens, everything else is refused."""

from enum import StrEnum
from itertools import product
from typing import Any

import pytest

from hashdb.errors import IllegalTransitionError
from hashdb.lifecycles import delivery, endpoint, match, match_job, member, signal, takedown
from hashdb.lifecycles.table import Lifecycle

Table = Lifecycle[Any, Any]

LIVES = {
    module.LIFECYCLE.name: (module.LIFECYCLE, module.State, module.Step)
    for module in (delivery, endpoint, match, match_job, member, signal, takedown)
}
PAIRS = [
    pytest.param(table, state, step, id=f"{name}: {state} {step}")
    for name, (table, states, steps) in LIVES.items()
    for state, step in product(states, steps)
]
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
        takedown.State.CLOSED,
    },
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
