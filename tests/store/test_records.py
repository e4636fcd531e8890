"""Records and the lists in which they stand."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hashdb.errors import NotFoundError, StaleRecordError
from hashdb.ids import new_id
from hashdb.lifecycles.signal import State, Step
from hashdb.store import Store, lists, records
from tests.store.samples import NOW, member, note, signal


def test_what_does_not_exist_is_not_found(store: Store) -> None:
    with pytest.raises(NotFoundError, match="there is no member org_x"):
        store.members.get("org_x")
    assert store.members.find("org_x") is None
    assert store.members.many(["org_x"]) == []


def test_many_records_come_in_the_order_asked_for(store: Store) -> None:
    made = [member() for _ in range(3)]
    store.commit(note(), *(store.members.put(each) for each in made))
    wanted = [made[2].id, "org_x", made[0].id]

    assert store.members.many(wanted) == [made[2], made[0]]


@pytest.mark.parametrize("limit", [1, 2, 5, 6])
def test_pages_hold_every_record_once_and_in_order(store: Store, limit: int) -> None:
    made = sorted((member() for _ in range(5)), key=lambda each: each.id)
    store.commit(note(), *(store.members.put(each) for each in made))
    seen, after = [], None
    while True:
        page = store.members.page(lists.MEMBERS, after=after, limit=limit)
        seen += page.items
        after = page.next
        if after is None:
            break

    assert seen == made


def test_a_list_follows_the_record_from_state_to_state(store: Store) -> None:
    pending = signal(1, None)
    store.commit(note(), store.signals.create([pending]))
    queued = store.signals.count(lists.SIGNAL_QUEUE)
    rejected = pending.advance(Step.REJECT)
    store.commit(note(), store.signals.put(rejected, pending))

    assert queued == 1
    assert store.signals.count(lists.SIGNAL_QUEUE) == 0


def test_a_list_follows_a_new_deadline(store: Store) -> None:
    early, late = signal(1, None), signal(2, None, due_at=NOW + timedelta(hours=1))
    store.commit(note(), store.signals.create([early, late]))
    put_off = replace(early, due_at=NOW + timedelta(hours=2), version=2)
    store.commit(note(), store.signals.put(put_off, early))

    assert store.signals.first(lists.SIGNAL_QUEUE, skip=0, limit=9) == [late, put_off]
    assert store.signals.first(lists.SIGNAL_QUEUE, skip=1, limit=9) == [put_off]


def test_what_is_due_is_found_by_the_clock(store: Store) -> None:
    ending = signal(1, None, state=State.ACTIVE, expires_at=NOW)
    store.commit(note(), store.signals.create([ending]))
    moment = NOW.timestamp()

    assert store.signals.due(lists.SIGNALS_ENDING, moment - 0.001, 9) == []
    assert store.signals.due(lists.SIGNALS_ENDING, moment, 9) == [ending]


def test_a_value_is_unique_for_its_type(store: Store) -> None:
    made = signal(1, None)
    store.commit(note(), store.signals.create([made]))
    value = bytes.fromhex(made.signal_value)

    assert store.signals.ids_of("sha256", [value, bytes(32)]) == [made.id, None]
    assert store.signals.ids_of("pdq", [value]) == [None]
    assert store.signals.ids_of("pdq", []) == []


def test_what_is_removed_is_gone_from_its_lists_and_its_value_is_free(store: Store) -> None:
    row = store.signals.reserve_rows("pdq", 1)[0]
    made = signal(1, row)
    store.commit(note(), store.signals.create([made]))
    store.commit(note(), store.signals.remove(made))

    assert store.signals.find(made.id) is None
    assert store.signals.count(lists.SIGNAL_QUEUE) == 0
    assert store.signals.ids_of("pdq", made.codes()) == [None]
    assert b"".join(store.signals.columns.codes("pdq", 1)) == bytes(32)


def test_what_has_changed_is_not_removed(store: Store) -> None:
    made = member()
    store.commit(note(), store.members.put(made))
    store.commit(note(), store.members.put(replace(made, version=2), made))

    with pytest.raises(StaleRecordError):
        store.commit(note(), store.members.remove(made))
    assert store.members.count(lists.MEMBERS) == 1


def test_records_are_found_by_when_they_were_made(store: Store) -> None:
    days = [NOW + timedelta(days=day) for day in range(4)]
    made = [member(id=new_id("org", day)) for day in days]
    store.commit(note(), *(store.members.put(each) for each in made))

    assert list(store.members.between(lists.MEMBERS, days[1], days[3])) == made[1:3]
    assert list(store.members.between(lists.MEMBERS, days[3], days[3])) == []
    assert list(store.takedowns.between(lists.TAKEDOWNS, days[0], days[3])) == []


@pytest.mark.parametrize("places", [3, 10, 5_000])
@pytest.mark.parametrize("at_once", [1, 2, 7, 41])
def test_a_list_can_be_read_without_what_stands_in_others(
    store: Store, monkeypatch: pytest.MonkeyPatch, places: int, at_once: int
) -> None:
    monkeypatch.setattr(records, "_PLACES", places)
    groups = "addbddacaaaaaaaadbddaabdcdadbadcabdddddd"
    made = sorted((member(group_id=each) for each in groups), key=lambda each: each.id)
    store.commit(note(), *(store.members.put(each) for each in made))

    for closed in ("", "a", "ad", "abcd"):
        others = [lists.members_in(each) for each in (*closed, "nobody")]
        wanted = [each for each in made if each.group_id not in closed]
        assert list(store.members.outside(lists.MEMBERS, others, at_once=at_once)) == wanted
    assert list(store.members.outside("nothing", [lists.MEMBERS])) == []
