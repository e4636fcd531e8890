"""Roles change by two: in the console too, nobody is both of them."""

from hashdb.lifecycles.role_change import State
from hashdb.roles import Role
from hashdb.services import role_changes
from hashdb.store import Store
from tests.api.sample import Clock
from tests.console.conftest import SignIn
from tests.console.people import person
from tests.services.world import World

PLACE = "/console/role-changes"


def test_one_administrator_proposes_and_another_grants(as_: SignIn, world: World, store: Store, clock: Clock) -> None:
    somebody = person(store, now=clock(), member=world.charity)
    first, here = as_(Role.ADMIN), f"/console/people/{somebody.id}"
    first.send(here, f"{here}/roles", direction="give", role="reviewer", reason="passed the training")
    change = role_changes.waiting(store)[0]
    second = as_(Role.ADMIN)
    granted = second.follow(second.send(PLACE, f"{PLACE}/{change.id}/grant"))

    assert "in effect" in granted.text
    assert store.users.get(somebody.id).roles == (Role.REVIEWER,)


def test_who_has_proposed_is_offered_to_refuse_only_and_cannot_grant(
    as_: SignIn, world: World, store: Store, clock: Clock
) -> None:
    somebody = person(store, now=clock(), member=world.charity)
    admin, here = as_(Role.ADMIN), f"/console/people/{somebody.id}"
    admin.send(here, f"{here}/roles", direction="give", role="reviewer", reason="x")
    change = role_changes.waiting(store)[0]

    assert f"{change.id}/grant" not in admin.open(PLACE).text
    admin.send(PLACE, f"{PLACE}/{change.id}/refuse")
    assert store.role_changes.get(change.id).state is State.REFUSED


def test_a_role_that_the_member_may_not_have_is_refused_with_the_reason_kept(
    as_: SignIn, world: World, store: Store, clock: Clock
) -> None:
    somebody = person(store, now=clock(), member=world.gamma)
    admin, here = as_(Role.ADMIN), f"/console/people/{somebody.id}"
    answer = admin.send(here, f"{here}/roles", direction="give", role="admin", reason="wants to")

    assert answer.status_code == 422
    assert "wants to" in answer.text
    assert role_changes.waiting(store) == []
