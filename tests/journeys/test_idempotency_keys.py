"""A request that is sent again under its Idempotency-Key, by whatever process it is answered."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
import pytest

from hashdb.roles import Role
from tests.journeys.cast import STATEMENT, Cast, fresh_signal


@pytest.fixture
def http(cast: Cast) -> Iterator[httpx.Client]:
    headers = cast.bearer(cast.alpha, Role.PLATFORM_SUBMITTER)
    with httpx.Client(base_url=cast.serving.url, headers=headers, timeout=30) as client:
        yield client


def submission() -> dict[str, Any]:
    """Return the submission of a signal that is new."""
    signal = fresh_signal()
    value = {"signal_type": "pdq", "signal_value": signal.signal_value, "quality": 100, "content_type": "image"}
    return {"signals": [{**value, **STATEMENT.as_fields()}]}


def test_the_same_request_again_has_the_same_answer_and_says_that_it_is_a_replay(http: httpx.Client) -> None:
    key, body = {"Idempotency-Key": str(uuid4())}, submission()
    first = http.post("/v1/signals", json=body, headers=key)
    again = http.post("/v1/signals", json=body, headers=key)

    assert first.json()["results"][0]["outcome"] == "created"
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert "Idempotent-Replay" not in first.headers
    assert again.headers["Idempotent-Replay"] == "true"


def test_the_same_key_with_another_body_is_refused(http: httpx.Client) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    http.post("/v1/signals", json=submission(), headers=key)
    other = http.post("/v1/signals", json=submission(), headers=key)

    assert other.status_code == 422
    assert other.json()["type"] == "/problems/idempotency-key-reused"


def test_the_same_request_many_times_at_once_is_done_once(http: httpx.Client) -> None:
    key, body = {"Idempotency-Key": str(uuid4())}, submission()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: http.post("/v1/signals", json=body, headers=key), range(8)))
    taken = [answer for answer in answers if answer.status_code == 200]

    assert {answer.json()["results"][0]["outcome"] for answer in taken} == {"created"}
    assert {answer.json().get("type") for answer in answers} <= {None, "/problems/request-in-progress"}
    assert sum("Idempotent-Replay" not in answer.headers for answer in taken) == 1


def test_without_a_key_a_repeated_request_is_a_new_one(http: httpx.Client) -> None:
    body = submission()
    outcomes = [http.post("/v1/signals", json=body).json()["results"][0]["outcome"] for _ in range(2)]

    assert outcomes == ["created", "known"]
