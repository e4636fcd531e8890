"""What a binding gives, which is no role; and how it ends: undone, erased, with a new account."""

from collections.abc import Callable

import pytest

from hashdb.access import OPERATOR
from hashdb.records.member import User
from hashdb.services import accounts, erasure, invitations
from hashdb.store import Store, keyspace, lists
from tests.api.sample import Clock
from tests.console.browsing import Browser
from tests.console.identity_provider import IdentityProvider
from tests.console.provider.way import ACCOUNT, CODE, EMAIL, actions, back, enters, is_in
from tests.services.people import PASSWORD, code, enrolled, with_account
from tests.services.world import World


def test_somebody_who_was_invited_and_has_made_no_account_is_not_let_in(
    browser: Browser, store: Store, clock: Clock, world: World
) -> None:
    invitations.invite(store, world.charity.id, "Noor", EMAIL, actor=OPERATOR, now=clock())

    assert back(browser).status_code == 401


def test_nobody_gets_a_role_or_an_account_by_the_provider(
    browser: Browser, store: Store, world: World, clock: Clock, provider: IdentityProvider
) -> None:
    user = with_account(store, world.charity.id, EMAIL, clock())
    provider.person |= {"roles": ["admin"], "groups": ["admin"], "name": "Root"}
    before = store.users.count(lists.of_member("users", world.charity.id))
    enters(browser, clock)

    assert is_in(browser)
    assert store.users.get(user.id) == user
    assert store.users.count(lists.of_member("users", world.charity.id)) == before
    assert "You hold no role yet" in browser.open("/console").text


def test_who_was_shut_out_is_not_let_in_at_any_step(browser: Browser, store: Store, clock: Clock, user: User) -> None:
    enters(browser, clock)
    browser.send(ACCOUNT, "/console/sign-out")
    clock.advance(minutes=1)
    back(browser)
    accounts.block(store, user.id, "a reason", actor=OPERATOR, now=clock())
    given = browser.client.post(CODE, data={"code": code(clock())}, headers={"Sec-Fetch-Site": "same-origin"})

    assert given.status_code == 401
    assert back(browser).status_code == 401


@pytest.mark.usefixtures("user")
def test_a_binding_is_undone_by_the_person_ends_other_sessions_and_does_not_come_back_by_itself(
    browser: Browser, another: Callable[[], Browser], store: Store, clock: Clock
) -> None:
    other = another()
    enters(other, clock)
    enters(browser, clock)
    done = browser.follow(browser.send(ACCOUNT, f"{ACCOUNT}/provider/undo"))

    assert "It is undone" in done.text
    assert (is_in(browser), is_in(other)) == (True, False)
    assert "account.unbind" in actions(store)
    assert back(other).status_code == 401


@pytest.mark.usefixtures("user")
def test_what_was_undone_is_allowed_again_with_the_password(browser: Browser, clock: Clock) -> None:
    enters(browser, clock)
    browser.send(ACCOUNT, f"{ACCOUNT}/provider/undo")
    place = f"{ACCOUNT}/provider"
    wrong = browser.send(place, place, present_password="not the right one")
    refused = back(browser)
    right = browser.send(place, place, present_password=PASSWORD)

    assert (wrong.status_code, refused.status_code, right.status_code) == (422, 401, 303)
    assert "You can sign in through the identity provider again" in browser.follow(right).text
    assert enters(browser, clock).status_code == 303


def test_with_a_person_the_binding_is_erased_and_somebody_new_may_be_bound(
    browser: Browser, store: Store, world: World, clock: Clock, user: User, provider: IdentityProvider
) -> None:
    enters(browser, clock)
    erasure.erase_person(store, user.id, actor=OPERATOR, now=clock())
    refused = back(browser)
    with_account(store, world.charity.id, EMAIL, clock())

    assert store.recorded(keyspace.ACCOUNT_BINDINGS, provider.url, "248289761001") is None
    assert refused.status_code == 401
    assert enters(browser, clock).status_code == 303


def test_who_is_invited_again_begins_without_a_binding(
    browser: Browser, store: Store, clock: Clock, user: User, provider: IdentityProvider
) -> None:
    enters(browser, clock)
    enrolled(store, invitations.invite_again(store, user.id, actor=OPERATOR, now=clock()), clock())
    provider.person["amr"] = ["mfa"]

    assert store.accounts.get(user.id).binding is None
    assert back(browser).headers["Location"] == CODE
