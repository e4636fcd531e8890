"""The registry over HTTP, and lookups of what is no picture."""

from collections.abc import Sequence
from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient

from hashdb.access import OPERATOR
from hashdb.records.signal import Signal
from hashdb.roles import Role
from hashdb.services import policies
from hashdb.signals import SIGNAL_TYPES, View, video_value
from hashdb.store import Store
from tests.api.bulk import done, lines_of
from tests.api.sample import Clock, Headers, KeyFor
from tests.services.test_text_matching import changed, text
from tests.services.world import World, near, value, view


@pytest.fixture
def world(store_in_use: Store, clock: Clock) -> World:
    return World(store_in_use, clock.moment)


@pytest.fixture
def matching(key_for: KeyFor) -> Headers:
    return {"Authorization": key_for(Role.PLATFORM_MATCHER)}


def frames(count: int) -> list[View]:
    return [view(f"second_{each}", value(("frame", each))) for each in range(count)]


def active(world: World, video: Sequence[View]) -> Signal:
    return world.active_value(video_value(video), signal_type="vpdq", views=video)


def asked(video: Sequence[View]) -> dict[str, Any]:
    shown = [{"name": each.name, "signal_value": each.signal_value, "quality": 90} for each in video]
    return {"signal_type": "vpdq", "signal_value": video_value(video), "views": shown}


def look_up(client: FlaskClient, headers: Headers, query: dict[str, Any], **more: object) -> Any:
    return client.post("/v1/match", json={"signals": [query], **more}, headers=headers)


def pdq(bits: int) -> dict[str, Any]:
    return {"signal_type": "pdq", "signal_value": near(value(1), bits)}


def test_everybody_reads_which_types_there_are_and_how_they_are_compared(client: FlaskClient) -> None:
    items = client.get("/v1/signal-types").get_json()["items"]
    told = {each["name"]: (each["distance"], each["default_radius"], each["max_radius"]) for each in items}

    assert list(told) == list(SIGNAL_TYPES)
    assert told["text_minhash"] == ("lanes", 64, 90)
    assert told["vpdq"] == ("frames", 31, 31)


def test_a_video_is_found_over_http_with_its_shares(client: FlaskClient, world: World, matching: Headers) -> None:
    signal = active(world, frames(20))
    (hit,) = look_up(client, matching, asked(frames(10))).get_json()["results"][0]["matches"]

    assert (hit["signal_id"], hit["shares"], hit["is_match"]) == (signal.id, {"query": 1.0, "signal": 0.5}, True)
    assert (hit["use_mode"], hit["query_view"]) == ("review_only", "second_0")


def test_a_video_without_frames_is_refused_over_http_by_name(client: FlaskClient, matching: Headers) -> None:
    answer = look_up(client, matching, {"signal_type": "vpdq", "signal_value": value(1)})

    assert (answer.status_code, answer.get_json()["errors"][0]["field"]) == (422, "signals[0].views")


def test_a_text_is_found_over_http_with_the_lanes_in_which_it_differs(
    client: FlaskClient, world: World, matching: Headers
) -> None:
    world.active_value(text(1), signal_type="text_minhash")
    query = {"signal_type": "text_minhash", "signal_value": changed(text(1), 70)}
    near_ones = look_up(client, matching, query).get_json()["results"][0]["matches"]
    (hit,) = look_up(client, matching, query, radius=90).get_json()["results"][0]["matches"]

    assert near_ones == []
    assert (hit["distance"], hit["is_match"], hit["shares"]) == (70, True, None)


def test_the_review_band_is_closed_to_those_whom_the_policy_does_not_name(
    client: FlaskClient, world: World, matching: Headers
) -> None:
    world.active(1)
    answer = look_up(client, matching, pdq(40), radius=64)

    assert (answer.status_code, answer.get_json()["errors"][0]["field"]) == (422, "radius")


def test_the_review_band_is_answered_where_the_policy_opens_it(
    client: FlaskClient, world: World, matching: Headers
) -> None:
    world.active(1)
    policies.change(world.store, {"review_band_members": ["*"]}, actor=OPERATOR, now=world.now)
    (hit,) = look_up(client, matching, pdq(40), radius=64).get_json()["results"][0]["matches"]

    assert (hit["distance"], hit["is_match"], hit["use_mode"]) == (40, False, "review_only")


def test_a_radius_that_no_type_allows_is_refused_by_name(client: FlaskClient, matching: Headers) -> None:
    answer = look_up(client, matching, pdq(0), radius=91)

    assert (answer.status_code, answer.get_json()["errors"][0]["field"]) == (422, "radius")


def test_a_video_of_an_hour_is_one_line_of_a_match_job(client: FlaskClient, world: World, matching: Headers) -> None:
    signal = active(world, frames(30))
    hour = [view(f"second_{each}", value(("frame", each % 30))) for each in range(3_600)]
    where = done(client, world, matching, orjson.dumps(asked(hour)) + b"\n")
    (result,) = lines_of(client.get(f"{where}/results", headers=matching))

    assert [hit["signal_id"] for hit in result["matches"]] == [signal.id]
    assert result["matches"][0]["shares"] == {"query": 1.0, "signal": 1.0}


def test_a_hosted_video_is_taken_with_its_frames(client: FlaskClient, matching: Headers) -> None:
    item = {"content_ref": "v/1", **asked(frames(3))}
    without = {"content_ref": "v/2", "signal_type": "vpdq", "signal_value": value(1)}
    answer = client.post("/v1/inventory", json={"items": [item, without]}, headers=matching).get_json()["results"]

    assert [each["outcome"] for each in answer] == ["added", "rejected"]
    assert answer[1]["problem"]["field"] == "items[1].views"
