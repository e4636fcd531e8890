"""What platforms answer to takedown requests, and what each answer means for the request and its items.

What becomes of a request is read off its items: an answer about some of them settles nothing about the others.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from hashdb import access, audit
from hashdb.access import Actor
from hashdb.errors import DuplicateError, FieldProblem, InvalidInputError, NotFoundError
from hashdb.lifecycles.takedown import State, Step
from hashdb.records.policy import Policy
from hashdb.records.takedown import Clarification, ItemState, Response, ResponseType, TakedownRequest
from hashdb.records.webhook import EventType
from hashdb.services import clocks, deliveries, requests
from hashdb.services.contention import again_if_stale
from hashdb.services.inbox import AWAITING_RECEIPT
from hashdb.store import Store

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
    arrived = clocks.received(before, policy, now) if before.state in AWAITING_RECEIPT else before
    filed = replace(_with_items(arrived, response), responses=(*before.responses, response), version=before.version + 1)
    after = _MEANING[response.type](filed, policy, now)
    entry = audit.entry(actor, "takedown.respond", now, before=before, after=after, reason=response.type)
    store.commit(entry, store.takedowns.put(after, before))
    return after


def clarify(store: Store, request_id: str, text: str, *, actor: Actor, now: datetime) -> TakedownRequest:
    """Answer a platform's question and tell it so; its time to answer starts again."""
    before = store.takedowns.get(request_id)
    access.require_outsider(actor, [requests.platform_group(store, before)])
    given = Clarification(text=text, answered_at=now, user_id=access.require_person(actor))
    clarified = replace(before.advance(Step.CLARIFY), clarifications=(*before.clarifications, given))
    after = clocks.running(clarified, store.policy(), now)
    entry = audit.entry(actor, "takedown.clarify", now, before=before, after=after, text=text)
    told = deliveries.announce(store, after.member_id, EventType.TAKEDOWN_UPDATED, after, now=now)
    store.commit(entry, store.takedowns.put(after, before), told)
    return after


def _require_same(known: Response, response: Response, request: TakedownRequest) -> TakedownRequest:
    repeated = replace(response, id=known.id, recorded_at=known.recorded_at, responder_key_id=known.responder_key_id)
    if repeated != known:
        raise DuplicateError("another answer is on file under this platform_file_ref; use a new one")
    return request


def _require_complete(request: TakedownRequest, response: Response) -> None:
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


def _acknowledged(request: TakedownRequest, _policy: Policy, now: datetime) -> TakedownRequest:
    return replace(request, acknowledged_at=request.acknowledged_at or now)


def _decided(request: TakedownRequest, policy: Policy, now: datetime) -> TakedownRequest:
    """Return what an answer that acts or declines comes to, seen over all items."""
    states = {item.state for item in request.items}
    decided = request.advance(_step_to(states, request.state))
    if ItemState.OPEN not in states:
        return _acknowledged(clocks.stopped(decided), policy, now)
    # Declining some items while the others are open ends nothing: the clock goes on running for those.
    return _acknowledged(decided if states & _ACTED else request, policy, now)


def _step_to(states: set[ItemState], state: State) -> Step:
    if states <= _ACTED:
        return Step.ACT
    declining = not states & _ACTED and state is not State.PARTIALLY_ACTIONED
    return Step.DECLINE if declining else Step.ACT_PARTLY


def _reinstated(request: TakedownRequest, policy: Policy, now: datetime) -> TakedownRequest:
    """Return the request as reinstated once everything that was acted on is; until then it stays asked for."""
    after = _stopping(Step.REINSTATE)(request, policy, now)
    waiting = any(item.state is ItemState.ACTIONED for item in request.items)
    return _acknowledged(request, policy, now) if waiting else after


def _stopping(step: Step) -> Callable[[TakedownRequest, Policy, datetime], TakedownRequest]:
    def meaning(request: TakedownRequest, policy: Policy, now: datetime) -> TakedownRequest:
        return _acknowledged(clocks.stopped(request.advance(step)), policy, now)

    return meaning


def _resumed(request: TakedownRequest, policy: Policy, now: datetime) -> TakedownRequest:
    return clocks.running(request.advance(Step.RESUME), policy, now)


_MEANING: dict[ResponseType, Callable[[TakedownRequest, Policy, datetime], TakedownRequest]] = {
    ResponseType.ACKNOWLEDGED: _acknowledged,
    ResponseType.REMOVED: _decided,
    ResponseType.ACCESS_DISABLED_EU: _decided,
    ResponseType.ACCESS_DISABLED_GLOBAL: _decided,
    ResponseType.RESTRICTED_OTHER: _decided,
    ResponseType.LABELLED: _decided,
    ResponseType.ALREADY_ABSENT: _decided,
    ResponseType.DECLINED: _decided,
    ResponseType.UNABLE_FORCE_MAJEURE: _stopping(Step.PLEAD_UNABLE),
    ResponseType.UNABLE_TECHNICAL: _stopping(Step.PLEAD_UNABLE),
    ResponseType.MANIFEST_ERROR: _stopping(Step.ASK_CLARIFICATION),
    ResponseType.INSUFFICIENT_INFORMATION: _stopping(Step.ASK_CLARIFICATION),
    ResponseType.GROUNDS_CEASED: _resumed,
    ResponseType.REINSTATED: _reinstated,
    ResponseType.REINSTATEMENT_REFUSED: _stopping(Step.CLOSE),
}
