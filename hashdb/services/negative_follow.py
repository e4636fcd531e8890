"""What it means for signals that the negative list grew: what nobody has decided yet is put aside, what is live pauses.

All rows are compared, not only live ones, one block of the columns after the other. Done again, it changes nothing; and
it is done again when whatever was submitted in the same moment, and looked at the list before, has been written.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hashdb import audit
from hashdb.access import SYSTEM
from hashdb.index import Hits, Index, codes_of
from hashdb.lifecycles.signal import LIFECYCLE, LIVE, Step
from hashdb.records.alert import AlertKind
from hashdb.records.benign import Benign, Nearness
from hashdb.records.signal import ReviewReason, Signal
from hashdb.services import activation, alerts, nearness, steps
from hashdb.services.contention import again_if_stale
from hashdb.signals import HAMMING_TYPES, PACKED_TYPES, SIGNAL_TYPES, Distance, RowFlag, SignalType
from hashdb.store import Debt, Kind, Store, Write, lists

# Longer than a submission may be on its way.
_ONCE_MORE_AFTER = timedelta(minutes=1)


class _Near(NamedTuple):
    """A row of a signal near an entry."""

    row: int | None
    nearness: Nearness


def follow(store: Store, benign_id: str, *, now: datetime) -> int:
    """Look at all signals because of an entry, and of those that were added with it; return how many were touched."""
    debt = Debt(kind=Kind.SCREEN_BENIGN, subject_id=benign_id)
    note = store.ledger.begin(debt)
    if note is None:
        return 0
    first = store.benign.get(benign_id)
    near: defaultdict[str, list[_Near]] = defaultdict(list)
    for signal_id, found in _search(store, _added_with(store, first)):
        near[signal_id].append(found)
    touched = sum(_touch(store, signal_id, found, now) for signal_id, found in near.items())
    if now - first.added_at < _ONCE_MORE_AFTER:
        store.ledger.pass_on(debt, first.added_at + _ONCE_MORE_AFTER)
    else:
        store.ledger.strike_out(debt, note)
    return touched


def _added_with(store: Store, first: Benign) -> list[Benign]:
    """Return the entries that were added in the same act and count still."""
    moment = first.added_at
    together = store.benign.between(lists.BENIGN, moment, moment + timedelta(milliseconds=1))
    return [each for each in together if each.added_at == moment and each.retired_at is None]


def _search(store: Store, entries: Sequence[Benign]) -> Iterator[tuple[str, _Near]]:
    """Yield every row within reach of an entry, as the signal's id and where it is near what."""
    for kind in PACKED_TYPES:
        suited = [each for each in entries if each.signal_type == nearness.space_of(kind.name)]
        if suited:
            yield from _rows(store, kind, suited)
    for each in entries:
        if not SIGNAL_TYPES[each.signal_type].has_rows:
            found = store.signals.ids_of(each.signal_type, each.codes())[0]
            if found is not None:
                yield found, _Near(None, Nearness(benign_id=each.id, distance=0))


def _rows(store: Store, kind: SignalType, entries: Sequence[Benign]) -> Iterator[tuple[str, _Near]]:
    columns = store.signals.columns
    asked = codes_of((each.codes()[0] for each in entries), kind.bits)
    for first_row, codes, flags in columns.blocks(kind.name):
        index = Index(kind.bits)
        index.write(0, codes, bytes([RowFlag.LIVE]) * len(flags))
        found = _hits(index, kind, asked)
        rows = [first_row + row for row in found.rows.tolist()]
        ids = dict(zip(sorted(set(rows)), columns.ids_at(kind.name, sorted(set(rows))), strict=True))
        for row, query, distance in zip(rows, found.queries.tolist(), found.distances.tolist(), strict=True):
            yield ids[row], _Near(row, Nearness(benign_id=entries[query].id, distance=distance))


def _hits(index: Index, kind: SignalType, asked: NDArray[np.uint64]) -> Hits:
    far = kind.max_radius if kind.distance is Distance.FRAMES else nearness.reach_of(kind.name).far
    beyond = kind in HAMMING_TYPES and far > index.max_radius
    return (index.sweep_batch if beyond else index.range_search_batch)(asked, far)


@again_if_stale
def _touch(store: Store, signal_id: str, near: Sequence[_Near], now: datetime) -> int:
    """Put one signal aside, pause it, or note what it is near to; return whether anything was to be done."""
    signal = store.signals.find(signal_id)
    found = None if signal is None else _nearest(signal, near, store.policy().frames_percent)
    if signal is None or found is None or _knows_nearer(signal, found):
        return 0
    written = _written(store, replace(signal, benign=found), signal, now)
    if not written.entries:
        return 0
    store.commit(written)
    return 1


def _nearest(signal: Signal, near: Sequence[_Near], frames_percent: int) -> Nearness | None:
    """Return the nearest of what counts; of a video that is so partly until enough of its frames are near."""
    counting = [
        (place, each.nearness)
        for each in near
        for place in [0 if signal.row is None or each.row is None else each.row - signal.row]
        if 0 <= place <= len(signal.views) and nearness.counts(signal.signal_type, place, each.nearness.distance)
    ]
    best = min((each for _, each in counting), key=lambda each: each.distance, default=None)
    if best is None or SIGNAL_TYPES[signal.signal_type].distance is not Distance.FRAMES:
        return best
    places = {place for place, _ in counting}
    return replace(best, partly=len(places) * 100 < frames_percent * len(signal.views))


def _knows_nearer(signal: Signal, found: Nearness) -> bool:
    """Whether people have seen something as near already: what they released in spite of it is not put aside again."""
    known = signal.benign
    return known is not None and known.distance <= found.distance and (found.partly or not known.partly)


def _written(store: Store, marked: Signal, before: Signal, now: datetime) -> Write:
    near = nearness.is_near(before.signal_type, marked.benign)
    if near and before.state in LIVE:
        after = activation.disputed(marked, store.policy(), now)
        reason = ReviewReason.BENIGN_TEMPLATE
        paused = steps.written(store, store.signals, before, after, Step.DISPUTE, actor=SYSTEM, now=now, reason=reason)
        return paused + alerts.raised(store, AlertKind.BENIGN_HIT, "signal", before.id, now=now)
    if near and LIFECYCLE.allows(before.state, Step.QUARANTINE):
        after = marked.advance(Step.QUARANTINE)
        return steps.written(store, store.signals, before, after, Step.QUARANTINE, actor=SYSTEM, now=now)
    if not LIFECYCLE.allows(before.state, Step.WITHDRAW):
        return Write()
    noted = replace(marked, version=before.version + 1)
    entry = audit.entry(SYSTEM, "signal.warn", now, before=before, after=noted)
    return store.signals.put(noted, before) + Write(entries=(entry,))
