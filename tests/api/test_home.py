"""The home page and the log as everybody sees them: numbers that tell of nobody, and nothing that follows anybody."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api.context import Surroundings
from hashdb.services import overview
from tests.api.sample import Clock
from tests.api.test_audit import grow, publish
from tests.services.world import World


def test_the_home_page_says_what_this_is_without_cookie_and_script(client: FlaskClient) -> None:
    answer = client.get("/")

    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert "Set-Cookie" not in answer.headers
    assert "<script" not in answer.text
    assert "fingerprints shared by members" in answer.text


@pytest.mark.parametrize(("count", "told"), [(0, 0), (1, "<10"), (9, "<10"), (10, 10), (19, 10), (1_234, 1_230)])
def test_a_number_is_told_in_full_tens_or_as_fewer_than_ten(count: int, told: object) -> None:
    assert overview.told(count) == told


def test_what_happened_today_is_told_from_tomorrow_on(client: FlaskClient, world: World, clock: Clock) -> None:
    world.now = clock()
    for seed in range(12):
        world.pending(str(seed))
    today = client.get("/").text
    clock.moment = clock() + timedelta(days=1)
    tomorrow = client.get("/").text

    assert "<dt>fingerprints shared by members</dt><dd>0</dd>" in today
    assert "<dt>fingerprints shared by members</dt><dd>10</dd>" in tomorrow


def test_a_service_that_takes_no_changes_says_so_at_its_door(client: FlaskClient, surroundings: Surroundings) -> None:
    surroundings.store.read_only.stop("entry 3 was changed after it was sealed")

    assert "did not pass its own check" in client.get("/").text


def test_the_log_is_shown_with_key_checkpoint_and_the_command_to_verify_it(
    client: FlaskClient, surroundings: Surroundings, clock: Clock, tmp_path: Path
) -> None:
    before = client.get("/log").text
    grow(surroundings.store, clock)
    publish(surroundings, tmp_path)
    after = client.get("/log").text

    assert "has not been signed yet" in before
    assert client.get("/audit/key").text.strip() in after
    assert client.get("/audit/checkpoint").text.splitlines()[2] in after.replace("&#43;", "+")
    assert "--from checkpoint.txt" in after


def test_everybody_sees_that_an_entry_is_in_the_log_but_not_who_made_it(
    client: FlaskClient, surroundings: Surroundings, clock: Clock, tmp_path: Path
) -> None:
    grow(surroundings.store, clock)
    publish(surroundings, tmp_path)
    grow(surroundings.store, clock, 1)
    sealed, newer = client.get("/log/entry?seq=2").text, client.get("/log/entry?seq=4").text

    assert "proven" in sealed
    assert "org_" not in sealed
    assert "newer than the newest checkpoint" in newer
    assert client.get("/log/entry?seq=9").status_code == 404
