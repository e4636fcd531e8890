"""Take requests back: by a reviewer, or because the signal that they rest on was withdrawn.

Where the platform has acted already it is asked to reinstate; it is told at once in either case.
"""

from dataclasses import replace
from datetime import datetime

from hashdb import access
from hashdb.access import SYSTEM, Actor
from hashdb.errors import FieldProblem, ForbiddenError, InvalidInputError
from hashdb.lifecycles import match as match_life
from hashdb.lifecycles.takedown import ACTED, LIFECYCLE, State, Step
from hashdb.records.alert import AlertKind
from hashdb.records.takedown import TakedownRequest
from hashdb.records.webhook import EventType
from hashdb.services import alerts, checklists, clocks, matches, notices, repeats, requests, steps, tombstones
from hashdb.services.checklists import Seen
from hashdb.services.contention import again_if_stale
from hashdb.store import Debt, Kind, Store, Write, keyspace, lists

_ENDED_WITH_IT = (AlertKind.OVERDUE, AlertKind.UNDELIVERED, AlertKind.CLARIFICATION_OVERDUE)


def withdraw(
    store: Store, request_id: str, reason: str, *, seen: Seen | None = None, actor: Actor, now: datetime
) -> TakedownRequest:
    """Take a request back; where the platform has acted, ask it to reinstate. The platform is told at once."""
    before = store.takedowns.get(request_id)
    checklists.require(seen, before, ())
    after, write = weighed(store, before, reason, actor=actor, now=now)
    store.commit(write)
    return after


def weighed(
    store: Store, before: TakedownRequest, reason: str, *, actor: Actor, now: datetime
) -> tuple[TakedownRequest, Write]:
    """Return what taking back would come to, and all that it writes; or raise why it cannot be done."""
    if before.order is not None:
        raise ForbiddenError("an order is its authority's: it is annulled, and not withdrawn")
    access.require_outsider(actor, [requests.platform_group(store, before)])
    if not reason.strip():
        raise InvalidInputError(FieldProblem("reason", "is needed to withdraw a request"))
    after, follow = taken_back(store, before, reason, actor=actor, now=now)
    step = taking_back(before)
    write = steps.written(store, store.takedowns, before, after, step, actor=actor, now=now, note=reason)
    return after, write + follow


def taking_back(request: TakedownRequest) -> Step:
    """Return the step that takes a request back: what was acted on is asked back, even when all is closed."""
    acted = request.state in ACTED or (request.state is State.CLOSED and request.acted_at is not None)
    return Step.ASK_REINSTATEMENT if acted else Step.WITHDRAW


def can_be_taken_back(request: TakedownRequest) -> bool:
    """Whether there is still anything to take back."""
    return LIFECYCLE.allows(request.state, taking_back(request))


def taken_back(
    store: Store, before: TakedownRequest, reason: str, *, actor: Actor, now: datetime
) -> tuple[TakedownRequest, Write]:
    """Return the request as taken back, and what follows: whom to tell, and its content, which is free again."""
    step = taking_back(before)
    after = before.advance(step)
    decided = requests.decision(step, reason, actor, now)
    after = replace(after, decisions=(*before.decisions, decided), clarify_by=None)
    over = alerts.settled_all(store, _ENDED_WITH_IT, before.id, now=now)
    if step is Step.ASK_REINSTATEMENT:
        after = clocks.asked_back(after, store.policy(), now)
        return after, _tell(store, before, after, now) + over
    after = clocks.settled(after, store.policy(), now)
    return after, _tell(store, before, after, now) + over + repeats.over(store, after, actor, now)


def reinstate_all(store: Store, signal_id: str, *, now: datetime) -> int:
    """Take back everything that rests on a signal, closed or not; return how many requests there were."""
    return sum(_undo(store, match.id, now=now) for match in store.matches.all_of(lists.matches_of(signal_id)))


def follow_withdrawal(store: Store, signal_id: str, *, now: datetime) -> int:
    """Undo what rests on a withdrawn signal: take its requests back, close its matches; return how many requests.

    Nothing new can come to rest on it meanwhile: matches and requests are recorded only with a signal that is live.
    """
    debt = Debt(kind=Kind.FOLLOW_WITHDRAWAL, subject_id=signal_id)
    note = store.ledger.begin(debt)
    if note is None:
        return 0
    undone = reinstate_all(store, signal_id, now=now)
    tombstones.tell(store, signal_id, note.decode(), now=now)
    store.ledger.strike_out(debt, note)
    return undone


@again_if_stale
def _undo(store: Store, match_id: str, *, now: datetime) -> int:
    """Take back the request about a match, if one can be, and close the match; return how many requests."""
    match = store.matches.get(match_id)
    request = None if match.request_id is None else store.takedowns.get(match.request_id)
    taken = request is not None and can_be_taken_back(request)
    if request is not None and taken:
        withdraw(store, request.id, "the signal was withdrawn", actor=SYSTEM, now=now)
    _close(store, match_id, now)
    return int(taken)


def _tell(store: Store, before: TakedownRequest, after: TakedownRequest, now: datetime) -> Write:
    if before.acknowledge_by is None:
        return Write()
    settled = notices.settle(store, after.id, EventType.TAKEDOWN_REQUESTED, now)
    acted = after.state is State.REINSTATEMENT_REQUESTED
    event = EventType.REINSTATEMENT_REQUESTED if acted else EventType.TAKEDOWN_WITHDRAWN
    return settled + requests.tell(store, after, event, now)


def _close(store: Store, match_id: str, now: datetime) -> None:
    before = store.matches.get(match_id)
    if match_life.LIFECYCLE.allows(before.state, match_life.Step.CLOSE):
        match = before.advance(match_life.Step.CLOSE)
        again = store.forget_unique(keyspace.MATCH_IDS, *matches.identity(match))
        step = match_life.Step.CLOSE
        steps.take(store, store.matches, before, match, step, actor=SYSTEM, now=now, follow=again)
