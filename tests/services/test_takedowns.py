"""A takedown request from its draft to its approval."""

from dataclasses import replace

import pytest

from hashdb import audit
from hashdb.access import SYSTEM
from hashdb.errors import (
    DuplicateError,
    GuardError,
    InvalidInputError,
    NotFoundError,
    SeparationOfDutiesError,
)
from hashdb.lifecycles.match import State as MatchState
from hashdb.lifecycles.takedown import State
from hashdb.records.member import Kind
from hashdb.records.takedown import Exempt
from hashdb.roles import Role
from hashdb.services import drafts, takedowns
from hashdb.services.takedowns import Verdict
from hashdb.store import Debt
from hashdb.store import Kind as Owed
from tests.services.world import CLAIM, NOTHING_EXEMPTS, World, draft_of


def test_a_draft_takes_its_facts_from_the_match_and_its_signal(world: World) -> None:
    match = world.confirmed(world.active(1))
    drafted = world.draft(match)

    assert drafted.state is State.DRAFT
    assert (drafted.member_id, drafted.tier, drafted.ground) == (world.gamma.id, 3, CLAIM.ground)
    assert [item.content_ref for item in drafted.items] == ["v/1"]
    assert world.store.matches.get(match.id).state is MatchState.REQUESTED


def test_a_request_needs_confirmed_matches(world: World) -> None:
    with pytest.raises(GuardError, match="confirmed"):
        world.draft(world.match(world.active(1)))


def test_a_request_names_content_of_one_platform_only(world: World) -> None:
    here = world.confirmed(world.active(1))
    there = replace(here, id="mat_" + "0" * 26, member_id=world.beta.id)
    world.store.commit(audit.entry(SYSTEM, "test", world.now, after=there), world.store.matches.put(there))

    with pytest.raises(InvalidInputError, match="one platform"):
        world.draft(here, there)


def test_one_request_may_name_several_pieces_of_content(world: World) -> None:
    signal = world.active(1)
    drafted = world.draft(world.confirmed(signal, "v/1"), world.confirmed(signal, "v/2"))

    assert [item.content_ref for item in drafted.items] == ["v/1", "v/2"]


def test_reasons_of_seventy_nine_characters_are_too_short(world: World) -> None:
    match = world.confirmed(world.active(1))

    with pytest.raises(InvalidInputError, match="80 characters"):
        world.draft(match, statement_of_reasons="x" * 79 + " ")
    assert world.draft(match, statement_of_reasons="x" * 80).state is State.DRAFT


def test_a_reviewer_of_the_platform_concerned_cannot_draft(world: World) -> None:
    match = world.confirmed(world.active(1))
    world.reviewer = world.actor(Role.REVIEWER, world.gamma)

    with pytest.raises(SeparationOfDutiesError):
        world.draft(match)


def test_nothing_is_asked_for_twice(world: World) -> None:
    match = world.confirmed(world.active(1))
    world.draft(match)

    with pytest.raises((DuplicateError, GuardError)):
        world.draft(world.store.matches.get(match.id))


def test_a_request_about_exempt_content_is_not_submitted(world: World) -> None:
    exempt = replace(NOTHING_EXEMPTS, journalistic=Exempt.YES)
    drafted = world.draft(world.confirmed(world.active(1)), exemption_assessment=exempt)

    with pytest.raises(GuardError, match="journalistic"):
        takedowns.submit(world.store, drafted.id, actor=world.reviewer, now=world.now)


def test_a_draft_exists_for_its_author_only(world: World) -> None:
    drafted = world.draft(world.confirmed(world.active(1)))

    with pytest.raises(NotFoundError):
        takedowns.submit(world.store, drafted.id, actor=world.actor(Role.REVIEWER), now=world.now)


def test_the_author_cannot_approve(world: World) -> None:
    waiting = world.in_review(world.confirmed(world.active(1)))
    author = replace(world.reviewer, role=Role.SENIOR_REVIEWER)

    with pytest.raises(SeparationOfDutiesError):
        takedowns.review(world.store, waiting.id, Verdict.APPROVE, actor=author, now=world.now)


def test_a_sister_of_the_platform_concerned_cannot_approve(world: World) -> None:
    waiting = world.in_review(world.confirmed(world.active(1)))
    sister = world.actor(Role.SENIOR_REVIEWER, world.member(Kind.PLATFORM, group_id=world.gamma.group_id))

    with pytest.raises(SeparationOfDutiesError):
        takedowns.review(world.store, waiting.id, Verdict.APPROVE, actor=sister, now=world.now)


def test_for_tier_four_who_first_approved_the_signal_cannot_approve_the_request(world: World) -> None:
    signal = world.active(1, replace(CLAIM, tier=4))
    drafter = world.actor(Role.REVIEWER, world.institute)
    match = world.confirmed(signal)
    drafted = drafts.create(world.store, draft_of([match]), actor=drafter, now=world.now)
    takedowns.submit(world.store, drafted.id, actor=drafter, now=world.now)
    first = replace(world.reviewer, role=Role.SENIOR_REVIEWER)

    with pytest.raises(SeparationOfDutiesError):
        takedowns.review(world.store, drafted.id, Verdict.APPROVE, actor=first, now=world.now)


def test_an_approved_request_is_owed_to_the_platform(world: World) -> None:
    waiting = world.in_review(world.confirmed(world.active(1)))
    approved = takedowns.review(world.store, waiting.id, Verdict.APPROVE, actor=world.senior, now=world.now)

    assert approved.state is State.APPROVED
    assert world.store.ledger.is_owed(Debt(kind=Owed.DISPATCH, subject_id=approved.id))


@pytest.mark.parametrize("verdict", [Verdict.RETURN, Verdict.REFUSE])
def test_a_decision_against_a_request_needs_a_note(world: World, verdict: Verdict) -> None:
    waiting = world.in_review(world.confirmed(world.active(1)))

    with pytest.raises(InvalidInputError, match="note"):
        takedowns.review(world.store, waiting.id, verdict, actor=world.senior, now=world.now)


def test_a_refused_request_lets_the_content_be_asked_about_again(world: World) -> None:
    match = world.confirmed(world.active(1))
    waiting = world.in_review(match)
    takedowns.review(world.store, waiting.id, Verdict.REFUSE, note="no", actor=world.senior, now=world.now)

    assert world.draft(world.store.matches.get(match.id)).state is State.DRAFT


def test_a_returned_request_is_its_authors_draft_again(world: World) -> None:
    waiting = world.in_review(world.confirmed(world.active(1)))
    takedowns.review(world.store, waiting.id, Verdict.RETURN, note="say more", actor=world.senior, now=world.now)

    assert takedowns.submit(world.store, waiting.id, actor=world.reviewer, now=world.now).state is (
        State.PENDING_SECOND_APPROVAL
    )
