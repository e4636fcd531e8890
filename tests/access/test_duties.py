"""Who may do what, and who must leave it to others."""

from dataclasses import replace

import pytest

from hashdb.access import (
    OPERATOR,
    PERMISSIONS,
    PUBLIC,
    SYSTEM,
    Action,
    Actor,
    require,
    require_another_person,
    require_outsider,
    require_person,
)
from hashdb.errors import ForbiddenError, SeparationOfDutiesError
from hashdb.records.member import PERSONAL_ROLES, ROLES_OF, Kind
from hashdb.roles import Role

ADA = Actor(id="usr_1", member_id="org_1", group_id="org_1", role=Role.REVIEWER, user_id="usr_1", key_id="key_1")
DECISIONS = (
    Action.SIGNAL_REVIEW,
    Action.MATCH_REVIEW,
    Action.TAKEDOWN_DRAFT,
    Action.TAKEDOWN_REVIEW,
    Action.ORDER_DRAFT,
    Action.ORDER_REVIEW,
    Action.ORDER_SCRUTINISE,
    Action.ALERT_HANDLE,
    Action.APPEAL_DECIDE,
    Action.INCIDENT_PROPOSE,
    Action.INCIDENT_ACTIVATE,
    Action.REGISTER_EDIT,
    Action.REGISTER_APPROVE,
    Action.REGISTER_SUSPEND,
    Action.AUTHORITY_DECIDE,
    Action.REPORT_DRAFT,
    Action.REPORT_APPROVE,
)
PAIRS = [(role, action) for role in Role for action in Action]


@pytest.mark.parametrize(("role", "action"), PAIRS)
def test_a_role_may_do_what_the_table_lists_and_nothing_else(role: Role, action: Action) -> None:
    actor = replace(ADA, role=role)

    if role in PERMISSIONS[action]:
        require(actor, action)
    else:
        with pytest.raises(ForbiddenError):
            require(actor, action)


def test_every_action_is_in_the_table() -> None:
    assert set(PERMISSIONS) == set(Action)


@pytest.mark.parametrize("actor", [PUBLIC, SYSTEM, OPERATOR])
def test_nobody_without_a_key_takes_an_action_through_the_table(actor: Actor) -> None:
    assert not any(actor.role in roles for roles in PERMISSIONS.values())


def test_who_manages_accounts_decides_nothing_and_sees_no_hash() -> None:
    allowed = {action for action, roles in PERMISSIONS.items() if Role.ADMIN in roles}

    assert allowed == {
        Action.MEMBER_READ,
        Action.MEMBER_MANAGE,
        Action.REPUTATION_READ,
        Action.NEGATIVE_LIST_COUNT,
        Action.FIGURES_READ,
        Action.POLICY_READ,
        Action.POLICY_CHANGE,
        Action.ME_READ,
    }


def test_who_audits_attests_reports_and_alerts_but_changes_nothing_else() -> None:
    allowed = {action for action, roles in PERMISSIONS.items() if Role.AUDITOR in roles}

    beyond = {action for action in allowed if not action.endswith(".read")}
    assert beyond == {Action.REPORT_APPROVE, Action.ALERT_HANDLE, Action.AUDIT_CHECK}


@pytest.mark.parametrize("action", DECISIONS)
def test_decisions_are_taken_with_keys_of_people(action: Action) -> None:
    assert PERMISSIONS[action] <= PERSONAL_ROLES


@pytest.mark.parametrize("kind", [Kind.AUTHORITY, Kind.RESEARCH])
def test_governments_and_researchers_neither_submit_signals_nor_see_matches(kind: Kind) -> None:
    closed = (
        Action.SIGNAL_SUBMIT,
        Action.SIGNAL_REVIEW,
        Action.FEED_READ,
        Action.MATCH_QUERY,
        Action.MATCH_READ,
        Action.TAKEDOWN_READ,
    )

    assert not any(ROLES_OF[kind] & PERMISSIONS[action] for action in closed)


def test_an_officer_of_an_authority_sees_no_match_and_no_referral() -> None:
    allowed = {action for action, roles in PERMISSIONS.items() if Role.AUTHORITY_OFFICER in roles}

    assert allowed.isdisjoint({Action.SIGNAL_READ, Action.MATCH_READ, Action.TAKEDOWN_READ, Action.QUEUE_READ})


def test_a_person_is_named() -> None:
    assert require_person(ADA) == "usr_1"
    with pytest.raises(SeparationOfDutiesError):
        require_person(replace(ADA, user_id=None))


def test_an_outsider_belongs_to_no_group_that_is_concerned() -> None:
    require_outsider(ADA, ["org_2", "org_3"])

    with pytest.raises(SeparationOfDutiesError):
        require_outsider(ADA, ["org_2", "org_1"])


def test_another_person_is_one_who_has_not_decided_yet() -> None:
    require_another_person(ADA, ["usr_2"])

    with pytest.raises(SeparationOfDutiesError):
        require_another_person(ADA, ["usr_2", "usr_1"])
    with pytest.raises(SeparationOfDutiesError):
        require_another_person(replace(ADA, user_id=None), [])
