"""Webhook endpoints: register, prove that one receives there, disable, enable again."""

import hmac
import secrets
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hashdb import audit
from hashdb.access import Actor
from hashdb.errors import FieldProblem, GuardError, InvalidInputError, NotFoundError
from hashdb.ids import new_id
from hashdb.lifecycles.endpoint import State, Step
from hashdb.records.webhook import Endpoint, EventType
from hashdb.services import deliveries
from hashdb.store import Page, Store, lists

_MOST_ENDPOINTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEndpoint:
    """A registered endpoint with its secret, which is shown once."""

    endpoint: Endpoint
    secret: str


def register(store: Store, url: str, event_types: Sequence[EventType], *, actor: Actor, now: datetime) -> NewEndpoint:
    """Register an endpoint and owe it a challenge; nothing else is sent before the challenge came back.

    The URL must have been found safe to send to. Raises GuardError when the member has too many endpoints.
    """
    _require_room(store, actor)
    secret = "whsec_" + b64encode(secrets.token_bytes(32)).decode()
    challenge = secrets.token_urlsafe(24)
    endpoint = Endpoint(
        id=new_id("whe", now),
        member_id=actor.member_id,
        url=url,
        event_types=tuple(dict.fromkeys(event_types)),
        secret=store.sealer.seal(secret),
        challenge=store.sealer.seal(challenge),
        created_at=now,
    )
    owed = deliveries.challenge(store, endpoint, challenge, now)
    entry = audit.entry(actor, "endpoint.register", now, after=endpoint)
    store.commit(entry, store.endpoints.put(endpoint), owed)
    return NewEndpoint(endpoint=endpoint, secret=secret)


def verify(store: Store, endpoint_id: str, nonce: str, *, actor: Actor, now: datetime) -> Endpoint:
    """Activate an endpoint with the nonce that was sent to it; verifying again changes nothing."""
    before = own(store, endpoint_id, actor=actor)
    if not hmac.compare_digest(nonce.encode(), store.sealer.open(before.challenge).encode()):
        raise InvalidInputError(FieldProblem("nonce", "is not the one that was sent to the endpoint"))
    if before.state is State.ACTIVE:
        return before
    endpoint = before.advance(Step.VERIFY)
    entry = audit.entry(actor, "endpoint.verify", now, before=before, after=endpoint)
    store.commit(entry, store.endpoints.put(endpoint, before))
    return endpoint


def disable(store: Store, endpoint_id: str, *, actor: Actor, now: datetime) -> Endpoint:
    """Stop sending to an endpoint."""
    before = own(store, endpoint_id, actor=actor)
    endpoint = before.advance(Step.DISABLE)
    entry = audit.entry(actor, "endpoint.disable", now, before=before, after=endpoint)
    store.commit(entry, store.endpoints.put(endpoint, before))
    return endpoint


def enable(store: Store, endpoint_id: str, *, actor: Actor, now: datetime) -> Endpoint:
    """Take a disabled endpoint back into use: it is owed a new challenge, and has to be verified again.

    Raises GuardError when the member has too many endpoints.
    """
    before = own(store, endpoint_id, actor=actor)
    pending = before.advance(Step.ENABLE)
    _require_room(store, actor)
    challenge = secrets.token_urlsafe(24)
    endpoint = replace(pending, challenge=store.sealer.seal(challenge), first_failure_at=None)
    owed = deliveries.challenge(store, endpoint, challenge, now)
    entry = audit.entry(actor, "endpoint.enable", now, before=before, after=endpoint)
    store.commit(entry, store.endpoints.put(endpoint, before), owed)
    return endpoint


def own(store: Store, endpoint_id: str, *, actor: Actor) -> Endpoint:
    """Return an endpoint of the actor's member; others do not exist for it."""
    endpoint = store.endpoints.get(endpoint_id)
    if endpoint.member_id != actor.member_id:
        raise NotFoundError(f"there is no endpoint {endpoint_id}")
    return endpoint


def page(store: Store, *, after: str | None, limit: int, actor: Actor) -> Page[Endpoint]:
    """Return the member's endpoints in the order in which they were registered."""
    return store.endpoints.page(lists.of_member("endpoints", actor.member_id), after=after, limit=limit)


def _require_room(store: Store, actor: Actor) -> None:
    """Raise GuardError when the member has as many endpoints in use as it may have; disabled ones do not count."""
    everything = store.endpoints.all_of(lists.of_member("endpoints", actor.member_id))
    if sum(each.state is not State.DISABLED for each in everything) >= _MOST_ENDPOINTS:
        raise GuardError(f"a member has at most {_MOST_ENDPOINTS} endpoints in use; disable one first")
