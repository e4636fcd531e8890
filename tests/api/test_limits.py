"""What callers may spend. A bucket fills while it is emptied, so where exactly the first refusal falls is chance."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from hashdb import audit
from hashdb.access import OPERATOR
from hashdb.roles import Role
from hashdb.store import Store
from tests.api.sample import Clock, Headers, KeyFor
from tests.services.world import value


@pytest.fixture
def small_allowance(store_in_use: Store, clock: Clock) -> None:
    before = store_in_use.policy()
    after = replace(before, rate_per_second=1, rate_burst=10, version=before.version + 1)
    entry = audit.entry(OPERATOR, "policy.change", clock(), before=before, after=after)
    store_in_use.commit(entry, store_in_use.put_policy(after, before))


def _hashes(count: int) -> dict[str, list[dict[str, object]]]:
    return {"hashes": [{"value": "00ff", "tier": 3}] * count}


@pytest.mark.usefixtures("small_allowance")
def test_a_batch_costs_as_much_as_it_has_hashes(client: FlaskClient, submitter: Headers) -> None:
    assert client.post("/sample/hashes", json=_hashes(6), headers=submitter).status_code == 201
    refused = client.post("/sample/hashes", json=_hashes(9), headers=submitter)

    assert refused.status_code == 429
    assert refused.get_json()["type"] == "/problems/rate-limited"
    assert 1 <= int(refused.headers["Retry-After"]) <= 9


def _with_views(count: int) -> dict[str, list[dict[str, object]]]:
    views = [{"name": f"v{number}", "signal_value": value((count, number))} for number in range(count)]
    return {"signals": [{"signal_type": "pdq", "signal_value": value(count), "views": views}]}


@pytest.mark.usefixtures("small_allowance")
def test_a_lookup_costs_as_much_as_it_has_codes(client: FlaskClient, key_for: KeyFor) -> None:
    headers = {"Authorization": key_for(Role.PLATFORM_MATCHER)}

    assert client.post("/v1/match", json=_with_views(5), headers=headers).status_code == 200
    assert client.post("/v1/match", json=_with_views(8), headers=headers).status_code == 429


@pytest.mark.usefixtures("small_allowance")
def test_a_submission_costs_as_much_as_it_has_codes(client: FlaskClient, submitter: Headers) -> None:
    stated = {
        "content_type": "image",
        "tier": 3,
        "behaviour_labels": ["gta"],
        "ground": {"behaviour": "gta"},
        "statement_good_faith": True,
        "user_data_absent": True,
    }
    bodies = [{"signals": [{**_with_views(count)["signals"][0], **stated}]} for count in (5, 8)]

    assert [client.post("/v1/signals", json=each, headers=submitter).status_code for each in bodies] == [200, 429]


@pytest.mark.usefixtures("small_allowance")
def test_every_request_costs_one(client: FlaskClient, submitter: Headers) -> None:
    statuses = [client.get("/v1/me", headers=submitter).status_code for _ in range(12)]

    assert statuses[:10] == [200] * 10
    assert 429 in statuses


@pytest.mark.usefixtures("small_allowance")
def test_an_exhausted_allowance_is_not_an_answer_to_keep(client: FlaskClient, submitter: Headers) -> None:
    key = {"Idempotency-Key": "a"}
    client.post("/sample/hashes", json=_hashes(10), headers=submitter)
    client.post("/sample/hashes", json=_hashes(1), headers={**submitter, **key})

    assert (
        "Idempotent-Replay" not in client.post("/sample/hashes", json=_hashes(1), headers={**submitter, **key}).headers
    )


def test_an_address_without_a_key_may_ask_only_so_often(client: FlaskClient) -> None:
    statuses = [client.get("/sample/open").status_code for _ in range(140)]

    assert statuses[:120] == [200] * 120
    assert 429 in statuses


def test_wrong_keys_are_paid_by_the_address_that_sends_them(client: FlaskClient) -> None:
    statuses = [client.get("/v1/me", headers={"Authorization": "Bearer hdb_x_y"}).status_code for _ in range(140)]

    assert statuses[0] == 401
    assert 429 in statuses


@pytest.mark.usefixtures("small_allowance")
def test_asking_for_what_ones_role_may_not_costs_one_too(client: FlaskClient, submitter: Headers) -> None:
    statuses = [client.get("/v1/feed", headers=submitter).status_code for _ in range(12)]

    assert statuses[:10] == [403] * 10
    assert 429 in statuses


def test_unknown_addresses_are_paid_by_the_address_that_asks(client: FlaskClient) -> None:
    statuses = [client.get(f"/nothing/{number}").status_code for number in range(140)]

    assert statuses[:120] == [404] * 120
    assert 429 in statuses


def test_neighbours_within_one_ipv6_network_share_an_allowance(client: FlaskClient) -> None:
    statuses = [
        client.get("/sample/open", environ_base={"REMOTE_ADDR": f"2a00:1450:4001:80b::{number:x}"}).status_code
        for number in range(140)
    ]

    assert 429 in statuses


def test_a_free_route_is_not_counted(client: FlaskClient) -> None:
    assert {client.get("/sample/free").status_code for _ in range(140)} == {200}
