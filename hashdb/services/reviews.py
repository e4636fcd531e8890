"""The queue: what waits for the asking reviewer, most urgent first, without what that person may not decide."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeVar

from hashdb.access import Actor
from hashdb.lifecycles.signal import State
from hashdb.records.match import Match
from hashdb.records.signal import Signal
from hashdb.records.takedown import TakedownRequest
from hashdb.roles import Role
from hashdb.services import requests
from hashdb.store import Store, lists
from hashdb.store.records import Records

RecordT = TypeVar("RecordT")

_STEP = 200
_MOST_LOOKED_AT = 5_000
_SECOND_REVIEW = {State.PENDING_SECOND, State.DISPUTED, State.QUARANTINED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One case that waits: what it is, where it stands, and by when it should be decided."""

    kind: str
    id: str
    state: str
    tier: int | None
    due_at: datetime | None


def queue(store: Store, *, limit: int, actor: Actor, now: datetime) -> list[Waiting]:
    """Return up to *limit* cases that the actor may decide."""
    waiting = [*_signals(store, limit, actor), *_matches(store, limit, actor)]
    if actor.role == Role.SENIOR_REVIEWER:
        waiting += [*_requests(store, limit, actor), *_to_reaffirm(store, limit, actor, now)]
    return sorted(waiting, key=_urgency)[:limit]


def _urgency(case: Waiting) -> tuple[float, str]:
    return (case.due_at.timestamp() if case.due_at else 0, case.id)


def _suitable(records: Records[RecordT], name: str, suits: Callable[[RecordT], bool]) -> Iterator[RecordT]:
    """Yield the records of a list that suit, most urgent first."""
    for skip in range(0, _MOST_LOOKED_AT, _STEP):
        found = records.first(name, skip=skip, limit=_STEP)
        yield from filter(suits, found)
        if len(found) < _STEP:
            return


def _signals(store: Store, limit: int, actor: Actor) -> Iterator[Waiting]:
    suitable = _suitable(store.signals, lists.SIGNAL_QUEUE, lambda signal: _may_decide(actor, signal))
    for signal in islice(suitable, limit):
        yield Waiting(kind="signal", id=signal.id, state=signal.state, tier=signal.claim.tier, due_at=signal.due_at)


def _to_reaffirm(store: Store, limit: int, actor: Actor, now: datetime) -> Iterator[Waiting]:
    """Yield live signals whose review is due: they expire unless somebody reaffirms them."""
    due = store.signals.due(lists.SIGNALS_REVIEW_DUE, now.timestamp(), _MOST_LOOKED_AT)
    for signal in islice((each for each in due if _may_decide(actor, each)), limit):
        yield Waiting(
            kind="signal", id=signal.id, state=signal.state, tier=signal.claim.tier, due_at=signal.review_due_at
        )


def _may_decide(actor: Actor, signal: Signal) -> bool:
    senior_only = signal.state in _SECOND_REVIEW and actor.role != Role.SENIOR_REVIEWER
    outsider = actor.group_id not in signal.concerned_groups()
    return outsider and not senior_only and actor.user_id not in signal.deciders()


def _matches(store: Store, limit: int, actor: Actor) -> Iterator[Waiting]:
    def suits(match: Match) -> bool:
        undecided = all(each.user_id != actor.user_id for each in match.decisions)
        return undecided and store.members.get(match.member_id).group_id != actor.group_id

    for match in islice(_suitable(store.matches, lists.MATCH_QUEUE, suits), limit):
        yield Waiting(kind="match", id=match.id, state=match.state, tier=None, due_at=match.matched_at)


def _requests(store: Store, limit: int, actor: Actor) -> Iterator[Waiting]:
    def suits(request: TakedownRequest) -> bool:
        foreign = requests.platform_group(store, request) != actor.group_id
        return foreign and request.drafted_by != actor.user_id

    for request in islice(_suitable(store.takedowns, lists.TAKEDOWN_QUEUE, suits), limit):
        yield Waiting(
            kind="takedown_request", id=request.id, state=request.state, tier=request.tier, due_at=request.due_at
        )
