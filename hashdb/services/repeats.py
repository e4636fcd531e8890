"""Nothing is asked for twice: content is known by its address and by the platform's reference, for each legal basis.

What a platform declined stays known after the request is over, so that it is asked again only on new facts; everything
else may be asked about again as soon as its request is over.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from hashdb.access import Actor
from hashdb.addresses import canonical_or_same
from hashdb.errors import DuplicateError, FieldProblem, GuardError, InvalidInputError
from hashdb.lifecycles import match as match_life
from hashdb.records.match import Match
from hashdb.records.takedown import ItemState, RequestItem, TakedownRequest
from hashdb.services import matches, steps
from hashdb.store import Store, Write, keyspace

Fingerprint = tuple[str, ...]
_AGAIN, _AT = "again", "at"
_UNTOUCHED = frozenset({ItemState.OPEN, ItemState.DECLINED})


def held(store: Store, request: TakedownRequest) -> Write:
    """Hold the content of a new request, or raise DuplicateError; what was declined before needs new facts."""
    previous = _previous(store, request)
    declined = set() if previous is None else _declined(store, previous)
    write = Write() if previous is None else _once_more(store, previous)
    for each in dict.fromkeys(_of_items(store, request, request.items)):
        if each in declined:
            continue
        write += _hold(store, request, each)
    for address in _addresses(store, request):
        write += store.record_as(request.id, keyspace.REQUEST_OPEN, _AT, address)
    return write


def last_about(store: Store, url: str) -> str | None:
    """Return the id of the last request about the content at an address, until its addresses are forgotten."""
    return store.recorded(keyspace.REQUEST_OPEN, _AT, canonical_or_same(url))


def _hold(store: Store, request: TakedownRequest, content: Fingerprint) -> Write:
    holder = store.recorded(keyspace.REQUEST_OPEN, *content)
    if holder is not None:
        raise DuplicateError(f"the request {holder} is about this content; what was declined needs new facts")
    place = (keyspace.REQUEST_OPEN, *content)
    return store.unique(*place) + store.record_as(request.id, *place)


def over(store: Store, request: TakedownRequest, actor: Actor, now: datetime) -> Write:
    """Let go of the content of a request that is over.

    The match of what was acted on is closed: found anew, it is a new one. Any other may be asked about again.
    """
    freed = _freed(store, request)
    items = {item.match_id: item for item in request.items if item.match_id is not None}
    for match in store.matches.many(list(items)):
        if match.state is match_life.State.REQUESTED and match.request_id == request.id:
            freed += _let_go(store, match, items[match.id], actor, now)
    return freed


def forgotten(store: Store, request: TakedownRequest) -> Write:
    """Let go of everything that a request still holds, because where its content is must not be known any longer."""
    freed = store.forget_unique(keyspace.REQUEST_OPEN, _AGAIN, request.id)
    for each in dict.fromkeys(_of_items(store, request, request.items)):
        if store.recorded(keyspace.REQUEST_OPEN, *each) == request.id:
            freed += store.forget_unique(keyspace.REQUEST_OPEN, *each)
    for address in _addresses(store, request):
        if store.recorded(keyspace.REQUEST_OPEN, _AT, address) == request.id:
            freed += store.forget_unique(keyspace.REQUEST_OPEN, _AT, address)
    return freed


def _let_go(store: Store, match: Match, item: RequestItem, actor: Actor, now: datetime) -> Write:
    step = match_life.Step.RELEASE if item.state in _UNTOUCHED else match_life.Step.CLOSE
    after = match.advance(step)
    write = Write()
    if step is match_life.Step.RELEASE:
        after = replace(after, request_id=None)
    else:
        write = store.forget_unique(keyspace.MATCH_IDS, *matches.identity(match))
    return write + steps.written(store, store.matches, match, after, step, actor=actor, now=now)


def _freed(store: Store, request: TakedownRequest) -> Write:
    """Stop holding the content, except what the platform declined, now or before."""
    kept = _declined(store, request)
    freed = Write()
    if request.previous_request_id is not None and not kept:
        freed += store.forget_unique(keyspace.REQUEST_OPEN, _AGAIN, request.previous_request_id)
    for each in dict.fromkeys(_of_items(store, request, request.items)):
        if each not in kept and store.recorded(keyspace.REQUEST_OPEN, *each) == request.id:
            freed += store.forget_unique(keyspace.REQUEST_OPEN, *each)
    return freed


def _previous(store: Store, request: TakedownRequest) -> TakedownRequest | None:
    if request.previous_request_id is None:
        return None
    previous = store.takedowns.find(request.previous_request_id)
    if previous is None or previous.member_id != request.member_id:
        raise InvalidInputError(FieldProblem("previous_request_id", "must name a request to the same platform"))
    if not _declined(store, previous):
        raise GuardError("the platform has declined nothing of the previous request")
    if not (request.new_facts or "").strip():
        raise InvalidInputError(FieldProblem("new_facts", "is needed to ask again for what was declined"))
    return previous


def _once_more(store: Store, previous: TakedownRequest) -> Write:
    if store.is_recorded(keyspace.REQUEST_OPEN, _AGAIN, previous.id):
        raise DuplicateError("this request was followed by another already")
    return store.unique(keyspace.REQUEST_OPEN, _AGAIN, previous.id)


def _declined(store: Store, request: TakedownRequest) -> set[Fingerprint]:
    declined = (item for item in request.items if item.state is ItemState.DECLINED)
    return set(_of_items(store, request, declined))


def _of_items(store: Store, request: TakedownRequest, items: Iterable[RequestItem]) -> Iterable[Fingerprint]:
    for item in items:
        if item.content_ref:
            yield request.member_id, "ref", item.content_ref, request.legal_basis
        if item.url is not None:
            yield request.member_id, "url", canonical_or_same(store.sealer.open(item.url)), request.legal_basis


def _addresses(store: Store, request: TakedownRequest) -> set[str]:
    return {canonical_or_same(store.sealer.open(item.url)) for item in request.items if item.url is not None}
