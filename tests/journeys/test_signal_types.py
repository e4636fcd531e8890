"""A video, a text and an address through the real service: listed, found, hosted, and no longer found."""

import hashlib
from collections.abc import Sequence
from typing import Any

import httpx
import pytest

from hashdb.hashing import HashedSignal
from hashdb.roles import Role
from hashdb.signals import View, video_value
from tests.journeys.cast import Cast
from tests.journeys.serving import Serving
from tests.journeys.waiting import eventually

Hits = list[list[dict[str, Any]]]


def _digest(*of: object) -> str:
    return hashlib.sha256(repr(of).encode()).hexdigest()


def _video(first: int, count: int) -> HashedSignal:
    """Return an excerpt of one video, from its second *first* on."""
    frames = tuple(
        View(name=f"second_{each}", signal_value=_digest("frame", each), quality=90)
        for each in range(first, first + count)
    )
    return HashedSignal(signal_type="vpdq", signal_value=video_value(frames), content_type="video", views=frames)


def _text(lanes: int) -> HashedSignal:
    """Return a text of which so many lanes are others."""
    code = bytes.fromhex("".join(_digest("text", part) for part in range(4)))
    value = bytes(each ^ 7 for each in code[:lanes]) + code[lanes:]
    return HashedSignal(signal_type="text_minhash", signal_value=value.hex(), content_type="text")


def _url(path: str) -> HashedSignal:
    return HashedSignal(signal_type="url_sha256", signal_value=_digest("url", path), content_type="url")


def _query(signal: HashedSignal) -> dict[str, Any]:
    views = [{"name": each.name, "signal_value": each.signal_value, "quality": 90} for each in signal.views]
    return {"signal_type": signal.signal_type, "signal_value": signal.signal_value, "views": views}


def _hits(serving: Serving, headers: dict[str, str], signals: Sequence[HashedSignal]) -> Hits:
    body = {"signals": [_query(each) for each in signals]}
    answer = httpx.post(f"{serving.url}/v1/match", json=body, headers=headers).raise_for_status()
    return [each["matches"] for each in answer.json()["results"]]


def _all_found(serving: Serving, headers: dict[str, str], signals: Sequence[HashedSignal]) -> Hits | None:
    hits = _hits(serving, headers, signals)
    return hits if all(hits) else None


@pytest.mark.timeout(180)
def test_what_is_no_picture_is_found_and_hosted_and_withdrawn_like_pictures(cast: Cast, serving: Serving) -> None:
    listed = [_video(0, 60), _text(0), _url("/a")]
    uploads = [_video(20, 10), _text(50), _url("/a")]
    headers = cast.bearer(cast.beta, Role.PLATFORM_MATCHER)
    items = [{"content_ref": f"v/{place}", **_query(each)} for place, each in enumerate(uploads)]
    host = cast.bearer(cast.gamma, Role.PLATFORM_MATCHER)
    taken = httpx.post(f"{serving.url}/v1/inventory", json={"items": items}, headers=host).json()["results"]
    ids = cast.live(*listed)
    found = eventually(lambda: _all_found(serving, headers, uploads), "all three are found")
    matches = [cast.found(each) for each in ids]
    for each in ids:
        cast.other_senior.review_signal(each, "withdraw", reason="wrong_label")

    assert [each["outcome"] for each in taken] == ["added"] * 3
    assert [[hit["signal_id"] for hit in hits] for hits in found] == [[each] for each in ids]
    assert [hits[0]["distance"] for hits in found] == [0, 50, 0]
    assert found[0][0]["shares"] == {"query": 1.0, "signal": 0.1667}
    assert [(each["content_ref"], each["distance"]) for each in matches] == [("v/0", 0), ("v/1", 50), ("v/2", 0)]
    assert _hits(serving, headers, uploads) == [[], [], []]
