"""What the client does when the service refuses, is busy, or is not there."""

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest

from hashdb.client import ApiError, Client
from hashdb.errors import FieldProblem, UnavailableError

if TYPE_CHECKING:
    from tests.client.conftest import Peer

PROBLEM = {"title": "The input breaks a rule", "status": 422, "detail": "1 field of the request broke a rule"}


def test_the_key_travels_as_a_bearer_token(peer: "Peer", client: Client) -> None:
    peer.answer(200, {"role": "reviewer"})

    assert client.me() == {"role": "reviewer"}
    assert peer.asked[0].headers["Authorization"] == "Bearer hdb_id_secret"


def test_a_problem_document_arrives_with_all_it_says(peer: "Peer", client: Client) -> None:
    errors = [{"field": "note", "rule": "must not be empty"}]
    peer.answer(422, PROBLEM | {"type": "/problems/invalid-input", "errors": errors})
    with pytest.raises(ApiError, match="note: must not be empty") as refused:
        client.give_opinion("sig_1", "negative", "wrong_label")

    assert (refused.value.slug, refused.value.status) == ("invalid-input", 422)
    assert (refused.value.title, refused.value.detail) == (PROBLEM["title"], PROBLEM["detail"])
    assert refused.value.errors == (FieldProblem("note", "must not be empty"),)
    assert len(peer.asked) == 1


@pytest.mark.parametrize("page", [b"<html>proxy</html>", b"", b'["no object"]'])
def test_an_error_that_is_no_problem_document_is_named_by_its_status(peer: "Peer", client: Client, page: bytes) -> None:
    peer.answer(404, page)
    with pytest.raises(ApiError) as refused:
        client.signal("sig_1")

    assert (refused.value.slug, refused.value.title) == ("http-404", "Not Found")


@pytest.mark.parametrize("status", [429, 502, 503, 504, 0])
def test_a_post_is_repeated_under_one_idempotency_key_until_it_is_answered(
    peer: "Peer", client: Client, status: int
) -> None:
    peer.answer(status)
    peer.answer(status)
    peer.answer(200, {"state": "active"})

    assert client.review_signal("sig_1", "approve") == {"state": "active"}
    assert len(peer.asked) == 3
    assert len({asked.headers["Idempotency-Key"] for asked in peer.asked}) == 1


def test_a_page_in_place_of_an_answer_is_told_in_one_sentence(peer: "Peer", client: Client) -> None:
    peer.answer(200, b"<html>Welcome to our network</html>")
    with pytest.raises(UnavailableError, match=r"127\.0\.0\.1 answered with something that is no JSON"):
        client.me()


def test_a_status_that_has_no_name_is_told_by_its_number(peer: "Peer", client: Client) -> None:
    peer.answer(499, b"")
    with pytest.raises(ApiError, match="HTTP 499"):
        client.me()


def test_two_posts_have_two_idempotency_keys(peer: "Peer", client: Client) -> None:
    peer.answer(200, {})
    client.review_signal("sig_1", "approve")
    client.review_signal("sig_1", "approve")

    assert len({asked.headers["Idempotency-Key"] for asked in peer.asked}) == 2


def test_a_first_try_that_is_still_being_answered_is_waited_for(peer: "Peer", client: Client) -> None:
    peer.answer(409, {"type": "/problems/request-in-progress", "title": "Busy", "status": 409, "detail": "wait"})
    peer.answer(200, {"state": "active"})

    assert client.review_signal("sig_1", "approve") == {"state": "active"}


def test_any_other_conflict_is_not_repeated(peer: "Peer", client: Client) -> None:
    peer.answer(409, {"type": "/problems/illegal-transition", "title": "No", "status": 409, "detail": "no"})
    with pytest.raises(ApiError, match="No: no"):
        client.review_signal("sig_1", "approve")

    assert len(peer.asked) == 1


def test_the_service_is_left_alone_for_as_long_as_it_asks(peer: "Peer", client: Client) -> None:
    peer.answer(429, None, Retry_After="1")
    peer.answer(200, {})
    started = time.monotonic()
    client.me()

    assert time.monotonic() - started >= 1


def test_it_may_ask_for_that_by_a_date(peer: "Peer", client: Client) -> None:
    peer.answer(429, None, Retry_After=format_datetime(datetime.now(UTC) + timedelta(seconds=3), usegmt=True))
    peer.answer(200, {})
    started = time.monotonic()
    client.me()

    assert time.monotonic() - started >= 1


@pytest.mark.parametrize("asked", ["soon", "-5", "nan", "Wed, 21 Oct 2015 07:28:00 GMT"])
def test_a_pause_that_makes_no_sense_is_not_made(peer: "Peer", client: Client, asked: str) -> None:
    peer.answer(503, None, Retry_After=asked)
    peer.answer(200, {"role": "reviewer"})

    assert client.me() == {"role": "reviewer"}


def test_the_last_refusal_is_raised_when_all_tries_are_spent(peer: "Peer", client: Client) -> None:
    peer.answer(503, None)
    with pytest.raises(ApiError) as refused:
        client.me()

    assert refused.value.status == 503
    assert len(peer.asked) == 4


def test_a_service_that_is_not_there_is_told_in_one_sentence() -> None:
    with (
        Client("http://127.0.0.1:9", "key", tries=2, pause=0.001) as client,
        pytest.raises(UnavailableError) as refused,
    ):
        client.me()

    assert "http://127.0.0.1:9 does not answer (ConnectError)" in str(refused.value)
