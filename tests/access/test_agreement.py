"""Two people: who counts beside whom."""

from datetime import UTC, datetime

import pytest

from hashdb.access import Actor, agreed, require_uninvolved
from hashdb.errors import SeparationOfDutiesError
from hashdb.records.approval import Approval
from hashdb.roles import Role

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PARTS = (frozenset({Role.INCIDENT_COMMANDER}), frozenset({Role.SENIOR_REVIEWER, Role.INCIDENT_COMMANDER}))


def somebody(user: str | None, role: Role, group: str = "mem_a") -> Actor:
    return Actor(id=f"key of {user}", member_id=group, group_id=group, role=role, user_id=user)


def together(*people: Actor, apart: bool = True) -> tuple[tuple[Approval, ...], bool]:
    approvals: tuple[Approval, ...] = ()
    complete = False
    for each in people:
        approvals, complete = agreed(approvals, each, roles=PARTS, apart=apart, now=NOW)
    return approvals, complete


def test_one_yes_is_not_enough() -> None:
    approvals, complete = together(somebody("ada", Role.SENIOR_REVIEWER))

    assert ([each.user_id for each in approvals], complete) == (["ada"], False)


@pytest.mark.parametrize("turned", [False, True])
def test_two_people_of_different_organisations_who_fill_both_parts_are_enough(*, turned: bool) -> None:
    ada, bob = somebody("ada", Role.SENIOR_REVIEWER), somebody("bob", Role.INCIDENT_COMMANDER, "mem_b")

    assert together(*((bob, ada) if turned else (ada, bob)))[1]


@pytest.mark.parametrize(
    ("second", "why"),
    [
        (somebody("ada", Role.INCIDENT_COMMANDER, "mem_b"), "already decided"),
        (somebody("bob", Role.INCIDENT_COMMANDER, "mem_a"), "own organisation"),
        (somebody("bob", Role.SENIOR_REVIEWER, "mem_b"), "no part"),
        (somebody("bob", Role.REVIEWER, "mem_b"), "no part"),
        (somebody(None, Role.INCIDENT_COMMANDER, "mem_b"), "no person"),
    ],
)
def test_a_second_yes_that_cannot_count_is_refused(second: Actor, why: str) -> None:
    with pytest.raises(SeparationOfDutiesError, match=why):
        together(somebody("ada", Role.SENIOR_REVIEWER), second)


def test_a_third_yes_has_no_part() -> None:
    two = (somebody("ada", Role.SENIOR_REVIEWER), somebody("bob", Role.INCIDENT_COMMANDER, "mem_b"))

    with pytest.raises(SeparationOfDutiesError, match="no part"):
        together(*two, somebody("eve", Role.INCIDENT_COMMANDER, "mem_c"))


def test_one_organisation_may_do_where_nobody_asks_for_two() -> None:
    two = (somebody("ada", Role.SENIOR_REVIEWER), somebody("bob", Role.INCIDENT_COMMANDER))

    assert together(*two, apart=False)[1]


def test_whoever_decided_before_or_belongs_to_the_case_is_not_uninvolved() -> None:
    ada = somebody("ada", Role.APPEALS_OFFICER)
    require_uninvolved(ada, {"bob"}, {"mem_b"})

    with pytest.raises(SeparationOfDutiesError):
        require_uninvolved(ada, {"ada"})
    with pytest.raises(SeparationOfDutiesError):
        require_uninvolved(ada, {"bob"}, {"mem_a"})
