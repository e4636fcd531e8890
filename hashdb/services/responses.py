"""What platforms answer to takedown requests, and what each answer means for the request and its items."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from hashdb import audit
from hashdb.access import Actor
from hashdb.errors import DuplicateError, FieldProblem, InvalidInputError, NotFoundError
from hashdb.lifecycles.takedown import Step
from hashdb.records.policy import Policy
from hashdb.records.takedown import ItemState, RequestItem, Response, ResponseType, TakedownRequest
from hashdb.services import clocks
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
    """Answer a platform's question; its time to answer starts again."""
    before = store.takedowns.get(request_id)
    after = clocks.running(before.advance(Step.CLARIFY), store.policy(), now)
    entry = audit.entry(actor, "takedown.clarify", now, before=before, after=after, text=text)
    store.commit(entry, store.takedowns.put(after, before))
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
    """Set the state of the items that the answer is about: those it names, or all."""
    state = _ITEM_STATES.get(response.type)
    if state is None:
        return request
    named = set(response.item_refs) or {item.id for item in request.items}
    items = tuple(replace(item, state=state) if item.id in named else item for item in request.items)
    return replace(request, items=items)


def _acknowledged(request: TakedownRequest, _policy: Policy, now: datetime) -> TakedownRequest:
    return replace(request, acknowledged_at=request.acknowledged_at or now)


def _acted(request: TakedownRequest, _policy: Policy, now: datetime) -> TakedownRequest:
    step = Step.ACT_PARTLY if _any_open(request.items) else Step.ACT
    after = request.advance(step)
    after = after if step is Step.ACT_PARTLY else clocks.stopped(after)
    return _acknowledged(after, _policy, now)


def _any_open(items: Sequence[RequestItem]) -> bool:
    return any(item.state is ItemState.OPEN for item in items)


def _stopping(step: Step) -> Callable[[TakedownRequest, Policy, datetime], TakedownRequest]:
    def meaning(request: TakedownRequest, policy: Policy, now: datetime) -> TakedownRequest:
        return _acknowledged(clocks.stopped(request.advance(step)), policy, now)

    return meaning


def _resumed(request: TakedownRequest, policy: Policy, now: datetime) -> TakedownRequest:
    return clocks.running(request.advance(Step.RESUME), policy, now)


_MEANING: dict[ResponseType, Callable[[TakedownRequest, Policy, datetime], TakedownRequest]] = {
    ResponseType.ACKNOWLEDGED: _acknowledged,
    ResponseType.REMOVED: _acted,
    ResponseType.ACCESS_DISABLED_EU: _acted,
    ResponseType.ACCESS_DISABLED_GLOBAL: _acted,
    ResponseType.RESTRICTED_OTHER: _acted,
    ResponseType.LABELLED: _acted,
    ResponseType.ALREADY_ABSENT: _acted,
    ResponseType.DECLINED: _stopping(Step.DECLINE),
    ResponseType.UNABLE_FORCE_MAJEURE: _stopping(Step.PLEAD_UNABLE),
    ResponseType.UNABLE_TECHNICAL: _stopping(Step.PLEAD_UNABLE),
    ResponseType.MANIFEST_ERROR: _stopping(Step.ASK_CLARIFICATION),
    ResponseType.INSUFFICIENT_INFORMATION: _stopping(Step.ASK_CLARIFICATION),
    ResponseType.GROUNDS_CEASED: _resumed,
    ResponseType.REINSTATED: _stopping(Step.REINSTATE),
    ResponseType.REINSTATEMENT_REFUSED: _stopping(Step.CLOSE),
}
