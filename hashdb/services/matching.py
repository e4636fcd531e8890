"""Check fingerprints against the shared list: what a platform asks for every upload.

A hit is never a decision; what may be done with it is told by its `use_mode`. One that is no match is worth showing to
a person, and no more: it lies in the review band, beyond the radius of a match.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from hashdb.errors import FieldProblem, InvalidInputError
from hashdb.lifecycles.signal import State
from hashdb.records.match import Shares
from hashdb.records.policy import Policy
from hashdb.records.signal import Signal
from hashdb.services import shares
from hashdb.services.footage import Footage
from hashdb.services.matcher import Found, Matcher
from hashdb.services.screening import weakness
from hashdb.signals import ORIENTATIONS, PICTURE, SIGNAL_TYPES, Distance, View
from hashdb.store import Store

_CLOSE = 10
_SHARP = 80

Near = Found | Footage


class UseMode(StrEnum):
    """What a matching platform may do with a hit."""

    REVIEW_ONLY = "review_only"
    AUTO_ACTION_ELIGIBLE = "auto_action_eligible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One upload: its signal type, its value with those of its eight orientations, if any, and views of it."""

    signal_type: str
    values: tuple[bytes, ...]
    quality: int | None = None
    views: tuple[View, ...] = ()

    def cost(self) -> int:
        """Return how many codes were sent."""
        return len(self.values) + len(self.views)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A live signal within the radius of a query: the smallest distance, and which of both sides' codes have it.

    `shares` are told of videos. In its `shadow` a signal is too new for anything but looking. What is not a match
    (`is_match`) is for review only.
    """

    signal: Signal
    distance: int
    view: str
    query_view: str
    use_mode: UseMode
    shares: Shares | None = None
    is_match: bool = True
    shadow: bool = False


def match(
    store: Store,
    matcher: Matcher,
    queries: Sequence[Query],
    *,
    policy: Policy,
    radius: int | None = None,
    band: bool = False,
    now: datetime,
) -> list[list[Hit]]:
    """Return the live signals within the radius of each query, nearest first.

    *radius* applies to types with a distance; without one that of *policy* is taken. Raises InvalidInputError for a
    radius above what a type allows; without *band* that is where matches end.
    """
    codes = [_codes(query, policy) for query in queries]
    found: list[Sequence[Near]] = [[] for _ in queries]
    for signal_type in {query.signal_type for query in queries}:
        places = [place for place, query in enumerate(queries) if query.signal_type == signal_type]
        asked = [list(codes[place].values()) for place in places]
        answers = _search(store, matcher, signal_type, asked, radius_of(signal_type, radius, policy, band=band))
        for place, answer in zip(places, answers, strict=True):
            found[place] = answer
    signals = _live(store, (each.id for answer in found for each in answer), now)
    return [
        _hits(answer, query, list(named), signals, policy, now)
        for answer, query, named in zip(found, queries, codes, strict=True)
    ]


def _codes(query: Query, policy: Policy) -> dict[str, bytes]:
    """Return what is searched, by name; a view that is too weak to be shared would find nothing but noise.

    Of a video that is its frames: its own value is compared with nothing.
    """
    kind = SIGNAL_TYPES[query.signal_type]
    values = () if kind.distance is Distance.FRAMES else query.values
    codes = dict(zip((PICTURE, *ORIENTATIONS), values, strict=False))
    for view in query.views:
        value = bytes.fromhex(view.signal_value)
        if weakness(kind.view_type or kind.name, value, view.quality, policy) is None:
            codes[view.name] = value
    return codes


def _search(
    store: Store, matcher: Matcher, signal_type: str, asked: Sequence[Sequence[bytes]], radius: int
) -> Sequence[Sequence[Near]]:
    kind = SIGNAL_TYPES[signal_type]
    if kind.distance is Distance.FRAMES:
        return matcher.search_videos(signal_type, asked, radius)
    if kind.has_rows:
        return matcher.search(signal_type, asked, radius)
    ids = store.signals.ids_of(signal_type, [codes[0] for codes in asked])
    return [[] if each is None else [Found(each, 0, 0, 0)] for each in ids]


def radius_of(signal_type: str, asked: int | None, policy: Policy, *, band: bool = False) -> int:
    """Return the radius to search: the asked one if the type allows it, by default the policy's.

    With *band* it may lie in the type's review band, beyond the radius of a match.
    """
    kind = SIGNAL_TYPES[signal_type]
    if not kind.has_rows:
        return 0
    if asked is None:
        return policy.radius(kind)
    if kind.max_radius < asked <= kind.review_radius and not band:
        rule = f"must be 0 to {kind.max_radius}; the policy has not opened the review band beyond it to you"
        raise InvalidInputError(FieldProblem("radius", f"{rule} (review_band_members)"))
    if not 0 <= asked <= kind.largest_radius:
        raise InvalidInputError(FieldProblem("radius", f"must be 0 to {kind.largest_radius} for {signal_type}"))
    return asked


def _live(store: Store, ids: Iterable[str], now: datetime) -> dict[str, Signal]:
    signals = store.signals.many(list(dict.fromkeys(ids)))
    return {signal.id: signal for signal in signals if signal.is_live(now)}


def is_beyond_doubt(signal: Signal, now: datetime) -> bool:
    """Whether nothing about the signal itself asks for a person.

    That is: no context, no open question, nothing harmless near it, and a day has passed in which members can object.
    """
    settled = signal.activated_at is not None and not signal.in_shadow(now)
    return signal.state is State.ACTIVE and settled and signal.benign is None and not signal.context_flags()


def as_declared(hits: list[Hit], looks_first: Collection[str]) -> list[Hit]:
    """Return hits for a member that has declared for some labels that its people look first: those are for review."""
    if not looks_first:
        return hits
    return [
        replace(hit, use_mode=UseMode.REVIEW_ONLY) if any(each in looks_first for each in _labels(hit.signal)) else hit
        for hit in hits
    ]


def _labels(signal: Signal) -> list[str]:
    """Return everything that whoever vouches says the content does."""
    claims = [signal.claim, *(each.claim for each in signal.submissions if each.stands and each.claim is not None)]
    named = [label for claim in claims for label in claim.behaviour_labels]
    return [*named, *(claim.ground.behaviour for claim in claims if claim.ground.behaviour is not None)]


def _hits(
    answer: Sequence[Near],
    query: Query,
    names: Sequence[str],
    signals: dict[str, Signal],
    policy: Policy,
    now: datetime,
) -> list[Hit]:
    hits = []
    for each in answer:
        signal = signals.get(each.id)
        view = None if signal is None else _view_in(signal, each.row)
        if signal is None or view is None:
            continue
        told = _told(each, signal, len(names), policy)
        if told is not None:
            mode = _use_mode(signal, query, policy, now) if told.is_match else UseMode.REVIEW_ONLY
            hits.append(
                Hit(
                    signal=signal,
                    distance=each.distance,
                    view=view,
                    query_view=names[each.code],
                    use_mode=mode,
                    shares=told.shares,
                    is_match=told.is_match,
                    shadow=signal.in_shadow(now),
                )
            )
    return hits


def _told(found: Near, signal: Signal, frames: int, policy: Policy) -> shares.Told | None:
    """Return what is told of a signal that was found: None when too few frames of a video were."""
    if isinstance(found, Footage):
        covered = shares.Covered(frames=found.frames, of_frames=frames, rows=found.rows, of_rows=len(signal.views))
        return shares.told(covered, policy)
    return shares.Told(is_match=found.distance <= SIGNAL_TYPES[signal.signal_type].max_radius)


def _view_in(signal: Signal, row: int) -> str | None:
    """Return the name of the code that has this row; None when the row was the signal's in an earlier case."""
    names = signal.view_names()
    place = 0 if signal.row is None else row - signal.row
    return names[place] if 0 <= place < len(names) else None


def _use_mode(signal: Signal, query: Query, policy: Policy, now: datetime) -> UseMode:
    """Return what a platform may do with a hit (the guidance of abuse 8.2).

    Only the whole picture against the whole picture speaks for acting: views and orientations never do.
    """
    sharp = query.quality is None or query.quality >= policy.minimum_quality
    eligible = sharp and is_beyond_doubt(signal, now)
    return UseMode.AUTO_ACTION_ELIGIBLE if eligible and _is_same(signal, query) else UseMode.REVIEW_ONLY


def _is_same(signal: Signal, query: Query) -> bool:
    """Tell whether the values themselves are the same, or nearly so and of a sharp picture."""
    apart = (int(signal.signal_value, 16) ^ int.from_bytes(query.values[0])).bit_count()
    close = signal.signal_type == "pdq" and apart <= _CLOSE and (signal.quality or 0) >= _SHARP
    return close or SIGNAL_TYPES[signal.signal_type].is_of_file
