"""Packed columns: every row in its place, also where one block ends and the next begins."""

import pytest
import redis

from hashdb.lifecycles.signal import Step
from hashdb.signals import RowFlag
from hashdb.store import Store
from hashdb.store.columns import BLOCK, RowChange
from tests.store.samples import note, signal


def codes(store: Store) -> bytes:
    """Return the whole column of codes."""
    return b"".join(block for _, block, _ in store.signals.columns.blocks("pdq"))


def flags(store: Store) -> bytes:
    """Return the whole column of flags."""
    return b"".join(block for _, _, block in store.signals.columns.blocks("pdq"))


@pytest.fixture
def edge(store: Store) -> int:
    """The first of the rows that are given out next: the last but one of the first block."""
    store.signals.columns.reserve("pdq", BLOCK - 2)
    return BLOCK - 2


def test_rows_are_given_out_one_after_the_other(store: Store) -> None:
    assert store.signals.reserve_rows("pdq", 3) == [0, 1, 2]
    assert store.signals.reserve_rows("pdq", 2) == [3, 4]
    assert store.signals.reserve_rows("phash", 1) == [0]
    assert store.signals.reserve_rows("sha256", 2) == [None, None]


def test_rows_that_lie_across_the_end_of_a_block_are_all_in_their_places(store: Store, edge: int) -> None:
    rows = store.signals.reserve_rows("pdq", 4)
    made = [signal(row, row) for row in rows]
    store.commit(note(), store.signals.create(made))
    written = codes(store)

    assert rows == [edge, edge + 1, BLOCK, BLOCK + 1]
    assert [written[row * 32 : row * 32 + 32].hex() for row in range(edge, edge + 4)] == [
        each.signal_value for each in made
    ]
    assert store.signals.columns.ids_at("pdq", [edge + 1, BLOCK]) == [made[1].id, made[2].id]
    assert [first for first, _, _ in store.signals.columns.blocks("pdq")] == [0, BLOCK]


def test_the_flags_of_the_rows_at_both_sides_of_the_border_are_their_own(store: Store, edge: int) -> None:
    made = [signal(row, row) for row in store.signals.reserve_rows("pdq", 4)]
    store.commit(note(), store.signals.create(made))
    for each in made[1:3]:
        second = each.advance(Step.APPROVE_FIRST)
        live = second.advance(Step.APPROVE)
        store.commit(note(), store.signals.put(second, each))
        store.commit(note(), store.signals.put(live, second))

    assert {row for row, flag in enumerate(flags(store)) if flag} == {edge + 1, BLOCK}
    assert set(flags(store)) == {RowFlag.NONE, RowFlag.LIVE}


def test_a_change_of_what_is_distributed_is_told_in_the_same_act(store: Store) -> None:
    made = signal(1, store.signals.reserve_rows("pdq", 1)[0])
    second = made.advance(Step.APPROVE_FIRST)
    live = second.advance(Step.APPROVE)
    gone = live.advance(Step.WITHDRAW)
    store.commit(note(), store.signals.create([made]))
    quiet = store.signals.columns.changes_after("0-0", 9)
    for after, before in ((second, made), (live, second), (gone, live)):
        store.commit(note(), store.signals.put(after, before))
    told = store.signals.columns.changes_after("0-0", 9)

    assert quiet == []
    assert [(each.id, each.row, each.flags) for each in told] == [
        (made.id, 0, RowFlag.LIVE),
        (made.id, 0, RowFlag.TOMBSTONE),
    ]
    assert {each.code.hex() for each in told} == {made.signal_value}


def test_changes_go_on_behind_a_checkpoint(store: Store) -> None:
    for number in range(5):
        change = RowChange(checkpoint="*", signal_type="pdq", row=number, flags=1, code=bytes(32), id=signal(1, 1).id)
        store.commit(note(), store.signals.columns.change(change))
    first = store.signals.columns.changes_after("0-0", 2)
    rest = store.signals.columns.changes_after(first[-1].checkpoint, 9)

    assert [each.row for each in (*first, *rest)] == [0, 1, 2, 3, 4]
    assert store.signals.columns.latest() == rest[-1].checkpoint


def test_without_a_change_the_checkpoint_is_the_beginning(store: Store) -> None:
    assert store.signals.columns.latest() == "0-0"
    assert store.signals.columns.changes_since("0-0", 9) == []


def test_rows_that_were_given_out_and_never_written_are_no_rows_that_match(
    store: Store, redis_client: redis.Redis
) -> None:
    store.signals.reserve_rows("pdq", 3)
    store.commit(note(), store.signals.create([signal(1, 2)]))

    assert flags(store) == bytes(3)
    assert codes(store)[:64] == bytes(64)
    assert redis_client.strlen("signal:pdq:code:0") == 96
