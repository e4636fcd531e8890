"""The Merkle tree over the audit log, in Redis: 32 bytes a node, packed level by level.

It is derived from the entries: extending it twice writes the same bytes. What was sealed by it shows every later change
to an entry. A root or a proof takes one round trip for the O(log n) nodes that it is made of.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from hashdb.audit import StoredEntry
from hashdb.errors import CorruptLogError
from hashdb.merkle import HASH_BYTES, Growing, Node, Span, consistency_spans, inclusion_spans, joined, nodes_of
from hashdb.store import keyspace
from hashdb.store.database import Database

# Of a string in Redis; a level is cut into blocks of so many nodes, 2 MiB.
_BLOCK = 65_536


class Tree:
    """The tree over as many entries as are sealed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def size(self) -> int:
        """Return how many entries the tree has."""
        return int(self._database.get(keyspace.AUDIT_SEALED) or 0)

    def next_turn(self) -> int:
        """Return a number that grows with every call: whose turn it is to be looked over."""
        return int(self._database.incr(keyspace.AUDIT_LOOKED))

    def root(self, size: int) -> bytes:
        """Return the root over the first *size* entries."""
        return self._hashes([Span(0, size)])[0]

    def inclusion(self, seq: int, size: int) -> list[bytes]:
        """Return the proof that the entry *seq* is among the first *size*."""
        return self._hashes(inclusion_spans(seq - 1, size))

    def consistency(self, old: int, new: int) -> list[bytes]:
        """Return the proof that the first *new* entries begin with the first *old*; nothing begins every log."""
        return self._hashes(consistency_spans(old, new)) if old else []

    def run(self, level: int, start: int, count: int) -> bytes:
        """Return the hashes of *count* nodes of a level from the place *start* on, as far as they are there."""
        with self._database.pipeline() as pipe:
            for block, first, length in _pieces(start, count):
                key = keyspace.nodes(level, block)
                pipe.getrange(key, first * HASH_BYTES, (first + length) * HASH_BYTES - 1)
            return b"".join(pipe.execute())

    def extend(self, size: int, entries: Sequence[StoredEntry]) -> int:
        """Append the entries behind the first *size*, which the tree has, and return how many it has then."""
        growing = Growing(size, self._read(list(nodes_of(Span(0, size)))))
        made: defaultdict[int, bytearray] = defaultdict(bytearray)
        for place, entry in enumerate(entries, size + 1):
            if entry.seq != place:
                raise CorruptLogError(f"entry {place} is missing from the log")
            for node, found in growing.append(entry.leaf()):
                made[node.level] += found
        self._write(size, made, growing.size)
        return growing.size

    def _write(self, before: int, made: dict[int, bytearray], after: int) -> None:
        """Write new nodes, and only with them that the tree has grown."""
        with self._database.pipeline(transaction=True) as pipe:
            for level, hashes in made.items():
                done = 0
                for block, first, length in _pieces(before >> level, len(hashes) // HASH_BYTES):
                    piece = bytes(hashes[done * HASH_BYTES : (done + length) * HASH_BYTES])
                    pipe.setrange(keyspace.nodes(level, block), first * HASH_BYTES, piece)
                    done += length
            pipe.set(keyspace.AUDIT_SEALED, after)
            pipe.execute()

    def _hashes(self, spans: Sequence[Span]) -> list[bytes]:
        """Return the hash of each span, all from one reading."""
        parts = [list(nodes_of(span)) for span in spans]
        found = iter(self._read([node for nodes in parts for node in nodes]))
        return [joined([next(found) for _ in nodes]) for nodes in parts]

    def _read(self, nodes: Sequence[Node]) -> list[bytes]:
        with self._database.pipeline() as pipe:
            for node in nodes:
                block, first = divmod(node.place, _BLOCK)
                pipe.getrange(keyspace.nodes(node.level, block), first * HASH_BYTES, (first + 1) * HASH_BYTES - 1)
            found: list[bytes] = pipe.execute()
        if any(len(each) != HASH_BYTES for each in found):
            raise CorruptLogError("the tree over the log lacks a node")
        return found


def _pieces(start: int, count: int) -> Iterator[tuple[int, int, int]]:
    """Yield the blocks that *count* nodes from *start* on lie in: which, from where in it, and how many."""
    end = start + count
    while start < end:
        block, first = divmod(start, _BLOCK)
        length = min(_BLOCK - first, end - start)
        yield block, first, length
        start += length
