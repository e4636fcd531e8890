"""The negative list in the store: a value once, and columns of its own."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hashdb.errors import StaleRecordError
from hashdb.ids import new_id
from hashdb.records.benign import Benign, BenignOrigin
from hashdb.store import Store
from tests.store.samples import NOW, note

VALUE = "0f" * 32


def benign(store: Store, value: str = VALUE) -> Benign:
    return Benign(
        id=new_id("ben", NOW),
        signal_type="pdq",
        signal_value=value,
        row=store.benign.reserve_rows("pdq", 1),
        origin=BenignOrigin.CURATED,
        added_by="operator",
        added_at=NOW,
    )


def test_a_value_stands_in_the_list_once(store: Store) -> None:
    first, again = benign(store), benign(store)
    store.commit(note(first), store.benign.add(first))

    assert store.benign.ids_of("pdq", [bytes.fromhex(VALUE)]) == [first.id]
    with pytest.raises(StaleRecordError):
        store.commit(note(again), store.benign.add(again))


def test_who_follows_the_columns_learns_what_was_added_and_retired(store: Store) -> None:
    added = benign(store)
    retired = added.retire(NOW)
    store.commit(note(added), store.benign.add(added))
    store.commit(note(retired), store.benign.retire(retired, added))

    told = store.benign.columns.changes_after("0-0", 9)
    assert [(each.id, bool(each.flags)) for each in told] == [(added.id, True), (added.id, False)]
    assert store.benign.ids_of("pdq", [bytes.fromhex(VALUE)]) == [None]
    assert store.benign.get(added.id).retired_at == NOW


def test_what_was_retired_keeps_its_first_time(store: Store) -> None:
    retired = benign(store).retire(NOW)

    assert replace(retired.retire(NOW + timedelta(days=1)), version=0) == replace(retired, version=0)
