"""Check fingerprints against the shared list: what a platform asks for every upload.

A hit is never a decision; what may be done with it is told by its `use_mode`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from hashdb.errors import FieldProblem, InvalidInputError
from hashdb.records.policy import Policy
from hashdb.records.signal import Signal, UseMode
from hashdb.services.matcher import Matcher
from hashdb.signals import SIGNAL_TYPES, Distance
from hashdb.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One upload: its signal type and one or more values of it (the picture and its orientations)."""

    signal_type: str
    values: tuple[bytes, ...]
    quality: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A live signal within the radius of a query."""

    signal: Signal
    distance: int
    use_mode: UseMode


def match(
    store: Store, matcher: Matcher, queries: Sequence[Query], *, radius: int | None = None, now: datetime
) -> list[list[Hit]]:
    """Return the live signals within the radius of each query, nearest first.

    *radius* applies to types with a Hamming distance; without one the policy's is taken. Raises InvalidInputError
    for a radius above what a type allows.
    """
    policy = store.policy()
    found: list[list[tuple[str, int]]] = [[] for _ in queries]
    for signal_type in {query.signal_type for query in queries}:
        places = [place for place, query in enumerate(queries) if query.signal_type == signal_type]
        asked = [queries[place] for place in places]
        answers = _search(store, matcher, signal_type, asked, _radius(signal_type, radius, policy))
        for place, answer in zip(places, answers, strict=True):
            found[place] = answer
    signals = _live(store, (identifier for answer in found for identifier, _ in answer), now)
    return [
        [_hit(signals[each], distance, query, policy, now) for each, distance in answer if each in signals]
        for query, answer in zip(queries, found, strict=True)
    ]


def _search(
    store: Store, matcher: Matcher, signal_type: str, queries: Sequence[Query], radius: int
) -> list[list[tuple[str, int]]]:
    if SIGNAL_TYPES[signal_type].distance is Distance.HAMMING:
        found = matcher.search(signal_type, [query.values for query in queries], radius)
        return [[(each.id, each.distance) for each in answer] for answer in found]
    ids = store.signals.ids_of(signal_type, [query.values[0] for query in queries])
    return [[] if each is None else [(each, 0)] for each in ids]


def _radius(signal_type: str, asked: int | None, policy: Policy) -> int:
    kind = SIGNAL_TYPES[signal_type]
    if kind.distance is Distance.EXACT:
        return 0
    if asked is None:
        return policy.radius(kind)
    if not 0 <= asked <= kind.max_radius:
        raise InvalidInputError(FieldProblem("radius", f"must be 0 to {kind.max_radius} for {signal_type}"))
    return asked


def _live(store: Store, ids: Iterable[str], now: datetime) -> dict[str, Signal]:
    signals = store.signals.many(list(dict.fromkeys(ids)))
    return {signal.id: signal for signal in signals if signal.is_live(now)}


def _hit(signal: Signal, distance: int, query: Query, policy: Policy, now: datetime) -> Hit:
    blurred = query.quality is not None and query.quality < policy.minimum_quality
    mode = UseMode.REVIEW_ONLY if blurred else signal.use_mode(distance, now)
    return Hit(signal=signal, distance=distance, use_mode=mode)
