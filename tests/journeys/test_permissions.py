"""Every route of the running service x every role: who may, may; nobody else does."""

from collections.abc import Iterator

import httpx
import pytest
from cryptography.fernet import Fernet

from api.app import create_app
from api.context import Surroundings
from api.permissions import declaration_of
from hashdb.access import PERMISSIONS, Action
from hashdb.records.member import ROLES_OF
from hashdb.roles import Role
from hashdb.services.matcher import Matcher
from hashdb.settings import Settings
from hashdb.store import Store
from tests.journeys.serving import Serving

Route = tuple[str, str, Action]


def routes() -> list[Route]:
    """Return every method and address that takes a key, with the action that it declares."""
    store = Store.at("unix:///nowhere", Fernet.generate_key().decode())
    settings = Settings.from_environment({})
    app = create_app(
        Surroundings(
            settings=settings, store=store, matcher=Matcher(store.signals.columns), benign=Matcher(store.benign.columns)
        )
    )
    return [
        (method, rule.rule.replace("<", "").replace(">", "").replace("path:", ""), declaration.action)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if (declaration := declaration_of(app, rule.endpoint)) and declaration.action and not declaration.console
    ]


@pytest.fixture(scope="module")
def keys(serving: Serving) -> dict[Role, str]:
    """A key of every role that there is."""
    kinds = {role: kind for kind, roles in ROLES_OF.items() for role in roles}
    service = serving.service
    return {role: service.key(service.member(f"holder of {role}", kind), role) for role, kind in kinds.items()}


@pytest.fixture(scope="module")
def http(serving: Serving) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=serving.url, timeout=30) as client:
        yield client


def test_there_is_a_key_of_every_role(keys: dict[Role, str]) -> None:
    assert set(keys) == set(Role) - {Role.PUBLIC}


@pytest.mark.parametrize(("method", "path", "action"), routes())
def test_a_route_opens_to_the_roles_of_its_action_and_to_no_others(
    http: httpx.Client, keys: dict[Role, str], method: str, path: str, action: Action
) -> None:
    answers = {
        role: http.request(method, path, headers={"Authorization": f"Bearer {key}"}) for role, key in keys.items()
    }

    assert {role for role, answer in answers.items() if answer.status_code == 403} == set(keys) - PERMISSIONS[action]
    assert not any(answer.status_code in {401, 405, 500} for answer in answers.values())
    assert http.request(method, path).status_code == 401
