"""One-time links: for whom, for how long, and that they work once."""

import pytest

from hashdb.access import OPERATOR
from hashdb.errors import ConflictError, DuplicateError, InvalidInputError, NotFoundError
from hashdb.records.member import Kind
from hashdb.roles import Role
from hashdb.services import erasure, invitations
from hashdb.store import Store
from tests.services.people import PASSWORD, SECRET, acting, administrator, code, enrolled
from tests.services.world import World

FIRST = {"name": "Ada Root", "email": "ada@run.example", "organisation": "The Foundation"}


def test_the_first_link_makes_an_administrator_of_the_member_that_runs_the_service(store: Store, world: World) -> None:
    link = invitations.invite_first(store, now=world.now)
    user = enrolled(store, link, world.now, **FIRST)
    member = store.members.get(user.member_id)

    assert user.roles == (Role.ADMIN,)
    assert (member.kind, member.name) == (Kind.OPERATOR, "The Foundation")
    assert invitations.invite_first(store, now=world.now) is None


def test_of_first_links_only_the_last_works_and_none_once_there_is_an_administrator(store: Store, world: World) -> None:
    old = invitations.invite_first(store, now=world.now)
    new = invitations.invite_first(store, now=world.now)
    assert old is not None

    with pytest.raises(NotFoundError):
        enrolled(store, old, world.now, **FIRST)
    enrolled(store, new, world.now, **FIRST)
    with pytest.raises(NotFoundError):
        enrolled(store, new, world.now, **FIRST)


@pytest.mark.parametrize("missing", ["name", "email", "organisation"])
def test_the_first_administrator_says_who_that_is(store: Store, world: World, missing: str) -> None:
    link = invitations.invite_first(store, now=world.now)
    with pytest.raises(InvalidInputError, match=f"^{missing}: "):
        enrolled(store, link, world.now, **{name: value for name, value in FIRST.items() if name != missing})

    enrolled(store, link, world.now, **FIRST)


def test_a_link_works_for_a_week_and_not_after_it_was_withdrawn(store: Store, world: World) -> None:
    admin = administrator(store, world.now)
    late = invitations.invite(store, world.alpha.id, "Noor", "noor@a.example", actor=admin, now=world.now)
    taken = invitations.invite(store, world.alpha.id, "Wu", "wu@a.example", actor=admin, now=world.now)
    invitations.withdraw(store, taken.invitation.id, actor=admin, now=world.now)

    assert [each.id for each in invitations.waiting(store, now=world.now)] == [late.invitation.id]
    with pytest.raises(NotFoundError):
        enrolled(store, taken, world.now)
    world.later(days=7)
    with pytest.raises(NotFoundError):
        enrolled(store, late, world.now)


def test_a_person_of_the_time_before_accounts_can_be_invited(store: Store, world: World) -> None:
    reviewer = store.users.get(str(world.reviewer.user_id))
    user = enrolled(store, invitations.invite_again(store, reviewer.id, actor=OPERATOR, now=world.now), world.now)

    assert user.id == reviewer.id
    assert store.accounts.find(user.id) is not None


def test_nobody_is_invited_twice_under_one_address(store: Store, world: World) -> None:
    admin = administrator(store, world.now)
    invitations.invite(store, world.alpha.id, "Noor", "noor@a.example", actor=admin, now=world.now)

    with pytest.raises(DuplicateError):
        invitations.invite(store, world.beta.id, "Noor", "NOOR@a.example", actor=admin, now=world.now)


def test_nobody_who_was_forgotten_is_invited_again(store: Store, world: World) -> None:
    erasure.erase_person(store, str(world.reviewer.user_id), actor=OPERATOR, now=world.now)

    with pytest.raises(ConflictError, match="forgotten"):
        invitations.invite_again(store, str(world.reviewer.user_id), actor=OPERATOR, now=world.now)


def test_no_secret_stands_in_the_store_as_it_is(store: Store, world: World) -> None:
    link = invitations.invite_first(store, now=world.now)
    assert link is not None
    user = enrolled(store, link, world.now, **FIRST)
    kept = f"{store.accounts.get(user.id)} {store.invitations.get(link.invitation.id)}"

    assert acting(store, user).role == Role.ADMIN
    assert not any(secret in kept for secret in (PASSWORD, SECRET, link.token, code(world.now)))
