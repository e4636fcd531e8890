import pytest
from flask.testing import FlaskClient

from tests.api.sample import Headers

EVERYWHERE = ["/healthz", "/v1/me", "/nothing", "/docs", "/openapi.json", "/metrics", "/sample/open"]


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_is_guarded_and_sets_no_cookie(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "X-Request-Id" in headers
    assert "Set-Cookie" not in headers


def test_times_are_written_in_utc_with_z(client: FlaskClient, submitter: Headers) -> None:
    answer = client.get("/sample/signals/sig_01JDB4V8M3Z1Q5X7T9N2R6C0KE", headers=submitter)

    assert answer.get_json()["now"] == "2026-11-23T09:00:00Z"
