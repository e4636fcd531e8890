"""Administrators invite people, and shut accounts; an invitation gives no role."""

import re

from hashdb.roles import Role
from hashdb.services import invitations, members
from hashdb.store import Store
from tests.api.sample import Clock
from tests.console.conftest import SignIn
from tests.services.people import administrator, with_account
from tests.services.world import World


def test_the_link_of_an_invitation_is_shown_once_and_can_be_withdrawn(
    as_: SignIn, world: World, store: Store, clock: Clock
) -> None:
    admin, here = as_(Role.ADMIN), f"/console/members/{world.charity.id}"
    shown = admin.follow(admin.send(here, f"{here}/people", name="Әсел", email="asel@example.kz"))
    link = re.findall(r"/console/invitation/[A-Za-z0-9_-]{43}", shown.text)[0]
    waiting = invitations.waiting(store, now=clock())

    assert admin.client.get(link).status_code == 200
    assert link not in admin.open("/console/shown-once").text

    admin.send("/console/invitations", f"/console/invitations/{waiting[0].id}/withdraw")
    assert admin.client.get(link).status_code == 404


def test_a_name_is_not_registered_twice_and_the_form_keeps_it(as_: SignIn, world: World) -> None:
    admin, here = as_(Role.ADMIN), f"/console/members/{world.charity.id}"
    admin.send(here, f"{here}/people", name="A", email="a@example.org")
    answer = admin.send(here, f"{here}/people", name="Somebody else", email="A@example.org")

    assert answer.status_code == 409
    assert "Somebody else" in answer.text


def test_an_account_is_shut_at_once(as_: SignIn, world: World, store: Store, clock: Clock) -> None:
    user = with_account(store, world.charity.id, "out@example.org", clock(), Role.REVIEWER)
    admin, here = as_(Role.ADMIN), f"/console/people/{user.id}"
    shown = admin.follow(admin.send(here, f"{here}/block", why="lost laptop"))

    assert "blocked" in shown.text
    assert store.accounts.get(user.id).blocked_at == clock()


def test_a_person_without_an_account_is_told_from_one_who_is_invited(
    as_: SignIn, world: World, store: Store, clock: Clock
) -> None:
    by = administrator(store, clock())
    members.create_user(store, world.charity.id, "Only Keys", "keys@example.org", actor=by, now=clock())
    invitations.invite(store, world.charity.id, "Invited", "invited@example.org", actor=by, now=clock())
    shown = as_(Role.ADMIN).open(f"/console/members/{world.charity.id}").text

    assert shown.count("without account") >= 1
    assert ">invited<" in shown
