"""What waits for officers and editors: what is late stays in sight, and what is done leaves it."""

from dataclasses import replace

from hashdb import audit
from hashdb.access import SYSTEM
from hashdb.records.member import Kind
from hashdb.services import appeals, dockets
from hashdb.services.rulings import Verdict
from hashdb.store import Write
from tests.services.world import World
from tests.services.worlds.appeals import admitted, lodged, ruled
from tests.services.worlds.register import usable_entry


def waiting(world: World) -> list[str]:
    return [each.id for each in dockets.appeals_open(world.store, limit=10).waiting]


def test_an_appeal_that_is_overdue_still_stands_at_the_head(world: World) -> None:
    late = admitted(world, world.active("one").id)
    world.later(days=15)
    appeals.act(world.store, late, world.now)
    fresh = lodged(world, world.active("two").id).appeal

    assert world.store.appeals.get(late.id).due_at is None
    assert waiting(world) == [late.id, fresh.id]


def test_an_appeal_that_was_decided_waits_no_longer_and_one_that_was_referred_stands_apart(world: World) -> None:
    new = lodged(world, world.active("one").id)
    appeal = admitted(world, world.active("two").id)
    ruled(world, appeal, Verdict.DISMISS)
    other = lodged(world, "nothing").appeal

    assert waiting(world) == [new.appeal.id, other.id]
    assert dockets.appeals_open(world.store, limit=10).outside == []


def test_the_next_appeal_is_one_that_the_officer_may_act_on(world: World) -> None:
    signal = world.active("one")
    ruled(world, admitted(world, signal.id), Verdict.DISMISS)
    closed, free = lodged(world, signal.id).appeal, lodged(world, world.active("two").id).appeal
    found = dockets.next_appeal(world.store, after=None, actor=world.appeals_officer)

    assert found is not None
    assert found.id == free.id
    assert "already decided" in (dockets.closed_because(world.store, closed, actor=world.appeals_officer) or "")


def test_an_entry_of_which_its_list_says_something_else_is_shown_until_that_is_over(world: World) -> None:
    before = usable_entry(world)
    flagged = replace(before, flags=("vanished",), version=before.version + 1)
    noted: Write = world.store.register.put(flagged, before)
    world.store.commit(audit.entry(SYSTEM, "register.import", world.now, before=before, after=flagged), noted)

    assert [each.id for each in dockets.flagged_entries(world.store, limit=10).items] == [before.id]


def test_orders_are_addressed_by_the_names_of_platforms(world: World) -> None:
    assert set(dockets.addressees(world.store, Kind.PLATFORM)) == {world.alpha.id, world.beta.id, world.gamma.id}
