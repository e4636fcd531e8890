"""The register: who may decide about an entry, and when something may rest on it."""

from dataclasses import replace
from datetime import date

import pytest

from hashdb import audit
from hashdb.access import OPERATOR, SYSTEM
from hashdb.errors import (
    ForbiddenError,
    GuardError,
    IllegalTransitionError,
    InvalidInputError,
    NotFoundError,
    SeparationOfDutiesError,
    StaleRecordError,
)
from hashdb.ids import new_id
from hashdb.lifecycles.register_entry import State
from hashdb.records.alert import AlertKind
from hashdb.records.appeal import AppealSubject
from hashdb.records.register import Acceptance, Source
from hashdb.services import entries, proposals, register
from hashdb.store import Debt, Kind, lists
from tests.services.world import World
from tests.services.worlds.appeals import admitted
from tests.services.worlds.register import AUTHORITY, accept, designated, proposal, proposed_entry, usable_entry


def test_a_proposal_is_approved_by_another_person_and_is_a_ground_then(world: World) -> None:
    waiting = proposed_entry(world)
    with pytest.raises(GuardError, match="is proposed; nothing may rest on it"):
        register.require_usable(world.store, waiting.id, world.now)

    approved = register.approve(world.store, waiting.id, "read the list", actor=world.senior, now=world.now)

    assert (waiting.state, approved.state) == (State.PROPOSED, State.ACTIVE)
    assert approved.decisions[0].note == "read the list"
    assert register.require_usable(world.store, waiting.id, world.now).begins


def test_nobody_approves_what_they_proposed_themselves(world: World) -> None:
    waiting = proposed_entry(world)
    also_editor = replace(world.senior, user_id=world.editor.user_id)

    with pytest.raises(SeparationOfDutiesError):
        register.approve(world.store, waiting.id, None, actor=also_editor, now=world.now)
    with pytest.raises(SeparationOfDutiesError):
        register.refuse(world.store, waiting.id, "no", actor=also_editor, now=world.now)
    with pytest.raises(ForbiddenError):
        register.approve(world.store, waiting.id, None, actor=world.reviewer, now=world.now)
    with pytest.raises(SeparationOfDutiesError, match="belongs to no person"):
        register.approve(world.store, waiting.id, None, actor=OPERATOR, now=world.now)


@pytest.mark.parametrize("acceptance", [Acceptance.ADVISORY_ONLY, Acceptance.NOT_ACCEPTED])
def test_an_authority_that_is_not_accepted_grounds_nothing(world: World, acceptance: Acceptance) -> None:
    accept(world, acceptance=acceptance)
    waiting = proposals.propose(world.store, proposal(), actor=world.editor, now=world.now)

    with pytest.raises(GuardError, match="no authority that is accepted here"):
        register.approve(world.store, waiting.id, None, actor=world.senior, now=world.now)


def test_an_entry_whose_designation_ends_is_no_ground_from_that_day_on(world: World) -> None:
    entry = usable_entry(world, designated(end_date=date(2026, 11, 25)))
    register.require_usable(world.store, entry.id, world.now)

    tomorrow = world.later(hours=24)
    register.require_usable(world.store, entry.id, tomorrow)
    with pytest.raises(GuardError, match="no authority"):
        register.require_usable(world.store, entry.id, world.later(hours=24))


def test_who_relies_on_an_entry_learns_that_it_has_changed_meanwhile(world: World) -> None:
    entry = usable_entry(world)
    relied = register.require_usable(world.store, entry.id, world.now)
    world.store.commit(register.challenge(world.store, entry.id, actor=SYSTEM, now=world.now))

    with pytest.raises(StaleRecordError):
        world.store.commit(
            register.suspend_on_appeal(world.store, entry.id, actor=world.appeals_officer, now=world.now), relied
        )
    assert register.require_usable(world.store, entry.id, world.now).begins


def test_who_relies_on_an_authority_learns_that_it_was_decided_about_meanwhile(world: World) -> None:
    entry = usable_entry(world)
    relied = register.require_usable(world.store, entry.id, world.now)
    accept(world)

    with pytest.raises(StaleRecordError):
        world.store.commit(register.challenge(world.store, entry.id, actor=SYSTEM, now=world.now), relied)


def test_an_entry_that_does_not_exist_is_no_ground(world: World) -> None:
    with pytest.raises(GuardError, match="there is no entry"):
        register.require_usable(world.store, new_id("reg", world.now), world.now)


def test_a_suspension_takes_two_people_of_different_offices(world: World) -> None:
    entry = usable_entry(world)
    both = replace(world.appeals_officer, user_id=world.senior.user_id)

    agreed = register.suspend(world.store, entry.id, "doubts", actor=world.senior, now=world.now)
    with pytest.raises(SeparationOfDutiesError, match="already decided"):
        register.suspend(world.store, entry.id, "doubts", actor=both, now=world.now)
    with pytest.raises(SeparationOfDutiesError, match="has no part"):
        register.suspend(world.store, entry.id, "doubts", actor=world.other_senior, now=world.now)
    suspended = register.suspend(world.store, entry.id, "doubts", actor=world.appeals_officer, now=world.now)

    assert (agreed.state, len(agreed.approvals)) == (State.ACTIVE, 1)
    assert (suspended.state, suspended.approvals) == (State.SUSPENDED, ())
    with pytest.raises(GuardError, match="suspended"):
        register.require_usable(world.store, entry.id, world.now)


def test_reasons_are_needed_for_what_somebody_may_contest(world: World) -> None:
    entry = usable_entry(world)

    for decide, actor in ((register.suspend, world.senior), (register.delist, world.editor)):
        with pytest.raises(InvalidInputError, match="note: is needed"):
            decide(world.store, entry.id, " ", actor=actor, now=world.now)
    assert world.store.register.get(entry.id) == entry


def test_an_editor_delists_what_no_list_has_and_owes_the_consequences(world: World) -> None:
    entry = usable_entry(world)

    delisted = register.delist(world.store, entry.id, "annulled by a court", actor=world.editor, now=world.now)

    assert (delisted.state, delisted.designations[0].ended_at) == (State.DELISTED, world.now)
    assert world.store.ledger.is_owed(Debt(kind=Kind.FOLLOW_DELISTING, subject_id=entry.id))
    assert not register.is_ground(world.store, delisted, world.now)
    with pytest.raises(IllegalTransitionError):
        register.delist(world.store, entry.id, "again", actor=world.editor, now=world.now)


def test_what_its_list_still_has_cannot_be_delisted_by_one_person(world: World) -> None:
    entry = usable_entry(world)
    listed = replace(entry.designations[0], source=Source.UN)
    changed = replace(entry, designations=(listed,), version=entry.version + 1)
    world.store.commit(audit.entry(SYSTEM, "test", world.now), world.store.register.put(changed, entry))

    with pytest.raises(GuardError, match="the latest list still has the entry"):
        register.delist(world.store, entry.id, "I say so", actor=world.editor, now=world.now)


def test_what_was_delisted_may_be_proposed_again(world: World) -> None:
    entry = usable_entry(world)
    register.delist(world.store, entry.id, "annulled", actor=world.editor, now=world.now)

    again = register.relist(world.store, entry.id, "listed anew", actor=world.editor, now=world.now)
    approved = register.approve(world.store, entry.id, None, actor=world.senior, now=world.now)

    assert (again.state, again.proposed_by) == (State.PROPOSED, world.editor.user_id)
    assert approved.state is State.ACTIVE
    assert register.is_ground(world.store, approved, world.now)


def test_a_review_that_is_due_raises_an_alert_once(world: World) -> None:
    entry = usable_entry(world, designated(end_date=date(2026, 11, 25)))
    assert entry.review_due_at is not None
    register.act(world.store, entry, world.now)
    assert world.store.register.get(entry.id) == entry

    register.act(world.store, entry, world.later(hours=48))

    open_ones = list(world.store.alerts.all_of(lists.ALERTS_OPEN))
    assert [(each.kind, each.subject_id) for each in open_ones] == [(AlertKind.DELISTING, entry.id)]
    assert (world.store.register.get(entry.id).review_due_at or world.now) > world.now


def test_a_proposal_names_authorities_and_parents_that_exist(world: World) -> None:
    accept(world)
    child = replace(proposal(), parent_id=new_id("reg", world.now))

    with pytest.raises(InvalidInputError, match="designations: names authorities that are not known here: nobody"):
        proposals.propose(world.store, proposal("X", designated("nobody")), actor=world.editor, now=world.now)
    with pytest.raises(InvalidInputError, match="parent_id"):
        proposals.propose(world.store, child, actor=world.editor, now=world.now)
    assert entries.page(world.store, waiting=True, after=None, limit=9, actor=world.editor).items == []


def test_entities_are_proposed_together_or_not_at_all(world: World) -> None:
    accept(world)
    front = {"id": "a", "schema": "Organization", "properties": {"name": ["Vermilion Lantern Front"]}}
    person = {"id": "b", "schema": "Person", "properties": {"name": ["Teston Examplio"], "birthDate": ["1970-01-01"]}}
    sanction = {"schema": "Sanction", "properties": {"entity": ["a"], "authority": [AUTHORITY]}}

    made = proposals.propose_entities(world.store, [front, person, sanction], actor=world.editor, now=world.now)

    assert [(each.properties.name[0], len(each.designations)) for each in made] == [
        ("Vermilion Lantern Front", 1),
        ("Teston Examplio", 0),
    ]
    with pytest.raises(InvalidInputError):
        proposals.propose_entities(world.store, [sanction], actor=world.editor, now=world.now)


def test_others_than_those_who_work_on_the_register_read_what_is_usable(world: World) -> None:
    waiting, usable = proposed_entry(world), usable_entry(world, name="Brigade of the Hollow Mountain")

    shown = entries.page(world.store, waiting=False, after=None, limit=9, actor=world.host).items

    assert shown == [usable]
    with pytest.raises(NotFoundError):
        entries.get(world.store, waiting.id, actor=world.host)
    assert entries.get(world.store, waiting.id, actor=world.reviewer) == waiting
    assert len(entries.page(world.store, waiting=False, after=None, limit=9, actor=world.reviewer).items) == 2


def test_a_search_finds_by_name_and_former_name_but_not_by_a_weak_one(world: World) -> None:
    entry = usable_entry(world)
    found = entries.searched(world.store, actor=world.host)

    assert [(each.entry, each.name, each.grey) for each in entries.search(found, "Lantern Front Vermillion")] == [
        (entry, "Vermilion Lantern Front", False)
    ]
    assert [each.grey for each in entries.search(found, "Vermilion Lamp Front")] == [True]
    assert entries.search(found, "The Lanterns") == []
    assert entries.search(found, "Liberal Front") == []


def test_a_suspension_ends_as_it_began_by_two_offices(world: World) -> None:
    entry = usable_entry(world)
    for actor in (world.senior, world.appeals_officer):
        register.suspend(world.store, entry.id, "doubts", actor=actor, now=world.now)
    one = register.reinstate(world.store, entry.id, "cleared", actor=world.senior, now=world.now)

    with pytest.raises(SeparationOfDutiesError):
        register.reinstate(world.store, entry.id, "cleared", actor=world.other_senior, now=world.now)
    two = register.reinstate(world.store, entry.id, "cleared", actor=world.appeals_officer, now=world.now)
    assert (one.state, two.state, two.approvals) == (State.SUSPENDED, State.ACTIVE, ())


def test_nobody_takes_the_flag_from_an_entry_while_its_challenge_is_open(world: World) -> None:
    entry = usable_entry(world)
    admitted(world, entry.id, subject_type=AppealSubject.REGISTER_ENTRY)

    with pytest.raises(GuardError, match="an appeal about this entry is open"):
        register.reinstate(world.store, entry.id, "nothing to it", actor=world.senior, now=world.now)
    assert world.store.register.get(entry.id).is_challenged
