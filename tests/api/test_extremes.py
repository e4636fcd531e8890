"""Numbers, names and batches at the edge of what is taken: refused by a rule or answered, never a fault."""

from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api import app as application
from api.context import Surroundings
from hashdb.roles import Role
from hashdb.services.matcher import Matcher
from hashdb.settings import Settings
from hashdb.store import Store
from tests.api.sample import Clock, Headers, KeyFor
from tests.services.world import value

NAMELESS = ["/etc", "a\nb", "a\tb", "\x7f", ".", "..", "../a", "a/..", "a/./b"]
NAMES = ["a", "a/b", "a//b", "a/", "...", "a/.b", "a b", "?x=1", "#", "a%2Fb", "\u00e9/\u5b57", "a;b", "\\"]


@pytest.fixture
def app(store_in_use: Store, clock: Clock) -> Flask:
    """The application as it is delivered, with its usual limits."""
    matcher = Matcher(store_in_use.signals.columns)
    settings = Settings.from_environment({})
    return application.create_app(
        Surroundings(
            settings=settings,
            store=store_in_use,
            matcher=matcher,
            benign=Matcher(store_in_use.benign.columns),
            clock=clock,
        )
    )


@pytest.fixture
def matching(key_for: KeyFor) -> Headers:
    return {"Authorization": key_for(Role.PLATFORM_MATCHER)}


def hosted(content_ref: str, **more: object) -> dict[str, Any]:
    """Return one item of an inventory."""
    return {"content_ref": content_ref, "signal_type": "pdq", "signal_value": value(content_ref), **more}


@pytest.mark.parametrize("after", [2**53 + 1, 2**64, 2**200])
def test_a_place_behind_every_log_is_refused(client: FlaskClient, after: int) -> None:
    assert client.get(f"/audit/entries?after={after}").status_code == 422


def test_the_last_place_that_a_log_may_have_is_an_empty_page(client: FlaskClient) -> None:
    assert client.get(f"/audit/entries?after={2**53}").get_json() == {"items": [], "next": None}


def test_an_auditor_is_refused_a_place_behind_every_log_too(client: FlaskClient, key_for: KeyFor) -> None:
    headers = {"Authorization": key_for(Role.AUDITOR)}

    assert client.get(f"/v1/audit/entries?after={2**64}", headers=headers).status_code == 422


@pytest.mark.parametrize(
    "after", [f"{2**64}-0", f"0-{2**64}", f"{2**64 - 1}-{2**64 - 1}", "9" * 100 + "-0", "1", "²-0"]
)
def test_what_is_no_checkpoint_is_refused(client: FlaskClient, matching: Headers, after: str) -> None:
    answer = client.get("/v1/feed", query_string={"after": after}, headers=matching)

    assert (answer.status_code, answer.get_json()["errors"][0]["field"]) == (422, "after")


def test_a_checkpoint_behind_every_change_is_an_empty_page(client: FlaskClient, matching: Headers) -> None:
    after = f"{2**64 - 2}-{2**64 - 2}"

    assert client.get(f"/v1/feed?after={after}", headers=matching).get_json() == {"items": [], "next": after}


@pytest.mark.parametrize("name", NAMES)
def test_content_of_any_name_that_is_taken_can_be_removed_again(
    client: FlaskClient, matching: Headers, name: str
) -> None:
    put = client.post("/v1/inventory", json={"items": [hosted(name)]}, headers=matching)
    removed = client.delete(f"/v1/inventory/{quote(name)}", headers=matching)

    assert put.get_json()["results"] == [{"outcome": "added"}]
    assert removed.status_code == 204


@pytest.mark.parametrize("name", NAMELESS)
def test_content_of_a_name_that_no_url_carries_is_refused(client: FlaskClient, matching: Headers, name: str) -> None:
    answer = client.post("/v1/inventory", json={"items": [hosted(name)]}, headers=matching)

    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["field"] == "items[0].content_ref"
    assert answer.get_json()["errors"][0]["rule"].startswith("must not ")


def test_a_thousand_lookups_in_eight_orientations_fit(client: FlaskClient, matching: Headers) -> None:
    signals = [{"signal_type": "pdq", "signal_value": value(place), "quality": 100} for place in range(1_000)]
    turned = [[value((place, turn)) for turn in range(8)] for place in range(1_000)]
    answer = client.post("/v1/match", json={"signals": signals, "all_orientations": turned}, headers=matching)

    assert answer.status_code == 200
    assert len(answer.get_json()["results"]) == 1_000


def test_a_thousand_items_with_the_longest_names_and_addresses_fit(client: FlaskClient, matching: Headers) -> None:
    address = "https://platform.example/".ljust(2_000, "x")
    items = [hosted(f"{place:0500}", content_url=address) for place in range(1_000)]

    assert client.post("/v1/inventory", json={"items": items}, headers=matching).status_code == 200


def test_a_thousand_signals_with_every_label_and_a_reference_fit(client: FlaskClient, submitter: Headers) -> None:
    stated = {
        "signal_type": "pdq",
        "content_type": "image",
        "quality": 100,
        "tier": 3,
        "behaviour_labels": ["ict", "gvadp", "gta", "recruitment_instruction", "attack_produced", "manifesto"],
        "material_types": ["art2_7_a", "art2_7_b", "art2_7_c", "art2_7_d", "art2_7_e"],
        "ground": {"behaviour": "gta"},
        "context_flags": ["educational", "journalistic", "artistic", "research", "counter_terrorism", "public_debate"],
        "source_reference": "x" * 200,
        "statement_good_faith": True,
        "user_data_absent": True,
    }
    signals = [{**stated, "signal_value": value(place)} for place in range(1_000)]

    assert client.post("/v1/signals", json={"signals": signals}, headers=submitter).status_code == 200


def test_a_body_of_more_than_a_batch_is_refused(client: FlaskClient, submitter: Headers) -> None:
    answer = client.post("/v1/signals", data=b" " * (2 * 1024 * 1024 + 1), headers=submitter)

    assert answer.status_code == 413
