"""Steps of the legal effect of an order, which is part of its request and written with it; and whom they are told.

Authorities are told by webhook where they have one, and by mail to the address that the order itself names.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from hashdb import audit
from hashdb.access import Actor
from hashdb.addresses import is_mailbox
from hashdb.errors import NotFoundError
from hashdb.lifecycles.order import LIFECYCLE, Step
from hashdb.records.order import Order
from hashdb.records.takedown import TakedownRequest
from hashdb.records.webhook import EventType
from hashdb.services import mails, notices, requests, steps
from hashdb.services.sending import Told
from hashdb.services.steps import Part
from hashdb.store import Store, Write


def order_of(request: TakedownRequest) -> Order:
    """Return the order in the request, or raise NotFoundError for a request that is none."""
    if request.order is None:
        raise NotFoundError(f"there is no order {request.id}")
    return request.order


def moved(request: TakedownRequest, step: Step, **changes: Any) -> TakedownRequest:  # noqa: ANN401 - an order's fields
    """Return the request with its order after *step*; the version is still the one that was read."""
    return replace(request, order=replace(order_of(request).advance(step), **changes))


def entry(before: TakedownRequest, after: TakedownRequest, step: Step, actor: Actor, now: datetime) -> Write:
    """Return the entry of a step of the order that is written together with a step of its request."""
    was = order_of(before)
    LIFECYCLE.require(was.state, step, actor.role)
    noted = audit.entry(
        actor, f"order.{step}", now, before=was, after=order_of(after), object_type="order", object_id=after.id
    )
    return Write(entries=(noted,))


def tell_issuer(store: Store, request: TakedownRequest, now: datetime) -> Write:
    """Tell the authority that issued an order that something has happened to it; nobody is told of another request."""
    if request.order is None:
        return Write()
    return _tell(store, request, request.issuer, request.order.email, now)


def tell_home(store: Store, request: TakedownRequest, now: datetime) -> Write:
    """Tell the authority of the provider's state, once it has its copy."""
    order = order_of(request)
    if order.home_authority_id is None or order.copy_sent_at is None:
        return Write()
    return _tell(store, request, order.home_authority_id, order.home_authority_contact or "", now)


def call_home(store: Store, request: TakedownRequest, event: EventType, now: datetime) -> Write:
    """Tell the authority of the provider's state what it must not miss: its copy, or that it is asked to look at it."""
    order = order_of(request)
    if order.home_authority_id is None or order.copy_sent_at is None:
        return Write()
    home, told = order.home_authority_id, Told(subject_id=request.id, facts={"scrutiny_by": order.scrutiny_by})
    called = notices.announce(store, home, event, told, now=now)
    return called + _mailed(store, request, home, order.home_authority_contact or "", now)


def home_has_read(store: Store, request: TakedownRequest, now: datetime) -> Write:
    """End what the authority of the provider's state was told: it has read the order."""
    home = order_of(request).home_authority_id or ""
    return notices.settle(store, request.id, EventType.TCO_COPY, now, member_id=home) + notices.settle(
        store, request.id, EventType.TCO_SCRUTINY_REQUESTED, now, member_id=home
    )


def _tell(store: Store, request: TakedownRequest, member_id: str, address: str, now: datetime) -> Write:
    told = requests.tell(store, request, EventType.TAKEDOWN_UPDATED, now, member_id=member_id)
    return told + _mailed(store, request, member_id, address, now)


def _mailed(store: Store, request: TakedownRequest, member_id: str, address: str, now: datetime) -> Write:
    """Owe the news to the address that the order names, if it is one of mail."""
    if not is_mailbox(address):
        return Write()
    return mails.mail(store, address, "order.updated", {}, subject_id=request.id, member_id=member_id, now=now)


def save(
    store: Store,
    before: TakedownRequest,
    after: TakedownRequest,
    step: Step,
    *,
    actor: Actor,
    now: datetime,
    follow: Write | None = None,
    **payload: object,
) -> TakedownRequest:
    """Write the request after a step of its order alone."""
    written = replace(after, version=before.version + 1)
    part = Part(order_of(before), order_of(after))
    return steps.take(
        store,
        store.takedowns,
        before,
        written,
        step,
        actor=actor,
        now=now,
        follow=follow or Write(),
        part=part,
        **payload,
    )
