import pytest
from cryptography.fernet import Fernet
from flask.testing import FlaskClient

from api import app as application
from api.context import Surroundings
from hashdb.sealing import Sealer
from hashdb.services.matcher import Matcher
from hashdb.settings import Settings
from hashdb.store import Database, Store


@pytest.fixture
def without_store() -> FlaskClient:
    database = Database.from_url("unix:///nowhere")
    store = Store(database, Sealer(Fernet.generate_key()))
    settings = Settings.from_environment({})
    surroundings = Surroundings(
        settings=settings, store=store, matcher=Matcher(store.signals.columns), benign=Matcher(store.benign.columns)
    )
    return application.create_app(surroundings).test_client()


def test_a_process_that_lives_says_so_without_the_store(without_store: FlaskClient) -> None:
    assert without_store.get("/healthz").get_json() == {"status": "alive"}


def test_a_process_without_its_store_is_not_ready(without_store: FlaskClient) -> None:
    answer = without_store.get("/readyz")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "2"


def test_a_caller_learns_that_the_store_does_not_answer(without_store: FlaskClient) -> None:
    answer = without_store.get("/v1/me", headers={"Authorization": "Bearer hdb_01JDB4V8M3Z1Q5X7T9N2R6C0KE_x"})

    assert answer.status_code == 503
    assert answer.get_json()["type"] == "/problems/unavailable"


def test_a_process_is_ready_once_its_matcher_has_loaded(client: FlaskClient, matcher: Matcher) -> None:
    before = client.get("/readyz")
    matcher.catch_up()

    assert before.status_code == 503
    assert client.get("/readyz").status_code == 200


def test_answers_are_counted_by_route_and_status(client: FlaskClient) -> None:
    client.get("/sample/open")
    text = client.get("/metrics").text

    assert 'hashdb_http_requests_total{method="GET",route="/sample/open",status="200"}' in text
    assert 'hashdb_http_request_seconds_count{route="/sample/open"}' in text


def test_a_method_that_nobody_knows_makes_no_label_of_its_own(client: FlaskClient) -> None:
    client.open("/sample/open", method="BREW")

    assert "BREW" not in client.get("/metrics").text
