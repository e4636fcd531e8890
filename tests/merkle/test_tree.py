"""The tree against the vectors of RFC 6962's own implementation, and against its definition, word for word."""

from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashdb import merkle
from hashdb.merkle import EMPTY_ROOT, Growing, Node, Span, leaf_hash, node_hash

ENTRIES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [leaf_hash(str(number).encode()) for number in range(70)]
sizes = st.integers(1, len(LEAVES))


def defined_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root as RFC 6962, section 2.1, defines it."""
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return node_hash(defined_root(leaves[:half]), defined_root(leaves[half:]))


def proof_of(spans: Sequence[Span]) -> list[bytes]:
    return [defined_root(LEAVES[span.start : span.end]) for span in spans]


def root_of(size: int) -> bytes:
    return defined_root(LEAVES[:size])


def included(index: int, size: int) -> list[bytes]:
    return proof_of(merkle.inclusion_spans(index, size))


def consistent(old: int, new: int) -> list[bytes]:
    return proof_of(merkle.consistency_spans(old, new))


def damaged(proof: list[bytes]) -> list[list[bytes]]:
    """Return proofs that are nearly this one."""
    flipped = [[*proof[:at], bytes(32), *proof[at + 1 :]] for at in range(len(proof))]
    return [*flipped, [*proof, bytes(32)], proof[:-1]] if proof else [[bytes(32)]]


@pytest.mark.parametrize(("size", "root"), list(enumerate(ROOTS, 1)))
def test_the_roots_are_those_of_the_published_vectors(size: int, root: str) -> None:
    tree = Growing()
    for entry in ENTRIES[:size]:
        tree.append(leaf_hash(bytes.fromhex(entry)))

    assert tree.root().hex() == root


def test_an_empty_tree_has_the_hash_of_nothing_as_its_root() -> None:
    assert Growing().root() == EMPTY_ROOT == sha256(b"").digest()


@given(sizes)
def test_a_tree_that_grows_tells_each_node_once_as_the_definition_has_it(size: int) -> None:
    tree = Growing()
    made = [each for leaf in LEAVES[:size] for each in tree.append(leaf)]
    whole = {Node(level, index) for level in range(7) for index in range(size >> level)}

    assert dict(made).keys() == whole
    assert len(made) == len(whole)
    assert all(found == defined_root(LEAVES[at << level : (at + 1) << level]) for (level, at), found in made)
    assert tree.root() == root_of(size)


@given(sizes, st.data())
def test_a_tree_goes_on_from_the_nodes_that_its_root_is_made_of(size: int, data: st.DataObject) -> None:
    before = data.draw(st.integers(0, size))
    tree = Growing(before, proof_of([_leaves_of(node) for node in merkle.nodes_of(Span(0, before))]))
    for leaf in LEAVES[before:size]:
        tree.append(leaf)

    assert tree.root() == root_of(size)


@given(sizes, st.data())
def test_every_span_of_a_proof_is_joined_from_nodes_that_never_change(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size))
    index = data.draw(st.integers(0, size - 1))

    for span in [*merkle.inclusion_spans(index, size), *merkle.consistency_spans(old, size)]:
        nodes = [defined_root(LEAVES[part.start : part.end]) for part in map(_leaves_of, merkle.nodes_of(span))]
        assert merkle.joined(nodes) == defined_root(LEAVES[span.start : span.end])


@given(sizes, st.data())
def test_a_leaf_is_shown_to_be_in_its_place_and_in_no_other(size: int, data: st.DataObject) -> None:
    index, other = (data.draw(st.integers(0, size - 1)) for _ in range(2))
    proof = included(index, size)

    assert merkle.verify_inclusion(LEAVES[index], index, size, proof, root_of(size))
    assert merkle.verify_inclusion(LEAVES[index], other, size, proof, root_of(size)) == (other == index)
    assert merkle.verify_inclusion(LEAVES[other], index, size, proof, root_of(size)) == (other == index)
    assert not any(merkle.verify_inclusion(LEAVES[index], index, size, bad, root_of(size)) for bad in damaged(proof))


@given(sizes, st.data())
def test_a_tree_is_shown_to_begin_with_an_older_one_and_with_no_other(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size))
    proof, roots = consistent(old, size), (root_of(old), root_of(size))

    assert merkle.verify_consistency(old, size, *roots, proof)
    assert not merkle.verify_consistency(old, size, bytes(32), roots[1], proof)
    assert not merkle.verify_consistency(old, size, roots[0], bytes(32), proof)
    assert not any(merkle.verify_consistency(old, size, *roots, bad) for bad in damaged(proof))


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_what_is_outside_of_the_tree_is_not_in_it(index: int, size: int) -> None:
    assert not merkle.verify_inclusion(LEAVES[0], index, size, [], LEAVES[0])


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3), (-1, 3)])
def test_no_proof_shows_an_order_of_sizes_that_cannot_be(old: int, new: int) -> None:
    assert not merkle.verify_consistency(old, new, root_of(3), root_of(3), [root_of(3)])


def _leaves_of(node: Node) -> Span:
    return Span(node.place << node.level, (node.place + 1) << node.level)
