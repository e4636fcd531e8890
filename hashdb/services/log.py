"""Verify the audit log: every entry in its place, every payload what was committed to, the tree what they make.

It is looked over in parts of 4,096 entries. The self-check takes some of them at a time (`selfcheck`), an operator all
(`verify`), who also compares with every checkpoint that was ever signed and with what was noted elsewhere.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from hashdb.audit import StoredEntry
from hashdb.errors import CorruptLogError
from hashdb.merkle import HASH_BYTES, Growing, node_hash
from hashdb.notes import Checkpoint
from hashdb.services import places
from hashdb.store import Store, legible

ERASE = "audit.erase"
_PART_LEVEL = 12
PART = 1 << _PART_LEVEL


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a verification found; `root` is the tree's over all entries, to be kept and compared later."""

    entries: int
    root: bytes
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The entries behind `start` up to `end`, as far as they are there, and the leaves that were sealed of them."""

    start: int
    end: int
    entries: Sequence[StoredEntry]
    sealed: Mapping[int, bytes]

    def missing(self) -> list[int]:
        """Return the entries that are not there."""
        return sorted(set(range(self.start + 1, self.end + 1)) - {entry.seq for entry in self.entries})

    def leaves(self) -> list[bytes]:
        """Return the leaves that the entries make; the sealed one in the place of an entry that is missing."""
        made = {**self.sealed, **{entry.seq: entry.leaf() for entry in self.entries}}
        return [made[seq] for seq in sorted(made)]

    def erasures(self) -> list[places.Range]:
        """Return what entries of this part say was erased; nothing can be erased before it is there."""
        acts = (entry for entry in self.entries if entry.fields().get("action") == ERASE)
        named = ((entry.seq, each) for entry in acts for each in places.read(str(entry.fields().get("object_id"))))
        return [(first, last) for seq, (first, last) in named if last < seq]


def page(store: Store, *, after: int, limit: int) -> list[StoredEntry]:
    """Return entries behind the seq *after*."""
    return store.log.entries(after, limit)


def length(store: Store) -> int:
    """Return how many entries the log has, or has had by the tree over it."""
    return max(store.log.size(), store.log.tree.size())


def part_of(store: Store, number: int, size: int) -> Part:
    """Read one part of the first *size* entries."""
    start, end = number * PART, min((number + 1) * PART, size)
    entries = [entry for entry in store.log.entries(start, end - start) if entry.seq <= end]
    leaves = _hashes(store.log.tree.run(0, start, min(end, store.log.tree.size()) - start))
    return Part(start=start, end=end, entries=entries, sealed=dict(enumerate(leaves, start + 1)))


def faults_of(store: Store, part: Part) -> Iterator[str]:
    """Yield what is wrong with a part by itself, and with the tree over it."""
    missing = part.missing()
    if missing:
        yield f"entries are missing from the log: {places.text_of(places.ranges_of(missing))}"
    for entry in part.entries:
        own = entry.problem()
        if own is not None:
            yield own
        if part.sealed.get(entry.seq, entry.leaf()) != entry.leaf():
            yield f"entry {entry.seq} was changed after it was sealed"
    yield from _misfits(store, part.start, len(part.sealed), range(1, _PART_LEVEL + 1))


def faults_above(store: Store) -> Iterator[str]:
    """Yield what is wrong with the tree above its parts."""
    sealed = store.log.tree.size()
    if store.log.size() < sealed:
        yield f"the log says that it has {store.log.size()} entries, but {sealed} were sealed"
    yield from _misfits(store, 0, sealed, range(_PART_LEVEL + 1, sealed.bit_length()))


def verify(
    store: Store, *, remembered: tuple[int, bytes] | None = None, progress: Callable[[int], None] = lambda _: None
) -> Verification:
    """Read the whole log and recompute its tree.

    *remembered* is a size and the root that somebody outside noted for it: a log that was rewritten as a whole still
    differs from that. Problems are told, not raised, so that all of them are seen.
    """
    tree, problems = Growing(), list[str]()
    try:
        with legible():
            problems.extend(_problems(store, tree, _known_roots(store, remembered), progress))
    except CorruptLogError as fault:
        problems.append(str(fault))
    return Verification(entries=tree.size, root=tree.root(), problems=tuple(problems))


def _problems(
    store: Store, tree: Growing, roots: Mapping[int, set[bytes]], progress: Callable[[int], None]
) -> Iterator[str]:
    payloads, size = store.log.payloads(), length(store)
    without, erased = list[int](), list[places.Range]()
    for number in range(-(-size // PART)):
        part = part_of(store, number, size)
        yield from faults_of(store, part)
        yield from _grown(tree, part, roots)
        without += [entry.seq for entry in part.entries if entry.is_erased]
        erased += part.erasures()
        progress(tree.size)
    yield from faults_above(store)
    yield from _lost(without, erased)
    yield from _beyond(tree.size, roots)
    if payloads > size - len(without):
        yield f"payloads of entries behind entry {size} are kept: the end of the log was cut off"


def _grown(tree: Growing, part: Part, roots: Mapping[int, set[bytes]]) -> Iterator[str]:
    """Let the tree grow by a part, and yield where its root is not the one that is known."""
    for leaf in part.leaves():
        tree.append(leaf)
        if tree.size in roots and roots[tree.size] != {tree.root()}:
            yield f"the root over {tree.size} entries is not the one that was signed or remembered"


def _lost(without: Sequence[int], erased: Sequence[places.Range]) -> Iterator[str]:
    lost = places.outside(without, erased)
    if lost:
        yield f"payloads are missing that no entry says were erased: {places.text_of(places.ranges_of(lost))}"


def _beyond(size: int, roots: Mapping[int, set[bytes]]) -> Iterator[str]:
    most = max(roots, default=0)
    if most > size:
        yield f"the log ends with entry {size}, but a root over {most} was signed or remembered"


def _known_roots(store: Store, remembered: tuple[int, bytes] | None) -> dict[int, set[bytes]]:
    """Return every root that was signed or remembered, by its size."""
    verifier = store.checkpoints.verifier()
    signed = [] if verifier is None else [Checkpoint.parse(note.text) for note in store.checkpoints.all(verifier.name)]
    known: dict[int, set[bytes]] = {}
    for size, root in [*((each.size, each.root) for each in signed), *([] if remembered is None else [remembered])]:
        known.setdefault(size, set()).add(root)
    return known


def _misfits(store: Store, start: int, count: int, levels: range) -> Iterator[str]:
    """Yield the lowest level on which a node is not made of the two below it."""
    for level in levels:
        tree, wide = store.log.tree, count >> level
        below = _hashes(tree.run(level - 1, start >> (level - 1), 2 * wide))
        made = [node_hash(left, right) for left, right in zip(below[::2], below[1::2], strict=False)]
        if made != _hashes(tree.run(level, start >> level, wide)) or len(made) != wide:
            yield f"the tree does not fit over the entries {start + 1} to {start + count}"
            return


def _hashes(run: bytes) -> list[bytes]:
    return [run[at : at + HASH_BYTES] for at in range(0, len(run), HASH_BYTES)]
