"""The rows of a signal with views: all of them written, changed and told together."""

import pytest

from hashdb.lifecycles.signal import Step
from hashdb.records.signal import Signal
from hashdb.signals import RowFlag, View
from hashdb.store import Store
from hashdb.store import columns as columns_
from hashdb.store.codec import Codec
from hashdb.store.columns import BLOCK
from tests.store.samples import NOW, note, signal


def with_views(seed: object, count: int) -> Signal:
    views = tuple(View(name=f"part_{part}", signal_value=signal((seed, part), 0).signal_value) for part in range(count))
    return signal(seed, 0, views=views)


def created(store: Store, *made: Signal) -> list[Signal]:
    placed = store.signals.with_rows(made)
    store.commit(note(), store.signals.create(placed))
    return placed


def approved(store: Store, pending: Signal) -> Signal:
    second = pending.advance(Step.APPROVE_FIRST)
    live = second.advance(Step.APPROVE)
    store.commit(note(), store.signals.put(second, pending))
    store.commit(note(), store.signals.put(live, second))
    return live


def columns(store: Store) -> tuple[bytes, bytes]:
    """Return the whole columns of codes and flags."""
    blocks = list(store.signals.columns.blocks("pdq"))
    return b"".join(codes for _, codes, _ in blocks), b"".join(flags for _, _, flags in blocks)


def test_codes_and_id_stand_in_consecutive_rows(store: Store) -> None:
    made = created(store, with_views(1, 2), with_views(2, 0), with_views(3, 1))
    codes, _ = columns(store)

    assert [each.row for each in made] == [0, 3, 4]
    assert codes == b"".join(code for each in made for code in each.codes())
    assert store.signals.columns.ids_at("pdq", list(range(6))) == [made[place].id for place in (0, 0, 0, 1, 2, 2)]


def test_only_the_value_of_the_picture_is_unique(store: Store) -> None:
    made = created(store, with_views(1, 1))[0]

    assert store.signals.ids_of("pdq", made.codes()) == [made.id, None]


@pytest.mark.parametrize("given_out", [0, BLOCK - 2])
def test_all_rows_of_a_signal_change_their_flags_in_one_act(store: Store, given_out: int) -> None:
    store.signals.columns.reserve("pdq", given_out)
    pending = created(store, with_views(1, 3), with_views(2, 1))[0]
    live = approved(store, pending)
    rows = range(given_out, given_out + 4)
    _, when_live = columns(store)
    store.commit(note(), store.signals.put(live.advance(Step.WITHDRAW), live))
    _, when_gone = columns(store)

    assert {row: flag for row, flag in enumerate(when_live) if flag} == dict.fromkeys(rows, RowFlag.LIVE)
    assert {row: flag for row, flag in enumerate(when_gone) if flag} == dict.fromkeys(rows, RowFlag.TOMBSTONE)


def test_whoever_follows_learns_every_row_with_its_code(store: Store) -> None:
    live = approved(store, created(store, with_views(1, 2))[0])
    changes = store.signals.columns.changes_after("0-0", 9)

    assert [(each.row, each.code) for each in changes] == list(enumerate(live.codes()))
    assert {(each.id, each.flags) for each in changes} == {(live.id, RowFlag.LIVE)}


def test_the_rows_of_one_signal_are_never_on_two_pages_of_the_changes(store: Store) -> None:
    live = [approved(store, each) for each in created(store, with_views(1, 2), with_views(2, 1))]
    first = store.signals.columns.changes_after("0-0", 1)
    second = store.signals.columns.changes_after(first[-1].checkpoint, 1)

    assert [[each.row for each in page] for page in (first, second)] == [[0, 1, 2], [3, 4]]
    assert [page[0].id for page in (first, second)] == [each.id for each in live]
    assert store.signals.columns.changes_after(second[-1].checkpoint, 1) == []


def test_a_signal_of_an_exact_type_changes_without_a_row(store: Store) -> None:
    made = signal(1, None)
    store.commit(note(), store.signals.create(store.signals.with_rows([made])))
    approved(store, made)
    changes = store.signals.columns.changes_after("0-0", 9)

    assert [(each.row, each.code.hex()) for each in changes] == [(None, made.signal_value)]


def test_a_signal_with_all_views_is_read_as_it_was_written() -> None:
    written = with_views(1, 32)
    codec = Codec(Signal, deflated=True)

    assert codec.load(codec.dump(written)) == written


def test_a_view_takes_few_bytes_and_none_takes_none() -> None:
    codec = Codec(Signal, deflated=True)
    none, most = (len(codec.dump(with_views(1, count))) for count in (0, 32))

    assert codec.dump(signal(1, 0, id="sig_1", created_at=NOW, views=())).count(b"views") == 0
    assert (most - none) / 32 < 60


def test_ids_are_told_in_the_order_asked_whether_or_not_rows_follow_one_another(store: Store) -> None:
    made = created(store, with_views(1, 2), with_views(2, 0), with_views(3, 1))
    asked = [5, 0, 1, 2, 4, 3, 3]

    assert store.signals.columns.ids_at("pdq", asked) == [made[place].id for place in (2, 0, 0, 0, 2, 1, 1)]
    assert store.signals.columns.ids_at("pdq", []) == []


def test_a_page_of_changes_ends_where_its_rows_are_too_many(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns_, "_AT_ONCE", 1)
    monkeypatch.setattr(columns_, "_MOST_ROWS", 4)
    live = [approved(store, each) for each in created(store, *(with_views(seed, 2) for seed in range(3)))]
    first = store.signals.columns.changes_after("0-0", 100)
    rest = store.signals.columns.changes_after(first[-1].checkpoint, 100)

    assert [len(first), len(rest)] == [6, 3]
    assert [each.id for each in (*first, *rest)] == [each.id for each in live for _ in range(3)]
    assert store.signals.columns.changes_after(rest[-1].checkpoint, 100) == []
