"""What the client sends and reads of match jobs, however often a connection breaks."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import orjson
import pytest

from hashdb.client import ApiError, Client
from hashdb.errors import UnavailableError
from hashdb.hashing import HashedSignal
from hashdb.signals import SIGNAL_TYPES

if TYPE_CHECKING:
    from tests.client.conftest import Peer

PDQ = HashedSignal(signal_type="pdq", signal_value=SIGNAL_TYPES["pdq"].example, content_type="image", quality=88)
JOB = {"id": "mjb_1", "state": "queued", "total": 2, "done": 0}
BROKEN_OFF = {"problem": {"field": "results", "rule": "break off here"}}


def lines(*documents: object) -> bytes:
    return b"".join(orjson.dumps(each) + b"\n" for each in documents)


def test_signals_are_sent_a_line_each_under_their_names(peer: "Peer", client: Client) -> None:
    peer.answer(202, JOB)
    job = client.match_jobs.create((("one", PDQ), ("two", PDQ)), radius=20)
    asked = peer.asked[0]

    assert job == JOB
    assert (asked.method, asked.path) == ("POST", "/v1/match-jobs?radius=20")
    assert asked.headers["Content-Type"] == "application/x-ndjson"
    assert [each["ref"] for each in asked.body] == ["one", "two"]
    assert asked.body[0] == {"ref": "one", "signal_type": "pdq", "signal_value": PDQ.signal_value, "quality": 88}


def test_an_upload_that_was_not_answered_is_sent_again_as_the_same(peer: "Peer", client: Client) -> None:
    def signals() -> Iterator[tuple[str, HashedSignal]]:
        yield from ((str(number), PDQ) for number in range(20_000))

    peer.answer(0)
    peer.answer(202, JOB)
    client.match_jobs.create(signals())
    first, again = peer.asked

    assert first.headers["Idempotency-Key"] == again.headers["Idempotency-Key"]
    assert len(again.body) == 20_000
    assert first.body == again.body


def test_results_are_walked_line_by_line_whatever_a_name_holds(peer: "Peer", client: Client) -> None:
    told = [{"line": 1, "ref": "a\u2028b\x85c", "matches": []}, {"line": 2, "matches": []}]
    peer.answer(200, lines(*told))

    assert list(client.match_jobs.results("mjb_1", after=7, only_matches=True)) == told
    assert peer.asked[0].path == "/v1/match-jobs/mjb_1/results?after=7&only=matches"


@pytest.mark.parametrize(
    "broken", [lines({"line": 1}, BROKEN_OFF), lines({"line": 1}, {"line": 2})[:-5]], ids=["said so", "cut off"]
)
def test_a_download_that_breaks_off_goes_on_behind_the_last_line(peer: "Peer", client: Client, broken: bytes) -> None:
    peer.answer(200, broken)
    peer.answer(200, lines({"line": 2}, {"line": 3}))

    assert [each["line"] for each in client.match_jobs.results("mjb_1")] == [1, 2, 3]
    assert [each.path.partition("?")[2] for each in peer.asked] == ["after=0", "after=1"]


def test_a_download_that_never_gets_anywhere_is_given_up(peer: "Peer", client: Client) -> None:
    peer.answer(200, lines(BROKEN_OFF))

    with pytest.raises(UnavailableError, match="break off here"):
        list(client.match_jobs.results("mjb_1"))
    assert len(peer.asked) == 4


def test_results_of_what_is_not_there_are_refused_at_once(peer: "Peer", client: Client) -> None:
    peer.answer(
        404, {"type": "/problems/not-found", "title": "There is no such thing", "detail": "none", "status": 404}
    )

    with pytest.raises(ApiError, match="There is no such thing"):
        list(client.match_jobs.results("mjb_1"))
    assert len(peer.asked) == 1


def test_waiting_ends_when_nothing_more_is_done(peer: "Peer", client: Client) -> None:
    for state in ("queued", "running", "finished"):
        peer.answer(200, {**JOB, "state": state})

    assert client.match_jobs.finished("mjb_1", pause=0)["state"] == "finished"
    assert len(peer.asked) == 3


def test_a_job_is_deleted(peer: "Peer", client: Client) -> None:
    peer.answer(204)
    client.match_jobs.delete("mjb_1")

    assert (peer.asked[0].method, peer.asked[0].path) == ("DELETE", "/v1/match-jobs/mjb_1")
