"""Verify the audit log: every entry in its place, every payload what was committed to, the chain unbroken."""

from collections.abc import Callable
from dataclasses import dataclass

from hashdb.audit import GENESIS, StoredEntry, link
from hashdb.errors import CorruptLogError
from hashdb.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a verification found; `head` is the chain's head over all entries, to be kept and compared later."""

    entries: int
    head: bytes
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """An entry with the chain's head behind it."""

    entry: StoredEntry
    head: bytes


def verify(
    store: Store, *, remembered: tuple[int, bytes] | None = None, progress: Callable[[int], None] = lambda _: None
) -> Verification:
    """Read the whole log and recompute its chain.

    *remembered* is a size and the head that somebody outside noted for it: a log that was rewritten as a whole still
    differs from that. Problems are told, not raised, so that all of them are seen.
    """
    size, sealed = store.log.size(), store.log.sealed()
    head, seq, problems = GENESIS, 0, []
    for entry in store.log.everything():
        seq += 1
        if entry.seq != seq:
            problems.append(f"entry {seq} is missing; {entry.seq} follows instead")
            seq = entry.seq
        head = link(head, entry.leaf())
        problems += _problems(store, entry, head, sealed, remembered)
        progress(seq)
    if seq < max(size, sealed):
        problems.append(f"the log ends with entry {seq} but has had {max(size, sealed)}")
    if store.log.payloads() > seq:
        problems.append(f"payloads of entries behind entry {seq} are kept: the end of the log was cut off")
    if remembered is not None and remembered[0] > seq:
        problems.append(f"the log ends with entry {seq}, before the remembered entry {remembered[0]}")
    return Verification(entries=seq, head=head, problems=tuple(problems))


def page(store: Store, *, after: int, limit: int) -> list[Linked]:
    """Return entries with the heads of the chain behind them, sealing what is not sealed yet."""
    store.log.seal()
    head = store.log.head(min(after, store.log.sealed()))
    linked = []
    for entry in store.log.entries(after, limit):
        head = link(head, entry.leaf())
        linked.append(Linked(entry=entry, head=head))
    return linked


def _problems(
    store: Store, entry: StoredEntry, head: bytes, sealed: int, remembered: tuple[int, bytes] | None
) -> list[str]:
    found = []
    own = entry.problem()
    if own is not None:
        found.append(own)
    if entry.seq <= sealed and _stored_head(store, entry.seq) != head:
        found.append(f"the chain breaks at entry {entry.seq}: it, or one before it, was changed after it was sealed")
    if remembered == (entry.seq, head) or remembered is None or remembered[0] != entry.seq:
        return found
    return [*found, f"the head behind entry {entry.seq} is not the remembered one"]


def _stored_head(store: Store, seq: int) -> bytes | None:
    try:
        return store.log.head(seq)
    except CorruptLogError:
        return None
