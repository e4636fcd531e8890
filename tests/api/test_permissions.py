from dataclasses import replace

import pytest
from cryptography.fernet import Fernet
from flask.testing import FlaskClient

from api import app as application
from api import routes
from api.answers import Answer
from api.context import KEY_SECONDS, Surroundings, actor
from api.permissions import declaration_of, permits
from api.recent import Recent
from hashdb.access import OPERATOR, PERMISSIONS, Action, Actor
from hashdb.roles import Role
from hashdb.sealing import Sealer
from hashdb.services import members
from hashdb.services.matcher import Matcher
from hashdb.settings import Settings
from hashdb.signals import SIGNAL_TYPES
from hashdb.store import Database, Store
from tests.api.sample import Clock, Headers, KeyFor

LOOKUP = {"signals": [{"signal_type": "pdq", "signal_value": SIGNAL_TYPES["pdq"].example}]}
GOOD = {"hashes": [{"value": "00ff", "tier": 3}]}


def _routes_with_an_action() -> list[tuple[str, str, Action]]:
    """Return the routes that a key opens; those of the console are proved in tests/console/test_roles.py."""
    database = Database.at("unix:///nowhere")
    store = Store(database, Sealer(Fernet.generate_key()))
    surroundings = Surroundings(
        settings=Settings.from_environment({}),
        store=store,
        matcher=Matcher(store.signals.columns),
        benign=Matcher(store.benign.columns),
    )
    app = application.create_app(surroundings)
    return [
        (method, rule.rule, declaration.action)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if (declaration := declaration_of(app, rule.endpoint)) and declaration.action and not declaration.console
    ]


@pytest.mark.parametrize(("method", "rule", "action"), _routes_with_an_action())
def test_a_route_refuses_exactly_the_roles_that_the_table_does_not_list(
    client: FlaskClient, key_for: KeyFor, method: str, rule: str, action: Action
) -> None:
    path = rule.replace("<", "").replace(">", "")
    roles = set(Role) - {Role.PUBLIC}
    slugs = {
        role: client.open(path, method=method, headers={"Authorization": key_for(role)}).get_json(silent=True) or {}
        for role in roles
    }

    refused = {role for role, answer in slugs.items() if answer.get("type") == "/problems/forbidden"}
    assert refused == roles - PERMISSIONS[action]


@pytest.mark.parametrize(("method", "rule"), [route[:2] for route in _routes_with_an_action()])
def test_a_route_with_an_action_refuses_a_caller_without_a_key(client: FlaskClient, method: str, rule: str) -> None:
    answer = client.open(rule.replace("<", "").replace(">", ""), method=method)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="hashdb"'


def undeclared() -> Answer:
    return {}


def unlisted() -> Answer:
    return {}


def test_an_application_with_a_route_that_declares_no_permission_does_not_start(surroundings: Surroundings) -> None:
    careless = routes.group("careless", "A route that nobody thought about.")
    careless.get("/careless")(undeclared)

    with pytest.raises(RuntimeError, match=r"/careless .* declares no permission"):
        application.create_app(surroundings, (careless,))


def test_an_application_with_an_action_outside_the_table_does_not_start(
    surroundings: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(PERMISSIONS, Action.AUDIT_READ)
    careless = routes.group("careless", "A route whose action nobody may take.")
    careless.get("/careless")(permits(Action.AUDIT_READ)(unlisted))

    with pytest.raises(RuntimeError, match=r"audit\.read is not in PERMISSIONS"):
        application.create_app(surroundings, (careless,))


def test_the_caller_learns_who_it_is(client: FlaskClient, key_for: KeyFor) -> None:
    answer = client.get("/v1/me", headers={"Authorization": key_for(Role.REVIEWER)})

    assert answer.status_code == 200
    assert answer.get_json()["role"] == "reviewer"
    assert "signal.review" in answer.get_json()["actions"]


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic aGRiXzE6eA==", "hdb_01_x", "Bearer hdb_x_y"])
def test_what_is_no_key_is_refused(client: FlaskClient, header: str) -> None:
    answer = client.get("/v1/me", headers={"Authorization": header})

    assert answer.status_code == 401
    assert answer.get_json()["type"] == "/problems/unauthenticated"


def test_a_key_with_another_secret_is_refused(client: FlaskClient, submitter: Headers) -> None:
    answer = client.get("/v1/me", headers={"Authorization": submitter["Authorization"][:-1]})

    assert answer.status_code == 401


def test_a_revoked_key_is_refused(client: FlaskClient, submitter: Headers, store_in_use: Store, clock: Clock) -> None:
    key_id = client.get("/v1/me", headers=submitter).get_json()["key_id"]
    members.revoke_key(store_in_use, key_id, actor=OPERATOR, now=clock())

    assert client.get("/v1/me", headers=submitter).status_code == 401


def test_a_revoked_key_looks_nothing_up_after_a_second(
    surroundings: Surroundings, key_for: KeyFor, store_in_use: Store, clock: Clock
) -> None:
    seconds = iter((0.0, 0.9, 1.0))
    callers: Recent[Actor] = Recent(KEY_SECONDS, lambda: next(seconds))
    client = application.create_app(replace(surroundings, callers=callers)).test_client()
    headers = {"Authorization": key_for(Role.PLATFORM_MATCHER)}
    before = client.post("/v1/match", json=LOOKUP, headers=headers)
    key_id = client.get("/v1/me", headers=headers).get_json()["key_id"]
    members.revoke_key(store_in_use, key_id, actor=OPERATOR, now=clock())
    remembered, forgotten = (client.post("/v1/match", json=LOOKUP, headers=headers) for _ in range(2))

    assert [each.status_code for each in (before, remembered, forgotten)] == [200, 200, 401]


def test_a_public_route_is_called_by_nobody_in_particular(client: FlaskClient) -> None:
    assert client.get("/sample/open").get_json() == {"role": "public"}
    assert client.get("/sample/free").get_json() == {"role": "public"}


def test_a_body_that_is_too_large_is_refused_before_the_key_is_looked_at(client: FlaskClient) -> None:
    answer = client.post("/sample/hashes", data=b"x" * 65_537)

    assert answer.status_code == 413
    assert answer.get_json()["detail"] == "the body may have 65536 bytes"


@pytest.mark.parametrize("path", ["/v1/signals", "/v1/match", "/v1/inventory"])
def test_no_route_reads_more_than_the_setting_allows(client: FlaskClient, path: str) -> None:
    answer = client.post(path, data=b"x" * 200_001)

    assert answer.status_code == 413
    assert answer.get_json()["detail"] == "the body may have 200000 bytes"


def test_a_route_may_read_less_than_others(client: FlaskClient, submitter: Headers) -> None:
    assert client.post("/sample/small", json=GOOD, headers=submitter).status_code == 413


def test_a_body_in_chunks_is_refused_before_the_key_is_looked_at(client: FlaskClient) -> None:
    answer = client.post("/sample/hashes", headers={"Transfer-Encoding": "chunked"})

    assert answer.status_code == 411
    assert answer.get_json()["type"] == "/problems/length-required"


def test_the_actor_carries_our_request_id_and_never_the_callers(client: FlaskClient, submitter: Headers) -> None:
    with client:
        answer = client.get("/v1/me", headers={**submitter, "X-Request-Id": "a-request-of-mine"})

        assert actor().request_id == answer.headers["X-Request-Id"]
        assert answer.headers["X-Request-Id"].startswith("req_")
