"""Whose designations count: two people of two organisations decide, with reasons that are published."""

from dataclasses import replace

import pytest

from hashdb.access import OPERATOR
from hashdb.errors import GuardError, InvalidInputError, SeparationOfDutiesError
from hashdb.records.register import Acceptance
from hashdb.services import authorities
from hashdb.services.authorities import Wanted
from hashdb.store import Debt, Kind
from tests.services.world import World
from tests.services.worlds.register import AUTHORITY, REASONS, accept, usable_entry

WANTED = Wanted(id=AUTHORITY, name="UN Security Council", acceptance=Acceptance.ACCEPTED, reasons=REASONS)


def test_a_proposal_counts_for_nothing_until_a_second_person_agrees(world: World) -> None:
    proposed = authorities.propose(world.store, WANTED, actor=world.editor, now=world.now)
    decided = authorities.agree(world.store, AUTHORITY, actor=world.senior, now=world.now)

    assert (proposed.acceptance, proposed.proposed) == (Acceptance.NOT_ACCEPTED, Acceptance.ACCEPTED)
    assert (decided.acceptance, decided.reasons, decided.proposed) == (Acceptance.ACCEPTED, REASONS, None)
    assert [each.user_id for each in decided.decided_by] == [world.editor.user_id, world.senior.user_id]


def test_the_second_person_is_another_one_of_another_organisation_and_office(world: World) -> None:
    authorities.propose(world.store, WANTED, actor=world.editor, now=world.now)
    same_person = replace(world.senior, user_id=world.editor.user_id)
    same_office = replace(world.editor, user_id="usr_2", group_id="org_2")

    for actor in (same_person, world.other_senior, same_office, OPERATOR):
        with pytest.raises(SeparationOfDutiesError):
            authorities.agree(world.store, AUTHORITY, actor=actor, now=world.now)
    assert world.store.authorities.get(AUTHORITY).acceptance is Acceptance.NOT_ACCEPTED


def test_nothing_is_agreed_to_twice(world: World) -> None:
    accept(world)

    with pytest.raises(GuardError, match="nothing is proposed"):
        authorities.agree(world.store, AUTHORITY, actor=world.senior, now=world.now)


def test_what_rests_on_an_authority_that_is_accepted_no_more_is_looked_at_again(world: World) -> None:
    entry = usable_entry(world)
    accept(world)
    debt = Debt(kind=Kind.FOLLOW_DELISTING, subject_id=entry.id)
    assert not world.store.ledger.is_owed(debt)

    accept(world, acceptance=Acceptance.ADVISORY_ONLY)

    assert world.store.ledger.is_owed(debt)


@pytest.mark.parametrize("slug", ["", "UN", "un_sc", "-un", "un-", "un--sc", "a" * 61, "un/sc"])
def test_a_slug_is_words_with_hyphens(world: World, slug: str) -> None:
    with pytest.raises(InvalidInputError, match="id: must be words"):
        authorities.propose(world.store, replace(WANTED, id=slug), actor=world.editor, now=world.now)


def test_reasons_are_needed(world: World) -> None:
    with pytest.raises(InvalidInputError, match="reasons: must have at least 40"):
        authorities.propose(world.store, replace(WANTED, reasons="why not"), actor=world.editor, now=world.now)


def test_nobody_agrees_to_something_else_than_they_have_read(world: World) -> None:
    for acceptance in (Acceptance.ADVISORY_ONLY, Acceptance.ACCEPTED):
        authorities.propose(world.store, replace(WANTED, acceptance=acceptance), actor=world.editor, now=world.now)

    with pytest.raises(GuardError, match="by now is accepted"):
        authorities.agree(world.store, WANTED.id, Acceptance.ADVISORY_ONLY, actor=world.senior, now=world.now)
