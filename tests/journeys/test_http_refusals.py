"""What the service refuses over HTTP, and how it says so: a problem document, always."""

import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from hashdb.roles import Role
from tests.journeys.cast import STATEMENT, Cast, fresh_signal

INVALID = "invalid-input"
BAD_VALUES = {
    "63 digits": "0" * 63,
    "a prefix": "0x" + "0" * 62,
    "a space": "0" * 63 + " ",
    "no hexadecimal digit": "0" * 63 + "g",
}
NO_KEYS = ["", "Bearer", "Bearer hdb_x_y", "Basic aGRiOng=", "Bearer hdb_01JDB4V8M3Z1Q5X7T9N2R6C0KE_wrong"]


@pytest.fixture
def http(cast: Cast) -> Iterator[httpx.Client]:
    """A plain HTTP client with the key of a submitter."""
    headers = cast.bearer(cast.alpha, Role.PLATFORM_SUBMITTER)
    with httpx.Client(base_url=cast.serving.url, headers=headers, timeout=30) as client:
        yield client


def body(*values: str) -> dict[str, Any]:
    """Return a submission of PDQ hashes."""
    fields = {"signal_type": "pdq", "quality": 100, "content_type": "image", **STATEMENT.as_fields()}
    return {"signals": [{**fields, "signal_value": value} for value in values]}


def require_problem(answer: httpx.Response, status: int, slug: str) -> dict[str, Any]:
    """Return the problem document, after checking that it is one."""
    problem: dict[str, Any] = answer.json()

    assert (answer.status_code, problem["type"]) == (status, f"/problems/{slug}")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert problem["status"] == status
    assert problem["request_id"] == answer.headers["X-Request-Id"]
    return problem


@pytest.mark.parametrize("key", NO_KEYS)
def test_what_is_no_key_opens_nothing(http: httpx.Client, key: str) -> None:
    answer = http.get("/v1/me", headers={"Authorization": key})

    require_problem(answer, 401, "unauthenticated")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="hashdb"'


@pytest.mark.parametrize("value", BAD_VALUES.values(), ids=BAD_VALUES)
def test_a_bad_hash_is_rejected_by_its_place_and_the_rest_is_taken(http: httpx.Client, value: str) -> None:
    good = fresh_signal().signal_value
    answer = http.post("/v1/signals", json=body(good, value))
    results = answer.json()["results"]

    assert answer.status_code == 200
    assert [each["outcome"] for each in results] == ["created", "rejected"]
    assert results[1]["problem"]["field"] == "signals[1].signal_value"


def test_an_upper_case_hash_is_the_same_hash(http: httpx.Client) -> None:
    value = fresh_signal().signal_value
    upper = http.post("/v1/signals", json=body(value.upper())).json()["results"][0]
    lower = http.post("/v1/signals", json=body(value)).json()["results"][0]

    assert (upper["outcome"], lower["outcome"]) == ("created", "known")
    assert http.get(f"/v1/signals/{upper['id']}").json()["signal_value"] == value


def test_a_bad_hash_in_a_lookup_is_refused_by_its_place(cast: Cast) -> None:
    headers = cast.bearer(cast.gamma, Role.PLATFORM_MATCHER)
    wanted = {"signals": [{"signal_type": "pdq", "signal_value": each} for each in ("0" * 64, "0x" + "0" * 62)]}
    problem = require_problem(httpx.post(f"{cast.serving.url}/v1/match", json=wanted, headers=headers), 422, INVALID)

    assert [each["field"] for each in problem["errors"]] == ["signals[1].signal_value"]


def test_a_thousand_signals_are_taken_and_one_more_is_not(http: httpx.Client) -> None:
    values = [fresh_signal().signal_value for _ in range(1001)]
    taken = http.post("/v1/signals", json=body(*values[:1000]))
    problem = require_problem(http.post("/v1/signals", json=body(*values)), 422, INVALID)

    assert {each["outcome"] for each in taken.json()["results"]} == {"created"}
    assert problem["errors"][0]["field"] == "signals"


@pytest.mark.parametrize("place", ["body", "signal", "ground"])
def test_an_unknown_field_is_refused_by_its_name(http: httpx.Client, place: str) -> None:
    sent = body(fresh_signal().signal_value)
    inside = {"body": sent, "signal": sent["signals"][0], "ground": sent["signals"][0]["ground"]}[place]
    inside["colour"] = "blue"
    problem = require_problem(http.post("/v1/signals", json=sent), 422, INVALID)

    assert {"body": "colour", "signal": "signals[0].colour", "ground": "signals[0].ground.colour"}[place] in [
        each["field"] for each in problem["errors"]
    ]


@pytest.mark.parametrize("statement", ["statement_good_faith", "user_data_absent"])
@pytest.mark.parametrize("said", [False, None, "true", 1])
def test_a_statement_that_is_not_made_is_no_submission(http: httpx.Client, statement: str, said: object) -> None:
    sent = body(fresh_signal().signal_value)
    sent["signals"][0][statement] = said

    require_problem(http.post("/v1/signals", json=sent), 422, INVALID)


def test_an_unknown_address_is_not_found(http: httpx.Client) -> None:
    require_problem(http.get("/v1/nothing"), 404, "not-found")


def test_a_wrong_method_is_told_the_right_ones(http: httpx.Client) -> None:
    answer = http.put("/v1/signals")

    require_problem(answer, 405, "method-not-allowed")
    assert answer.headers["Allow"] == "POST"


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_of_another_type_is_refused(http: httpx.Client, content_type: str) -> None:
    answer = http.post("/v1/signals", content=b"{}", headers={"Content-Type": content_type})

    require_problem(answer, 415, "unsupported-media-type")


@pytest.mark.parametrize("text", [b"", b"{", b'{"signals": [}', b"\xff\xfe"])
def test_a_body_that_is_no_json_is_refused(http: httpx.Client, text: bytes) -> None:
    answer = http.post("/v1/signals", content=text, headers={"Content-Type": "application/json"})

    require_problem(answer, 400, "malformed-json")


def test_a_body_that_is_too_large_is_refused(http: httpx.Client) -> None:
    large = b" " * (8 * 1024 * 1024 + 1)
    answer = http.post("/v1/signals", content=large, headers={"Content-Type": "application/json"})

    require_problem(answer, 413, "body-too-large")


def test_a_body_that_says_it_is_too_large_is_refused_before_it_is_sent(cast: Cast) -> None:
    address = urlsplit(cast.serving.url)
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=10) as connection:
        connection.sendall(b"POST /v1/signals HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\n")
        answer = connection.recv(65_536)

    assert answer.startswith(b"HTTP/1.1 413 ")


def test_a_signal_of_nobody_and_a_malformed_id_are_equally_unknown(http: httpx.Client) -> None:
    require_problem(http.get("/v1/signals/sig_01JDB4V8M3Z1Q5X7T9N2R6C0KE"), 404, "not-found")
    require_problem(http.get("/v1/signals/sig_1"), 404, "not-found")


def test_a_role_that_may_not_do_something_is_told_so(http: httpx.Client) -> None:
    require_problem(http.get("/v1/feed"), 403, "forbidden")


def test_the_type_of_a_problem_leads_to_its_meaning(http: httpx.Client) -> None:
    problem = require_problem(http.get("/v1/nothing"), 404, "not-found")
    explained = http.get(problem["type"])

    assert explained.status_code == 200
    assert explained.json()["title"] == problem["title"]
