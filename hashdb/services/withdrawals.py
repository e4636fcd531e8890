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
from hashdb.records.match import Match
from hashdb.records.signal import Decision
from hashdb.records.takedown import TakedownRequest
from hashdb.records.webhook import EventType
from hashdb.services import clocks, deliveries, requests
from hashdb.store import Debt, Kind, Store, Write, lists


def withdraw(store: Store, request_id: str, reason: str, *, actor: Actor, now: datetime) -> TakedownRequest:
    """Take a request back; where the platform has acted, ask it to reinstate. The platform is told at once."""
    before = store.takedowns.get(request_id)
    access.require_outsider(actor, [store.members.get(before.member_id).group_id])
    if not reason.strip():
        raise InvalidInputError(FieldProblem("reason", "is needed to withdraw a request"))
    after = _taken_back(before, requests.decision(Step.WITHDRAW, reason, actor, now))
    follow = _tell_taken_back(store, before, after, now) + requests.release_items(store, after)
    return requests.save(store, before, after, _taking_back(before), actor, now, follow, note=reason)


def follow_withdrawal(store: Store, signal_id: str, *, now: datetime) -> int:
    """Undo what rests on a withdrawn signal: close its matches, take its requests back; return how many."""
    undone = 0
    for match in _matches_of(store, signal_id):
        request = None if match.request_id is None else store.takedowns.get(match.request_id)
        if request is not None and LIFECYCLE.allows(request.state, _taking_back(request)):
            withdraw(store, request.id, "the signal was withdrawn", actor=SYSTEM, now=now)
            undone += 1
        _close(store, match.id, now)
    store.ledger.strike_out([Debt(kind=Kind.FOLLOW_WITHDRAWAL, subject_id=signal_id)])
    return undone


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


def _matches_of(store: Store, signal_id: str) -> list[Match]:
    return store.matches.page(lists.matches_of(signal_id), after=None, limit=10_000).items


def _close(store: Store, match_id: str, now: datetime) -> None:
    before = store.matches.get(match_id)
    if match_life.LIFECYCLE.allows(before.state, match_life.Step.CLOSE):
        match = before.advance(match_life.Step.CLOSE)
        store.commit(
            audit.entry(SYSTEM, "match.close", now, before=before, after=match), store.matches.put(match, before)
        )
