"""Administrators manage members and keys, see no hashes and decide nothing."""

import re

import pytest

from hashdb.lifecycles.member import State
from hashdb.roles import Role
from hashdb.services import members, personal_keys, signals
from hashdb.store import Store
from tests.api.sample import Clock
from tests.console.browsing import Browser
from tests.console.conftest import SignIn
from tests.services.people import with_account
from tests.services.world import World, value

PLACE = "/console/members"
NAME = "Donaudampfschifffahrts-<b>Gesellschaft</b>"
PAGES = (PLACE, f"{PLACE}/{{member}}", "/console/negative-list", "/console/policy", "/console/role-changes")


@pytest.fixture
def admin(as_: SignIn) -> Browser:
    return as_(Role.ADMIN)


def test_a_member_is_admitted_and_warned_by_form(admin: Browser, store: Store) -> None:
    answer = admin.send(PLACE, PLACE, name=NAME, kind="platform", country="KZ")
    here = answer.headers["Location"]
    admin.send(here, f"{here}/steps", step="warn")
    made = store.members.get(here.rpartition("/")[2])

    assert (made.name, made.country, made.state) == (NAME, "KZ", State.WARNED)
    assert "<b>Gesellschaft" not in admin.open(here).text


def test_a_step_that_is_not_possible_now_is_refused_on_the_page_as_it_is(admin: Browser, world: World) -> None:
    here = f"{PLACE}/{world.gamma.id}"
    answer = admin.send(here, f"{here}/steps", step="readmit")

    assert answer.status_code == 409
    assert "possible: " in answer.text


def test_a_key_is_issued_shown_once_and_revoked(admin: Browser, world: World, store: Store, clock: Clock) -> None:
    here = f"{PLACE}/{world.gamma.id}"
    shown = admin.follow(admin.send(here, f"{here}/keys", role="platform_submitter"))
    token = re.findall(r"hdb_[a-zA-Z0-9_]+", shown.text)[0]
    key = members.authenticate(store, token, now=clock()).key_id
    admin.send(here, f"/console/member-keys/{key}/revoke")

    assert store.keys.get(key or "").revoked_at == clock()


def test_who_manages_accounts_is_shown_no_hash_and_offered_no_decision(admin: Browser, world: World) -> None:
    signal = world.review(world.pending("x"), signals.Verdict.APPROVE, world.reviewer)
    shown = "".join(admin.open(each.format(member=world.alpha.id)).text for each in PAGES)

    assert value("x") not in shown
    assert signal.id not in shown
    assert {admin.open(each).status_code for each in ("/console/submissions", "/console/inbox")} == {403}


def test_an_auditor_reads_members_and_changes_none(as_: SignIn, world: World, store: Store) -> None:
    auditor, here = as_(Role.AUDITOR), f"{PLACE}/{world.gamma.id}"
    shown = auditor.open(here)

    assert shown.status_code == 200
    assert f'action="{here}' not in shown.text
    assert store.members.get(world.gamma.id).state is State.ACTIVE


def test_no_key_with_which_decisions_are_taken_is_shown_to_an_administrator(
    admin: Browser, world: World, store: Store, clock: Clock
) -> None:
    holder = with_account(store, world.charity.id, "holder@charity.example", clock(), Role.REVIEWER)
    here = f"{PLACE}/{world.charity.id}"
    answer = admin.send(here, f"{here}/keys", role="reviewer", user_id=holder.id)

    assert 'value="reviewer"' not in admin.open(here).text
    assert answer.status_code == 403
    assert personal_keys.of(store, holder) == []
