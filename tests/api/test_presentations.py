"""What readers see of records, and the routes that only an operator of a platform calls."""

from dataclasses import replace

from flask import Flask
from flask.testing import FlaskClient

from api import present
from api.context import Surroundings, begin
from hashdb.access import OPERATOR
from hashdb.records.signal import ContextFlag
from hashdb.records.takedown import ResponseType, TakedownRequest
from hashdb.roles import Role
from hashdb.services import members, responses
from hashdb.store import Store
from tests.services.answers import answer
from tests.services.endpoints import registered
from tests.services.world import CLAIM, World, submitted, value


def clarified(world: World) -> TakedownRequest:
    request = world.received(world.confirmed(world.active(1)))
    question = answer(ResponseType.INSUFFICIENT_INFORMATION)
    responses.respond(world.store, request.id, question, actor=world.responder, now=world.now)
    return responses.clarify(world.store, request.id, "at 00:12", actor=world.reviewer, now=world.now)


def test_a_platform_reads_the_answer_to_its_question_but_not_who_gave_it(
    app: Flask, store_in_use: Store, surroundings: Surroundings
) -> None:
    world = World(store_in_use)
    request = clarified(world)
    with app.test_request_context():
        begin(surroundings)
        theirs = present.takedown(request, world.responder)["clarifications"]
        ours = present.takedown(request, world.reviewer)["clarifications"]

    assert theirs == [{"text": "at 00:12", "answered_at": world.now}]
    assert [each["user_id"] for each in ours] == [world.reviewer.user_id]


def test_hits_and_feed_show_the_contexts_that_any_vouch_states(store_in_use: Store) -> None:
    world = World(store_in_use)
    signal = world.active(1)
    journalistic = replace(CLAIM, context_flags=(ContextFlag.JOURNALISTIC,))
    third = world.actor(Role.PLATFORM_SUBMITTER, world.gamma)
    world.submit(submitted(value(1), claim=journalistic), actor=third)
    entry = present.feed_entry(store_in_use.signals.get(signal.id), world.now)
    found = present.hit(world.hits(value(1))[0])

    assert entry["context_flags"] == found["context_flags"] == (ContextFlag.JOURNALISTIC,)


def test_a_disabled_endpoint_is_enabled_over_http(client: FlaskClient, store_in_use: Store) -> None:
    world = World(store_in_use)
    endpoint = registered(world)
    issued = members.issue_key(
        store_in_use, world.gamma.id, Role.PLATFORM_ADMIN, user_id=None, actor=OPERATOR, now=world.now
    )
    headers = {"Authorization": f"Bearer {issued.token}"}
    path = f"/v1/webhook-endpoints/{endpoint.id}"
    client.delete(path, headers=headers)
    answered = client.post(f"{path}/enable", headers=headers)

    assert (answered.status_code, answered.get_json()["state"]) == (200, "pending_verification")
