"""Take requests back: by a reviewer, or because the signal that they rest on was withdrawn.

Where the platform has acted already it is asked to reinstate; it is told at once in either case.
"""

from dataclasses import replace
from datetime import datetime

from hashdb import access, audit
from hashdb.access import SYSTEM, Actor
from hashdb.errors import FieldProblem, InvalidInputError
from hashdb.lifecycles import match as match_life
from hashdb.lifecycles.takedown import ACTED, LIFECYCLE, State, Step
from hashdb.records.signal import Decision
from hashdb.records.takedown import TakedownRequest
from hashdb.records.webhook import EventType
from hashdb.services import clocks, deliveries, matches, requests
from hashdb.services.contention import again_if_stale
from hashdb.store import Debt, Kind, Store, Write, keyspace, lists


def withdraw(store: Store, request_id: str, reason: str, *, actor: Actor, now: datetime) -> TakedownRequest:
    """Take a request back; where the platform has acted, ask it to reinstate. The platform is told at once."""
    before = store.takedowns.get(request_id)
    access.require_outsider(actor, [requests.platform_group(store, before)])
    if not reason.strip():
        raise InvalidInputError(FieldProblem("reason", "is needed to withdraw a request"))
    after = _taken_back(before, requests.decision(Step.WITHDRAW, reason, actor, now))
    follow = _tell_taken_back(store, before, after, now) + requests.release_items(store, after, actor, now)
    return requests.save(store, before, after, _taking_back(before), actor, now, follow, note=reason)


def follow_withdrawal(store: Store, signal_id: str, *, now: datetime) -> int:
    """Undo what rests on a withdrawn signal: take its requests back, close its matches; return how many requests.

    Nothing new can come to rest on it meanwhile: matches and requests are recorded only with a signal that is live.
    """
    debt = Debt(kind=Kind.FOLLOW_WITHDRAWAL, subject_id=signal_id)
    note = store.ledger.begin(debt)
    if note is None:
        return 0
    undone = sum(_undo(store, match.id, now=now) for match in store.matches.all_of(lists.matches_of(signal_id)))
    store.ledger.strike_out(debt, note)
    return undone


@again_if_stale
def _undo(store: Store, match_id: str, *, now: datetime) -> int:
    """Take back the request about a match, if one can be, and close the match; return how many requests."""
    match = store.matches.get(match_id)
    request = None if match.request_id is None else store.takedowns.get(match.request_id)
    taken_back = request is not None and LIFECYCLE.allows(request.state, _taking_back(request))
    if request is not None and taken_back:
        withdraw(store, request.id, "the signal was withdrawn", actor=SYSTEM, now=now)
    _close(store, match_id, now)
    return int(taken_back)


def _taking_back(request: TakedownRequest) -> Step:
    return Step.ASK_REINSTATEMENT if request.state in ACTED else Step.WITHDRAW


def _taken_back(before: TakedownRequest, decision: Decision) -> TakedownRequest:
    after = clocks.stopped(before.advance(_taking_back(before)))
    return replace(after, decisions=(*before.decisions, decision))


def _tell_taken_back(store: Store, before: TakedownRequest, after: TakedownRequest, now: datetime) -> Write:
    if before.acknowledge_by is None:
        return Write()
    acted = after.state is State.REINSTATEMENT_REQUESTED
    event = EventType.REINSTATEMENT_REQUESTED if acted else EventType.TAKEDOWN_WITHDRAWN
    return deliveries.announce(store, after.member_id, event, after, now=now)


def _close(store: Store, match_id: str, now: datetime) -> None:
    before = store.matches.get(match_id)
    if match_life.LIFECYCLE.allows(before.state, match_life.Step.CLOSE):
        match = before.advance(match_life.Step.CLOSE)
        entry = audit.entry(SYSTEM, "match.close", now, before=before, after=match)
        again = store.forget_unique(keyspace.MATCH_IDS, *matches.identity(match))
        store.commit(entry, store.matches.put(match, before), again)
