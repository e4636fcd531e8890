"""Who reads where content is, or takes hashes away, stands in the log; a list shows as much as a record does."""

from flask.testing import FlaskClient

from hashdb.roles import Role
from hashdb.services import log
from tests.api.keys import key
from tests.api.sample import Headers, KeyFor
from tests.services.world import World


def last_of(world: World) -> tuple[str, str]:
    entry = log.page(world.store, after=world.store.log.size() - 1, limit=1)[0].fields()
    return entry["action"], entry["object_id"]


def test_a_person_who_opens_a_request_or_lists_them_is_logged(
    client: FlaskClient, key_for: KeyFor, world: World
) -> None:
    request = world.received(world.confirmed(world.active(1)))
    reviewer = {"Authorization": key_for(Role.REVIEWER)}
    client.get(f"/v1/takedown-requests/{request.id}", headers=reviewer)
    opened = last_of(world)
    client.get("/v1/takedown-requests", headers=reviewer)
    listed = last_of(world)
    client.get(f"/v1/takedown-requests/{request.id}/documents/statement_of_reasons", headers=reviewer)

    assert opened == ("takedownrequest.read", request.id)
    assert listed == ("takedownrequest.read", "")
    assert last_of(world) == opened


def test_a_platform_says_how_often_content_was_seen_and_reviewers_read_it(
    client: FlaskClient, key_for: KeyFor, world: World, gamma: Headers
) -> None:
    found = {"signal_id": world.active(1).id, "content_ref": "v/1", "distance": 4}
    told = {**found, "views_bucket": "10k+", "still_public": True}
    made = client.post("/v1/matches", json=told, headers=gamma).get_json()
    reviewer = {"Authorization": key_for(Role.REVIEWER)}
    read = client.get(f"/v1/matches/{made['id']}", headers=reviewer).get_json()
    refused = client.post("/v1/matches", json={**found, "views_bucket": "many"}, headers=gamma)

    assert (read["views_bucket"], read["still_public"]) == ("10k+", True)
    assert refused.status_code == 422


def test_the_webmaster_of_a_platform_reads_no_requests(client: FlaskClient, world: World) -> None:
    headers = key(world, Role.PLATFORM_ADMIN, world.gamma)

    assert client.get("/v1/takedown-requests", headers=headers).status_code == 403
