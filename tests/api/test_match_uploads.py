"""Uploads of match jobs: what breaks a line, what breaks an upload, and what is sent twice."""

from io import BytesIO

import orjson
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.ndjson import LONGEST_LINE
from hashdb.access import OPERATOR
from hashdb.roles import Role
from hashdb.services import policies
from tests.api.bulk import JOBS, NDJSON, body, done, line, lines_of, post, work
from tests.api.sample import Headers, KeyFor
from tests.services.world import World, value

BAD_LINES = [
    (b'{"signal_type": "pdq"}', "signal_value", "is required"),
    (b'{"signal_type": "pdq", "signal_value": "00"}', "signal_value", "must be exactly 64 hexadecimal digits"),
    (b'{"signal_type": "photo", "signal_value": "00"}', "signal_type", ""),
    (b'{"signal_type": "pdq", "signal_value": "%s", "hash": 1}' % value(1).encode(), "hash", "is not a field"),
    (b'{"signal_type": "pdq", "signal_value": "%s", "ref": 7}' % value(1).encode(), "ref", "input should be a valid"),
    (
        b'{"signal_type": "pdq", "signal_value": "%s", "all_orientations": []' % value(1).encode(),
        "line",
        "must be JSON",
    ),
    (b"[1, 2]", "body", "input should be an object"),
    (b"\xff\xfe", "line", "must be JSON"),
    (b'{"ref": "' + b"x" * 201 + b'"}', "signal_type", "is required"),
]


@pytest.mark.parametrize(("bad", "field", "rule"), BAD_LINES)
def test_a_bad_line_is_answered_by_its_problem_and_stops_nothing(
    client: FlaskClient, world: World, gamma: Headers, bad: bytes, field: str, rule: str
) -> None:
    signal = world.active(1)
    where = done(client, world, gamma, body(bad, line(1)))
    first, second = lines_of(client.get(f"{where}/results", headers=gamma))

    assert (first["line"], first["problem"]["field"]) == (1, field)
    assert first["problem"]["rule"].startswith(rule)
    assert [hit["signal_id"] for hit in second["matches"]] == [signal.id]


def test_a_body_of_another_type_is_refused(client: FlaskClient, gamma: Headers) -> None:
    answer = client.post(JOBS, json=line(1), headers=gamma)

    assert answer.status_code == 415
    assert answer.get_json()["detail"] == "send the body as Content-Type: application/x-ndjson"


def test_a_compressed_body_is_refused(client: FlaskClient, gamma: Headers) -> None:
    assert post(client, gamma, body(line(1)), **{"Content-Encoding": "gzip"}).status_code == 415


@pytest.mark.parametrize("data", [b"", b"\n\n \r\n"])
def test_a_body_without_a_query_is_refused(client: FlaskClient, gamma: Headers, data: bytes) -> None:
    answer = post(client, gamma, data)

    assert (answer.status_code, answer.get_json()["errors"][0]["field"]) == (422, "body")
    assert client.get(JOBS, headers=gamma).get_json()["items"] == []


@pytest.mark.parametrize("end", [b"\n", b""])
def test_a_line_that_is_too_long_is_refused_with_all_that_came_before(
    client: FlaskClient, gamma: Headers, end: bytes
) -> None:
    answer = post(client, gamma, body(*(line(number) for number in range(1_200))) + b"x" * (LONGEST_LINE + 1) + end)

    assert answer.status_code == 422
    assert answer.get_json()["errors"] == [{"field": "line 1201", "rule": f"may have {LONGEST_LINE} bytes"}]
    assert client.get(JOBS, headers=gamma).get_json()["items"] == []


def test_the_longest_line_that_is_read_may_lie_anywhere(client: FlaskClient, world: World, gamma: Headers) -> None:
    padded = orjson.dumps(line(1)).ljust(65_536)
    where = done(client, world, gamma, body(line(2), padded, padded))

    assert [each["line"] for each in lines_of(client.get(f"{where}/results", headers=gamma))] == [1, 2, 3]


def test_more_hashes_than_the_policy_allows_are_refused(client: FlaskClient, world: World, gamma: Headers) -> None:
    policies.change(world.store, {"match_job_limit": 2}, actor=OPERATOR, now=world.now)
    answer = post(client, gamma, body(line(1), line(2), line(3)))

    assert answer.status_code == 422
    assert answer.get_json()["errors"] == [
        {"field": "body", "rule": "may hold 2 hashes, fewer if they cost more; send several jobs"}
    ]


def test_more_jobs_than_the_policy_allows_are_refused(client: FlaskClient, world: World, gamma: Headers) -> None:
    policies.change(world.store, {"match_jobs_at_once": 1}, actor=OPERATOR, now=world.now)
    post(client, gamma, body(line(1)))
    answer = post(client, gamma, body(line(1)))

    assert (answer.status_code, answer.get_json()["type"]) == (409, "/problems/guard-not-met")


class Chunks(BytesIO):
    """A body that comes a few bytes at a time, as over a slow network."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(7, size or 7))


def sent_in_chunks(client: FlaskClient, headers: Headers, data: bytes) -> TestResponse:
    return client.post(
        JOBS,
        input_stream=Chunks(data),
        content_type=NDJSON,
        headers={**headers, "Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True},
    )


def test_a_body_may_be_sent_in_chunks(client: FlaskClient, world: World, gamma: Headers) -> None:
    answer = sent_in_chunks(client, gamma, body(line(1), line(2)))
    work(world, answer.get_json()["id"])

    assert (answer.status_code, answer.get_json()["total"]) == (202, 2)
    assert len(lines_of(client.get(f"{answer.headers['Location']}/results", headers=gamma))) == 2


def test_a_body_in_chunks_that_ends_within_a_line_is_not_taken_for_whole(client: FlaskClient, gamma: Headers) -> None:
    answer = sent_in_chunks(client, gamma, body(line(1), line(2))[:-1])

    assert (answer.status_code, answer.get_json()["errors"][0]["field"]) == (422, "body")
    assert client.get(JOBS, headers=gamma).get_json()["items"] == []


def test_a_body_that_is_shorter_than_its_length_is_not_taken_for_whole(client: FlaskClient, gamma: Headers) -> None:
    data = body(line(1), line(2))
    answer = client.post(
        JOBS,
        input_stream=BytesIO(data),
        content_type=NDJSON,
        headers=gamma,
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": str(len(data) + 1)},
    )

    assert answer.status_code == 400
    assert client.get(JOBS, headers=gamma).get_json()["items"] == []


def test_the_same_upload_again_is_the_same_job(client: FlaskClient, gamma: Headers) -> None:
    first = post(client, gamma, body(line(1)), **{"Idempotency-Key": "a"})
    again = post(client, gamma, body(line(1)), **{"Idempotency-Key": "a"})

    assert (again.status_code, again.get_json()) == (202, first.get_json())
    assert (first.headers.get("Idempotent-Replay"), again.headers.get("Idempotent-Replay")) == (None, "true")
    assert len(client.get(JOBS, headers=gamma).get_json()["items"]) == 1


def test_another_upload_under_the_same_key_is_refused(client: FlaskClient, gamma: Headers) -> None:
    post(client, gamma, body(line(1)), **{"Idempotency-Key": "a"})
    answer = post(client, gamma, body(line(2)), **{"Idempotency-Key": "a"})

    assert (answer.status_code, answer.get_json()["type"]) == (422, "/problems/idempotency-key-reused")


def test_an_idempotency_key_of_another_caller_is_another_key(
    client: FlaskClient, gamma: Headers, key_for: KeyFor
) -> None:
    stranger = {"Authorization": key_for(Role.PLATFORM_MATCHER)}
    first = post(client, gamma, body(line(1)), **{"Idempotency-Key": "a"})
    other = post(client, stranger, body(line(1)), **{"Idempotency-Key": "a"})

    assert first.get_json()["id"] != other.get_json()["id"]


def test_an_idempotency_key_must_be_well_formed_here_too(client: FlaskClient, gamma: Headers) -> None:
    answer = post(client, gamma, body(line(1)), **{"Idempotency-Key": "x" * 256})

    assert answer.get_json()["errors"][0]["field"] == "Idempotency-Key"
