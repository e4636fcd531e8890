"""One organisation on several lists is one entry, which stands while one of them that counts still has it."""

from dataclasses import replace

import pytest

from hashdb.errors import GuardError, SeparationOfDutiesError
from hashdb.lifecycles.register_entry import State
from hashdb.records.alert import AlertKind
from hashdb.records.register import RegisterEntry
from hashdb.services import entries, imports, mergers, register
from hashdb.services.imports import Upload
from hashdb.store import lists
from tests.register.samples import EU, UN, un_list
from tests.services.world import World
from tests.services.worlds.register import accept, proposed_entry


def entry_of(world: World, authority_id: str) -> RegisterEntry:
    found = world.store.register.all_of(lists.ENTRIES)
    return next(each for each in found if authority_id in {one.authority_id for one in each.designations})


def take(world: World, raw: bytes, removals: int = 0) -> None:
    upload = Upload(raw=raw, removals=removals)
    imports.take(world.store, upload, actor=world.editor, now=world.now)


@pytest.fixture
def merged(world: World) -> RegisterEntry:
    """An entry of the UN's list, into which the EU's proposal about the same organisation went."""
    accept(world)
    accept(world, "eu-council")
    take(world, UN)
    take(world, EU)
    front = register.approve(world.store, entry_of(world, "QDe.9901").id, None, actor=world.senior, now=world.now)
    again = entry_of(world, "EU.9901.01")
    mergers.merge(
        world.store, again.id, front.id, "The EU's list names the UN's number.", actor=world.senior, now=world.now
    )
    return world.store.register.get(front.id)


def test_a_merged_proposal_gives_its_designation_and_names_to_the_entry(world: World, merged: RegisterEntry) -> None:
    gone = [each for each in world.store.register.all_of(lists.ENTRIES) if each.state is State.MERGED]

    assert [each.authority_id for each in merged.designations] == ["QDe.9901", "EU.9901.01"]
    assert [(each.merged_into, each.designations) for each in gone] == [(merged.id, ())]
    assert gone[0].properties.name[0] in (*merged.properties.name, *merged.properties.alias)
    found = entries.search(entries.searched(world.store, actor=world.senior), merged.properties.name[0])
    assert [each.entry.id for each in found if not each.grey] == [merged.id]


def test_the_same_lists_again_propose_it_no_second_time(world: World, merged: RegisterEntry) -> None:
    size = world.store.register.count(lists.ENTRIES)
    take(world, EU)
    take(world, UN)

    assert world.store.register.count(lists.ENTRIES) == size
    assert world.store.register.get(merged.id) == merged


def test_it_is_delisted_only_when_the_last_list_that_counts_has_it_no_more(world: World, merged: RegisterEntry) -> None:
    take(world, un_list("QDe.1", generated="2026-11-01T00:00:00Z"), removals=9)
    take(world, EU)
    with pytest.raises(GuardError, match="the latest list still has the entry"):
        register.delist(world.store, merged.id, "gone from the UN's", actor=world.editor, now=world.now)
    alerts = [each for each in world.store.alerts.all_of(lists.ALERTS_OPEN) if each.subject_id == merged.id]

    assert world.store.register.get(merged.id).flags == ("vanished",)
    assert [each.kind for each in alerts] == [AlertKind.VANISHED]


def test_two_people_stand_behind_a_merger_and_what_one_list_tells_apart_stays_apart(world: World) -> None:
    accept(world)
    take(world, un_list("QDe.1", "QDe.2"))
    one, two = (entry_of(world, name) for name in ("QDe.1", "QDe.2"))
    register.approve(world.store, one.id, None, actor=world.senior, now=world.now)
    also_editor = replace(world.senior, user_id=world.editor.user_id)

    with pytest.raises(SeparationOfDutiesError):
        mergers.merge(world.store, two.id, one.id, "same", actor=also_editor, now=world.now)
    with pytest.raises(GuardError, match="both are on the list of un"):
        mergers.merge(world.store, two.id, one.id, "same", actor=world.senior, now=world.now)
    with pytest.raises(GuardError, match="in force is needed"):
        mergers.merge(world.store, two.id, proposed_entry(world).id, "same", actor=world.senior, now=world.now)
