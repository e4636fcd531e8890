"""The negative list, reputations and declared uses over HTTP."""

from typing import Any

from flask.testing import FlaskClient

from hashdb.access import OPERATOR
from hashdb.records.member import DeclaredUse
from hashdb.records.signal import BehaviourLabel
from hashdb.roles import Role
from hashdb.services import members, negative_list
from hashdb.services.negative_list import NewBenign
from hashdb.store import Store
from tests.api.sample import START, Clock, KeyFor
from tests.services.world import World, value


def ask(client: FlaskClient, token: str, path: str, **query: Any) -> Any:
    """Return the answer to a question that is allowed."""
    answer = client.get(path, headers={"Authorization": token}, query_string=query)
    assert answer.status_code == 200, answer.json
    return answer.json


def test_the_negative_list_is_read_in_pages_and_does_not_tell_who_added(
    client: FlaskClient, key_for: KeyFor, store_in_use: Store
) -> None:
    new = [NewBenign(signal_type="pdq", signal_value=value(place), note="flags") for place in range(3)]
    negative_list.add(store_in_use, new, actor=OPERATOR, now=START)
    first = ask(client, key_for(Role.SENIOR_REVIEWER), "/v1/negative-list", limit=2)
    rest = ask(client, key_for(Role.AUDITOR), "/v1/negative-list", limit=2, after=first["next"])

    assert {each["signal_value"] for each in first["items"] + rest["items"]} == {each.signal_value for each in new}
    assert rest["next"] is None
    assert set(rest["items"][0]) == {"id", "signal_type", "signal_value", "origin", "note", "added_at", "retired_at"}


def test_a_reputation_is_told_with_its_bounds(client: FlaskClient, key_for: KeyFor, store_in_use: Store) -> None:
    world = World(store_in_use)
    world.active(1)
    told = ask(client, key_for(Role.ADMIN), f"/v1/members/{world.alpha.id}/reputation")
    unknown = client.get(f"/v1/members/org_{'0' * 26}/reputation", headers={"Authorization": key_for(Role.AUDITOR)})

    assert {name: told[name] for name in ("decided", "confirmed", "standing")} == {
        "decided": 1,
        "confirmed": 1,
        "standing": "probation",
    }
    assert round(told["lower"], 3) == 0.207
    assert told["upper"] == 1
    assert unknown.status_code == 404


def test_a_member_declares_what_it_does_with_hits(client: FlaskClient, key_for: KeyFor, store_in_use: Store) -> None:
    token = key_for(Role.PLATFORM_ADMIN)
    member_id = members.authenticate(store_in_use, token.removeprefix("Bearer "), now=START).member_id
    said = client.put("/v1/me/use-modes", headers={"Authorization": token}, json={"use_modes": {"gta": "review_only"}})
    wrong = client.put("/v1/me/use-modes", headers={"Authorization": token}, json={"use_modes": {"gta": "whatever"}})

    assert (said.status_code, said.json) == (200, {"use_modes": {"gta": "review_only"}})
    assert wrong.status_code == 422
    assert dict(store_in_use.members.get(member_id).use_modes) == {"gta": "review_only"}


def test_under_a_label_for_which_a_member_looks_first_every_hit_is_for_review(
    client: FlaskClient, store_in_use: Store, clock: Clock
) -> None:
    world = World(store_in_use)
    world.active(1)
    clock.advance(hours=25)
    asked = {"signals": [{"signal_type": "pdq", "signal_value": value(1)}]}
    modes = []
    for label in ("manifesto", "gta"):
        uses = {BehaviourLabel(label): DeclaredUse.REVIEW_ONLY}
        members.declare_uses(store_in_use, world.gamma.id, uses, actor=world.webmaster, now=world.now)
        key = members.issue_key(store_in_use, world.gamma.id, Role.PLATFORM_MATCHER, actor=OPERATOR, now=world.now)
        told: Any = client.post("/v1/match", headers={"Authorization": f"Bearer {key.token}"}, json=asked).json
        modes.append(told["results"][0]["matches"][0]["use_mode"])

    assert modes == ["auto_action_eligible", "review_only"]


def test_a_signal_shows_reviewers_what_is_near_it_and_its_submitter_does_not_learn(
    client: FlaskClient, store_in_use: Store, key_for: KeyFor
) -> None:
    world = World(store_in_use)
    entry = negative_list.add(
        store_in_use, [NewBenign(signal_type="pdq", signal_value=value(1))], actor=OPERATOR, now=world.now
    )[0]
    signal = world.pending(1)
    seen = ask(client, key_for(Role.SENIOR_REVIEWER), f"/v1/signals/{signal.id}")

    assert (seen["state"], seen["benign"]) == ("quarantined", {"benign_id": entry.id, "distance": 0, "partly": False})
    assert seen["aggregate_opinion"] == "none"
    submitter = members.issue_key(
        store_in_use, world.alpha.id, Role.PLATFORM_SUBMITTER, actor=OPERATOR, now=world.now
    ).token
    assert "benign" not in ask(client, f"Bearer {submitter}", f"/v1/signals/{signal.id}")


def test_a_member_is_shown_to_follow_once_it_has_read_the_feed_to_its_end(
    client: FlaskClient, store_in_use: Store, key_for: KeyFor
) -> None:
    World(store_in_use).active(1)
    reader = key_for(Role.PLATFORM_MATCHER)
    end = ask(client, reader, "/v1/feed", limit=1)["next"]
    on_the_way = [each["feed_read_at"] for each in ask(client, key_for(Role.AUDITOR), "/v1/members")["items"]]
    ask(client, reader, "/v1/feed", after=end)
    seen = [each["feed_read_at"] for each in ask(client, key_for(Role.AUDITOR), "/v1/members")["items"]]

    assert not any(on_the_way)
    assert [each for each in seen if each] == ["2026-11-23T09:00:00Z"]


def test_an_auditor_draws_signals_by_chance_and_another_with_the_same_seed_the_same(
    client: FlaskClient, store_in_use: Store, key_for: KeyFor
) -> None:
    world = World(store_in_use)
    ids = {world.active(place).id for place in range(4)}
    world.pending("undecided")
    first = ask(client, key_for(Role.AUDITOR), "/v1/audit/sample", size=2)
    again = ask(client, key_for(Role.AUDITOR), "/v1/audit/sample", size=2, seed=first["seed"])
    everything = ask(client, key_for(Role.AUDITOR), "/v1/audit/sample", seed="head+of/the=log")
    refused = client.get("/v1/audit/sample", headers={"Authorization": key_for(Role.ADMIN)})

    assert (first, len(first["items"])) == (again, 2)
    assert ({each["id"] for each in everything["items"]}, everything["total"]) == (ids, 4)
    assert everything["items"][0]["decisions"]
    assert refused.status_code == 403
