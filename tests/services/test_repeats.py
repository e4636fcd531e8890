"""Nothing is asked for twice, and what was declined only on new facts."""

import pytest

from hashdb.errors import DuplicateError, GuardError, InvalidInputError
from hashdb.lifecycles.match import State as MatchState
from hashdb.lifecycles.takedown import State
from hashdb.records.match import Match
from hashdb.records.takedown import LegalBasis, ResponseType, TakedownRequest
from hashdb.services import matches, responses, retention, upkeep, withdrawals
from hashdb.services.matches import Verdict
from tests.services.answers import answer
from tests.services.world import World

WATCH = "https://gamma.example/watch?v=7"


def confirmed_at(world: World, seed: object, content_ref: str, url: str | None) -> Match:
    """Return a confirmed match of a signal of its own, a day after all others: within a day it would be a duplicate."""
    world.later(hours=25)
    signal = world.active(seed)
    finding = world.finding(content_ref, content_url=url)
    found = matches.report(world.store, signal.id, finding, actor=world.host, now=world.now)
    return matches.review(world.store, found.id, Verdict.CONFIRM, actor=world.reviewer, now=world.now)


def declined(world: World, match: Match) -> TakedownRequest:
    """Return a request that the platform declined, a week later."""
    asked = world.received(match)
    responses.respond(world.store, asked.id, answer(ResponseType.DECLINED), actor=world.responder, now=world.now)
    upkeep.sweep(world.store, now=world.later(days=7))
    return world.store.takedowns.get(asked.id)


@pytest.mark.parametrize(
    ("content_ref", "url"),
    [("v/7", None), ("other", "http://www.gamma.example/watch?utm_source=mail&v=7"), ("other", WATCH + "#t=9")],
)
def test_content_is_known_by_its_reference_and_by_its_address(world: World, content_ref: str, url: str | None) -> None:
    first = world.draft(confirmed_at(world, 1, "v/7", WATCH))
    other = confirmed_at(world, 2, content_ref, url)

    with pytest.raises(DuplicateError, match=first.id):
        world.draft(other)
    assert world.store.matches.get(other.id).state is MatchState.CONFIRMED


def test_other_content_and_another_legal_basis_are_something_else(world: World) -> None:
    world.draft(confirmed_at(world, 1, "v/7", WATCH))
    elsewhere = world.draft(confirmed_at(world, 2, "v/8", WATCH + "8"))
    notice = {"legal_basis": LegalBasis.DSA_NOTICE, "good_faith_statement": True}
    otherwise = world.draft(confirmed_at(world, 3, "v/7", WATCH), **notice)

    assert {elsewhere.state, otherwise.state} == {State.DRAFT}


def test_a_closed_request_closes_its_matches_and_what_returns_is_found_anew(world: World) -> None:
    match = confirmed_at(world, 1, "v/7", WATCH)
    asked = world.received(match)
    responses.respond(world.store, asked.id, answer(), actor=world.responder, now=world.now)
    upkeep.sweep(world.store, now=world.later(days=30))
    returned = matches.report(
        world.store, match.signal_id, world.finding("v/7", content_url=WATCH), actor=world.host, now=world.now
    )
    matches.review(world.store, returned.id, Verdict.CONFIRM, actor=world.reviewer, now=world.now)

    assert world.store.takedowns.get(asked.id).state is State.CLOSED
    assert world.store.matches.get(match.id).state is MatchState.CLOSED
    assert world.draft(world.store.matches.get(returned.id)).state is State.DRAFT


def test_what_was_declined_is_asked_again_only_on_new_facts(world: World) -> None:
    match = confirmed_at(world, 1, "v/7", WATCH)
    before = declined(world, match)
    again = world.store.matches.get(match.id)

    assert (before.state, again.state) == (State.CLOSED, MatchState.CONFIRMED)
    with pytest.raises(DuplicateError, match="new facts"):
        world.draft(again)
    with pytest.raises(InvalidInputError, match="new_facts"):
        world.draft(again, previous_request_id=before.id)
    with pytest.raises(InvalidInputError, match="previous_request_id"):
        world.draft(again, previous_request_id="tdr_" + "0" * 26, new_facts="a court has decided")
    drafted = world.draft(again, previous_request_id=before.id, new_facts="a court has decided")
    assert drafted.previous_request_id == before.id


def test_taking_back_what_was_declined_opens_no_other_way(world: World) -> None:
    match = confirmed_at(world, 1, "v/7", WATCH)
    asked = world.received(match)
    responses.respond(world.store, asked.id, answer(ResponseType.DECLINED), actor=world.responder, now=world.now)
    withdrawals.withdraw(world.store, asked.id, "our error", actor=world.senior, now=world.now)

    with pytest.raises(DuplicateError):
        world.draft(world.store.matches.get(match.id))


def test_new_facts_are_new_once(world: World) -> None:
    match = confirmed_at(world, 1, "v/7", WATCH)
    before = declined(world, match)
    facts = {"previous_request_id": before.id, "new_facts": "a court has decided"}
    second = world.received(world.store.matches.get(match.id), **facts)
    no = answer(ResponseType.DECLINED, "T-2")
    responses.respond(world.store, second.id, no, actor=world.responder, now=world.now)
    upkeep.sweep(world.store, now=world.later(days=7))

    with pytest.raises(DuplicateError):
        world.draft(world.store.matches.get(match.id), **facts)
    third = world.draft(world.store.matches.get(match.id), **{**facts, "previous_request_id": second.id})
    assert third.state is State.DRAFT


def test_only_a_request_of_which_something_was_declined_can_be_followed(world: World) -> None:
    asked = world.received(confirmed_at(world, 1, "v/7", WATCH))
    other = confirmed_at(world, 2, "v/8", None)

    with pytest.raises(GuardError, match="declined nothing"):
        world.draft(other, previous_request_id=asked.id, new_facts="a court has decided")


def test_a_request_that_was_never_answered_may_be_made_again(world: World) -> None:
    match = confirmed_at(world, 1, "v/7", WATCH)
    world.received(match)
    upkeep.sweep(world.store, now=world.later(hours=72))
    upkeep.sweep(world.store, now=world.later(days=7))

    assert world.draft(world.store.matches.get(match.id)).state is State.DRAFT


def test_what_was_declined_is_held_no_longer_than_it_is_known_where_it_is(world: World) -> None:
    first, other = (confirmed_at(world, number, "v/7", WATCH) for number in range(2))
    before = declined(world, first)
    retention.sweep(world.store, world.later(days=90, seconds=-1))
    with pytest.raises(DuplicateError, match=before.id):
        world.draft(other)
    retention.sweep(world.store, world.later(seconds=1))

    assert world.store.takedowns.get(before.id).items[0].url is None
    assert world.draft(other).state is State.DRAFT


def test_an_old_request_does_not_free_what_a_new_one_holds(world: World) -> None:
    match = confirmed_at(world, 1, "v/7", WATCH)
    first = world.received(match)
    withdrawals.withdraw(world.store, first.id, "an error", actor=world.senior, now=world.now)
    second = world.received(world.store.matches.get(match.id))
    upkeep.sweep(world.store, now=world.later(days=30))
    other = confirmed_at(world, 2, "v/7", WATCH)

    assert world.store.takedowns.get(first.id).state is State.CLOSED
    with pytest.raises(DuplicateError, match=second.id):
        world.draft(other)
