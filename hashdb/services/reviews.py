"""The queue: what waits for the asking reviewer, most urgent first, without what that person may not decide.

Most urgent is what is due first; of what is due in the same hour, the lower tier. However much there is that the person
may not decide, what is behind it is found: lists tell most of that without its records, and the rules here the rest.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, takewhile

from hashdb.access import Actor
from hashdb.lifecycles import takedown
from hashdb.lifecycles.signal import State
from hashdb.records.match import Match
from hashdb.records.signal import Signal
from hashdb.records.takedown import TakedownRequest
from hashdb.roles import Role
from hashdb.services import presence
from hashdb.store import Store, lists

# Drafts, and confirmed matches without a request: what is not the queue.
_ASIDE = 25
_AHEAD = 100
_HOUR = 3_600
_NO_TIER = 9
_WHO_ANSWERS = {
    takedown.State.PENDING_SECOND_APPROVAL: Role.SENIOR_REVIEWER,
    takedown.State.CLARIFICATION: Role.REVIEWER,
}
_SECOND_REVIEW = {State.PENDING_SECOND, State.PROVISIONAL, State.DISPUTED, State.QUARANTINED}


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
    own = _own_members(store, actor)
    waiting = [
        *_signals(store, limit, actor),
        *_matches(store, own, limit, actor),
        *_requests(store, own, limit, actor),
    ]
    if actor.role == Role.SENIOR_REVIEWER:
        waiting += _to_reaffirm(store, limit, actor, now)
    return sorted(waiting, key=_urgency)[:limit]


def next_case(store: Store, *, after: str | None, actor: Actor, now: datetime) -> Waiting | None:
    """Return the most urgent case that nobody else is deciding now: behind the case *after*, or else from the start."""
    waiting = queue(store, limit=_AHEAD, actor=actor, now=now)
    holders = presence.holders(store, [each.id for each in waiting], now=now)
    place = next((at + 1 for at, each in enumerate(waiting) if each.id == after), 0)
    free = (each for each in (*waiting[place:], *waiting[:place]) if each.id != after)
    return next((each for each in free if each.id not in holders or holders[each.id].user_id == actor.user_id), None)


def drafts(store: Store, *, actor: Actor) -> list[TakedownRequest]:
    """Return the drafts of requests that wait for their author, the one that is discarded first at the head."""
    return store.takedowns.first(lists.drafts_of(actor.user_id or actor.id), skip=0, limit=_ASIDE)


def confirmed(store: Store, *, actor: Actor) -> list[Match]:
    """Return confirmed matches that no request is about, the oldest first, none of them at the actor's own group."""
    own = _own_members(store, actor)
    found = store.matches.outside(lists.MATCHES_CONFIRMED, at_once=_ASIDE)
    return list(islice((each for each in found if each.member_id not in own), _ASIDE))


def _own_members(store: Store, actor: Actor) -> frozenset[str]:
    """Return the members of the actor's corporate group, about whose platforms others decide."""
    return frozenset(each.id for each in store.members.all_of(lists.members_in(actor.group_id)))


def _urgency(case: Waiting) -> tuple[int, int, float, str]:
    due = case.due_at.timestamp() if case.due_at else 0
    return (int(due) // _HOUR, case.tier or _NO_TIER, due, case.id)


def _signals(store: Store, limit: int, actor: Actor) -> Iterator[Waiting]:
    closed = [lists.signals_closed_to(each) for each in (actor.group_id, actor.user_id) if each]
    if actor.role != Role.SENIOR_REVIEWER:
        closed.append(lists.SIGNALS_SECOND)
    waiting = store.signals.outside(lists.SIGNAL_QUEUE, closed, at_once=limit)
    for signal in islice((each for each in waiting if _may_decide(actor, each)), limit):
        yield Waiting(kind="signal", id=signal.id, state=signal.state, tier=signal.claim.tier, due_at=signal.due_at)


def _to_reaffirm(store: Store, limit: int, actor: Actor, now: datetime) -> Iterator[Waiting]:
    """Yield live signals whose review is due: they expire unless somebody reaffirms them."""
    listed = store.signals.outside(lists.SIGNALS_REVIEW_DUE, at_once=limit)
    due = takewhile(lambda each: each.review_due_at is not None and each.review_due_at <= now, listed)
    for signal in islice((each for each in due if _may_decide(actor, each)), limit):
        yield Waiting(
            kind="signal", id=signal.id, state=signal.state, tier=signal.claim.tier, due_at=signal.review_due_at
        )


def _may_decide(actor: Actor, signal: Signal) -> bool:
    senior_only = signal.state in _SECOND_REVIEW and actor.role != Role.SENIOR_REVIEWER
    outsider = actor.group_id not in signal.concerned_groups()
    return outsider and not senior_only and actor.user_id not in signal.deciders()


def _matches(store: Store, own: frozenset[str], limit: int, actor: Actor) -> Iterator[Waiting]:
    def suits(match: Match) -> bool:
        undecided = all(each.user_id != actor.user_id for each in match.decisions)
        return undecided and match.member_id not in own

    closed = [lists.of_member("matches", actor.member_id)]
    waiting = store.matches.outside(lists.MATCH_QUEUE, closed, at_once=limit)
    found = list(islice(filter(suits, waiting), limit))
    signals = {each.id: each for each in store.signals.many(list({match.signal_id for match in found}))}
    for match in found:
        signal = signals.get(match.signal_id)
        tier = None if signal is None else signal.claim.tier
        yield Waiting(kind="match", id=match.id, state=match.state, tier=tier, due_at=match.matched_at)


def _requests(store: Store, own: frozenset[str], limit: int, actor: Actor) -> Iterator[Waiting]:
    """Yield requests that wait for their second person, and those whose platform has asked something."""

    def suits(request: TakedownRequest) -> bool:
        role = _WHO_ANSWERS[request.state]
        drafted = role == Role.SENIOR_REVIEWER and request.drafted_by == actor.user_id
        return actor.role == role and not drafted and request.member_id not in own

    waiting = store.takedowns.outside(lists.TAKEDOWN_QUEUE, at_once=limit)
    for request in islice(filter(suits, waiting), limit):
        yield Waiting(
            kind="takedown_request", id=request.id, state=request.state, tier=request.tier, due_at=request.due_at
        )
