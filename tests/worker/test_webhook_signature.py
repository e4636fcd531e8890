from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from worker.signatures import sign, signed_headers

SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
OTHER = "whsec_ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8="
BODY = b'{"type":"takedown.requested","timestamp":"2026-01-15T10:00:00Z","data":{"id":"tdr_01"}}'
MESSAGE = "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W"


def test_the_signature_is_that_of_the_published_example() -> None:
    assert sign(SECRET, MESSAGE, 1768471200, BODY) == "v1,X4gMnTiF7sUr0PAPJ+527NlYTmijqGjJzxkuG3vYWGo="


@given(body=st.text(max_size=200))
def test_the_library_of_the_standard_agrees_about_every_body(body: str) -> None:
    moment = datetime(2026, 1, 15, 10, tzinfo=UTC)

    assert sign(SECRET, MESSAGE, int(moment.timestamp()), body.encode()) == Webhook(SECRET).sign(MESSAGE, moment, body)


def test_a_receiver_verifies_the_headers() -> None:
    headers = signed_headers([SECRET], MESSAGE, datetime.now(UTC), BODY)

    assert Webhook(SECRET).verify(BODY, headers)["data"] == {"id": "tdr_01"}


def test_a_receiver_refuses_a_body_that_was_changed() -> None:
    headers = signed_headers([SECRET], MESSAGE, datetime.now(UTC), BODY)

    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(BODY.replace(b"01", b"02"), headers)


@pytest.mark.parametrize("known", [SECRET, OTHER])
def test_during_a_rotation_either_secret_verifies(known: str) -> None:
    headers = signed_headers([SECRET, OTHER], MESSAGE, datetime.now(UTC), BODY)

    assert Webhook(known).verify(BODY, headers)


def test_the_time_of_another_zone_is_the_same_moment() -> None:
    moment = datetime(2026, 1, 15, 10, tzinfo=UTC)
    elsewhere = moment.astimezone(timezone(timedelta(hours=5, minutes=30)))

    assert signed_headers([SECRET], MESSAGE, elsewhere, BODY) == signed_headers([SECRET], MESSAGE, moment, BODY)
