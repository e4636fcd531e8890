"""Webhook endpoints: register, prove that one receives there, disable, enable again."""

import hmac
import secrets
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hashdb import audit
from hashdb.access import SYSTEM, Actor
from hashdb.errors import FieldProblem, GuardError, InvalidInputError, NotFoundError
from hashdb.ids import new_id
from hashdb.lifecycles.endpoint import State, Step
from hashdb.records.webhook import Delivery, Endpoint, EventType, Priority
from hashdb.services import notices, sending, steps
from hashdb.services.sending import Told
from hashdb.store import Page, Store, Write, lists

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
    secret = _new_secret()
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
    owed = _challenged(store, endpoint, challenge, now)
    store.commit(steps.begun(store, store.endpoints, endpoint, "register", actor=actor, now=now), owed)
    return NewEndpoint(endpoint=endpoint, secret=secret)


def verify(store: Store, endpoint_id: str, nonce: str, *, actor: Actor, now: datetime) -> Endpoint:
    """Activate an endpoint with the nonce that was sent to it; verifying again changes nothing."""
    before = own(store, endpoint_id, actor=actor)
    if not hmac.compare_digest(nonce.encode(), store.sealer.open(before.challenge).encode()):
        raise InvalidInputError(FieldProblem("nonce", "is not the one that was sent to the endpoint"))
    if before.state is State.ACTIVE:
        return before
    endpoint = before.advance(Step.VERIFY)
    return steps.take(store, store.endpoints, before, endpoint, Step.VERIFY, actor=actor, now=now)


def disable(store: Store, endpoint_id: str, *, actor: Actor, now: datetime) -> Endpoint:
    """Stop sending to an endpoint."""
    before = own(store, endpoint_id, actor=actor)
    endpoint = before.advance(Step.DISABLE)
    return steps.take(store, store.endpoints, before, endpoint, Step.DISABLE, actor=actor, now=now)


def enable(store: Store, endpoint_id: str, *, actor: Actor, now: datetime) -> Endpoint:
    """Take a disabled endpoint back into use: it is owed a new challenge, and has to be verified again.

    Raises GuardError when the member has too many endpoints.
    """
    before = own(store, endpoint_id, actor=actor)
    pending = before.advance(Step.ENABLE)
    read = notices.settle(store, before.id, EventType.ENDPOINT_DISABLED, now)
    _require_room(store, actor)
    challenge = secrets.token_urlsafe(24)
    endpoint = replace(pending, challenge=store.sealer.seal(challenge), first_failure_at=None)
    owed = _challenged(store, endpoint, challenge, now)
    return steps.take(store, store.endpoints, before, endpoint, Step.ENABLE, actor=actor, now=now, follow=owed + read)


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


def rotate(store: Store, endpoint_id: str, *, actor: Actor, now: datetime) -> NewEndpoint:
    """Give an endpoint a new secret; the old one signs beside it for as long as the policy lets it."""
    before = own(store, endpoint_id, actor=actor)
    secret = _new_secret()
    endpoint = replace(
        before,
        secret=store.sealer.seal(secret),
        previous_secret=before.secret,
        previous_secret_expires_at=now + timedelta(seconds=store.policy().secret_overlap),
        version=before.version + 1,
    )
    entry = audit.entry(actor, "endpoint.rotate", now, before=before, after=endpoint)
    store.commit(entry, store.endpoints.put(endpoint, before))
    return NewEndpoint(endpoint=endpoint, secret=secret)


def ping(store: Store, endpoint_id: str, *, actor: Actor, now: datetime) -> Endpoint:
    """Owe an endpoint an event that says nothing, tried once, to see whether it arrives; one at a time."""
    endpoint = own(store, endpoint_id, actor=actor)
    if endpoint.state not in {State.ACTIVE, State.FAILING}:
        raise GuardError(f"the endpoint is {endpoint.state}; only one that was verified and is in use is pinged")
    last = store.deliveries.newest(lists.deliveries_about(endpoint.id), limit=1).items
    if any(each.event_type is EventType.ENDPOINT_PING and each.state in sending.OPEN for each in last):
        raise GuardError("the ping before is still on its way")
    owed = sending.webhook(store, endpoint, EventType.ENDPOINT_PING, Told(subject_id=endpoint.id), now=now)
    store.commit(audit.entry(actor, "endpoint.ping", now, after=endpoint), owed)
    return endpoint


def deliveries_to(store: Store, endpoint: Endpoint, *, limit: int) -> list[Delivery]:
    """Return what was sent to an endpoint lately, the newest first: of the last so many that its member was owed."""
    found = store.deliveries.newest(lists.of_member("deliveries", endpoint.member_id), limit=limit)
    return [each for each in found.items if each.endpoint_id == endpoint.id]


def forget_old_secret(store: Store, before: Endpoint, now: datetime) -> None:
    """Blank the secret that a rotation replaced, when its time is over."""
    endpoint = replace(before, previous_secret=None, previous_secret_expires_at=None, version=before.version + 1)
    entry = audit.entry(SYSTEM, "endpoint.forget_secret", now, before=before, after=endpoint)
    store.commit(entry, store.endpoints.put(endpoint, before))


def _new_secret() -> str:
    return "whsec_" + b64encode(secrets.token_bytes(32)).decode()


def _challenged(store: Store, endpoint: Endpoint, nonce: str, now: datetime) -> Write:
    """Owe an endpoint the nonce that its owner must bring back."""
    told = Told(subject_id=endpoint.id, facts={"nonce": nonce}, priority=Priority.URGENT)
    return sending.webhook(store, endpoint, EventType.ENDPOINT_VERIFICATION, told, now=now)
