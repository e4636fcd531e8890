"""A platform's administrator looks after the keys of its programs."""

import re

import pytest

from hashdb.access import OPERATOR
from hashdb.errors import UnauthenticatedError
from hashdb.roles import Role
from hashdb.services import members
from hashdb.store import Store
from tests.api.sample import Clock
from tests.console.browsing import Form, form_of
from tests.console.conftest import SignIn
from tests.services.world import World

PLACE = "/console/api-keys"


def test_a_new_key_is_shown_once_and_opens_what_its_role_may(
    as_: SignIn, world: World, store: Store, clock: Clock
) -> None:
    browser = as_(Role.PLATFORM_ADMIN, member=world.gamma)
    shown = browser.follow(browser.send(PLACE, PLACE, role="platform_matcher"))
    token = re.findall(r"hdb_[a-z0-9A-Z_]+", shown.text)[0]

    assert members.authenticate(store, token, now=clock()).role == Role.PLATFORM_MATCHER
    assert token not in browser.open("/console/shown-once").text
    assert token not in browser.open(PLACE).text


def test_keys_with_which_people_decide_are_not_issued_here(as_: SignIn, world: World) -> None:
    answer = as_(Role.PLATFORM_ADMIN, member=world.gamma).send(PLACE, PLACE, role="reviewer")

    assert answer.status_code == 422
    assert "is not one for programs" in answer.text


def test_a_key_is_revoked_by_its_own_member_alone(as_: SignIn, world: World, store: Store, clock: Clock) -> None:
    issued = members.issue_key(store, world.gamma.id, Role.PLATFORM_MATCHER, actor=OPERATOR, now=clock())
    action = f"{PLACE}/{issued.key.id}/revoke"
    stranger = as_(Role.PLATFORM_ADMIN, member=world.alpha)
    form = form_of(stranger.open(PLACE).text, PLACE)
    foreign = Form(action, {name: form.fields[name] for name in ("csrf", "once", "page")})

    assert stranger.send_form(foreign).status_code == 404
    assert members.authenticate(store, issued.token, now=clock())

    as_(Role.PLATFORM_ADMIN, member=world.gamma).send(PLACE, action)
    with pytest.raises(UnauthenticatedError):
        members.authenticate(store, issued.token, now=clock())
