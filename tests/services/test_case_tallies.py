"""What is counted of requests, deliveries and complaints, in the acts that change them."""

from datetime import timedelta

import pytest

from hashdb.records.takedown import ResponseType
from hashdb.records.tally import Cell
from hashdb.records.webhook import Attempt, Channel
from hashdb.services import case_tallies, deliveries, responses
from hashdb.store import lists
from tests.services.answers import answer
from tests.services.endpoints import receiving
from tests.services.world import World
from tests.services.worlds.appeals import admitted


def cells(world: World, prefix: str) -> dict[Cell, int]:
    """Return today's counts of the events that begin so."""
    found = world.store.tallies.of(world.now.date())
    return {cell: count for cell, count in found.items() if cell.event.startswith(prefix)}


def events(world: World, prefix: str) -> dict[str, int]:
    """Return the same by event and reason."""
    return {f"{cell.event} {cell.reason}".strip(): count for cell, count in cells(world, prefix).items()}


def test_a_request_counts_with_each_state_that_it_enters_and_where_it_was_sent(world: World) -> None:
    world.received(world.confirmed(world.active("a")))

    assert {"request.approved", "request.dispatched", "request.received"} <= set(events(world, "request."))
    assert {cell.member_id for cell in cells(world, "request.")} == {world.gamma.id}


def test_an_answer_counts_as_in_time_or_late_with_how_long_it_took(world: World) -> None:
    prompt = world.received(world.confirmed(world.active("a"), "v/1"))
    slow = world.received(world.confirmed(world.active("b"), "v/2"))
    assert slow.respond_by is not None
    world.later(minutes=20)
    act(world, prompt.id, "one")
    assert events(world, "request.acted") == {"request.acted 1h": 1}

    world.now = slow.respond_by + timedelta(seconds=1)
    act(world, slow.id, "late")

    bucket = case_tallies.bucket_of(timedelta(seconds=1) + slow.respond_by - (slow.received_at or slow.created_at))
    assert events(world, "request.acted") == {f"request.acted_late {bucket}": 1}


def act(world: World, request_id: str, ref: str) -> None:
    said = answer(ResponseType.REMOVED, ref)
    responses.respond(world.store, request_id, said, actor=world.responder, now=world.now)


@pytest.mark.parametrize(
    ("lasting", "bucket"),
    [
        (timedelta(0), "15m"),
        (timedelta(minutes=15), "15m"),
        (timedelta(minutes=15, seconds=1), "1h"),
        (timedelta(days=7), "7d"),
        (timedelta(days=8), "longer"),
    ],
)
def test_how_long_an_answer_took_falls_in_one_bucket(lasting: timedelta, bucket: str) -> None:
    assert case_tallies.bucket_of(lasting) == bucket


def test_each_attempt_of_a_delivery_counts(world: World) -> None:
    receiving(world)
    request = world.dispatched(world.confirmed(world.active("a")))
    about = world.store.deliveries.all_of(lists.deliveries_about(request.id))
    sent = next(each for each in about if each.channel is Channel.WEBHOOK)
    for status in (503, 503, 200):
        tried = Attempt(started_at=world.now, status_code=status, duration_ms=3)
        deliveries.conclude(world.store, sent.id, tried, now=world.now)

    found = {name: count for name, count in events(world, "delivery.").items() if name.endswith("webhook")}
    assert found == {"delivery.retry_scheduled webhook": 2, "delivery.delivered webhook": 1}


def test_a_complaint_counts_with_the_language_in_which_it_was_made(world: World) -> None:
    admitted(world, world.active("a").id)

    assert {cell.reason for cell in cells(world, "appeal.")} == {"en"}
    assert {"appeal.lodged en", "appeal.under_review en"} <= set(events(world, "appeal."))
