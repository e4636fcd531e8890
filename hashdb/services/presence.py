"""Who looks at which case, so that no two people decide one by accident, and how much a person has looked at today.

Whoever opens a case first to decide it holds it, as long as they look: the page says so every minute. Others see who
holds it, and may take it over. A hold decides nothing: that a case has changed meanwhile is found by its version.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hashdb import access
from hashdb.access import Actor
from hashdb.errors import ConflictError
from hashdb.store import Store
from hashdb.store.presence import Look

# Without script a page cannot say that it is still looked at.
LOOKS_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Who looks at a case beside the one who asks; `holder` is the other person who decides it, if another does."""

    holder: Look | None = None
    others: tuple[Look, ...] = ()


def come(store: Store, case_id: str, *, decides: bool, actor: Actor, now: datetime) -> Around:
    """Note that a person has opened a case, to decide it or only to read, and return who else is there."""
    user_id = access.require_person(actor)
    before = store.presence.turn_to(user_id, case_id)
    if before not in {None, case_id}:
        store.presence.leave(str(before), user_id)
    own = next((each for each in _present(store, case_id, now) if each.user_id == user_id and each.since), None)
    since = (own.since if own else now.timestamp()) if decides else 0.0
    store.presence.put(case_id, Look(user_id=user_id, since=since, last=now.timestamp()))
    store.presence.count(user_id, now.date(), case_id)
    return around(store, case_id, actor=actor, now=now)


def stay(store: Store, case_id: str, *, actor: Actor, now: datetime) -> Around:
    """Note that a person still looks, unless somebody has taken the case over, and return who else is there."""
    for each in _present(store, case_id, now):
        if each.user_id == actor.user_id:
            store.presence.put(case_id, Look(user_id=each.user_id, since=each.since, last=now.timestamp()))
    return around(store, case_id, actor=actor, now=now)


def take_over(store: Store, case_id: str, *, actor: Actor, now: datetime) -> None:
    """Hold a case in place of whoever does, as somebody who has it open to decide it; they see it within a minute."""
    user_id = access.require_person(actor)
    present = _present(store, case_id, now)
    if not any(each.user_id == user_id and each.since for each in present):
        raise ConflictError("open the case first; who has nothing to decide in it does not keep others from it")
    store.presence.leave(case_id, *(each.user_id for each in present if each.since and each.user_id != user_id))
    store.presence.put(case_id, Look(user_id=user_id, since=now.timestamp(), last=now.timestamp()))


def leave(store: Store, case_id: str, *, actor: Actor) -> None:
    """Note that a person has done with a case."""
    store.presence.leave(case_id, access.require_person(actor))


def around(store: Store, case_id: str, *, actor: Actor, now: datetime) -> Around:
    """Return who looks at a case beside the one who asks."""
    present = _present(store, case_id, now)
    holder = _holder(present)
    others = tuple(each for each in present if each.user_id != actor.user_id)
    return Around(holder=holder if holder in others else None, others=others)


def holders(store: Store, case_ids: Sequence[str], *, now: datetime) -> dict[str, Look]:
    """Return who holds each of the cases that somebody holds."""
    looks = store.presence.at(case_ids) if case_ids else []
    found = {each: _holder(_recent(some, now)) for each, some in zip(case_ids, looks, strict=True)}
    return {case_id: holder for case_id, holder in found.items() if holder is not None}


def looked_at(store: Store, *, actor: Actor, now: datetime) -> int:
    """Return how many cases a person has looked at today; nobody else is told."""
    return store.presence.counted(access.require_person(actor), now.date())


def _present(store: Store, case_id: str, now: datetime) -> list[Look]:
    return _recent(store.presence.at([case_id])[0], now)


def _recent(looks: Sequence[Look], now: datetime) -> list[Look]:
    return [each for each in looks if each.last > (now - LOOKS_FOR).timestamp()]


def _holder(present: Sequence[Look]) -> Look | None:
    return min((each for each in present if each.since), key=lambda each: (each.since, each.user_id), default=None)
