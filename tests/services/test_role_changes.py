"""Changes of roles: two people, neither of them the one concerned, and only roles that fit together."""

from datetime import timedelta

import pytest

from hashdb.access import OPERATOR, Actor
from hashdb.errors import (
    ConflictError,
    ForbiddenError,
    GuardError,
    InvalidInputError,
    SeparationOfDutiesError,
    UnauthenticatedError,
)
from hashdb.lifecycles.role_change import State
from hashdb.records.account import Direction, RoleChange
from hashdb.records.member import User
from hashdb.roles import Role
from hashdb.services import members, role_changes, sessions, upkeep
from hashdb.store import Store
from tests.services.people import acting, administrator, with_account
from tests.services.world import World


@pytest.fixture
def admin(store: Store, world: World) -> Actor:
    return administrator(store, world.now)


@pytest.fixture
def other(store: Store, world: World, admin: Actor) -> Actor:
    assert admin.role == Role.ADMIN
    return administrator(store, world.now)


@pytest.fixture
def person(store: Store, world: World) -> User:
    return with_account(store, world.charity.id, "noor@charity.example", world.now)


def proposed(
    world: World, person: User, by: Actor, role: Role = Role.REVIEWER, direction: Direction = Direction.GIVE
) -> RoleChange:
    return role_changes.propose(world.store, person.id, role, direction, "needed", actor=by, now=world.now)


def given(world: World, person: User, role: Role, by: Actor, second: Actor) -> User:
    role_changes.grant(world.store, proposed(world, person, by, role).id, actor=second, now=world.now)
    return world.store.users.get(person.id)


def test_a_role_is_given_and_taken_by_two(world: World, person: User, admin: Actor, other: Actor) -> None:
    holder = given(world, person, Role.REVIEWER, admin, other)
    taking = proposed(world, person, other, direction=Direction.TAKE)
    role_changes.grant(world.store, taking.id, actor=admin, now=world.now)

    assert holder.roles == (Role.REVIEWER,)
    assert world.store.users.get(person.id).roles == ()
    assert world.store.users.get(person.id).grants[0].taken_at == world.now


def test_nobody_decides_about_what_they_proposed_or_about_themselves(
    world: World, person: User, admin: Actor, other: Actor
) -> None:
    change = proposed(world, person, admin)
    own = world.store.users.get(other.id)

    with pytest.raises(SeparationOfDutiesError):
        role_changes.grant(world.store, change.id, actor=admin, now=world.now)
    with pytest.raises(SeparationOfDutiesError):
        proposed(world, own, other, Role.AUDITOR)
    with pytest.raises(SeparationOfDutiesError):
        role_changes.grant(world.store, proposed(world, own, admin, Role.AUDITOR).id, actor=other, now=world.now)
    assert world.store.users.get(person.id).roles == ()


def test_who_has_the_machine_is_one_of_two_and_never_both(world: World, person: User, admin: Actor) -> None:
    with pytest.raises(SeparationOfDutiesError):
        role_changes.grant(world.store, proposed(world, person, OPERATOR).id, actor=OPERATOR, now=world.now)
    role_changes.grant(
        world.store,
        world.store.role_changes.page("role_changes", after=None, limit=9).items[-1].id,
        actor=admin,
        now=world.now,
    )

    assert world.store.users.get(person.id).roles == (Role.REVIEWER,)


def test_only_administrators_decide(world: World, person: User, admin: Actor) -> None:
    with pytest.raises(ForbiddenError):
        role_changes.grant(world.store, proposed(world, person, admin).id, actor=world.senior, now=world.now)


@pytest.mark.parametrize(
    ("role", "direction"),
    [(Role.ADMIN, Direction.GIVE), (Role.PLATFORM_MATCHER, Direction.GIVE), (Role.REVIEWER, Direction.TAKE)],
)
def test_a_change_that_makes_no_sense_is_not_proposed(
    world: World, person: User, admin: Actor, role: Role, direction: Direction
) -> None:
    with pytest.raises(InvalidInputError, match=r"^role: "):
        proposed(world, person, admin, role, direction)


def test_the_same_change_waits_once(world: World, person: User, admin: Actor, other: Actor) -> None:
    change = proposed(world, person, admin)
    with pytest.raises(ConflictError):
        proposed(world, person, other)
    role_changes.refuse(world.store, change.id, actor=admin, now=world.now)

    assert proposed(world, person, other).state is State.PROPOSED
    assert len(role_changes.waiting(world.store)) == 1


def test_nobody_reviews_and_decides_appeals_within_a_quarter_whether_by_key_or_in_the_console(
    world: World, person: User, admin: Actor, other: Actor
) -> None:
    given(world, person, Role.REVIEWER, admin, other)
    with pytest.raises(SeparationOfDutiesError):
        proposed(world, person, admin, Role.APPEALS_OFFICER)
    with pytest.raises(SeparationOfDutiesError):
        members.issue_key(
            world.store, person.member_id, Role.APPEALS_OFFICER, user_id=person.id, actor=OPERATOR, now=world.now
        )
    taking = proposed(world, person, admin, direction=Direction.TAKE)
    role_changes.grant(world.store, taking.id, actor=other, now=world.now)
    with pytest.raises(SeparationOfDutiesError):
        proposed(world, person, admin, Role.APPEALS_OFFICER)
    world.later(days=91)

    assert proposed(world, person, admin, Role.APPEALS_OFFICER).state is State.PROPOSED


def test_what_nobody_decides_about_lapses_after_a_week_sweep_or_no_sweep(
    world: World, person: User, admin: Actor, other: Actor
) -> None:
    change = proposed(world, person, admin)
    world.later(days=7)
    with pytest.raises(GuardError):
        role_changes.grant(world.store, change.id, actor=other, now=world.now)
    upkeep.sweep(world.store, now=world.now + timedelta(seconds=1))

    assert world.store.role_changes.get(change.id).state is State.LAPSED


def test_a_role_that_is_taken_counts_no_more_in_a_session_that_is_open(
    world: World, person: User, admin: Actor, other: Actor
) -> None:
    token = sessions.begin(world.store, given(world, person, Role.REVIEWER, admin, other), now=world.now).token
    taking = proposed(world, person, admin, direction=Direction.TAKE)
    role_changes.grant(world.store, taking.id, actor=other, now=world.now)
    who = sessions.resume(world.store, token, now=world.now)

    assert who is not None
    assert who.actor.role == Role.PUBLIC
    assert acting(world.store, who.user).role == Role.PUBLIC


def test_with_a_role_that_is_taken_go_the_keys_of_it_and_no_others(
    world: World, person: User, admin: Actor, other: Actor
) -> None:
    given(world, person, Role.REVIEWER, admin, other)
    keys = [
        members.issue_key(world.store, person.member_id, role, user_id=person.id, actor=OPERATOR, now=world.now)
        for role in (Role.REVIEWER, Role.INCIDENT_COMMANDER)
    ]
    taking = proposed(world, person, admin, direction=Direction.TAKE)
    role_changes.grant(world.store, taking.id, actor=other, now=world.now)

    with pytest.raises(UnauthenticatedError):
        members.authenticate(world.store, keys[0].token, now=world.now)
    assert members.authenticate(world.store, keys[1].token, now=world.now).user_id == person.id
