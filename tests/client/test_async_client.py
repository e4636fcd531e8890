"""The client that awaits: the same actions, retries, lists and downloads."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import orjson
import pytest
import skimage.data

from hashdb.client import ApiError, AsyncClient, Checked, Client
from hashdb.client.client import Actions
from hashdb.client.match_jobs import JobActions
from hashdb.client.speaking import action, walk
from hashdb.errors import UnavailableError
from hashdb.hashing import HashedSignal
from hashdb.signals import SIGNAL_TYPES, View

if TYPE_CHECKING:
    from tests.client.conftest import Peer

PHOTOGRAPH = Path(skimage.data.__file__).parent / "rocket.jpg"
PDQ = HashedSignal(signal_type="pdq", signal_value=SIGNAL_TYPES["pdq"].example, content_type="image", quality=88)
BROKEN_OFF = {"problem": {"field": "results", "rule": "break off here"}}
_Result = TypeVar("_Result")


def asked(peer: "Peer", ask: Callable[[AsyncClient], Awaitable[_Result]]) -> _Result:
    async def main() -> _Result:
        async with AsyncClient(peer.url, "hdb_id_secret", tries=4, pause=0.001) as client:
            return await ask(client)

    return asyncio.run(main())


def test_signals_are_looked_up_with_orientations_and_views_in_batches(peer: "Peer") -> None:
    turned = tuple(f"{turn:02x}" * 32 for turn in range(8))
    views = (View(name="trim", signal_value="0f" * 32, quality=70),)
    signal = HashedSignal(
        signal_type="pdq", signal_value=turned[0], content_type="image", orientations=turned, views=views
    )
    for size in (800, 400):
        peer.answer(200, {"results": [{"matches": []}] * size})
    found = asked(peer, lambda client: client.match([signal] * 1_200, radius=20))

    assert found == [[]] * 1_200
    assert [len(each.body["signals"]) for each in peer.asked] == [800, 400]
    assert peer.asked[0].body["all_orientations"][799] == list(turned)
    assert peer.asked[0].body["signals"][0]["views"] == [{"name": "trim", "signal_value": "0f" * 32, "quality": 70}]
    assert peer.asked[0].body["radius"] == 20


def test_a_radius_that_a_type_has_not_is_left_to_the_policy(peer: "Peer") -> None:
    phash = HashedSignal(signal_type="phash", signal_value="b19cd28e6d3c8a73", content_type="image")
    peer.answer(200, {"results": [{"matches": [{"signal_id": "sig_1"}]}, {"matches": [{"signal_id": "sig_3"}]}]})
    peer.answer(200, {"results": [{"matches": [{"signal_id": "sig_2"}]}]})
    found = asked(peer, lambda client: client.match([PDQ, phash, PDQ], radius=64))

    assert [hits[0]["signal_id"] for hits in found] == ["sig_1", "sig_2", "sig_3"]
    assert [each.body.get("radius") for each in peer.asked] == [64, None]


def test_a_post_is_repeated_under_one_idempotency_key(peer: "Peer") -> None:
    for status in (503, 0, 429):
        peer.answer(status)
    peer.answer(200, {"state": "active"})

    assert asked(peer, lambda client: client.review_signal("sig_1", "approve")) == {"state": "active"}
    assert len(peer.asked) == 4
    assert len({each.headers["Idempotency-Key"] for each in peer.asked}) == 1


def test_a_refusal_is_raised_at_once(peer: "Peer") -> None:
    peer.answer(403, {"type": "/problems/forbidden", "title": "No", "detail": "no", "status": 403})
    with pytest.raises(ApiError, match="No: no"):
        asked(peer, lambda client: client.me())

    assert len(peer.asked) == 1


def test_a_service_that_is_not_there_is_told_in_one_sentence() -> None:
    async def main() -> None:
        async with AsyncClient("http://127.0.0.1:9", "key", tries=2, pause=0.001) as client:
            await client.me()

    with pytest.raises(UnavailableError, match=r"http://127.0.0.1:9 does not answer \(ConnectError\)"):
        asyncio.run(main())


def test_a_list_is_walked_page_by_page(peer: "Peer") -> None:
    async def ids(client: AsyncClient) -> list[str]:
        return [request["id"] async for request in client.takedown_requests(state="received")]

    peer.answer(200, {"items": [{"id": "tdr_1"}], "next": "tdr_1"})
    peer.answer(200, {"items": [{"id": "tdr_2"}], "next": None})

    assert asked(peer, ids) == ["tdr_1", "tdr_2"]


def test_a_match_job_is_sent_and_its_results_are_gone_on_with(peer: "Peer") -> None:
    async def lines(client: AsyncClient) -> list[int]:
        job = await client.match_jobs.create((str(number), PDQ) for number in range(20_000))
        await client.match_jobs.finished(job["id"], pause=0)
        return [each["line"] async for each in client.match_jobs.results(job["id"])]

    peer.answer(202, {"id": "mjb_1", "state": "queued"})
    peer.answer(200, {"id": "mjb_1", "state": "running"})
    peer.answer(200, {"id": "mjb_1", "state": "finished"})
    peer.answer(200, b"".join(orjson.dumps(each) + b"\n" for each in ({"line": 1}, BROKEN_OFF)))
    peer.answer(200, orjson.dumps({"line": 2}) + b"\n")

    assert asked(peer, lines) == [1, 2]
    assert len(peer.asked[0].body) == 20_000
    assert [each.path.partition("?")[2] for each in peer.asked[-2:]] == ["after=0", "after=1"]


def test_results_of_what_is_not_there_are_refused(peer: "Peer") -> None:
    async def lines(client: AsyncClient) -> list[object]:
        return [each async for each in client.match_jobs.results("mjb_1")]

    peer.answer(404, {"type": "/problems/not-found", "title": "There is no such thing", "detail": "n", "status": 404})
    with pytest.raises(ApiError, match="There is no such thing"):
        asked(peer, lines)


def test_a_file_is_hashed_and_looked_up_by_both_alike(peer: "Peer") -> None:
    hit = {"signal_id": "sig_1", "signal_type": "pdq", "distance": 3}
    peer.answer(200, {"results": [{"matches": [hit]}]})
    awaited = asked(peer, lambda client: client.check(PHOTOGRAPH, types=["pdq"]))
    with Client(peer.url, "key") as client:
        waited = client.check(str(PHOTOGRAPH), types=["pdq"])

    assert isinstance(awaited, Checked)
    assert awaited == waited
    assert (awaited.found, awaited.path, awaited.left_out) == (True, str(PHOTOGRAPH), {})
    assert [found["signal_id"] for found in awaited.hits] == ["sig_1"]
    assert peer.asked[0].body == peer.asked[1].body
    assert len(peer.asked[0].body["all_orientations"][0]) == 8


@pytest.mark.parametrize("kind", [Actions, JobActions])
def test_every_action_says_what_it_does_and_what_it_takes(kind: type) -> None:
    told = {
        name: inspect.getdoc(getattr(kind, name))
        for each in kind.__mro__
        for name, value in vars(each).items()
        if isinstance(value, action | walk)
    }

    assert len(told) >= 5
    assert [name for name, text in told.items() if not text] == []
