from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.context import Surroundings
from hashdb.access import OPERATOR
from hashdb.roles import Role
from hashdb.services import erasure
from tests.api.sample import Calls, Clock, Headers, KeyFor

GOOD = {"hashes": [{"value": "00ff", "tier": 3}]}
OTHER = {"hashes": [{"value": "00fe", "tier": 3}]}
KEY = {"Idempotency-Key": "5d1c2b9e"}
FERNET = b"gAAAAA"  # how everything sealed begins: the version, and the first bytes of the time


def test_the_same_request_again_gets_the_saved_answer(client: FlaskClient, submitter: Headers, calls: Calls) -> None:
    first = client.post("/sample/hashes", json=GOOD, headers={**submitter, **KEY})
    again = client.post("/sample/hashes", json=GOOD, headers={**submitter, **KEY})

    assert calls.count == 1
    assert (again.status_code, again.data) == (first.status_code, first.data) == (201, first.data)
    assert again.headers["Location"] == "/sample/1"
    assert again.headers["Idempotent-Replay"] == "true"
    assert "Idempotent-Replay" not in first.headers


def test_a_replay_has_a_request_id_of_its_own(client: FlaskClient, submitter: Headers) -> None:
    first = client.post("/sample/hashes", json=GOOD, headers={**submitter, **KEY})
    again = client.post("/sample/hashes", json=GOOD, headers={**submitter, **KEY})

    assert first.headers["X-Request-Id"] != again.headers["X-Request-Id"]


def test_the_key_with_another_body_is_refused(client: FlaskClient, submitter: Headers, calls: Calls) -> None:
    client.post("/sample/hashes", json=GOOD, headers={**submitter, **KEY})
    other = client.post("/sample/hashes", json=OTHER, headers={**submitter, **KEY})

    assert other.status_code == 422
    assert other.get_json()["type"] == "/problems/idempotency-key-reused"
    assert calls.count == 1


def test_the_key_on_another_path_is_refused(client: FlaskClient, submitter: Headers) -> None:
    client.post("/sample/hashes", json=GOOD, headers={**submitter, **KEY})
    other = client.post("/sample/act", json=GOOD, headers={**submitter, **KEY})

    assert other.get_json()["type"] == "/problems/idempotency-key-reused"


def test_a_second_request_while_the_first_is_answered_is_refused(
    app: Flask, submitter: Headers, calls: Calls, clock: Clock
) -> None:
    def ask() -> TestResponse:
        return app.test_client().post("/sample/hashes", json=GOOD, headers={**submitter, **KEY})

    def ask_again() -> None:
        clock.advance(seconds=1)
        seen.append(elsewhere.submit(ask).result())

    seen: list[TestResponse] = []
    calls.during = ask_again
    with ThreadPoolExecutor(1) as elsewhere:
        first = ask()

    assert first.status_code == 201
    assert seen[0].status_code == 409
    assert seen[0].get_json()["type"] == "/problems/request-in-progress"
    assert seen[0].headers["Retry-After"] == "8"


def test_another_caller_may_use_the_same_key(
    client: FlaskClient, submitter: Headers, key_for: KeyFor, calls: Calls
) -> None:
    other = {"Authorization": key_for(Role.PLATFORM_SUBMITTER)}
    client.post("/sample/hashes", json=GOOD, headers={**submitter, **KEY})
    answer = client.post("/sample/hashes", json=OTHER, headers={**other, **KEY})

    assert answer.status_code == 201
    assert calls.count == 2


@pytest.mark.parametrize("fault", ["bug", "store", "stale"])
def test_an_answer_that_trying_again_may_change_is_not_kept(
    client: FlaskClient, submitter: Headers, calls: Calls, fault: str
) -> None:
    client.post(f"/sample/faults/{fault}", headers={**submitter, **KEY})
    again = client.post(f"/sample/faults/{fault}", headers={**submitter, **KEY})

    assert calls.count == 2
    assert "Idempotent-Replay" not in again.headers


def test_a_refusal_is_kept_like_any_answer(client: FlaskClient, submitter: Headers, calls: Calls) -> None:
    client.post("/sample/faults/missing", headers={**submitter, **KEY})
    again = client.post("/sample/faults/missing", headers={**submitter, **KEY})

    assert calls.count == 1
    assert again.status_code == 404
    assert again.mimetype == "application/problem+json"


@pytest.mark.parametrize("key", ["", "x" * 256, "caf\xe9"])
def test_a_key_that_is_no_printable_ascii_is_refused(client: FlaskClient, submitter: Headers, key: str) -> None:
    answer = client.post("/sample/act", headers={**submitter, "Idempotency-Key": key})

    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["field"] == "Idempotency-Key"


def test_without_a_key_every_request_is_a_new_one(client: FlaskClient, submitter: Headers, calls: Calls) -> None:
    client.post("/sample/hashes", json=GOOD, headers=submitter)
    client.post("/sample/hashes", json=GOOD, headers=submitter)

    assert calls.count == 2


def test_what_is_in_a_saved_answer_is_given_again_but_cannot_be_read_in_the_store(
    client: FlaskClient, key_for: KeyFor, redis_client: redis.Redis
) -> None:
    headers = {"Authorization": key_for(Role.ADMIN), **KEY}
    member = client.get("/v1/members", headers=headers).get_json()["items"][0]["id"]
    wanted = {"name": "Ada", "email": "ada@example.org"}
    first = client.post(f"/v1/members/{member}/users", json=wanted, headers=headers)
    again = client.post(f"/v1/members/{member}/users", json=wanted, headers=headers)
    kept = [redis_client.get(name).partition(b"\n")[2] for name in redis_client.scan_iter("idempotency:*")]

    assert (again.status_code, again.data) == (first.status_code, first.data) == (201, first.data)
    assert [body.startswith(FERNET) for body in kept] == [True]


def test_what_was_erased_is_in_no_saved_answer_and_a_repeat_is_still_one(
    client: FlaskClient, key_for: KeyFor, surroundings: Surroundings, clock: Clock
) -> None:
    admin = {"Authorization": key_for(Role.ADMIN)}
    member = client.get("/v1/me", headers=admin).get_json()["member_id"]
    noor = {"name": "Noor", "email": "noor@example.org"}
    made = client.post(f"/v1/members/{member}/users", json=noor, headers={**admin, **KEY})
    erasure.erase_person(surroundings.store, made.get_json()["id"], actor=OPERATOR, now=clock())
    again = client.post(f"/v1/members/{member}/users", json=noor, headers={**admin, **KEY})

    assert made.get_json()["name"] == "Noor"
    assert (again.status_code, again.headers["Idempotent-Replay"], again.data) == (201, "true", b"{}")
