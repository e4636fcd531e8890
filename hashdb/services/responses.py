"""What platforms answer to takedown requests, and what each answer means for the request and its items.

What becomes of a request is read off its items: an answer about some of them settles nothing about the others.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from hashdb import access, audit
from hashdb.access import Actor
from hashdb.errors import (
    DuplicateError,
    FieldProblem,
    GuardError,
    IllegalTransitionError,
    InvalidInputError,
    NotFoundError,
)
from hashdb.lifecycles.takedown import LIFECYCLE, State, Step
from hashdb.records.alert import AlertKind
from hashdb.records.policy import Policy
from hashdb.records.takedown import Clarification, ItemState, Response, ResponseType, TakedownRequest
from hashdb.records.webhook import EventType
from hashdb.services import alerts, clocks, effects, notices, requests, tallies
from hashdb.services.contention import again_if_stale
from hashdb.services.inbox import AWAITING_RECEIPT
from hashdb.store import Store, Write

Outcome = tuple[TakedownRequest, Step | None]

_ITEM_STATES = {
    ResponseType.REMOVED: ItemState.ACTIONED,
    ResponseType.ACCESS_DISABLED_EU: ItemState.ACTIONED,
    ResponseType.ACCESS_DISABLED_GLOBAL: ItemState.ACTIONED,
    ResponseType.RESTRICTED_OTHER: ItemState.ACTIONED,
    ResponseType.LABELLED: ItemState.ACTIONED,
    ResponseType.ALREADY_ABSENT: ItemState.ABSENT,
    ResponseType.DECLINED: ItemState.DECLINED,
    ResponseType.REINSTATED: ItemState.REINSTATED,
}
_ACTED = frozenset({ItemState.ACTIONED, ItemState.ABSENT})
# A removal order is executed, or there is a reason of Annex III why not: nothing else stops its hour.
NO_EXECUTION = frozenset({ResponseType.DECLINED, ResponseType.LABELLED, ResponseType.RESTRICTED_OTHER})
_OVER = frozenset({State.CLOSED, State.CLOSED_NO_RESPONSE})
_MOST_ANSWERS = 250
# Clocks that differ by more are told to be wrong; ours decides.
_SKEW = timedelta(minutes=5)


@again_if_stale
def respond(store: Store, request_id: str, response: Response, *, actor: Actor, now: datetime) -> TakedownRequest:
    """Record a platform's answer; the same answer again (by its `platform_file_ref`) changes nothing."""
    before = store.takedowns.get(request_id)
    if before.member_id != actor.member_id or before.acknowledge_by is None:
        raise NotFoundError(f"there is no request {request_id}")
    known = before.response_with(response.platform_file_ref)
    if known is not None:
        return _require_same(known, response, before)
    _require_complete(before, response)
    policy = store.policy()
    arrived, receipt = _arrived(before, policy, actor, now)
    checked = replace(response, clock_skewed=_is_skewed(arrived, response, now))
    filed = replace(_with_items(arrived, checked), responses=(*before.responses, checked), version=before.version + 1)
    after, step = _MEANING[response.type](filed, policy, now)
    after = replace(after, version=before.version + 1, acted_at=_acted_at(after, now))
    follow = _settled(store, after, now) + effects.tell_issuer(store, after, now)
    if step is Step.CLOSE:
        follow += clocks.ended(store, before, after, now)
    answered = _entry(arrived, after, step, response, actor, now)
    counted = tallies.counted(store, before, after, now)
    store.commit(receipt, answered, store.takedowns.put(after, before), counted, follow)
    return after


def clarify(store: Store, request_id: str, text: str, *, actor: Actor, now: datetime) -> TakedownRequest:
    """Answer a platform's question and tell it so; its time to answer starts again."""
    before = store.takedowns.get(request_id)
    requests.require_side(before, actor)
    access.require_outsider(actor, [requests.platform_group(store, before)])
    given = Clarification(text=text, answered_at=now, user_id=access.require_person(actor))
    clarified = replace(before.advance(Step.CLARIFY), clarifications=(*before.clarifications, given))
    after = clocks.running(clarified, store.policy(), now)
    follow = requests.tell(store, after, EventType.CLARIFICATION_ANSWERED, now)
    follow += alerts.settled(store, AlertKind.CLARIFICATION_OVERDUE, after.id, now=now)
    return requests.save(store, before, after, Step.CLARIFY, actor, now, follow, note=text)


def _arrived(before: TakedownRequest, policy: Policy, actor: Actor, now: datetime) -> tuple[TakedownRequest, Write]:
    """Return the request as received, with the entry for that: whoever answers has received it."""
    if before.state not in AWAITING_RECEIPT:
        return before, Write()
    after = clocks.received(before, policy, now)
    return after, requests.entry_of(before, after, Step.RECEIVE, actor, now)


def _entry(
    before: TakedownRequest,
    after: TakedownRequest,
    step: Step | None,
    response: Response,
    actor: Actor,
    now: datetime,
) -> Write:
    """Return the entry of an answer; one that takes no step, such as that about some items only, is noted as such."""
    if step is not None:
        LIFECYCLE.require(before.state, step, actor.role)
    word = step or "respond"
    entry = audit.entry(actor, f"takedown.{word}", now, before=before, after=after, reason=response.type)
    return Write(entries=(entry,))


def _settled(store: Store, request: TakedownRequest, now: datetime) -> Write:
    """Return the end of what reminded the platform, or us, of this request."""
    settled = alerts.settled_all(store, (AlertKind.OVERDUE, AlertKind.UNDELIVERED), request.id, now=now)
    for event in (EventType.TAKEDOWN_REQUESTED, EventType.REINSTATEMENT_REQUESTED):
        settled += notices.settle(store, request.id, event, now)
    return settled


def _is_skewed(request: TakedownRequest, response: Response, now: datetime) -> bool:
    """Whether the platform's clock is wrong: it received at another time than we know, or acted in the future."""
    theirs, ours = response.received_at, request.received_at
    apart = theirs is not None and ours is not None and abs(theirs - ours) > _SKEW
    return apart or (response.measure_taken_at is not None and response.measure_taken_at > now + _SKEW)


def _acted_at(request: TakedownRequest, now: datetime) -> datetime | None:
    acted = any(item.state is ItemState.ACTIONED for item in request.items)
    return request.acted_at or (now if acted else None)


def _require_same(known: Response, response: Response, request: TakedownRequest) -> TakedownRequest:
    repeated = replace(response, id=known.id, recorded_at=known.recorded_at, responder_key_id=known.responder_key_id)
    repeated = replace(repeated, clock_skewed=known.clock_skewed)
    if repeated != known:
        raise DuplicateError("another answer is on file under this platform_file_ref; use a new one")
    return request


def _require_complete(request: TakedownRequest, response: Response) -> None:
    if request.legal_basis.is_removal_order and response.type in NO_EXECUTION:
        raise InvalidInputError(FieldProblem("type", f"must not be {response.type}: an order is executed or contested"))
    if len(request.responses) >= _MOST_ANSWERS:
        raise GuardError(f"a request has at most {_MOST_ANSWERS} answers")
    if response.type is ResponseType.DECLINED and response.reason_code is None:
        raise InvalidInputError(FieldProblem("reason_code", "is needed to decline"))
    strangers = set(response.item_refs) - {item.id for item in request.items}
    if strangers:
        raise InvalidInputError(FieldProblem("item_refs", "must name items of this request"))


def _with_items(request: TakedownRequest, response: Response) -> TakedownRequest:
    """Set the state of the items that the answer is about: those it names, or else all that wait for one."""
    state = _ITEM_STATES.get(response.type)
    if state is None:
        return request
    awaited = ItemState.ACTIONED if state is ItemState.REINSTATED else ItemState.OPEN
    waiting = {item.id for item in request.items if item.state is awaited}
    named = set(response.item_refs) or waiting
    items = tuple(replace(item, state=state) if item.id in named else item for item in request.items)
    return replace(request, items=items)


def _acknowledged(request: TakedownRequest, _policy: Policy, now: datetime) -> Outcome:
    if request.state in _OVER:
        raise IllegalTransitionError(f"the request is {request.state}: it waits for no answer any more")
    return _noted(request, now), None


def _noted(request: TakedownRequest, now: datetime) -> TakedownRequest:
    return replace(request, acknowledged_at=request.acknowledged_at or now)


def _decided(request: TakedownRequest, policy: Policy, now: datetime) -> Outcome:
    """Return what an answer that acts or declines comes to, seen over all items."""
    states = {item.state for item in request.items}
    step = _step_to(states, request.state)
    decided = _noted(request.advance(step), now)
    if ItemState.OPEN not in states:
        return clocks.settled(decided, policy, now), step
    # Declining some items while the others are open ends nothing: the clock goes on running for those.
    return (decided, step) if states & _ACTED else _acknowledged(request, policy, now)


def _step_to(states: set[ItemState], state: State) -> Step:
    if states <= _ACTED:
        return Step.ACT
    declining = not states & _ACTED and state is not State.PARTIALLY_ACTIONED
    return Step.DECLINE if declining else Step.ACT_PARTLY


def _reinstated(request: TakedownRequest, policy: Policy, now: datetime) -> Outcome:
    """Return the request as reinstated once everything that was acted on is; until then it stays asked for."""
    after = request.advance(Step.REINSTATE)
    if any(item.state is ItemState.ACTIONED for item in request.items):
        return _acknowledged(request, policy, now)
    return _noted(clocks.settled(after, policy, now), now), Step.REINSTATE


def _pleaded(request: TakedownRequest, _policy: Policy, now: datetime) -> Outcome:
    return _noted(clocks.stopped(request.advance(Step.PLEAD_UNABLE)), now), Step.PLEAD_UNABLE


def _asked(request: TakedownRequest, policy: Policy, now: datetime) -> Outcome:
    return _noted(clocks.asked(request, policy, now), now), Step.ASK_CLARIFICATION


def _resumed(request: TakedownRequest, policy: Policy, now: datetime) -> Outcome:
    return clocks.running(request.advance(Step.RESUME), policy, now), Step.RESUME


def _refused(request: TakedownRequest, _policy: Policy, now: datetime) -> Outcome:
    """Return the request as closed: the platform keeps the content away on its own terms, and says so."""
    if request.state is not State.REINSTATEMENT_REQUESTED:
        raise IllegalTransitionError("there is no reinstatement that was asked for")
    return _noted(clocks.closed(request, Step.CLOSE, now), now), Step.CLOSE


_MEANING: dict[ResponseType, Callable[[TakedownRequest, Policy, datetime], Outcome]] = {
    ResponseType.ACKNOWLEDGED: _acknowledged,
    ResponseType.REMOVED: _decided,
    ResponseType.ACCESS_DISABLED_EU: _decided,
    ResponseType.ACCESS_DISABLED_GLOBAL: _decided,
    ResponseType.RESTRICTED_OTHER: _decided,
    ResponseType.LABELLED: _decided,
    ResponseType.ALREADY_ABSENT: _decided,
    ResponseType.DECLINED: _decided,
    ResponseType.UNABLE_FORCE_MAJEURE: _pleaded,
    ResponseType.UNABLE_TECHNICAL: _pleaded,
    ResponseType.MANIFEST_ERROR: _asked,
    ResponseType.INSUFFICIENT_INFORMATION: _asked,
    ResponseType.GROUNDS_CEASED: _resumed,
    ResponseType.REINSTATED: _reinstated,
    ResponseType.REINSTATEMENT_REFUSED: _refused,
}
