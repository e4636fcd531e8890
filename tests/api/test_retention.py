"""What is over is not shown any more, though nothing was swept yet."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from flask.testing import FlaskClient

from hashdb.access import OPERATOR, SYSTEM
from hashdb.audit import entry
from hashdb.lifecycles import takedown as takedown_life
from hashdb.records.signal import ReviewReason
from hashdb.roles import Role
from hashdb.services import matches, members, signals
from tests.api.sample import START, Clock, Headers, KeyFor
from tests.services.world import World

Read = tuple[FlaskClient, Headers]


@pytest.fixture
def read(client: FlaskClient, key_for: KeyFor) -> Read:
    return client, {"Authorization": key_for(Role.AUDITOR)}


def test_a_rejected_signal(read: Read, clock: Clock, world: World) -> None:
    client, auditor = read
    pending = world.pending("a")
    rejected = world.review(pending, signals.Verdict.REJECT, world.reviewer, ReviewReason.NOT_TVEC)
    clock.moment = START + timedelta(days=30, seconds=-1)
    before = client.get(f"/v1/signals/{rejected.id}", headers=auditor).status_code
    clock.advance(seconds=1)

    assert (before, client.get(f"/v1/signals/{rejected.id}", headers=auditor).status_code) == (200, 404)


def test_a_false_match(read: Read, clock: Clock, world: World) -> None:
    client, auditor = read
    found = world.match(world.active("a"))
    matches.review(world.store, found.id, matches.Verdict.FALSE_POSITIVE, actor=world.reviewer, now=world.now)
    clock.moment = START + timedelta(days=7, seconds=-1)
    before = len(client.get("/v1/matches", headers=auditor).get_json()["items"])
    clock.advance(seconds=1)

    assert (before, client.get("/v1/matches", headers=auditor).get_json()["items"]) == (1, [])
    assert client.get(f"/v1/matches/{found.id}", headers=auditor).status_code == 404


def test_where_the_content_of_a_closed_request_is(read: Read, clock: Clock, world: World) -> None:
    client, auditor = read
    found = world.confirmed(world.active("a"), "post-7")
    request = world.received(found)
    closed = replace(
        request, state=takedown_life.State.CLOSED, closed_at=world.now, due_at=None, version=request.version + 1
    )
    said = entry(SYSTEM, "test.close", world.now, object_type="test", object_id="1")
    world.store.commit(said, world.store.takedowns.put(closed, request))
    clock.moment = START + timedelta(days=90, seconds=-1)
    path = f"/v1/takedown-requests/{request.id}"
    before = client.get(path, headers=auditor).get_json()["items"][0]
    clock.advance(seconds=1)
    shown = client.get(path, headers=auditor).get_json()
    after = shown["items"][0]
    listed = client.get("/v1/takedown-requests", headers=auditor).get_json()["items"]
    of_match = client.get(f"/v1/matches/{found.id}", headers=auditor).get_json()
    digest = sha256(f"{shown['content_salt']}\npost-7".encode()).hexdigest()

    assert (before["url"], before["content_ref"]) == ("https://gamma.example/post-7", "post-7")
    assert (after["url"], after["content_ref"]) == (None, digest)
    assert "post-7" not in str(after)
    assert "post-7" not in str(of_match)
    assert [each["id"] for each in listed] == [request.id]
    assert "post-7" not in str(listed)


def test_the_payload_of_an_entry_of_the_log(read: Read, clock: Clock, world: World) -> None:
    client, _ = read
    clock.moment = START + timedelta(days=730)
    user = members.create_user(
        world.store, world.charity.id, "Noor", "noor@example.org", actor=OPERATOR, now=clock.moment
    )
    issued = members.issue_key(
        world.store, world.charity.id, Role.AUDITOR, user_id=user.id, actor=OPERATOR, now=clock.moment
    )
    answer = client.get("/v1/audit/entries?limit=1", headers={"Authorization": f"Bearer {issued.token}"}).get_json()

    assert (answer["items"][0]["payload"], answer["items"][0]["salt"]) == (None, None)
    assert answer["items"][0]["entry"]
