"""What may become of an order after it was issued: contested, scrutinised by the home authority, confirmed, annulled.

Articles 4 and 11(3) of Regulation (EU) 2021/784. An annulled order ceases to have effect: what was removed is asked
back in the same act.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from hashdb import access
from hashdb.access import Actor
from hashdb.errors import FieldProblem, ForbiddenError, GuardError, InvalidInputError, NotFoundError
from hashdb.lifecycles.order import State, Step
from hashdb.records.alert import AlertKind
from hashdb.records.order import Finding, Scrutiny, ScrutinyRequest
from hashdb.records.takedown import TakedownRequest
from hashdb.records.webhook import EventType
from hashdb.roles import Role
from hashdb.services import alerts, effects, orders, requests, withdrawals
from hashdb.store import Store, Write


class Verdict(StrEnum):
    """What a home authority says: that it intends to find an infringement, or what it has found."""

    INTENDS = "intends_to_find_infringement"
    INFRINGES = "infringes"
    NO_INFRINGEMENT = "no_infringement"


def lodge_review(store: Store, request_id: str, reasons: str, *, actor: Actor, now: datetime) -> TakedownRequest:
    """Ask the home authority to look at an order: the provider within 48 hours, or an authority for the uploader."""
    before = _own(store, request_id, actor)
    order = effects.order_of(before)
    _require_reasons(reasons)
    if not before.legal_basis.is_removal_order:
        raise GuardError(
            "only removal orders are scrutinised (Article 4); this one is contested where its redress says"
        )
    by = order.review_request_by
    if actor.role == Role.PLATFORM_RESPONDER and (by is None or now > by):
        raise GuardError("an order may be contested within 48 hours of its receipt (Article 4(4))")
    asked = ScrutinyRequest(reasons=reasons, requested_at=now, key_id=actor.key_id)
    deadline = now + timedelta(seconds=store.policy().scrutiny_within)
    requested = (*order.scrutiny_requests, asked)
    after = effects.moved(before, Step.LODGE_REVIEW, scrutiny_requests=requested, scrutiny_by=deadline)
    told = effects.tell_issuer(store, after, now) + effects.call_home(
        store, after, EventType.TCO_SCRUTINY_REQUESTED, now
    )
    return effects.save(store, before, after, Step.LODGE_REVIEW, actor=actor, now=now, follow=told)


def scrutinise(
    store: Store, request_id: str, verdict: Verdict, reasons: str, *, actor: Actor, now: datetime
) -> TakedownRequest:
    """Say what the home authority finds; that it intends to find an infringement it tells before (Article 4(5))."""
    before = _own(store, request_id, actor)
    order = effects.order_of(before)
    _require_reasons(reasons)
    if not orders.is_home(before, actor):
        raise ForbiddenError("only the authority of the provider's state scrutinises an order")
    if order.state is State.IN_FORCE and (order.scrutiny_by is None or now > order.scrutiny_by):
        raise GuardError("on its own initiative an authority decides within 72 hours of receiving the copy")
    if verdict is Verdict.INTENDS:
        return _intend(store, before, reasons, actor, now)
    found = Scrutiny(
        finding=Finding(verdict.value),
        reasons=reasons,
        user_id=access.require_person(actor),
        member_id=actor.member_id,
        decided_at=now,
    )
    if verdict is Verdict.NO_INFRINGEMENT:
        return _confirm(store, before, found, actor, now)
    if order.intention_told_at is None:
        raise GuardError("the issuing authority must first be told of the intention and its reasons")
    return _annul(store, before, reasons, actor, now, scrutiny=found)


def confirm(store: Store, request_id: str, reasons: str, *, actor: Actor, now: datetime) -> TakedownRequest:
    """Note that a court confirmed an order which no home authority looks at; its issuer reports it."""
    before = _issuer_s(store, request_id, actor)
    _require_reasons(reasons)
    if effects.order_of(before).home_authority_id is not None:
        raise ForbiddenError("the authority of the provider's state decides about this order")
    return _confirm(store, before, None, actor, now)


def annul(store: Store, request_id: str, reasons: str, *, actor: Actor, now: datetime) -> TakedownRequest:
    """Take an order back as its issuer, because a court said so or it was wrong; before it was issued, it just ends."""
    before = _issuer_s(store, request_id, actor)
    _require_reasons(reasons)
    if effects.order_of(before).issued_at is not None:
        return _annul(store, before, reasons, actor, now)
    after, follow = withdrawals.taken_back(store, before, reasons, actor=actor, now=now)
    return requests.save(store, before, after, withdrawals.taking_back(before), actor, now, follow, note=reasons)


def extend_non_disclosure(
    store: Store, request_id: str, until: datetime, *, actor: Actor, now: datetime
) -> TakedownRequest:
    """Keep the uploader uninformed for up to six weeks more, once (Article 11(3))."""
    before = _issuer_s(store, request_id, actor)
    order, present = effects.order_of(before), before.non_disclosure_until
    if present is None or now > present:
        raise GuardError("there is no decision of non-disclosure that could be extended")
    if order.non_disclosure_extended_at is not None:
        raise GuardError("non-disclosure may be extended once")
    latest = present + timedelta(seconds=store.policy().non_disclosure)
    if not present < until <= latest:
        raise InvalidInputError(FieldProblem("until", f"must lie after {present:%F} and not after {latest:%F}"))
    after = replace(before, order=replace(order, non_disclosure_extended_at=now), non_disclosure_until=until)
    after = effects.moved(after, Step.EXTEND)
    told = requests.tell(store, after, EventType.TAKEDOWN_UPDATED, now)
    return effects.save(store, before, after, Step.EXTEND, actor=actor, now=now, follow=told)


def _own(store: Store, request_id: str, actor: Actor) -> TakedownRequest:
    """Return an order that was sent to the actor's platform, or that concerns the actor's authority."""
    before = store.takedowns.get(request_id)
    addressed = before.member_id == actor.member_id and before.acknowledge_by is not None
    mine = addressed if actor.role == Role.PLATFORM_RESPONDER else orders.concerns(before, actor)
    if before.order is None or not mine:
        raise NotFoundError(f"there is no order {request_id}")
    return before


def _issuer_s(store: Store, request_id: str, actor: Actor) -> TakedownRequest:
    before = store.takedowns.get(request_id)
    if before.order is None or before.issuer != actor.member_id:
        raise NotFoundError(f"there is no order {request_id} of yours")
    access.require_person(actor)
    return before


def _require_reasons(reasons: str) -> None:
    if not reasons.strip():
        raise InvalidInputError(FieldProblem("reasons", "are needed"))


def _intend(store: Store, before: TakedownRequest, reasons: str, actor: Actor, now: datetime) -> TakedownRequest:
    """Tell the issuing authority of the intention and of its reasons, which it reads in the order."""
    after = effects.moved(before, Step.TELL_INTENTION, intention_told_at=now, intention_reasons=reasons)
    told = effects.tell_issuer(store, after, now)
    return effects.save(store, before, after, Step.TELL_INTENTION, actor=actor, now=now, follow=told)


def _confirm(
    store: Store, before: TakedownRequest, found: Scrutiny | None, actor: Actor, now: datetime
) -> TakedownRequest:
    """Confirm an order: it stays in force, and the provider and the authorities learn of it."""
    after = effects.moved(before, Step.CONFIRM, scrutiny=found)
    follow = _tell_everybody(store, after, now) + _no_longer_late(store, after, now)
    return effects.save(store, before, after, Step.CONFIRM, actor=actor, now=now, follow=follow)


def _annul(
    store: Store,
    before: TakedownRequest,
    reasons: str,
    actor: Actor,
    now: datetime,
    *,
    scrutiny: Scrutiny | None = None,
) -> TakedownRequest:
    """Annul an order and take its request back in one act; what was removed is asked back at once."""
    changes: dict[str, object] = {"annulled_at": now, "annulment_reasons": reasons}
    annulled = effects.moved(before, Step.ANNUL, scrutiny=scrutiny, **changes)
    entry = effects.entry(before, annulled, Step.ANNUL, actor, now)
    told = _tell_authorities(store, annulled, now) + _no_longer_late(store, annulled, now)
    step = withdrawals.taking_back(before)
    if not withdrawals.can_be_taken_back(before):
        return effects.save(store, before, annulled, Step.ANNUL, actor=actor, now=now, follow=told)
    after, follow = withdrawals.taken_back(store, annulled, reasons, actor=actor, now=now)
    return requests.save(store, before, after, step, actor, now, entry + told + follow, note=reasons)


def _no_longer_late(store: Store, request: TakedownRequest, now: datetime) -> Write:
    return alerts.settled(store, AlertKind.SCRUTINY_OVERDUE, request.id, now=now)


def _tell_everybody(store: Store, request: TakedownRequest, now: datetime) -> Write:
    provider = requests.tell(store, request, EventType.TAKEDOWN_UPDATED, now)
    return provider + _tell_authorities(store, request, now)


def _tell_authorities(store: Store, request: TakedownRequest, now: datetime) -> Write:
    return effects.tell_issuer(store, request, now) + effects.tell_home(store, request, now)
