"""The Merkle tree of RFC 6962 over SHA-256: what a root or a proof is made of, and how a proof is verified.

Leaves are numbered from 0. A `Node` is the root over 2^level leaves that begin at a multiple of 2^level; once all of
them are there it never changes. So a log keeps its nodes, and reads O(log n) of them for any root or proof:

    a proof        is one hash for each `Span` of leaves
    a span's hash  is its nodes' hashes, `joined`

Verification follows RFC 9162, sections 2.1.3.2 and 2.1.4.2. Nothing here knows where nodes are kept.
"""

from collections.abc import Iterator, Sequence
from functools import reduce
from hashlib import sha256
from typing import NamedTuple

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()


class Node(NamedTuple):
    """The root over the leaves from place * 2^level on, 2^level of them."""

    level: int
    place: int


class Span(NamedTuple):
    """The leaves from `start` up to, not including, `end`: a subtree as the RFC cuts them."""

    start: int
    end: int


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of a leaf."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of what joins two subtrees."""
    return sha256(b"\x01" + left + right).digest()


def nodes_of(span: Span) -> Iterator[Node]:
    """Yield the nodes that a span consists of, from left to right: one for each bit of its length."""
    start, length = span.start, span.end - span.start
    for level in reversed(range(length.bit_length())):
        if length >> level & 1:
            yield Node(level, start >> level)
            start += 1 << level


def joined(hashes: Sequence[bytes]) -> bytes:
    """Return the root over subtrees that stand side by side, each smaller than the one to its left."""
    if not hashes:
        return EMPTY_ROOT
    return reduce(lambda right, left: node_hash(left, right), reversed(hashes))


def inclusion_spans(index: int, size: int) -> list[Span]:
    """Return what the proof consists of that leaf *index* is in the tree of *size* leaves, from the leaf upwards."""
    start, end, spans = 0, size, []
    while end - start > 1:
        middle = start + _largest_half(end - start)
        if index < middle:
            spans.append(Span(middle, end))
            end = middle
        else:
            spans.append(Span(start, middle))
            start = middle
    return spans[::-1]


def consistency_spans(old: int, new: int) -> list[Span]:
    """Return what the proof consists of that the first *old* of *new* leaves are the tree of that size; *old* >= 1."""
    start, end, spans = 0, new, []
    while old < end:
        middle = start + _largest_half(end - start)
        if old <= middle:
            spans.append(Span(middle, end))
            end = middle
        else:
            spans.append(Span(start, middle))
            start = middle
    # The old root itself is known to whoever asks.
    return [*([Span(start, end)] if start else []), *spans[::-1]]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Tell whether the proof shows that *leaf* has its place in the tree of that size and root."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            place, last = _up_to_a_right_child(place, last)
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether the proof shows that the tree of size *new* begins with that of size *old* >= 1."""
    if not 1 <= old < new:
        return old == new and old >= 1 and not proof and old_root == new_root
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    return bool(proof) and _leads_to_both(path, old, new, old_root, new_root)


def _leads_to_both(path: Sequence[bytes], old: int, new: int, old_root: bytes, new_root: bytes) -> bool:
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    found_old = found_new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            found_old, found_new = node_hash(sibling, found_old), node_hash(sibling, found_new)
            place, last = _up_to_a_right_child(place, last)
        else:
            found_new = node_hash(found_new, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and (found_old, found_new) == (old_root, new_root)


def _up_to_a_right_child(place: int, last: int) -> tuple[int, int]:
    """Skip the levels on which the last node stands alone and is its own parent."""
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _largest_half(length: int) -> int:
    """Return the largest power of two that is smaller than *length*, which is at least 2."""
    return 1 << ((length - 1).bit_length() - 1)


class Growing:
    """A tree that leaves are appended to; it remembers only the O(log n) nodes that its root is made of."""

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        self.size = size
        self._peaks = list(peaks)

    def append(self, leaf: bytes) -> list[tuple[Node, bytes]]:
        """Append a leaf and return every node that is complete with it, lowest first."""
        level, found = 0, leaf
        made = [(Node(0, self.size), leaf)]
        while self.size >> level & 1:
            found = node_hash(self._peaks.pop(), found)
            level += 1
            made.append((Node(level, self.size >> level), found))
        self._peaks.append(found)
        self.size += 1
        return made

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        return joined(self._peaks)
