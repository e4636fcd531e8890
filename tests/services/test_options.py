"""What somebody can decide, and why not, is what the services would answer."""

import pytest

from hashdb.errors import InvalidInputError, StaleRecordError
from hashdb.services import matches, options, signals
from hashdb.services.checklists import Check, Seen
from hashdb.services.signals import Verdict
from tests.services.world import World


def test_what_the_state_does_not_allow_is_not_offered_and_what_the_person_may_not_says_why(world: World) -> None:
    signal = world.pending(1)
    found = options.of_signal(world.store, signal, actor=world.reviewer, now=world.now)

    assert [(each.verdict, each.refusal is None) for each in found] == [
        ("approve", True),
        ("reject", True),
        ("withdraw", False),
    ]
    assert "takes the role senior_reviewer or appeals_officer" in (found[2].refusal or "")


def test_weighing_a_decision_writes_nothing(world: World) -> None:
    signal = world.active(1)
    found = world.match(signal)
    request = world.in_review(world.confirmed(world.active(2), "v/2"))
    size = world.store.log.size()
    options.of_signal(world.store, signal, actor=world.senior, now=world.now)
    options.of_match(world.store, found, actor=world.senior, now=world.now)
    options.of_request(world.store, request, actor=world.senior, now=world.now)

    assert world.store.log.size() == size
    assert world.store.matches.get(found.id) == found
    assert world.store.takedowns.get(request.id) == request


def test_who_drafted_is_told_that_a_second_person_must_approve(world: World) -> None:
    request = world.in_review(world.confirmed(world.active(1)))
    offered = options.of_request(world.store, request, actor=world.reviewer, now=world.now)

    assert [each.verdict for each in offered] == ["withdraw"]


def test_a_decision_on_an_older_version_or_without_the_list_changes_nothing(world: World) -> None:
    signal = world.pending(1)
    everything = tuple(Check)
    for seen, error in (
        (Seen(version=signal.version - 1, checked=everything), StaleRecordError),
        (Seen(version=signal.version, checked=everything[:2]), InvalidInputError),
    ):
        with pytest.raises(error):
            signals.review(world.store, signal.id, Verdict.APPROVE, seen=seen, actor=world.reviewer, now=world.now)

    assert world.store.signals.get(signal.id) == signal


def test_what_was_gone_through_stands_in_the_entry(world: World) -> None:
    found = world.match(world.active(1))
    seen = Seen(version=found.version, checked=(Check.SAME, Check.GROUND, Check.CONTEXT))
    matches.review(world.store, found.id, matches.Verdict.CONFIRM, seen=seen, actor=world.reviewer, now=world.now)
    entry = world.store.log.entries(world.store.log.size() - 1, 1)[0]

    assert b'"checked":["same_content","ground_holds","no_exempt_context"]' in (entry.payload or b"")
