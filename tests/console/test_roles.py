"""Every page and form of the console: nobody without a session, and exactly the roles that the table lists."""

from collections.abc import Callable

import pytest
from flask import Flask

from api.permissions import declaration_of
from hashdb.access import PERMISSIONS, Action
from hashdb.errors import ForbiddenError
from hashdb.roles import Role
from hashdb.services import sessions
from hashdb.store import Store
from tests.api.sample import Clock
from tests.console.browsing import Browser
from tests.console.people import Person, signed_in

Route = tuple[str, str, Action | None]
# Roles that a member can give; the public has no session.
ROLES = sorted(set(Role) - {Role.PUBLIC})


@pytest.fixture
def routes(app: Flask) -> list[Route]:
    """Every page and form that needs a session, with its action; what stands in braces names nothing."""
    return [
        (method, rule.rule.replace("<", "").replace(">", ""), declaration.action)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if (declaration := declaration_of(app, rule.endpoint)) and declaration.session
    ]


def test_nobody_gets_in_without_a_session(stranger: Browser, routes: list[Route]) -> None:
    answered = {(method, path): stranger.client.open(path, method=method) for method, path, _ in routes}
    pages = {answer.status_code for (method, _), answer in answered.items() if method == "GET"}
    forms = {answer.status_code for (method, _), answer in answered.items() if method == "POST"}

    assert len(routes) > 10
    assert pages == {303}
    assert forms <= {401, 415}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_in_where_the_table_lists_it_and_nowhere_else(
    role: Role, routes: list[Route], store: Store, clock: Clock, browser_of: Callable[[Person], Browser]
) -> None:
    person = signed_in(store, role, now=clock())
    who = sessions.resume(store, person.token, now=clock())
    assert who is not None
    client = browser_of(person).client
    asked = [each for each in routes if each[2] is not None]
    refused = {
        (method, path)
        for method, path, _ in asked
        if ForbiddenError.title in client.open(path, method=method, data={"csrf": who.session.csrf}).text
    }

    assert refused == {(method, path) for method, path, action in asked if action and role not in PERMISSIONS[action]}
