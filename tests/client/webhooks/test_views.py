"""A receiver behind Flask and as a plain WSGI application."""

from collections.abc import Callable
from datetime import UTC, datetime
from wsgiref.validate import validator

import pytest
from flask import Flask
from werkzeug.test import Client

from hashdb.client.webhooks import Event, Receiver, application_for, blueprint
from worker.signatures import signed_headers

SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
BODY = b'{"type":"takedown.requested","timestamp":"2026-01-15T10:00:00Z","data":{"id":"tdr_01"}}'
PATH = "/hashdb/webhooks"


def headers() -> dict[str, str]:
    return signed_headers([SECRET], "dlv_1", datetime.now(UTC), BODY)


def by_flask(receiver: Receiver) -> Client:
    app = Flask("platform")
    app.register_blueprint(blueprint(receiver, PATH))
    return app.test_client()


def by_wsgi(receiver: Receiver) -> Client:
    return Client(validator(application_for(receiver)))


@pytest.fixture
def taken() -> list[Event]:
    return []


@pytest.fixture(params=[by_flask, by_wsgi])
def client(request: pytest.FixtureRequest, taken: list[Event]) -> Client:
    receiver = Receiver([SECRET])
    receiver.on("takedown.requested")(taken.append)
    serve: Callable[[Receiver], Client] = request.param
    return serve(receiver)


def test_a_signed_webhook_is_taken(client: Client, taken: list[Event]) -> None:
    answer = client.post(PATH, data=BODY, headers=headers(), buffered=True)

    assert (answer.status_code, answer.data) == (204, b"")
    assert [each.data for each in taken] == [{"id": "tdr_01"}]


def test_one_that_was_changed_is_refused(client: Client, taken: list[Event]) -> None:
    assert client.post(PATH, data=BODY + b" ", headers=headers(), buffered=True).status_code == 401
    assert taken == []


def test_one_that_is_far_too_large_is_refused_unread(client: Client) -> None:
    assert client.post(PATH, data=b" " * 70_000, headers=headers(), buffered=True).status_code == 413


def test_only_post_is_allowed(client: Client) -> None:
    answer = client.get(PATH, buffered=True)

    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
