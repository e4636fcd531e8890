"""The tree over the log as it is kept: the same whoever extends it, whenever, and however often."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hashdb import merkle
from hashdb.audit import StoredEntry
from hashdb.errors import CorruptLogError
from hashdb.merkle import EMPTY_ROOT, Growing
from hashdb.store import Store, tree
from tests.store.samples import note

SIZE = 40
shared = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)


@pytest.fixture
def sealed(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store with a sealed log whose tree is cut into small blocks."""
    monkeypatch.setattr(tree, "_BLOCK", 8)
    append(store, SIZE)
    store.log.seal()
    return store


def append(store: Store, count: int) -> None:
    for _ in range(count):
        store.commit(note())


def nodes(client: redis.Redis) -> dict[bytes, bytes]:
    return {key: client.get(key) for key in client.scan_iter("audit:nodes:*")}


def root_of(store: Store, size: int) -> bytes:
    growing = Growing()
    for entry in list(store.log.everything())[:size]:
        growing.append(entry.leaf())
    return growing.root()


@given(size=st.integers(0, SIZE))
@shared
def test_the_root_over_any_beginning_is_that_of_its_entries(sealed: Store, size: int) -> None:
    assert sealed.log.tree.root(size) == root_of(sealed, size)


@given(st.data())
@shared
def test_every_proof_is_believed_by_whoever_has_the_roots(sealed: Store, data: st.DataObject) -> None:
    size = data.draw(st.integers(1, SIZE))
    seq, old = (data.draw(st.integers(1, size)) for _ in range(2))
    kept, root, leaf = sealed.log.tree, sealed.log.tree.root(size), sealed.log.entries(seq - 1, 1)[0].leaf()

    assert merkle.verify_inclusion(leaf, seq - 1, size, kept.inclusion(seq, size), root)
    assert merkle.verify_consistency(old, size, kept.root(old), root, kept.consistency(old, size))


def test_an_empty_log_has_the_empty_tree(store: Store) -> None:
    assert store.log.seal() == store.log.tree.size() == 0
    assert store.log.tree.root(0) == EMPTY_ROOT
    assert store.log.tree.consistency(0, 0) == []


def test_sealing_bit_by_bit_by_many_at_once_makes_the_same_tree_as_sealing_at_once(
    sealed: Store, redis_client: redis.Redis
) -> None:
    at_once = nodes(redis_client)
    redis_client.delete("audit:sealed", *at_once)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda size: sealed.log.tree.extend(0, sealed.log.entries(0, size)), range(1, SIZE, 3)))
    sealed.log.seal()

    assert nodes(redis_client) == at_once
    assert sealed.log.tree.size() == SIZE


def test_sealing_again_from_anywhere_writes_the_same_bytes(sealed: Store, redis_client: redis.Redis) -> None:
    before = nodes(redis_client)
    redis_client.set("audit:sealed", 13)

    assert sealed.log.seal() == SIZE
    assert nodes(redis_client) == before


def test_a_log_with_a_hole_is_not_sealed_any_further(sealed: Store, redis_client: redis.Redis) -> None:
    append(sealed, 2)
    redis_client.xdel("audit", f"{SIZE + 1}-0")

    with pytest.raises(CorruptLogError, match=f"entry {SIZE + 1} is missing"):
        sealed.log.seal()
    assert sealed.log.tree.size() == SIZE


def test_a_tree_that_lacks_a_node_gives_no_proof(sealed: Store, redis_client: redis.Redis) -> None:
    redis_client.delete("audit:nodes:5:0")

    with pytest.raises(CorruptLogError, match="lacks a node"):
        sealed.log.tree.inclusion(SIZE, SIZE)


def test_sealing_comes_to_an_end_though_others_write_all_the_time(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    extend = store.log.tree.extend

    def slowly(size: int, entries: list[StoredEntry]) -> int:
        append(store, 1)
        return extend(size, entries)

    monkeypatch.setattr(store.log.tree, "extend", slowly)
    append(store, 3)

    assert store.log.seal() == 3
