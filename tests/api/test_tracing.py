import io
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from hashdb import logs
from tests.api.sample import Headers


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    logs.configure("api", stream=stream)
    yield stream
    logs.unbind_all()


def test_a_request_id_is_made_and_returned(client: FlaskClient) -> None:
    assert client.get("/sample/free").headers["X-Request-Id"].startswith("req_")


def test_a_well_formed_request_id_of_the_caller_is_given_back_beside_ours_and_not_logged(
    client: FlaskClient, log: io.StringIO
) -> None:
    answer = client.get("/sample/free", headers={"X-Request-Id": "trace-0123456789.a_b"})

    assert answer.headers["X-Client-Request-Id"] == "trace-0123456789.a_b"
    assert answer.headers["X-Request-Id"].startswith("req_")
    assert "trace-0123456789" not in log.getvalue()


@pytest.mark.parametrize("sent", ["short", "x" * 65, "with space in it", 'quote"quote', "line=feed<script>"])
def test_any_other_request_id_is_not_repeated(client: FlaskClient, sent: str) -> None:
    answer = client.get("/sample/free", headers={"X-Request-Id": sent})

    assert answer.headers["X-Request-Id"].startswith("req_")
    assert "X-Client-Request-Id" not in answer.headers


def test_a_request_leaves_one_line_with_its_route_and_key(
    client: FlaskClient, submitter: Headers, log: io.StringIO
) -> None:
    key_id = client.get("/v1/me", headers=submitter).get_json()["key_id"]

    assert log.getvalue().count("\n") == 1
    assert "answered method=GET route=/v1/me status=200" in log.getvalue()
    assert f"key_id={key_id}" in log.getvalue()
    assert "request_id=req_" in log.getvalue()


def test_the_line_has_the_rule_and_not_the_path(client: FlaskClient, submitter: Headers, log: io.StringIO) -> None:
    client.get("/sample/signals/whatever-somebody-asked-for?after=secret", headers=submitter)

    assert "route=/sample/signals/<signal_id> status=404" in log.getvalue()
    assert "whatever" not in log.getvalue()
    assert "secret" not in log.getvalue()


def test_an_unknown_path_is_not_logged(client: FlaskClient, log: io.StringIO) -> None:
    client.get("/somebody/types/anything")

    assert "route=- status=404" in log.getvalue()
    assert "somebody" not in log.getvalue()


def test_a_fault_is_logged_by_its_place_and_not_by_its_message(
    client: FlaskClient, submitter: Headers, log: io.StringIO
) -> None:
    answer = client.post("/sample/faults/bug", headers=submitter)

    assert "fault error=ZeroDivisionError" in log.getvalue()
    assert "api/sample.py:" in log.getvalue()
    assert "0123456789abcdef" not in log.getvalue()
    assert log.getvalue().count(answer.headers["X-Request-Id"]) == 2


def test_a_fault_of_the_domain_is_logged_too(client: FlaskClient, submitter: Headers, log: io.StringIO) -> None:
    client.post("/sample/faults/log", headers=submitter)

    assert "fault error=CorruptLogError" in log.getvalue()
