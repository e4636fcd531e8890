"""Views over HTTP: sent with a signal or an upload, shown in hits, feed and records."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from hashdb.roles import Role
from hashdb.services.signals import Verdict
from hashdb.signals import MOST_VIEWS, MOST_VIEWS_ASKED
from hashdb.store import Store
from tests.api.sample import Clock, Headers, KeyFor
from tests.services.world import World, near, value, view

VIEWS = (view("centre_90"), view("left_80"))
CROP = VIEWS[1].signal_value
STATED = {
    "signal_type": "pdq",
    "content_type": "image",
    "quality": 100,
    "tier": 3,
    "behaviour_labels": ["gta"],
    "ground": {"behaviour": "gta"},
    "statement_good_faith": True,
    "user_data_absent": True,
}


@pytest.fixture
def world(store_in_use: Store, clock: Clock) -> World:
    return World(store_in_use, clock.moment)


@pytest.fixture
def matching(key_for: KeyFor) -> Headers:
    return {"Authorization": key_for(Role.PLATFORM_MATCHER)}


def sent(name: str, text: str | None = None, **more: object) -> dict[str, Any]:
    """Return a view as a body has it."""
    return {"name": name, "signal_value": text or value(name), **more}


def submit(client: FlaskClient, headers: Headers, *views: dict[str, Any]) -> Any:
    body = {"signals": [{**STATED, "signal_value": value(1), "views": list(views)}]}
    return client.post("/v1/signals", json=body, headers=headers)


def look_up(client: FlaskClient, headers: Headers, text: str, *views: dict[str, Any], **more: object) -> Any:
    body = {"signals": [{"signal_type": "pdq", "signal_value": text, "views": list(views)}], **more}
    return client.post("/v1/match", json=body, headers=headers)


def test_a_signal_is_submitted_with_views_and_read_with_them(client: FlaskClient, submitter: Headers) -> None:
    answer = submit(client, submitter, sent("centre_90", quality=88), sent("left_80"))
    (result,) = answer.get_json()["results"]
    read = client.get(f"/v1/signals/{result['id']}", headers=submitter).get_json()

    assert (answer.status_code, result["outcome"]) == (200, "created")
    assert read["views"] == [
        {"name": "centre_90", "signal_value": value("centre_90"), "quality": 88},
        {"name": "left_80", "signal_value": value("left_80"), "quality": None},
    ]


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        (sent("left_80", quality=49), "quality"),
        (sent("left_80", "0" * 64), "signal_value"),
        (sent("left_80", value(1)), "signal_value"),
        (sent("left_80", "0x12"), "signal_value"),
        (sent("picture"), "name"),
        (sent("Left"), "name"),
    ],
)
def test_a_view_that_breaks_a_rule_rejects_its_signal_and_is_named(
    client: FlaskClient, submitter: Headers, bad: dict[str, Any], field: str
) -> None:
    (result,) = submit(client, submitter, sent("centre_90"), bad).get_json()["results"]

    assert (result["outcome"], result["id"]) == ("rejected", None)
    assert result["problem"]["field"] == f"signals[0].views[1].{field}"


def test_a_request_with_too_many_views_or_an_unknown_field_in_one_is_refused(
    client: FlaskClient, submitter: Headers
) -> None:
    many = submit(client, submitter, *(sent(f"v{number}") for number in range(MOST_VIEWS + 1)))
    strange = submit(client, submitter, sent("left_80", box=[0, 0, 10, 10]))

    assert (many.status_code, many.get_json()["results"][0]["problem"]["field"]) == (200, "signals[0].views")
    assert (strange.status_code, strange.get_json()["errors"][0]["field"]) == (422, "signals[0].views[0].box")


def test_a_hit_names_the_codes_of_both_sides(client: FlaskClient, matching: Headers, world: World) -> None:
    signal = world.active_value(value(1), views=VIEWS)
    answer = look_up(client, matching, value("a frame"), sent("trimmed", near(CROP, 6), quality=90))
    (hit,) = answer.get_json()["results"][0]["matches"]

    assert (hit["signal_id"], hit["distance"], hit["view"], hit["query_view"]) == (signal.id, 6, "left_80", "trimmed")
    assert hit["use_mode"] == "review_only"


def test_orientations_and_views_of_one_upload_are_searched_together(
    client: FlaskClient, matching: Headers, world: World
) -> None:
    whole, part = world.active_value(value(1), views=VIEWS), world.active(2)
    turned = [value(1) if turn == 5 else value(("turn", turn)) for turn in range(8)]
    answer = look_up(client, matching, value("x"), sent("trimmed", near(value(2), 3)), all_orientations=[turned])
    hits = answer.get_json()["results"][0]["matches"]

    assert [(hit["signal_id"], hit["distance"], hit["query_view"]) for hit in hits] == [
        (whole.id, 0, "orientation_5"),
        (part.id, 3, "trimmed"),
    ]


def test_a_plain_lookup_is_of_the_picture(client: FlaskClient, matching: Headers, world: World) -> None:
    world.active(1)
    (hit,) = look_up(client, matching, value(1)).get_json()["results"][0]["matches"]

    assert (hit["view"], hit["query_view"]) == ("picture", "picture")


def test_all_views_of_an_upload_that_break_a_rule_are_refused_by_their_places(
    client: FlaskClient, matching: Headers
) -> None:
    body = {
        "signals": [
            {"signal_type": "pdq", "signal_value": value(1), "views": [sent("left_80", "ff")]},
            {"signal_type": "sha256", "signal_value": value(1), "views": [sent("left_80")]},
        ]
    }
    answer = client.post("/v1/match", json=body, headers=matching)

    assert answer.status_code == 422
    assert [each["field"] for each in answer.get_json()["errors"]] == [
        "signals[0].views[0].signal_value",
        "signals[1].views",
    ]


def test_an_upload_may_have_more_views_than_a_signal(client: FlaskClient, matching: Headers) -> None:
    most = [sent(f"v{number}") for number in range(MOST_VIEWS_ASKED)]

    assert look_up(client, matching, value(1), *most).status_code == 200
    assert look_up(client, matching, value(1), *most, sent("one_more")).status_code == 422


def test_the_feed_tells_the_views_of_live_signals_and_none_of_a_tombstone(
    client: FlaskClient, matching: Headers, world: World
) -> None:
    gone = world.active_value(value(1), views=VIEWS)
    live = world.active_value(value(2), views=[view("top_80", quality=70)])
    world.review(gone, Verdict.WITHDRAW, world.other_senior)
    first = client.get("/v1/feed?limit=1", headers=matching).get_json()
    rest = client.get(f"/v1/feed?limit=9&after={first['next']}", headers=matching).get_json()["items"]

    assert [each["id"] for each in first["items"]] == [gone.id]
    assert [each["id"] for each in rest] == [live.id, gone.id]
    assert rest[0]["views"] == [{"name": "top_80", "signal_value": value("top_80"), "quality": 70}]
    assert "views" not in rest[1]


def test_a_platform_may_say_by_which_view_it_found_a_signal(
    client: FlaskClient, matching: Headers, world: World
) -> None:
    signal = world.active_value(value(1), views=VIEWS)
    found = {"signal_id": signal.id, "distance": 4}
    named = client.post("/v1/matches", json={**found, "content_ref": "a", "view": "left_80"}, headers=matching)
    silent = client.post("/v1/matches", json={**found, "content_ref": "b"}, headers=matching)
    wrong = client.post("/v1/matches", json={**found, "content_ref": "c", "view": "top_80"}, headers=matching)

    assert (named.status_code, named.get_json()["view"]) == (201, "left_80")
    assert (silent.status_code, silent.get_json()["view"]) == (201, None)
    assert (wrong.status_code, wrong.get_json()["errors"][0]["field"]) == (422, "view")
