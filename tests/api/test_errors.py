from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from api import errors
from api.problems import types
from hashdb.errors import CorruptLogError, HashdbError, SegmentError, SnapshotError, StoreMismatchError
from hashdb.roles import Role
from tests.api.sample import KeyFor

# Refusals that are a fault of ours, or of what we depend on.
DELIBERATE = {"unavailable", "read-only", "provider-unavailable", "internal-error"}
OURS = {HashdbError, CorruptLogError, SegmentError, SnapshotError, StoreMismatchError}


@pytest.fixture
def reader(key_for: KeyFor) -> dict[str, str]:
    return {"Authorization": key_for(Role.RESEARCHER)}


def test_an_unknown_url_is_a_problem(client: FlaskClient) -> None:
    answer = client.get("/v1/nothing")

    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json() == {
        "type": "/problems/not-found",
        "title": "There is no such thing",
        "status": 404,
        "detail": "there is nothing at this address",
        "instance": "/v1/nothing",
        "request_id": answer.headers["X-Request-Id"],
    }


def test_a_wrong_method_is_a_problem_that_keeps_allow(client: FlaskClient) -> None:
    answer = client.delete("/sample/hashes")

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert answer.get_json()["type"] == "/problems/method-not-allowed"


def test_a_refusal_of_the_domain_has_its_status_and_sentence(client: FlaskClient, reader: dict[str, str]) -> None:
    answer = client.post("/sample/faults/missing", headers=reader)

    assert answer.status_code == 404
    assert answer.get_json()["detail"] == "there is no such signal"


def test_a_store_that_does_not_answer_asks_for_another_try(client: FlaskClient, reader: dict[str, str]) -> None:
    answer = client.post("/sample/faults/store", headers=reader)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "2"
    assert answer.get_json()["type"] == "/problems/unavailable"


def test_a_fault_says_nothing_of_what_went_wrong(client: FlaskClient, reader: dict[str, str]) -> None:
    answer = client.post("/sample/faults/bug", headers=reader)

    assert answer.status_code == 500
    assert answer.get_json()["type"] == "/problems/internal-error"
    assert "0123456789abcdef" not in answer.text
    assert "ZeroDivision" not in answer.text


def test_a_fault_of_the_domain_says_no_more_than_any_other(client: FlaskClient, reader: dict[str, str]) -> None:
    answer = client.post("/sample/faults/log", headers=reader)

    assert answer.status_code == 500
    assert answer.get_json()["type"] == "/problems/internal-error"
    assert "entry 7" not in answer.text


@pytest.mark.parametrize("refusal", [refusal for _, refusal in sorted(types().items()) if refusal not in OURS])
def test_every_refusal_has_a_status_of_its_own_or_of_its_kind(refusal: type[HashdbError]) -> None:
    assert errors.status_of(refusal).value < 500 or refusal.slug in DELIBERATE


def test_no_two_refusals_share_a_slug() -> None:
    classes = [refusal for refusal in _all(HashdbError) if refusal.__module__ in {"hashdb.errors", "api.refusals"}]

    assert len({refusal.slug for refusal in classes}) == len(classes)


def _all(root: type[HashdbError]) -> Iterator[type[HashdbError]]:
    for child in root.__subclasses__():
        yield child
        yield from _all(child)
