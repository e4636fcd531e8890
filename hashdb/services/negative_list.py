"""The negative list: what is known to be harmless and must not be stopped by a signal.

Everything submitted is compared with it; what is added is compared with all signals there are (`negative_follow`).
Adding switches signals off, so only the operator adds, and whoever decides appeals, and the log tells.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hashdb import audit
from hashdb.access import Actor
from hashdb.errors import FieldProblem, ForbiddenError, InvalidInputError
from hashdb.ids import new_id
from hashdb.records.benign import Benign, BenignOrigin, Nearness
from hashdb.records.policy import Policy
from hashdb.records.signal import Signal
from hashdb.roles import OPERATOR_ROLE, Role
from hashdb.services import nearness
from hashdb.services.contention import again_if_stale
from hashdb.services.matcher import Matcher
from hashdb.signals import SIGNAL_TYPES, Distance, parse_value, signal_type_named
from hashdb.store import Debt, Kind, Page, Store, lists

_MAY_ADD = {OPERATOR_ROLE, Role.APPEALS_OFFICER}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBenign:
    """A fingerprint of something harmless, and why it is known to be."""

    signal_type: str
    signal_value: str
    origin: BenignOrigin = BenignOrigin.CURATED
    note: str | None = None


@again_if_stale
def add(store: Store, new: Sequence[NewBenign], *, actor: Actor, now: datetime) -> list[Benign]:
    """Add fingerprints, and owe the look at all signals; what is in the list already stays. Return all of them."""
    _require_may_add(actor)
    values = [_value(each, place) for place, each in enumerate(new)]
    known = {(each.signal_type, each.signal_value): each for each in _known(store, new, values)}
    fresh: dict[tuple[str, str], Benign] = {}
    for each, value in zip(new, values, strict=True):
        key = (each.signal_type, value.hex())
        if key not in known and key not in fresh:
            fresh[key] = _entry(store, each, value, actor, now)
    if fresh:
        _commit(store, list(fresh.values()), actor, now)
    return [(known | fresh)[each.signal_type, value.hex()] for each, value in zip(new, values, strict=True)]


def retire(store: Store, benign_id: str, *, actor: Actor, now: datetime) -> Benign:
    """Take an entry out of the list; signals that were put aside or paused for it stay so until people decide."""
    _require_may_add(actor)
    before = store.benign.get(benign_id)
    if before.retired_at is not None:
        return before
    after = before.retire(now)
    store.commit(audit.entry(actor, "negative_list.retire", now, after=after), store.benign.retire(after, before))
    return after


def page(store: Store, *, after: str | None, limit: int) -> Page[Benign]:
    """Return entries in the order in which they were added."""
    return store.benign.page(lists.BENIGN, after=after, limit=limit)


def counts(store: Store) -> dict[str, int]:
    """Return how many entries count for each type of signals; no value is told."""
    return {name: store.benign.count_of(name) for name in SIGNAL_TYPES}


def nearest(
    matcher: Matcher, store: Store, asked: Sequence[tuple[str, Sequence[bytes]]], policy: Policy
) -> list[Nearness | None]:
    """Return for each signal (its type; its value and those of its views) the nearest entry that is near enough.

    Costs nothing while the list is empty.
    """
    found: list[Nearness | None] = [None] * len(asked)
    if not matcher.has_history():
        return found
    for signal_type in {each for each, _ in asked}:
        places = [place for place, (each, _) in enumerate(asked) if each == signal_type]
        codes = [asked[place][1] for place in places]
        for place, each in zip(places, _nearest_of(matcher, store, signal_type, codes, policy), strict=True):
            found[place] = each
    return found


def is_nearer(matcher: Matcher, signal: Signal, codes: Sequence[bytes], distance: int) -> bool:
    """Whether content with these codes, so far from a signal, is nearer to something harmless.

    Asked only of signals that are near such a thing themselves: content cannot be near both otherwise (the triangle
    inequality), or it is as near as to anything.
    """
    kind = SIGNAL_TYPES[signal.signal_type]
    if signal.benign is None or not kind.has_rows or kind.distance is Distance.FRAMES or distance == 0:
        return False
    return bool(matcher.search(kind.name, [codes], distance - 1)[0])


def _nearest_of(
    matcher: Matcher, store: Store, signal_type: str, asked: Sequence[Sequence[bytes]], policy: Policy
) -> list[Nearness | None]:
    kind = SIGNAL_TYPES[signal_type]
    if not kind.has_rows:
        ids = store.benign.ids_of(signal_type, [codes[0] for codes in asked])
        return [None if each is None else Nearness(benign_id=each, distance=0) for each in ids]
    if kind.distance is Distance.FRAMES:
        return [_nearest_video(matcher, signal_type, codes[1:], policy) for codes in asked]
    values = matcher.search(signal_type, [codes[:1] for codes in asked], nearness.reach_of(signal_type).far)
    views = values
    if any(len(codes) > 1 for codes in asked):
        views = matcher.search(signal_type, [codes[1:] for codes in asked], kind.max_radius)
    nearest_two = [[*value[:1], *view[:1]] for value, view in zip(values, views, strict=True)]
    best = (min(each, key=lambda one: one.distance, default=None) for each in nearest_two)
    return [None if each is None else Nearness(benign_id=each.id, distance=each.distance) for each in best]


def _nearest_video(matcher: Matcher, signal_type: str, frames: Sequence[bytes], policy: Policy) -> Nearness | None:
    """Return the entry nearest to a frame of a video; it is near partly while fewer frames are than make a match."""
    space = nearness.space_of(signal_type)
    answers = matcher.search(space, [[frame] for frame in frames], SIGNAL_TYPES[space].max_radius)
    near = [answer[0] for answer in answers if answer]
    best = min(near, key=lambda each: each.distance, default=None)
    if best is None:
        return None
    partly = len(near) * 100 < policy.frames_percent * len(frames)
    return Nearness(benign_id=best.id, distance=best.distance, partly=partly)


def _require_may_add(actor: Actor) -> None:
    if actor.role not in _MAY_ADD:
        raise ForbiddenError("only the operator, and whoever decides appeals, changes the negative list")


def _value(each: NewBenign, place: int) -> bytes:
    kind = signal_type_named(each.signal_type, f"entries[{place}].signal_type")
    if kind.distance is Distance.FRAMES:
        rule = f"must be {kind.view_type}: of a video, its frames are added"
        raise InvalidInputError(FieldProblem(f"entries[{place}].signal_type", rule))
    return parse_value(each.signal_type, each.signal_value, f"entries[{place}].signal_value")


def _known(store: Store, new: Sequence[NewBenign], values: Sequence[bytes]) -> list[Benign]:
    found: list[str | None] = []
    for kind in {each.signal_type for each in new}:
        wanted = [value for each, value in zip(new, values, strict=True) if each.signal_type == kind]
        found += store.benign.ids_of(kind, wanted)
    return store.benign.many([each for each in found if each is not None])


def _entry(store: Store, each: NewBenign, value: bytes, actor: Actor, now: datetime) -> Benign:
    return Benign(
        id=new_id("ben", now),
        signal_type=each.signal_type,
        signal_value=value.hex(),
        row=store.benign.reserve_rows(each.signal_type, 1),
        origin=each.origin,
        note=each.note,
        added_by=actor.user_id or actor.id,
        added_at=now,
    )


def _commit(store: Store, fresh: Sequence[Benign], actor: Actor, now: datetime) -> None:
    """Write new entries in one act, with one debt for all of them: what is near any of them is looked for at once."""
    first, origins = fresh[0], sorted({str(each.origin) for each in fresh})
    entry = audit.entry(
        actor, "negative_list.add", now, after=first, added=[each.id for each in fresh], origins=origins
    )
    owed = store.ledger.owe(Debt(kind=Kind.SCREEN_BENIGN, subject_id=first.id), now)
    store.commit(entry, *(store.benign.add(each) for each in fresh), owed)
