import json
import time

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.models import Body
from hashdb.errors import field_name
from tests.api.sample import Headers

GOOD = {"value": "00ff", "tier": 3}
SIGNAL = "sig_01JDB4V8M3Z1Q5X7T9N2R6C0KE"


def _problems(client: FlaskClient, headers: Headers, *hashes: dict[str, object]) -> list[dict[str, str]]:
    answer = client.post("/sample/hashes", json={"hashes": hashes}, headers=headers)
    assert answer.status_code == 422
    problems: list[dict[str, str]] = answer.get_json()["errors"]
    return problems


def test_a_good_body_is_read(client: FlaskClient, submitter: Headers) -> None:
    seen = {**GOOD, "kind": "research", "seen_at": "2026-11-23T10:00:00+01:00"}
    answer = client.post("/sample/hashes", json={"hashes": [seen]}, headers=submitter)

    assert answer.status_code == 201
    assert answer.get_json()["first"]["kind"] == "research"
    assert answer.get_json()["first"]["seen_at"] == "2026-11-23T09:00:00Z"


def test_a_number_in_quotes_is_no_number(client: FlaskClient, submitter: Headers) -> None:
    problems = _problems(client, submitter, GOOD, {**GOOD, "tier": "3"})

    assert problems == [{"field": "hashes[1].tier", "rule": "input should be a valid integer"}]


def test_a_word_is_no_truth_value(client: FlaskClient, submitter: Headers) -> None:
    assert _problems(client, submitter, {**GOOD, "urgent": "true"})[0]["field"] == "hashes[0].urgent"


def test_a_number_is_no_truth_value(client: FlaskClient, submitter: Headers) -> None:
    assert _problems(client, submitter, {**GOOD, "urgent": 1})[0]["field"] == "hashes[0].urgent"


def test_a_fraction_is_no_whole_number(client: FlaskClient, submitter: Headers) -> None:
    assert _problems(client, submitter, {**GOOD, "tier": 3.0})[0]["field"] == "hashes[0].tier"


def test_a_time_without_a_zone_is_refused(client: FlaskClient, submitter: Headers) -> None:
    problems = _problems(client, submitter, {**GOOD, "seen_at": "2026-11-23T10:00:00"})

    assert problems == [{"field": "hashes[0].seen_at", "rule": "input should have timezone info"}]


def test_an_unknown_field_is_refused(client: FlaskClient, submitter: Headers) -> None:
    problems = _problems(client, submitter, {**GOOD, "colour": "red"})

    assert problems == [{"field": "hashes[0].colour", "rule": "is not a field that is known here"}]


def test_a_missing_field_is_named(client: FlaskClient, submitter: Headers) -> None:
    assert _problems(client, submitter, {"tier": 1}) == [{"field": "hashes[0].value", "rule": "is required"}]


def test_the_value_that_broke_a_rule_is_not_repeated(client: FlaskClient, submitter: Headers) -> None:
    assert "secret" not in json.dumps(_problems(client, submitter, {**GOOD, "value": "secret"}))


def test_a_thousand_bad_hashes_name_the_first_fifty(client: FlaskClient, submitter: Headers) -> None:
    assert len(_problems(client, submitter, *[{**GOOD, "tier": "x"}] * 1000)) == 50


def test_a_body_that_breaks_thousands_of_rules_is_refused_without_spelling_them_out(
    client: FlaskClient, submitter: Headers
) -> None:
    unknown = {f"{number:x}": 0 for number in range(6_000)}
    problems = _problems(client, submitter, {**GOOD, **unknown})

    assert problems == [{"field": "body", "rule": "breaks 6000 rules; compare it with /openapi.json"}]


def test_one_more_than_the_most_is_refused(client: FlaskClient, submitter: Headers) -> None:
    assert _problems(client, submitter, *[GOOD] * 1001)[0]["field"] == "hashes"


def test_a_body_that_is_no_object_is_refused(client: FlaskClient, submitter: Headers) -> None:
    answer = client.post("/sample/hashes", json=[GOOD], headers=submitter)

    assert answer.status_code == 422
    assert answer.get_json()["errors"] == [{"field": "body", "rule": "input should be an object"}]


@pytest.mark.parametrize("body", [b"", b"{", b'{"hashes": [}', b"\xff\xfe", b"{'hashes': 1}", b'{"hashes": NaN}x'])
def test_what_is_no_json_is_refused(client: FlaskClient, submitter: Headers, body: bytes) -> None:
    answer = client.post("/sample/hashes", data=body, content_type="application/json", headers=submitter)

    assert answer.status_code == 400
    assert answer.get_json()["type"] == "/problems/malformed-json"


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/x-www-form-urlencoded", "application/xml"])
def test_another_content_type_is_refused(client: FlaskClient, submitter: Headers, content_type: str) -> None:
    answer = client.post("/sample/hashes", data=b"{}", content_type=content_type, headers=submitter)

    assert answer.status_code == 415
    assert answer.get_json()["type"] == "/problems/unsupported-media-type"


def test_a_charset_beside_the_content_type_does_no_harm(client: FlaskClient, submitter: Headers) -> None:
    body = json.dumps({"hashes": [GOOD]})
    answer = client.post("/sample/hashes", data=body, content_type="application/json; charset=utf-8", headers=submitter)

    assert answer.status_code == 201


def test_a_compressed_body_is_refused(client: FlaskClient, submitter: Headers) -> None:
    answer = client.post("/sample/hashes", data=b"x", headers={**submitter, "Content-Encoding": "gzip"})

    assert answer.status_code == 415


def test_a_view_without_a_body_needs_none(client: FlaskClient, submitter: Headers) -> None:
    assert client.post("/sample/act", headers=submitter).status_code == 200


def test_a_path_that_holds_no_id_leads_nowhere(client: FlaskClient, submitter: Headers) -> None:
    assert client.get("/sample/signals/sig_1", headers=submitter).status_code == 404


def test_the_query_is_read(client: FlaskClient, submitter: Headers) -> None:
    answer = client.get(f"/sample/signals/{SIGNAL}?limit=7&after=x", headers=submitter)

    assert answer.get_json() == {"signal_id": SIGNAL, "limit": 7, "after": "x", "now": "2026-11-23T09:00:00Z"}


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=1001", "limit=x", "limit=", "limit=7.5", "lim=7", "limit=1&limit=2"]
)
def test_a_query_that_breaks_a_rule_is_refused(client: FlaskClient, submitter: Headers, query: str) -> None:
    answer = client.get(f"/sample/signals/{SIGNAL}?{query}", headers=submitter)

    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["field"] in {"limit", "lim"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(body=st.binary(max_size=60))
def test_no_bytes_whatever_make_a_fault(client: FlaskClient, submitter: Headers, body: bytes) -> None:
    answer = client.post("/sample/hashes", data=body, content_type="application/json", headers=submitter)

    assert answer.status_code in {400, 422}


def test_a_field_is_named_by_its_path() -> None:
    assert field_name(("signals", 3, "signal_value")) == "signals[3].signal_value"
    assert field_name(()) == "body"


class Submission(Body):
    signal_type: str
    signal_value: str
    tier: int
    behaviour_labels: list[str]
    statement_good_faith: bool


class Submissions(Body):
    signals: list[Submission]


def test_a_thousand_submissions_are_validated_within_ten_milliseconds() -> None:
    one = {
        "signal_type": "pdq",
        "signal_value": "0f" * 32,
        "tier": 3,
        "behaviour_labels": ["gta"],
        "statement_good_faith": True,
    }
    body = json.dumps({"signals": [one] * 1000}).encode()
    times = []
    for _ in range(7):
        started = time.thread_time()
        Submissions.model_validate_json(body)
        times.append(time.thread_time() - started)

    assert min(times) < 0.010
